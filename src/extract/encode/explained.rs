//! The explanation of an article: sentence by sentence what was read, which rules were tried, and why there is an event or none.

use serde::Serialize;

use super::annotated::{IssueNote, issues, section_name};
use super::offsets::CharOffsets;
use super::{EventRecord, Findings, actor_code, article_part, sentence_span};
use crate::extract::annotate::section_kind;
use crate::extract::events::{Attempt, idle_words, ranker::rule_of};
use crate::extract::mentions::Mentions;
use crate::extract::outcome::Outcome;
use crate::lexicon::{
    Lexicon,
    rule::{Rule, TriggerKind},
};
use crate::model::{Doc, MentionKind, Pos, SectionKind};

/// What to explain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Only the sentence with this number, from 1.
    pub sentence: Option<usize>,
    /// Only the sentences that have to do with the rule of this id, and only that rule.
    pub rule: Option<&'a str>,
}

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
    /// How many events the whole article has.
    pub event_count: usize,
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
    /// Words that rules list, and that stand where no rule is tried.
    pub not_tried: Vec<LabelNote>,
    /// Its events.
    pub events: Vec<EventRecord>,
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

/// Why a message gave no events at all: a skip or a reject.
pub fn unread(outcome: &Outcome) -> ExplainedArticle {
    let (status, reason, message, article_id) = match outcome {
        Outcome::Skip(skip) => ("skipped", skip.reason, skip.message.clone(), skip.article_id.clone()),
        Outcome::Reject(reject) => ("rejected", reject.reason, format!("{}: {}", reject.stage, reject.message), None),
        Outcome::Emit(extraction) => ("read", "", String::new(), Some(extraction.article_id.clone())),
    };
    ExplainedArticle {
        status,
        reason: Some(reason.to_owned()).filter(|reason| !reason.is_empty()),
        message: Some(message).filter(|message| !message.is_empty()),
        article_id,
        ..ExplainedArticle::default()
    }
}

/// Everything that an explanation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Explainer<'a> {
    /// The article and its events.
    pub findings: Findings<'a>,
    /// Who is mentioned.
    pub mentions: &'a Mentions,
    /// The lexicon that it was read with.
    pub lexicon: &'a Lexicon,
    /// The rules that were tried in vain.
    pub attempts: &'a [Attempt],
    /// The records of the events, in the same order.
    pub records: &'a [EventRecord],
    /// What to explain.
    pub selection: Selection<'a>,
}

impl Explainer<'_> {
    /// The explanation.
    pub fn explain(&self) -> ExplainedArticle {
        let offsets = CharOffsets::new(&self.findings.clean.text);
        let shared = article_part(&self.findings, &super::Provenance::default());
        let rule = self.selection.rule.and_then(|id| self.lexicon.rule(id));
        let mut sentences = Vec::new();
        for index in 0..self.findings.doc.sentences().len() {
            if self.selection.sentence.is_none_or(|number| number == index + 1) {
                let sentence = self.sentence(index, rule, &offsets);
                let concerns = |sentence: &ExplainedSentence| {
                    !sentence.triggers.is_empty() || !sentence.not_tried.is_empty() || !sentence.events.is_empty()
                };
                sentences.extend(Some(sentence).filter(|sentence| rule.is_none() || concerns(sentence)));
            }
        }
        let message = rule.filter(|_| sentences.is_empty()).map(|rule| {
            let words = self.lexicon.shown(&rule.lemmas);
            format!("no word of {} triggers {}: it wants {words}", self.what(), rule.id)
        });
        ExplainedArticle {
            status: "read",
            reason: None,
            message,
            article_id: Some(shared.article_id),
            title: shared.title,
            published_at: shared.published_at,
            issues: issues(&self.findings, &offsets),
            event_count: self.records.len(),
            sentences,
            ..ExplainedArticle::default()
        }
    }

    fn what(&self) -> &'static str {
        if self.selection.sentence.is_some() { "the sentence" } else { "the article" }
    }

    fn sentence(&self, index: usize, rule: Option<&Rule>, offsets: &CharOffsets) -> ExplainedSentence {
        let doc = self.findings.doc;
        let range = doc.sentences().get(index).cloned().unwrap_or_default();
        let span = sentence_span(doc, range.clone());
        let section = section_kind(self.findings.clean, span.start);
        let numbers = Numbers::of(doc, range.clone());
        let is_shown = |id: &str| rule.is_none_or(|rule| rule.id == rule_of(id).0);
        let events: Vec<EventRecord> = self
            .records
            .iter()
            .filter(|record| record.sentence_index as usize == index && is_shown(&record.rule_id))
            .cloned()
            .collect();
        let triggers = self.triggers(&range, &numbers, rule);
        let not_tried = if section == SectionKind::Boilerplate { Vec::new() } else { self.not_tried(&range, rule) };
        let no_event = events.is_empty().then(|| why_none(section, &triggers, rule));
        ExplainedSentence {
            number: index + 1,
            section: section_name(section),
            text: doc.text().get(span.start..span.end).unwrap_or_default().to_owned(),
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            tokens: numbers.tokens(doc),
            entities: entities(doc, &range),
            actors: self.actors(&range),
            triggers,
            not_tried,
            events,
            no_event,
        }
    }

    fn triggers(&self, range: &std::ops::Range<usize>, numbers: &Numbers, only: Option<&Rule>) -> Vec<TriggerNote> {
        let doc = self.findings.doc;
        let mut notes = Vec::new();
        for token in range.clone() {
            let coded = self.findings.events.iter().filter(|event| event.trigger == token);
            let mut rules: Vec<TriedRule> = coded
                .filter_map(|event| {
                    let (id, is_retyped) = rule_of(&event.rule_id);
                    let rule = self.lexicon.rule(id)?;
                    let reason = if rule.event_type == event.event_type {
                        String::new()
                    } else {
                        let (of_rule, given) = (rule.event_type.name(), event.event_type.name());
                        let by = if is_retyped { "the ranker" } else { "PLOVER's rules for ambiguous events" };
                        format!("as {given}, not {of_rule}, by {by}")
                    };
                    Some(tried(rule, "coded", reason))
                })
                .collect();
            let refused = self.attempts.iter().filter(|attempt| attempt.token == token);
            let refused = refused.filter_map(|attempt| {
                let rule = self.lexicon.rule(&attempt.rule)?;
                Some(tried(rule, attempt.refusal.name(), attempt.refusal.reason(rule, doc, self.lexicon)))
            });
            rules.extend(refused);
            name_the_one_taken(&mut rules);
            rules.retain(|tried| only.is_none_or(|rule| rule.id == tried.rule));
            if !rules.is_empty() {
                let (text, lemma) = (doc.word(token).to_owned(), doc.lemma(token).to_owned());
                let stands_for = self.stands_for(token);
                notes.push(TriggerNote { text, lemma, token: numbers.of_token(token), stands_for, rules });
            }
        }
        notes
    }

    fn stands_for(&self, token: usize) -> Option<String> {
        let word = self.lexicon.vocabulary.get(self.findings.doc.lemma(token));
        let kind = match self.findings.doc.pos(token) {
            Pos::Noun => TriggerKind::Noun,
            _ => TriggerKind::Verb,
        };
        let link = self.lexicon.stands_for(kind, word)?;
        let trigger = self.lexicon.vocabulary.word(link.trigger);
        Some(format!("{trigger} (WordNet, {} of sense {})", link.relation.name(), link.sense))
    }

    fn not_tried(&self, range: &std::ops::Range<usize>, only: Option<&Rule>) -> Vec<LabelNote> {
        let doc = self.findings.doc;
        let idle = idle_words(doc, self.lexicon, range.clone()).into_iter();
        idle.filter(|idle| only.is_none_or(|rule| rule.lemmas.contains(idle.word)))
            .map(|idle| LabelNote { text: doc.word(idle.token).to_owned(), label: idle.reason })
            .collect()
    }

    fn actors(&self, range: &std::ops::Range<usize>) -> Vec<ActorNote> {
        let doc = self.findings.doc;
        let here = self.mentions.all().iter().filter(|mention| range.contains(&mention.head));
        here.filter_map(|mention| {
            let participant = self.mentions.participant(doc, mention.head);
            Some(ActorNote {
                text: doc.text().get(participant.span.start..participant.span.end).unwrap_or_default().to_owned(),
                kind: kind_name(mention.kind)?,
                code: actor_code(&participant),
                name: participant.name,
                role: participant.role,
            })
        })
        .collect()
    }
}

/// Why a sentence has no event, in one sentence.
fn why_none(section: SectionKind, triggers: &[TriggerNote], only: Option<&Rule>) -> String {
    if section == SectionKind::Boilerplate {
        return "boilerplate (a byline, an offer, a notice of rights) is not read for events".to_owned();
    }
    if let Some(rule) = only {
        return format!("{} did not hold here", rule.id);
    }
    let tried: Vec<&TriedRule> = triggers.iter().flat_map(|trigger| &trigger.rules).collect();
    if let Some(merged) = tried.iter().find(|tried| tried.verdict == "repeated") {
        return format!("{}: {}", merged.rule, merged.reason);
    }
    match tried.len() {
        0 => "no word of it triggers a rule; `dateline lexicon find WORD` shows what a word triggers".to_owned(),
        1 => "the one rule that its words trigger was refused".to_owned(),
        count => format!("all {count} rules that its words trigger were refused"),
    }
}

/// Tells of a rule that was outranked by which.
fn name_the_one_taken(rules: &mut [TriedRule]) {
    let is_taken = |tried: &&TriedRule| {
        matches!(tried.verdict, "coded" | "consumed" | "embedded" | "overtaken" | "improbable" | "repeated")
    };
    let Some(taken) = rules.iter().find(is_taken).map(|tried| tried.rule.clone()) else { return };
    for tried in rules.iter_mut().filter(|tried| tried.verdict == "outranked") {
        tried.reason = format!("{taken} was taken: it asks for more, or lists fewer words");
    }
}

fn tried(rule: &Rule, verdict: &'static str, reason: String) -> TriedRule {
    TriedRule {
        rule: rule.id.to_string(),
        event_type: rule.event_type.name(),
        place: format!("{}:{}", rule.file, rule.line),
        verdict,
        reason,
    }
}

fn kind_name(kind: MentionKind) -> Option<&'static str> {
    match kind {
        MentionKind::Person => Some("person"),
        MentionKind::State => Some("state"),
        MentionKind::Organisation => Some("organisation"),
        MentionKind::Group => Some("group"),
        MentionKind::Pronoun => Some("pronoun"),
        MentionKind::Place => Some("place"),
        MentionKind::Thing => None,
    }
}

fn entities(doc: &Doc, range: &std::ops::Range<usize>) -> Vec<LabelNote> {
    let here = doc.entities().iter().filter(|entity| range.contains(&entity.first));
    here.map(|entity| LabelNote {
        text: doc.slice(entity.first, entity.last).to_owned(),
        label: doc.entity_type(entity).to_owned(),
    })
    .collect()
}

/// The tokens of a sentence that are no white space, numbered from 1.
struct Numbers {
    tokens: Vec<usize>,
}

impl Numbers {
    fn of(doc: &Doc, range: std::ops::Range<usize>) -> Self {
        Self { tokens: range.filter(|token| doc.pos(*token) != Pos::Space).collect() }
    }

    fn of_token(&self, token: usize) -> usize {
        self.tokens.iter().position(|known| *known == token).map_or(0, |index| index + 1)
    }

    fn tokens(&self, doc: &Doc) -> Vec<TokenNote> {
        let note = |(index, token): (usize, &usize)| {
            let head = doc.head(*token);
            TokenNote {
                number: index + 1,
                text: doc.word(*token).to_owned(),
                lemma: doc.lemma(*token).to_owned(),
                tag: doc.tag(*token).to_owned(),
                head: if head == *token { 0 } else { self.of_token(head) },
                relation: doc.dep(*token).to_owned(),
            }
        };
        self.tokens.iter().enumerate().map(note).collect()
    }
}
