//! Everything that the ranker would weigh in a document, with its features: what it is trained on.

use std::ops::Range;

use super::{
    super::{EventFinder, Read, embedding::Outer, sentences},
    Case, Pair, Vote, cases,
    features::{self, Rows},
    propose,
    view::View,
};
use crate::model::{Event, EventType};

/// Where a possible event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A rule found it.
    Rule,
    /// No rule did; a verb joins two who act.
    Verb,
    /// The pair is given, and this is what lies between the two.
    Pair,
}

/// One possible event.
#[derive(Debug, Clone)]
pub struct Collected {
    /// Where it comes from.
    pub origin: Origin,
    /// The event as the rules code it; its type means nothing where no rule found it, and of a pair there is none.
    pub event: Option<Event>,
    /// Its features as rows of the table, ascending.
    pub rows: Vec<u32>,
}

/// Collects the possible events of a document; with a pair, also what lies between the two.
pub fn collect(read: Read<'_>, pair: Option<Pair>) -> Vec<Collected> {
    let mut found = Vec::new();
    sentences(read, &mut |_, _, _| {}, &mut |finder, sentence, outers, coded, _| {
        collect_sentence(finder, sentence, outers, coded, pair, &mut found);
    });
    found
}

/// The same as if there were no rules.
pub fn collect_alone(read: Read<'_>, pair: Option<Pair>) -> Vec<Collected> {
    let mut found = Vec::new();
    sentences(read, &mut |_, _, _| {}, &mut |finder, sentence, _, _, _| {
        collect_sentence(finder, sentence, &[], &[], pair, &mut found);
    });
    found
}

fn collect_sentence(
    finder: &EventFinder<'_>,
    sentence: Range<usize>,
    outers: &[Outer<'_>],
    coded: &[Event],
    pair: Option<Pair>,
    found: &mut Vec<Collected>,
) {
    let view = View::new(finder.syntax, finder.mentions, sentence.clone());
    let types: Vec<EventType> = coded.iter().map(|event| event.event_type).collect();
    for (number, event) in coded.iter().enumerate() {
        let outer = outers.iter().find(|outer| outer.candidate.trigger == event.trigger);
        found.extend(outer.map(|outer| {
            let others = cases::without(&types, number);
            let vote = Vote::new(outer, event.event_type, event.modality);
            let rows = rows_of(&view, &cases::of(outer, Some(vote), &others));
            Collected { origin: Origin::Rule, event: Some(event.clone()), rows }
        }));
    }
    let probe = propose::rule(EventType::Agree);
    for outer in propose::proposals(finder.syntax, finder.mentions, sentence, outers, &probe) {
        let rows = rows_of(&view, &cases::of(&outer, None, &types));
        found.push(Collected { origin: Origin::Verb, event: Some(finder.event(&outer)), rows });
    }
    let between = pair.and_then(|pair| pair.case(finder, &view, outers, coded, |case| rows_of(&view, case)));
    found.extend(between.map(|rows| Collected { origin: Origin::Pair, event: None, rows }));
}

fn rows_of(view: &View<'_>, case: &Case<'_>) -> Vec<u32> {
    let mut rows = Rows::default();
    features::tell(view, case, &mut rows);
    rows.distinct()
}
