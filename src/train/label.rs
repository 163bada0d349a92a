//! What a possible event should be taken for, by what the gold says of its sentence.

use super::gold::{Gold, Item};
use crate::{
    extract::events::ranker::{CLASSES, Collected, Origin},
    model::EventType,
};

/// The bit of the class none.
const NONE: u32 = 1 << (CLASSES - 1);

/// How much an event beside the one of the gold counts as none: the gold names one event and says nothing of others.
const BESIDE: f64 = 0.25;

/// The classes that a case may have, a bit each, and how much it counts.
pub(super) fn label(item: &Item<'_>, all: &[Collected], case: &Collected) -> (u32, f64) {
    let gold = item.admitted();
    match item.gold {
        Gold::Type { .. } => of_pair(item, all, case, gold),
        Gold::Quad(0) if item.is_silent_on(case.event_type, case.is_attributed) => (NONE, 0.0),
        Gold::Quad(0) => (NONE, 1.0),
        Gold::Quad(_) => of_class(item, all, case, gold),
    }
}

/// The class of a rule's event that the gold admits: where the gold leaves several open, the rule decides among them.
fn right_class(item: &Item<'_>, case: &Collected) -> Option<u32> {
    case.event_type.filter(|event_type| item.admits(*event_type)).map(class_of)
}

/// The bit of a type.
fn class_of(event_type: EventType) -> u32 {
    EventType::ALL.iter().position(|other| *other == event_type).map_or(0, |class| 1 << class)
}

fn is_right(item: &Item<'_>, case: &Collected) -> bool {
    right_class(item, case).is_some()
}

fn of_pair(item: &Item<'_>, all: &[Collected], case: &Collected, gold: u32) -> (u32, f64) {
    if let Some(class) = right_class(item, case) {
        return (class, 1.0);
    }
    if case.origin == Origin::Pair || case.agreement == 2 {
        return (gold, 1.0);
    }
    if case.origin == Origin::Rule && case.agreement == 1 && !all.iter().any(|other| is_right(item, other)) {
        return (gold, 0.5);
    }
    (NONE, BESIDE)
}

fn of_class(item: &Item<'_>, all: &[Collected], case: &Collected, gold: u32) -> (u32, f64) {
    if let Some(class) = right_class(item, case) {
        return (class, 1.0);
    }
    if all.iter().any(|other| is_right(item, other)) {
        return (NONE, BESIDE);
    }
    let rules = all.iter().filter(|other| other.origin == Origin::Rule).count();
    match case.origin {
        Origin::Rule if rules == 1 => (gold, 0.7),
        Origin::Rule => (gold | NONE, 1.0),
        Origin::Verb | Origin::Pair => (gold | NONE, 0.5),
    }
}
