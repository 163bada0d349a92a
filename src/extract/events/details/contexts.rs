//! The contexts of an event: the rule's, those that its words tell, and those that come with its mode or participants.

use super::cues::Near;
use crate::{
    extract::events::draft::Draft,
    lexicon::cues::{Cue, Scope},
    model::{Context, Mode, Participant, Sector},
};

/// Contexts of an event, in two circles.
#[derive(Debug)]
pub(super) struct Contexts {
    /// Those that the event's own clause supports.
    pub own: Vec<Context>,
    /// These and those of the whole sentence.
    pub all: Vec<Context>,
}

/// The contexts that the text supports for an event of a mode.
pub(super) fn of(draft: &Draft<'_>, mode: Option<Mode>, around: &[Near<'_>]) -> Contexts {
    let sides = draft.actors.iter().chain(&draft.recipients);
    let mut within: Vec<Context> = mode.and_then(of_mode).into_iter().chain(sides.filter_map(of_participant)).collect();
    let mut beyond = Vec::new();
    for near in around {
        if let Cue::Context(Some(context)) = near.cue {
            if near.scope == Scope::Sentence { beyond.push(*context) } else { within.push(*context) }
        }
    }
    let mut own = draft.suggested.contexts.clone();
    add(&mut own, within);
    let mut all = own.clone();
    add(&mut all, beyond);
    Contexts { own, all }
}

/// Modes that bring the context of the same name.
fn of_mode(mode: Mode) -> Option<Context> {
    match mode {
        Mode::Cyber => Some(Context::Cyber),
        Mode::Misinformation => Some(Context::Misinformation),
        _ => None,
    }
}

/// Sectors of participants that bring a context.
fn of_participant(participant: &Participant) -> Option<Context> {
    match participant.identity.sector()? {
        Sector::Jud => Some(Context::Legal),
        Sector::Leg => Some(Context::Legislative),
        Sector::Mil => Some(Context::Military),
        Sector::Ref => Some(Context::Migration),
        Sector::Spy => Some(Context::Intelligence),
        _ => None,
    }
}

/// Adds what is new, in alphabetical order.
fn add(contexts: &mut Vec<Context>, mut more: Vec<Context>) {
    more.sort_unstable();
    more.dedup();
    more.retain(|context| !contexts.contains(context));
    contexts.extend(more);
}
