//! An article as it was understood, and as it was coded.

use super::{
    HoldReason,
    encode::EventRecord,
    events::{Idle, Judged, Prepared, Refused, idle_words},
    mentions::Mentions,
    syntax::Syntax,
};
use crate::model::{
    Article, CleanText, DateValue, Doc, Event, EventDate, Identity, Mention, Participant, Place, Referent, SlotSource,
    Span,
};

/// The log-odds from which a place in the sentence of a word is that of the word.
const LEAST_ODDS: f32 = -0.7;

/// One article with everything that the stages found in it.
#[derive(Debug, Clone)]
pub struct Reading<'l> {
    /// The article.
    pub article: Article,
    /// Its cleaned text.
    pub clean: CleanText,
    /// The annotated text.
    pub(super) syntax: Syntax<'l>,
    /// Who and when.
    pub mentions: Mentions,
    /// What happened, in the order of the text.
    pub events: Vec<Event>,
    /// The rules that words triggered and that gave no event.
    pub refused: Vec<Refused>,
    /// The reader's probabilities for words that may be triggers.
    pub judged: Vec<Judged>,
}

/// One article with the records of its events, in the same order, less those that are held back.
#[derive(Debug, Clone)]
pub struct Coded<'l> {
    /// The article as it was understood.
    pub reading: Reading<'l>,
    /// The records.
    pub records: Vec<EventRecord>,
    /// The events that are held back, in the order of the text.
    pub held_back: Vec<Held>,
}

/// An event that is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its number among the events of the reading.
    pub event: usize,
    /// Why.
    pub reason: HoldReason,
}

impl Reading<'_> {
    /// The annotated text.
    pub fn doc(&self) -> &Doc {
        &self.syntax.doc
    }

    /// The words of a stretch of the cleaned text.
    pub fn text(&self, span: Span) -> &str {
        self.clean.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The noun phrase that a token heads or whose name it is part of: its bytes, and whom or what it stands for.
    pub fn noun_phrase(&self, token: usize) -> (Span, Identity) {
        let Participant { span, identity, .. } = self.mentions.participant(&self.syntax, token, SlotSource::Rule);
        (span, identity)
    }

    /// When what a token says happened or is to happen.
    pub fn date_of(&self, token: usize) -> Option<EventDate> {
        let told = self.mentions.date_for(&self.syntax, token);
        told.or_else(|| self.mentions.date_by_publication(&self.syntax, token, &self.clean))
    }

    /// Where what a token says happened or is to happen, according to its own sentence.
    pub(super) fn place_of(&self, token: usize) -> Option<&Place> {
        self.mentions.place_for(&self.syntax, token, LEAST_ODDS).map(|mention| &mention.what)
    }

    /// The bytes of a date expression.
    pub fn date_span(&self, date: &Mention<DateValue>) -> Span {
        self.syntax.span_of(date.first, date.last)
    }

    /// The words of a mention.
    pub(super) fn words(&self, mention: &Mention<Referent>) -> &str {
        self.text(self.syntax.span_of(mention.first, mention.last))
    }

    /// The same reading with other events.
    #[must_use]
    pub fn with_events(self, events: Vec<Event>) -> Self {
        Self { events, ..self }
    }

    /// What is known of the article before its events are found.
    pub fn prepared(&self) -> Prepared<'_> {
        Prepared::new(&self.syntax, &self.mentions, &self.article, &self.clean)
    }

    /// The words that rules list and that stand where none of them is tried.
    pub fn idle_words(&self) -> Vec<Idle> {
        idle_words(&self.syntax, 0..self.syntax.doc.len())
    }
}
