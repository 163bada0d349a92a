//! The mode of an event whose type is known: the rule's, else what the words around the trigger tell.

use super::cues::{Near, is_verbal};
use crate::{
    extract::events::draft::Draft,
    lexicon::{
        Ontology,
        cues::{Cue, Scope},
    },
    model::{Country, EventType, Mode},
};

/// Modes that a rule gives for want of a better one: words of a scope that replaces outrank them.
const GENERAL: &[(EventType, Mode)] = &[
    (EventType::Assault, Mode::Beat),
    (EventType::Assault, Mode::Explosives),
    (EventType::Assault, Mode::Firearms),
    (EventType::Assault, Mode::HeavyWeapons),
    (EventType::Assault, Mode::Primitive),
    (EventType::Coerce, Mode::Restrict),
    (EventType::Protest, Mode::Demo),
    (EventType::Protest, Mode::Strike),
    (EventType::Retreat, Mode::Withdraw),
];

/// The mode of an assault whose means are not known: any words for the means outrank it.
const RESIDUAL: Mode = Mode::Destroy;

/// This many countries around one table make a meeting multilateral.
const MANY: usize = 3;

/// The mode of an event, given what stands around its trigger and the countries that it names as its place.
pub(super) fn of(draft: &Draft<'_>, around: &[Near<'_>], places: &[Country], ontology: &Ontology) -> Option<Mode> {
    let event_type = draft.event_type;
    let Some(mode) = draft.suggested.mode.filter(|mode| ontology.is_mode(event_type, *mode)) else {
        let told = || best(event_type, around, |_| true).or_else(|| of_meeting(draft, places));
        return of_code(draft, ontology).or_else(told);
    };
    let better = if event_type == EventType::Assault && mode == RESIDUAL {
        best(event_type, around, |near| near.scope <= Scope::Means)
    } else if GENERAL.contains(&(event_type, mode)) {
        best(event_type, around, |near| matches!(near.cue, Cue::Mode { replaces: true, .. }))
    } else {
        None
    };
    better.or(Some(mode))
}

/// The mode that an exact CAMEO code says by itself, where its map to PLOVER names one alone.
fn of_code(draft: &Draft<'_>, ontology: &Ontology) -> Option<Mode> {
    let code = draft.suggested.cameo_code.as_deref().filter(|code| code.len() > 2 && !code.ends_with('0'))?;
    match ontology.cameo(code).filter(|cameo| cameo.event_type == Some(draft.event_type))?.modes.as_slice() {
        [mode] => Some(*mode),
        _ => None,
    }
}

/// The mode that the nearest words tell: those of the narrowest scope, of these the longest phrase, of these the closest.
fn best(event_type: EventType, around: &[Near<'_>], is_in: impl Fn(&Near<'_>) -> bool) -> Option<Mode> {
    let is_own = |near: &&Near<'_>| matches!(near.cue, Cue::Mode { event_type: of, .. } if *of == event_type);
    let own: Vec<&Near<'_>> = around.iter().filter(is_own).collect();
    // What a verbal act is called says nothing of what it is about: to dismiss a claim is not about a dismissal.
    let is_content = |near: &&Near<'_>| !(near.holds_trigger && is_verbal(event_type) && near.scope == Scope::Clause);
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
    modes.min().map(|(_, mode)| *mode)
}

/// What who meets and where makes of a meeting: many countries are multilateral, a meeting in the country of one side is a
/// visit, one elsewhere is at a third party's.
fn of_meeting(draft: &Draft<'_>, places: &[Country]) -> Option<Mode> {
    if draft.event_type != EventType::Consult {
        return None;
    }
    let mut countries: Vec<Country> =
        draft.actors.iter().chain(&draft.recipients).filter_map(|one| one.identity.country).collect();
    countries.sort_unstable();
    countries.dedup();
    match (countries.len(), places) {
        (0 | 1, _) => None,
        (MANY.., _) => Some(Mode::Multilateral),
        (_, [place]) if countries.contains(place) => Some(Mode::Visit),
        (_, [_]) => Some(Mode::ThirdParty),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_modes_are_modes_of_their_types() {
        let ontology = Ontology::embedded();
        assert!(GENERAL.iter().all(|(event_type, mode)| ontology.is_mode(*event_type, *mode)));
        assert!(ontology.is_mode(EventType::Assault, RESIDUAL));
    }
}
