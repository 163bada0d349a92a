//! The mode of an event whose type is known: the rule's, else what the words around the trigger tell.

use smol_str::SmolStr;

use super::cues::{Near, is_verbal};
use crate::{
    lexicon::{
        Ontology,
        cues::{Cue, Scope},
    },
    model::{Event, EventType},
};

/// Modes that a rule gives for want of a better one: words of a scope that replaces outrank them.
const GENERAL: &[(EventType, &str)] = &[
    (EventType::Assault, "beat"),
    (EventType::Assault, "explosives"),
    (EventType::Assault, "firearms"),
    (EventType::Assault, "heavy-weapons"),
    (EventType::Assault, "primitive"),
    (EventType::Coerce, "restrict"),
    (EventType::Protest, "demo"),
    (EventType::Protest, "strike"),
    (EventType::Retreat, "withdraw"),
];

/// The mode of an assault whose means are not known: any words for the means outrank it.
const RESIDUAL: &str = "destroy";

/// So many countries around one table make a meeting multilateral.
const MANY: usize = 3;

/// Completes the mode of an event, given what stands around its trigger and the countries that it names as its place; a mode
/// that the type does not have is taken away.
pub(super) fn complete(event: &mut Event, around: &[Near<'_>], places: &[SmolStr], ontology: &Ontology) {
    if event.mode.as_ref().is_some_and(|mode| !ontology.is_mode(event.event_type, mode)) {
        event.mode = None;
    }
    let Some(mode) = &event.mode else {
        let told = || best(event, around, |_| true).or_else(|| of_meeting(event, places));
        event.mode = of_code(event, ontology).or_else(told);
        return;
    };
    let better = if event.event_type == EventType::Assault && mode == RESIDUAL {
        best(event, around, |near| near.scope <= Scope::Means)
    } else if GENERAL.iter().any(|(event_type, general)| *event_type == event.event_type && mode == general) {
        best(event, around, |near| matches!(near.cue, Cue::Mode { replaces: true, .. }))
    } else {
        None
    };
    event.mode = better.or_else(|| event.mode.take());
}

/// The mode that an exact CAMEO code says by itself, where its map to PLOVER names one alone.
fn of_code(event: &Event, ontology: &Ontology) -> Option<SmolStr> {
    let code = event.cameo_code.as_deref().filter(|code| code.len() > 2 && !code.ends_with('0'))?;
    match ontology.cameo(code).filter(|cameo| cameo.event_type == Some(event.event_type))?.modes.as_slice() {
        [mode] => Some(mode.clone()),
        _ => None,
    }
}

/// The mode that the nearest words tell: those of the narrowest scope, of these the longest phrase, of these the closest.
fn best(event: &Event, around: &[Near<'_>], is_in: impl Fn(&Near<'_>) -> bool) -> Option<SmolStr> {
    let is_own = |near: &&Near<'_>| matches!(near.cue, Cue::Mode { event_type, .. } if *event_type == event.event_type);
    let own: Vec<&Near<'_>> = around.iter().filter(is_own).collect();
    // What a verbal act is called says nothing of what it is about: to dismiss a claim is not about a dismissal.
    let is_content =
        |near: &&Near<'_>| !(near.holds_trigger && is_verbal(event.event_type) && near.scope == Scope::Clause);
    // A trigger that is listed without a mode takes none from the words around it.
    if own.iter().any(|near| near.scope == Scope::Trigger && matches!(near.cue, Cue::Mode { mode: None, .. })) {
        return None;
    }
    let modes = own.into_iter().filter(is_content).filter(|near| is_in(near)).filter_map(|near| match near.cue {
        Cue::Mode { mode: Some(mode), replaces, .. } => {
            // A word that replaces speaks first also where there is nothing to replace.
            let scope = if *replaces { Scope::Trigger } else { near.scope };
            Some(((scope, std::cmp::Reverse(near.length), near.distance), mode))
        }
        _ => None,
    });
    modes.min().map(|(_, mode)| mode.clone())
}

/// What who meets and where makes of a meeting: many countries are multilateral, a meeting in the country of one side is a
/// visit, one elsewhere is at a third party's.
fn of_meeting(event: &Event, places: &[SmolStr]) -> Option<SmolStr> {
    if event.event_type != EventType::Consult {
        return None;
    }
    let mut countries: Vec<&SmolStr> =
        event.actors.iter().chain(&event.recipients).filter_map(|one| one.country.as_ref()).collect();
    countries.sort_unstable();
    countries.dedup();
    let mode = match (countries.len(), places) {
        (0 | 1, _) => return None,
        (MANY.., _) => "multilateral",
        (_, [place]) if countries.contains(&place) => "visit",
        (_, [_]) => "third-party",
        _ => return None,
    };
    Some(SmolStr::new_static(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_modes_are_modes_of_their_types() {
        let ontology = Ontology::embedded();
        assert!(GENERAL.iter().all(|(event_type, mode)| ontology.is_mode(*event_type, mode)));
        assert!(ontology.is_mode(EventType::Assault, RESIDUAL));
    }
}
