//! The shape of an explanation: what `dateline explain` prints.

use serde::Serialize;

use crate::extract::encode::{EventRecord, formats::IssueNote};

/// One article and how it was understood.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ExplainedArticle {
    /// `read`, `skipped` or `rejected`.
    pub status: &'static str,
    /// Why it was not read: a stable name.
    pub reason: Option<String>,
    /// The same as a sentence, or what is to be said of the whole article.
    pub message: Option<String>,
    /// The article.
    pub article_id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published.
    pub published_at: Option<String>,
    /// The content hash of the lexicon.
    pub lexicon_version: String,
    /// The language pipeline.
    pub model_version: String,
    /// What was odd.
    pub issues: Vec<IssueNote>,
    /// How many events of the whole article are published.
    pub event_count: usize,
    /// How many others are held back.
    pub held_back_count: usize,
    /// Its sentences.
    pub sentences: Vec<ExplainedSentence>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ExplainedSentence {
    /// Its number, from 1.
    pub number: usize,
    /// `title`, `dateline`, `body`, `caption` or `boilerplate`.
    pub section: &'static str,
    /// Its words.
    pub text: String,
    /// Its first character in the cleaned text.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// The parse.
    pub tokens: Vec<TokenNote>,
    /// The named entities of the language pipeline.
    pub entities: Vec<LabelNote>,
    /// Who is mentioned.
    pub actors: Vec<ActorNote>,
    /// The words at which rules were tried.
    pub triggers: Vec<TriggerNote>,
    /// The reader's probabilities for words that may be triggers.
    pub reader: Vec<ReaderNote>,
    /// Words that rules list as triggers, in positions where no rule is tried.
    pub not_tried: Vec<LabelNote>,
    /// Its events.
    pub events: Vec<EventRecord>,
    /// Its events that are held back.
    pub held_back: Vec<HeldNote>,
    /// Why it has none.
    pub no_event: Option<String>,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenNote {
    /// Its number in the sentence, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// Its base form.
    pub lemma: String,
    /// Its tag (Penn Treebank for English).
    pub tag: String,
    /// The number of the token that it depends on; 0 for the root.
    pub head: usize,
    /// How it depends on it (CLEAR style).
    pub relation: String,
}

/// Some words and what is said of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelNote {
    /// The words.
    pub text: String,
    /// What is said.
    pub label: String,
}

/// Who is mentioned, as far as the article and the tables tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActorNote {
    /// The noun phrase.
    pub text: String,
    /// `person`, `state`, `organisation`, `group`, `pronoun` or `place`.
    pub kind: &'static str,
    /// The resolved name.
    pub name: Option<String>,
    /// Country and primary sector.
    pub code: Option<String>,
    /// Office or title as written.
    pub role: Option<String>,
}

/// A word that triggers rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriggerNote {
    /// The word.
    pub text: String,
    /// Its base form.
    pub lemma: String,
    /// The number of its token in the sentence.
    pub token: usize,
    /// The listed word that it stands for, where no rule lists it itself, and how WordNet leads there.
    pub stands_for: Option<String>,
    /// The rules that were tried, in order; the one that was coded first.
    pub rules: Vec<TriedRule>,
}

/// An event that is held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldNote {
    /// Its type.
    pub event_type: &'static str,
    /// The words of its trigger.
    pub trigger: String,
    /// Why: a stable name.
    pub reason: &'static str,
    /// The reason in words.
    pub message: String,
}

/// A word as the reader judges it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReaderNote {
    /// The word.
    pub text: String,
    /// The number of its token in the sentence.
    pub token: usize,
    /// The most probable type.
    pub event_type: &'static str,
    /// Probability that the word is a trigger of this type, not calibrated.
    pub type_probability: f32,
    /// Probability that the word is a trigger of any type.
    pub event_probability: f32,
    /// Minimum `type_probability` of an event.
    pub threshold: f32,
    /// Its place, if one is likely.
    pub place: Option<PlaceNote>,
}

/// The place of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceNote {
    /// The words.
    pub text: String,
    /// The probability that they name the place.
    pub probability: f32,
}

/// A rule at a trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedRule {
    /// Its id.
    pub rule: String,
    /// The type of its events.
    pub event_type: &'static str,
    /// The file that it stands in, and the line.
    pub place: String,
    /// `coded`, or the key of the condition that refused it, or what else became of it.
    pub verdict: &'static str,
    /// The verdict in words.
    pub reason: String,
}
