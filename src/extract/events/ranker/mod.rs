//! The ranker: what a rule, or a verb between two who act, makes of a sentence is weighed by a trained log-linear model
//! over the sixteen types and none.

mod cases;
mod collect;
mod decide;
mod features;
mod file;
mod pair;
mod propose;
mod view;
mod weights;

use super::embedding::Outer;
use crate::{
    lexicon::rule::Rule,
    model::{EventType, Modality},
};

pub use collect::{Collected, Origin, collect, collect_alone};
pub use file::{FORMAT_VERSION, Ranker, RankerError};
pub use pair::Pair;
pub use propose::{RULE_ID, rule_of};
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
    fn new(outer: &'a Outer<'a>, event_type: EventType, modality: Modality) -> Self {
        let candidate = &outer.candidate;
        let support = candidate.support.map(|support| support.verb);
        Self { event_type, rule: candidate.rule, support, modality, inner: &outer.inner }
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
