//! PLOVER's rules for ambiguous events, each as one step.

use smol_str::SmolStr;

use super::{
    cues::Near,
    syntax::{Dep, Syntax},
};
use crate::{
    lexicon::cues::Cue,
    model::{
        Event,
        EventType::{
            self, Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
            Retreat, Sanction, Support, Threaten,
        },
        Participant,
    },
};

/// Verbs that make a withdrawal to come a concession: it is announced, not made.
const ANNOUNCING: &[&str] = &["announce", "agree", "pledge", "promise", "vow", "declare", "offer", "say", "commit"];

/// Auxiliaries that oblige.
const OBLIGING: &[&str] = &["must", "should", "ought"];

/// Applies the rules to the events of one sentence.
pub(super) fn resolve(syntax: &Syntax<'_>, events: &mut Vec<Event>) {
    for event in events.iter_mut() {
        let type_before = event.event_type;
        refused_cooperation(event);
        demanded_cooperation(syntax, event);
        announced_conflict(syntax, event);
        future_cooperation(event);
        announced_retreat(syntax, event);
        forces_for_relief(syntax, event);
        belligerents_who_call_for_peace(syntax, event);
        if event.event_type != type_before {
            event.mode = None;
        }
    }
    drop_overtaken(events);
}

/// Cooperation or a concession that will not come is refused: "said it would not lift the ban". The verbal act did
/// happen, so the event is not negated.
fn refused_cooperation(event: &mut Event) {
    let code = match event.event_type {
        Agree | Support => "120",
        Consult => "125",
        Cooperate => "121",
        Aid => "122",
        Retreat | Concede => "124",
        _ => return,
    };
    if event.modality.is_future && event.modality.is_negated {
        event.event_type = Reject;
        event.cameo_code = Some(SmolStr::new_static(code));
        event.modality.is_negated = false;
        event.modality.is_future = false;
    }
}

/// What someone says that another must do is a request to that other: "said the rebels must lay down their arms".
fn demanded_cooperation(syntax: &Syntax<'_>, event: &mut Event) {
    let code = match event.event_type {
        Agree | Support => "022",
        Consult => "026",
        Cooperate => "021",
        Aid => "023",
        Retreat | Concede => "025",
        _ => return,
    };
    let clause = clause_of(syntax, event.trigger);
    let mut obliges = syntax.children_by(clause, Dep::Aux).filter(|aux| OBLIGING.contains(&syntax.doc.lemma(*aux)));
    let (Some(_), Some(attribution), false) = (obliges.next(), &event.attribution, event.modality.is_negated) else {
        return;
    };
    if event.actors.iter().any(|actor| actor.span == attribution.speaker.span) {
        return;
    }
    event.recipients = std::mem::replace(&mut event.actors, vec![attribution.speaker.clone()]);
    event.event_type = Request;
    event.cameo_code = Some(SmolStr::new_static(code));
    event.modality.is_hypothetical = false;
    event.is_reciprocal = false;
}

/// What one announces to do against another is a threat until it is done: "said they would boycott the vote".
fn announced_conflict(syntax: &Syntax<'_>, event: &mut Event) {
    let code = match event.event_type {
        Assault => "138",
        Coerce if event.mode.as_deref() == Some("arrest") => "137",
        Coerce => "132",
        Sanction => "131",
        Protest => "133",
        _ => return,
    };
    if !event.modality.is_future || event.modality.is_negated || event.actors.is_empty() {
        return;
    }
    let clause = clause_of(syntax, event.trigger);
    if syntax.children_by(clause, Dep::Aux).any(|aux| matches!(syntax.doc.lemma(aux), "will" | "would")) {
        event.event_type = Threaten;
        event.cameo_code = Some(SmolStr::new_static(code));
    }
}

/// The verb of a trigger's clause: itself, or the verb that a noun depends on.
fn clause_of(syntax: &Syntax<'_>, trigger: usize) -> usize {
    if syntax.is_verb(trigger) { trigger } else { syntax.head(trigger) }
}

/// Cooperation to come is an agreement. Both readings stay in the record: `is_future` is set.
fn future_cooperation(event: &mut Event) {
    let code = match event.event_type {
        Consult => "036",
        Support => "032",
        Cooperate => "031",
        Aid => "033",
        _ => return,
    };
    if event.modality.is_future && !event.modality.is_negated {
        event.event_type = Agree;
        event.cameo_code = Some(SmolStr::new_static(code));
    }
}

/// An announcement of a retreat to come is a concession; a retreat that is merely to come stays one.
fn announced_retreat(syntax: &Syntax<'_>, event: &mut Event) {
    if event.event_type != Retreat || !event.modality.is_future || event.modality.is_negated {
        return;
    }
    let mut node = event.trigger;
    for _ in 0..6 {
        let head = syntax.head(node);
        if head == node {
            return;
        }
        node = head;
        if syntax.is_verb(node) && ANNOUNCING.contains(&syntax.doc.lemma(node)) {
            event.event_type = Concede;
            event.cameo_code = Some(SmolStr::new_static("035"));
            return;
        }
    }
}

/// Forces mobilised for relief from a disaster bring aid.
fn forces_for_relief(syntax: &Syntax<'_>, event: &mut Event) {
    if event.event_type != Mobilize {
        return;
    }
    let disaster = &syntax.lexicon.grammar.disaster;
    if syntax.doc.subtree(event.trigger).into_iter().any(|token| disaster.contains(syntax.word(token))) {
        event.event_type = Aid;
        event.cameo_code = Some(SmolStr::new_static("073"));
        return;
    }
    // Those sent to keep a peace protect it.
    let keeps_peace = |token: usize| matches!(syntax.doc.lemma(token), "peacekeeping" | "peacekeeper");
    if syntax.doc.subtree(event.trigger).into_iter().any(keeps_peace) {
        event.event_type = Aid;
        event.cameo_code = Some(SmolStr::new_static("074"));
    }
}

/// A party to a conflict that calls for its end shows intent: it agrees.
fn belligerents_who_call_for_peace(syntax: &Syntax<'_>, event: &mut Event) {
    if event.event_type != Request || event.modality.is_negated {
        return;
    }
    let grammar = &syntax.lexicon.grammar;
    let is_for_peace =
        syntax.doc.subtree(event.trigger).into_iter().any(|token| grammar.conflict_end.contains(syntax.word(token)));
    let is_party =
        |actor: &Participant| actor.sectors.first().is_some_and(|sector| matches!(&**sector, "REB" | "SEP" | "INS"));
    if is_for_peace && event.actors.iter().any(is_party) {
        event.event_type = Agree;
        event.cameo_code = Some(SmolStr::new_static("037"));
    }
}

/// A crowd that is restrained is assaulted where a weapon or tactic of crowd control is named, and restricted where not.
pub(super) fn crowd_control(event: &mut Event, around: &[Near<'_>]) {
    let is_restraint = event.event_type == Coerce && event.mode.as_deref() == Some("restrict");
    let is_weapon = |near: &Near<'_>| matches!(near.cue, Cue::Mode { event_type: Assault, mode: Some(mode), .. } if mode == "crowd-control");
    let is_of_crowd = event.cameo_code.as_deref() == Some("175");
    if is_restraint && is_of_crowd && around.iter().any(is_weapon) {
        event.event_type = Assault;
        event.mode = Some(SmolStr::new_static("crowd-control"));
    }
}

/// Events that another one in the sentence makes redundant.
fn drop_overtaken(events: &mut Vec<Event>) {
    let has = |wanted: EventType| events.iter().any(|event| event.event_type == wanted);
    let is_convicted = events.iter().any(|event| {
        event.event_type == Sanction && event.mode.as_deref() == Some("convict") && !event.modality.is_negated
    });
    let (has_assault, has_arrest) = (has(Assault), has(Coerce));
    let assailants: Vec<Participant> =
        events.iter().filter(|event| event.event_type == Assault).flat_map(|event| event.actors.clone()).collect();
    events.retain(|event| match event.event_type {
        // Forces that are brought up in a fight are part of the fight.
        Mobilize if has_assault => {
            !event.actors.iter().any(|actor| assailants.iter().any(|other| other.span == actor.span))
        }
        // An allegation that a conviction proves is no event beside it.
        Accuse if event.mode.as_deref() == Some("allege") => !is_convicted || has_arrest,
        _ => true,
    });
}
