//! Everything that the ranker would weigh in a document, with its features: what it is trained on.

use super::{
    super::{Prepared, SentenceDrafts},
    Case, Pair,
    features::{self, Rows},
    propose, types_of,
    view::View,
    without,
};
use crate::{extract::events::draft::Draft, model::EventType};

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
    /// The type that a rule gives it; none where no rule found it.
    pub event_type: Option<EventType>,
    /// Somebody is said to say so.
    pub is_attributed: bool,
    /// How well its participants agree with the pair that is given: 0 to 2.
    pub agreement: u32,
    /// Its features as rows of the table, ascending.
    pub rows: Vec<u32>,
}

/// Collects the possible events of a document; with a pair, also what lies between the two.
pub fn collect(prepared: Prepared<'_>, pair: Option<Pair>) -> Vec<Collected> {
    prepared.sentences().flat_map(|sentence| of_sentence(&prepared, &prepared.drafts(sentence), pair)).collect()
}

/// The same as if there were no rules.
pub fn collect_alone(prepared: Prepared<'_>, pair: Option<Pair>) -> Vec<Collected> {
    prepared.sentences().flat_map(|sentence| of_sentence(&prepared, &SentenceDrafts::none(sentence), pair)).collect()
}

fn of_sentence(prepared: &Prepared<'_>, found: &SentenceDrafts<'_>, pair: Option<Pair>) -> Vec<Collected> {
    let view = View::new(prepared.syntax, prepared.mentions, found.sentence.clone());
    let (drafts, types) = (&found.drafts, types_of(&found.drafts));
    let agreement = |draft: &Draft<'_>| pair.map_or(0, |pair| pair.agreement(draft));
    let of_rules = drafts.iter().enumerate().map(|(number, draft)| Collected {
        origin: Origin::Rule,
        event_type: Some(draft.event_type),
        is_attributed: draft.attribution.is_some(),
        agreement: agreement(draft),
        rows: rows_of(&view, &Case::of_draft(draft, &without(&types, number))),
    });
    let mut collected: Vec<Collected> = of_rules.collect();
    for roles in propose::proposals(prepared, found) {
        let rows = rows_of(&view, &Case::of_roles(&roles, &types));
        let draft = Draft::of_verb(prepared, roles, EventType::Agree);
        collected.push(Collected {
            origin: Origin::Verb,
            event_type: None,
            is_attributed: draft.attribution.is_some(),
            agreement: agreement(&draft),
            rows,
        });
    }
    let between = pair.and_then(|pair| pair.case(prepared, &view, drafts, |case| rows_of(&view, case)));
    collected.extend(between.map(|rows| Collected {
        origin: Origin::Pair,
        event_type: None,
        is_attributed: false,
        agreement: 0,
        rows,
    }));
    collected
}

fn rows_of(view: &View<'_>, case: &Case<'_>) -> Vec<u32> {
    let mut rows = Rows::default();
    features::tell(view, case, &mut rows);
    rows.distinct()
}
