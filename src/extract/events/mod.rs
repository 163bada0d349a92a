//! The tree and the mentions of a document → its events.
//!
//! An event is decided once, in phases with types of their own: a rule that holds at a trigger is a candidate; a candidate
//! with what it is about, its participants, date and speaker is a draft, whose type is still open; a draft whose type is final
//! is typed; only then its mode, contexts and code are read; events that tell the same are merged.

mod ambiguity;
mod attribution;
mod by_reader;
mod candidates;
mod completed;
mod consensus;
mod coordination;
mod details;
mod domestic;
mod draft;
mod earlier;
mod idle;
mod merge;
mod modality;
mod origins;
mod pairs;
mod participants;
mod place;
pub mod ranker;
mod refusal;
mod seen;
mod trust;
mod unreal;
mod when;

use std::ops::Range;

use super::{
    mentions::Mentions,
    quantities,
    reader::Reader,
    syntax::{Dep, Syntax},
};
use crate::model::{Article, CleanText, Event, SectionKind};
use details::SentenceCues;
use draft::{Draft, Typed};
use ranker::Ranker;

pub use by_reader::Judged;
pub use idle::Idle;
pub(super) use idle::idle_words;
pub(super) use place::place_of_judged;
pub use place::place_of_word;
pub use refusal::{Condition, Refusal, Refused};
pub use seen::seen;
pub use when::{Dating, Trait, datings};

/// An article, prepared for the search for events.
#[derive(Debug, Clone, Copy)]
pub struct Prepared<'a> {
    syntax: &'a Syntax<'a>,
    mentions: &'a Mentions,
    article: &'a Article,
    clean: &'a CleanText,
}

/// The events of an article, and every rule that a word triggered in it and that gave none.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The events, in the order of the text.
    pub events: Vec<Event>,
    /// A rule that does not stand here for a trigger of which there is an event is that event's.
    pub refused: Vec<Refused>,
    /// The reader's probabilities for words that may be triggers, in the order of the text.
    pub judged: Vec<Judged>,
}

/// The drafts of one sentence by the rules.
#[derive(Debug, Clone)]
struct SentenceDrafts<'a> {
    sentence: Range<usize>,
    drafts: Vec<Draft<'a>>,
    /// The tokens at which a rule found something, whatever became of it.
    taken: Vec<usize>,
    refused: Vec<Refused>,
}

impl SentenceDrafts<'_> {
    /// As if there were no rules.
    fn none(sentence: Range<usize>) -> Self {
        Self { sentence, drafts: Vec::new(), taken: Vec::new(), refused: Vec::new() }
    }
}

impl<'a> Prepared<'a> {
    /// An article with what is known of it.
    pub(super) fn new(
        syntax: &'a Syntax<'a>,
        mentions: &'a Mentions,
        article: &'a Article,
        clean: &'a CleanText,
    ) -> Self {
        Self { syntax, mentions, article, clean }
    }

    /// The sentences that are read for events.
    fn sentences(&self) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let (syntax, clean) = (self.syntax, self.clean);
        syntax.doc.sentences().iter().filter(move |sentence| is_read(syntax, clean, sentence.start)).cloned()
    }

    /// The drafts of a sentence by the rules.
    fn drafts(&self, sentence: Range<usize>) -> SentenceDrafts<'a> {
        let mut refused = Vec::new();
        let candidates = candidates::of_sentence(self.syntax, self.mentions, sentence.clone(), &mut refused);
        let nested = candidates::nest(self.syntax, candidates, &mut refused);
        let is_taken = |token: &usize| nested.iter().any(|nested| nested.candidate.takes(*token));
        let taken = sentence.clone().filter(is_taken).collect();
        let drafts = nested.into_iter().map(|nested| Draft::of_candidate(self, nested)).collect();
        let drafts = ambiguity::resolve(self.syntax, drafts, &mut refused);
        SentenceDrafts { sentence, drafts, taken, refused }
    }

    /// Whether a word completes another, as its object or its purpose: "**imposed sanctions**", "**marched** to **protest**".
    fn completes(&self, word: usize, other: usize) -> bool {
        let syntax = self.syntax;
        syntax.head(word) == other && (syntax.dep(word) == Dep::Dobj || syntax.states_purpose(word))
    }

    /// Adds the events of drafts that have been judged to those of the sentences before.
    fn add(&self, events: &mut Vec<Event>, sentence: Range<usize>, mut drafts: Vec<Draft<'_>>) {
        if drafts.is_empty() {
            return;
        }
        let cues = SentenceCues::find(self.syntax, sentence.clone());
        for draft in &mut drafts {
            ambiguity::crowd_control(draft, &cues);
        }
        let first = events.len();
        let typed: Vec<Typed<'_>> = drafts.into_iter().map(Draft::settle).collect();
        for typed in typed {
            let event = details::detail(self.syntax, &cues, typed, events);
            events.push(event);
        }
        quantities::give(self.syntax, self.mentions, sentence, events.get_mut(first..).unwrap_or_default());
    }
}

/// Who judges what the rules find.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judges<'a> {
    /// The ranker. Without it, and without the reader, the confidence is a rule of thumb and no probability.
    pub ranker: Option<&'a Ranker>,
    /// The reader, which decides where there is one.
    pub reader: Option<&'a Reader>,
}

impl<'a> Judges<'a> {
    /// The ranker alone.
    pub fn ranker(ranker: &'a Ranker) -> Self {
        Self { ranker: Some(ranker), reader: None }
    }
}

/// Finds the events of an article.
pub fn find(prepared: Prepared<'_>, judges: Judges<'_>) -> Found {
    let (mut events, mut refused, mut told) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(reader) = judges.reader {
        for (sentence, drafts) in prepared.read(reader, judges.ranker, &mut refused, &mut told) {
            prepared.add(&mut events, sentence, drafts);
        }
    } else {
        for sentence in prepared.sentences() {
            let mut found = prepared.drafts(sentence.clone());
            refused.append(&mut found.refused);
            let drafts = match judges.ranker {
                Some(ranker) => ranker.judge(&prepared, found, &mut refused),
                None => found.drafts,
            };
            prepared.add(&mut events, sentence, drafts);
        }
    }
    let lemma = |trigger: usize| prepared.syntax.doc.lemma(trigger).to_lowercase();
    let words = merge::Words { lemma: &lemma, completes: &|word, other| prepared.completes(word, other) };
    let mut events = merge::merge(events, words, &mut refused);
    quantities::share(&mut events);
    when::complete(prepared, &mut events);
    place::complete(prepared, &mut events, &told);
    Found { events, refused, judged: told }
}

/// Finds the events of an article without any rule, by the ranker alone: for measurements.
pub fn find_by_ranker(prepared: Prepared<'_>, ranker: &Ranker) -> Vec<Event> {
    let mut events = Vec::new();
    for sentence in prepared.sentences() {
        let drafts = ranker.judge(&prepared, SentenceDrafts::none(sentence.clone()), &mut Vec::new());
        prepared.add(&mut events, sentence, drafts);
    }
    events
}

/// Whether the section that a token stands in is read for events.
fn is_read(syntax: &Syntax<'_>, clean: &CleanText, token: usize) -> bool {
    let Some(token) = syntax.doc.tokens().get(token) else { return false };
    let start = token.start as usize;
    let next = clean.sections.partition_point(|section| section.span.start <= start);
    let section = clean.sections.get(next.wrapping_sub(1)).filter(|section| start < section.span.end);
    section.is_none_or(|section| section.kind != SectionKind::Boilerplate)
}
