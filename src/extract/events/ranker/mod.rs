//! The ranker: what a rule, or a verb between two who act, makes of a sentence is weighed by a trained log-linear model
//! over the sixteen types and none.

mod collect;
mod decide;
mod features;
mod file;
mod pair;
mod propose;
mod view;
mod weights;

use super::{candidates::Roles, draft::Draft};
use crate::{
    lexicon::rule::Rule,
    model::{EventType, Modality},
};

pub(super) use decide::percent;

pub use collect::{Collected, Origin, collect, collect_alone};
pub use file::{FORMAT_VERSION, Ranker, RankerError};
pub use pair::Pair;
pub(crate) use weights::{BIAS, Weights};
pub use weights::{Calibration, Thresholds};

/// The classes of the model: the sixteen types in PLOVER's order, and none.
pub const CLASSES: usize = 17;

/// What the rules say of a case.
#[derive(Debug, Clone, Copy)]
struct Vote<'a> {
    /// The type, after the rules for ambiguous events.
    event_type: EventType,
    rule: &'a Rule,
    support: Option<usize>,
    modality: Modality,
    inner: &'a [&'a Rule],
}

impl<'a> Vote<'a> {
    /// The vote of the rule that found a draft.
    fn of(draft: &'a Draft<'_>) -> Option<Self> {
        let nested = draft.nested.as_ref()?;
        let support = draft.roles.support.map(|support| support.verb);
        let (event_type, modality) = (draft.event_type, draft.modality);
        Some(Self { event_type, rule: nested.candidate.rule, support, modality, inner: &nested.inner })
    }
}

/// A possible event: a trigger with those who take part, by the heads of their noun phrases.
#[derive(Debug, Clone, Copy)]
struct Case<'a> {
    trigger: usize,
    actors: &'a [usize],
    recipients: &'a [usize],
    /// What the rules say; nothing where no rule matched.
    vote: Option<Vote<'a>>,
    /// The types of the other events that the rules find in the sentence.
    others: &'a [EventType],
}

impl<'a> Case<'a> {
    /// The case of a draft that a rule found.
    fn of_draft(draft: &'a Draft<'_>, others: &'a [EventType]) -> Self {
        Self { vote: Vote::of(draft), ..Self::of_roles(&draft.roles, others) }
    }

    /// The case of a verb between two who act.
    fn of_roles(roles: &'a Roles, others: &'a [EventType]) -> Self {
        let Roles { trigger, actors, recipients, .. } = roles;
        Self { trigger: *trigger, actors: &actors.heads, recipients: &recipients.heads, vote: None, others }
    }
}

/// The types of all drafts.
fn types_of(drafts: &[Draft<'_>]) -> Vec<EventType> {
    drafts.iter().map(|draft| draft.event_type).collect()
}

/// All but one of the types.
fn without(types: &[EventType], number: usize) -> Vec<EventType> {
    types.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, event_type)| *event_type).collect()
}
