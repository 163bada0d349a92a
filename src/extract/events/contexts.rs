//! The contexts of an event: the rule's, those that its words tell, and those that come with its mode or participants.

use smol_str::SmolStr;

use super::cues::Near;
use crate::{
    lexicon::cues::{Cue, Scope},
    model::Event,
};

/// Modes that bring the context of the same name.
const OF_MODE: &[&str] = &["cyber", "misinformation"];

/// Sectors of participants that bring a context.
const OF_SECTOR: &[(&str, &str)] =
    &[("JUD", "legal"), ("LEG", "legislative"), ("MIL", "military"), ("REF", "migration"), ("SPY", "intelligence")];

/// Adds the contexts that the text supports, and returns those that the event's own clause supports.
pub(super) fn complete(event: &mut Event, around: &[Near<'_>]) -> Vec<SmolStr> {
    let mut own: Vec<SmolStr> = event.contexts.clone();
    let mut more: Vec<SmolStr> = Vec::new();
    more.extend(event.mode.iter().filter(|mode| OF_MODE.contains(&mode.as_str())).cloned());
    for participant in event.actors.iter().chain(&event.recipients) {
        let sector = participant.sectors.first();
        let context = OF_SECTOR.iter().find(|(known, _)| sector.is_some_and(|sector| sector == known));
        more.extend(context.map(|(_, context)| SmolStr::new_static(context)));
    }
    let (mut within, mut beyond) = (more, Vec::new());
    for near in around {
        if let Cue::Context(Some(context)) = near.cue {
            if near.scope == Scope::Sentence { beyond.push(context.clone()) } else { within.push(context.clone()) }
        }
    }
    add(&mut own, within);
    event.contexts.clone_from(&own);
    add(&mut event.contexts, beyond);
    own
}

/// Adds what is new, in alphabetical order.
fn add(contexts: &mut Vec<SmolStr>, mut more: Vec<SmolStr>) {
    more.sort_unstable();
    more.dedup();
    more.retain(|context| !contexts.contains(context));
    contexts.extend(more);
}
