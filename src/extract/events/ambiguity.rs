//! PLOVER's rules for ambiguous events, each as one step.

use super::{
    details::SentenceCues,
    draft::Draft,
    refusal::{Refusal, Refused},
};
use crate::{
    extract::syntax::{Dep, Syntax},
    lexicon::cues::Cue,
    model::{
        EventType::{
            self, Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
            Retreat, Sanction, Support, Threaten,
        },
        Mode, Participant, Sector, Span,
    },
};

/// Auxiliaries that oblige.
const OBLIGING: &[&str] = &["must", "should", "ought"];

/// Applies the rules to the drafts of one sentence. A draft that gets another type loses the mode that its rule suggests.
pub(super) fn resolve<'a>(
    syntax: &Syntax<'_>,
    mut drafts: Vec<Draft<'a>>,
    refused: &mut Vec<Refused>,
) -> Vec<Draft<'a>> {
    for draft in &mut drafts {
        let type_before = draft.event_type;
        refused_cooperation(draft);
        demanded_cooperation(syntax, draft);
        announced_conflict(syntax, draft);
        future_cooperation(draft);
        announced_retreat(syntax, draft);
        forces_for_relief(syntax, draft);
        belligerents_who_call_for_peace(syntax, draft);
        if draft.event_type != type_before {
            draft.suggested.mode = None;
        }
    }
    drop_overtaken(drafts, refused)
}

/// Cooperation or a concession that will not come is refused: "said it would not lift the ban". The verbal act did
/// happen, so the event is not negated.
fn refused_cooperation(draft: &mut Draft<'_>) {
    let code = match draft.event_type {
        Agree | Support => "120",
        Consult => "125",
        Cooperate => "121",
        Aid => "122",
        Retreat | Concede => "124",
        _ => return,
    };
    if draft.modality.is_future && draft.modality.is_negated {
        draft.retype(Reject, code);
        draft.modality.is_negated = false;
        draft.modality.is_future = false;
    }
}

/// What someone says that another must do is a request to that other: "said the rebels must lay down their arms".
fn demanded_cooperation(syntax: &Syntax<'_>, draft: &mut Draft<'_>) {
    let code = match draft.event_type {
        Agree | Support => "022",
        Consult => "026",
        Cooperate => "021",
        Aid => "023",
        Retreat | Concede => "025",
        _ => return,
    };
    let clause = syntax.verb_or_head(draft.trigger());
    let mut obliges = syntax.children_by(clause, Dep::Aux).filter(|aux| OBLIGING.contains(&syntax.doc.lemma(*aux)));
    let (Some(_), Some(attribution), false) = (obliges.next(), &draft.attribution, draft.modality.is_negated) else {
        return;
    };
    if draft.actors.iter().any(|actor| actor.span == attribution.speaker.span) {
        return;
    }
    draft.recipients = std::mem::replace(&mut draft.actors, vec![attribution.speaker.clone()]);
    draft.retype(Request, code);
    draft.modality.is_hypothetical = false;
    draft.is_reciprocal = false;
}

/// What one announces to do against another is a threat until it is done: "said they would boycott the vote".
fn announced_conflict(syntax: &Syntax<'_>, draft: &mut Draft<'_>) {
    let code = match draft.event_type {
        Assault => "138",
        Coerce if draft.suggested.mode == Some(Mode::Arrest) => "137",
        Coerce => "132",
        Sanction => "131",
        Protest => "133",
        _ => return,
    };
    if !draft.modality.is_future || draft.modality.is_negated || draft.actors.is_empty() {
        return;
    }
    let clause = syntax.verb_or_head(draft.trigger());
    if syntax.children_by(clause, Dep::Aux).any(|aux| matches!(syntax.doc.lemma(aux), "will" | "would")) {
        draft.retype(Threaten, code);
    }
}

/// Cooperation to come is an agreement. Both readings stay in the record: `is_future` is set.
fn future_cooperation(draft: &mut Draft<'_>) {
    let code = match draft.event_type {
        Consult => "036",
        Support => "032",
        Cooperate => "031",
        Aid => "033",
        _ => return,
    };
    if draft.modality.is_future && !draft.modality.is_negated {
        draft.retype(Agree, code);
    }
}

/// An announcement of a retreat to come is a concession; a retreat that is merely to come stays one.
fn announced_retreat(syntax: &Syntax<'_>, draft: &mut Draft<'_>) {
    if draft.event_type != Retreat || !draft.modality.is_future || draft.modality.is_negated {
        return;
    }
    let mut node = draft.trigger();
    for _ in 0..6 {
        let head = syntax.head(node);
        if head == node {
            return;
        }
        node = head;
        if syntax.is_verb(node) && syntax.lexicon.grammar.events.announcing.contains(syntax.doc.lemma(node)) {
            draft.retype(Concede, "035");
            return;
        }
    }
}

/// Forces mobilised for relief from a disaster bring aid.
fn forces_for_relief(syntax: &Syntax<'_>, draft: &mut Draft<'_>) {
    if draft.event_type != Mobilize {
        return;
    }
    let disaster = &syntax.lexicon.grammar.disaster;
    if syntax.doc.subtree(draft.trigger()).into_iter().any(|token| disaster.contains(syntax.word(token))) {
        draft.retype(Aid, "073");
        return;
    }
    // Those sent to keep a peace protect it.
    let keeps_peace = |token: usize| matches!(syntax.doc.lemma(token), "peacekeeping" | "peacekeeper");
    if syntax.doc.subtree(draft.trigger()).into_iter().any(keeps_peace) {
        draft.retype(Aid, "074");
    }
}

/// A party to a conflict that calls for its end shows intent: it agrees.
fn belligerents_who_call_for_peace(syntax: &Syntax<'_>, draft: &mut Draft<'_>) {
    if draft.event_type != Request || draft.modality.is_negated {
        return;
    }
    let grammar = &syntax.lexicon.grammar;
    let is_for_peace =
        syntax.doc.subtree(draft.trigger()).into_iter().any(|token| grammar.conflict_end.contains(syntax.word(token)));
    let is_party = |actor: &Participant| actor.identity.sector() == Some(Sector::Reb);
    if is_for_peace && draft.actors.iter().any(is_party) {
        draft.retype(Agree, "037");
    }
}

/// A crowd that is restrained is assaulted where a weapon or tactic of crowd control is named, and restricted where not.
pub(super) fn crowd_control(draft: &mut Draft<'_>, cues: &SentenceCues<'_>) {
    let is_restraint = draft.event_type == Coerce && draft.suggested.mode == Some(Mode::Restrict);
    if !is_restraint || draft.suggested.cameo_code.as_deref() != Some("175") {
        return;
    }
    let around = cues.around(&cues.area(draft));
    let is_weapon = |cue: &Cue| matches!(cue, Cue::Mode { event_type: Assault, mode: Some(Mode::CrowdControl), .. });
    if around.iter().any(|near| is_weapon(near.cue)) {
        draft.event_type = Assault;
        draft.suggested.mode = Some(Mode::CrowdControl);
    }
}

/// Drops the drafts that another one in the sentence makes redundant.
fn drop_overtaken<'a>(drafts: Vec<Draft<'a>>, refused: &mut Vec<Refused>) -> Vec<Draft<'a>> {
    let has = |wanted: EventType| drafts.iter().any(|draft| draft.event_type == wanted);
    let is_convicted = drafts.iter().any(|draft| {
        draft.event_type == Sanction && draft.suggested.mode == Some(Mode::Convict) && !draft.modality.is_negated
    });
    let (has_assault, has_arrest) = (has(Assault), has(Coerce));
    let assaults = drafts.iter().filter(|draft| draft.event_type == Assault);
    let assailants: Vec<Span> = assaults.flat_map(|draft| &draft.actors).map(|actor| actor.span).collect();
    let is_kept = |draft: &Draft<'_>| match draft.event_type {
        // Forces that are brought up in a fight are part of the fight.
        Mobilize if has_assault => !draft.actors.iter().any(|actor| assailants.contains(&actor.span)),
        // An allegation that a conviction proves is no event beside it.
        Accuse if draft.suggested.mode == Some(Mode::Allege) => !is_convicted || has_arrest,
        _ => true,
    };
    let (kept, overtaken): (Vec<Draft<'a>>, Vec<Draft<'a>>) = drafts.into_iter().partition(is_kept);
    refused.extend(overtaken.iter().filter_map(|draft| draft.refused(Refusal::Overtaken)));
    kept
}
