//! Cases from what the rules found and from verbs that they did not.

use super::{super::embedding::Outer, Case, Vote};
use crate::model::EventType;

/// The case of a candidate, with what the rules say of it.
pub(super) fn of<'a>(outer: &'a Outer<'_>, vote: Option<Vote<'a>>, others: &'a [EventType]) -> Case<'a> {
    let candidate = &outer.candidate;
    Case { trigger: candidate.trigger, actors: &candidate.actors, recipients: &candidate.recipients, vote, others }
}

/// All but one of the types.
pub(super) fn without(types: &[EventType], number: usize) -> Vec<EventType> {
    types.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, event_type)| *event_type).collect()
}
