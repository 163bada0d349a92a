//! Verbal acts about other acts: what one promises, asks for, threatens, denies or accuses of is not an event of its
//! own, but tells more about the verbal act.

use smol_str::SmolStr;

use super::{
    candidate::{Candidate, Listener},
    refusal::Refusal,
    syntax::{Dep, Syntax},
};
use crate::{
    lexicon::rule::{Rule, TriggerKind},
    model::EventType::{
        self, Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
        Retreat, Sanction, Support, Threaten,
    },
};

const MAX_CLIMB: usize = 10;

/// An event with what the acts inside it add.
#[derive(Debug, Clone)]
pub(super) struct Outer<'a> {
    pub candidate: Candidate<'a>,
    /// The rules of the acts that it is about.
    pub inner: Vec<&'a Rule>,
}

/// Takes the candidates that are the content of another one out of the list and adds them to that one.
pub(super) fn resolve<'a>(syntax: &Syntax<'_>, found: Vec<Candidate<'a>>, listen: Listener<'_>) -> Vec<Outer<'a>> {
    let owners: Vec<Option<usize>> = found.iter().map(|candidate| owner(syntax, &found, candidate)).collect();
    let rules: Vec<&'a Rule> = found.iter().map(|candidate| candidate.rule).collect();
    let triggers: Vec<usize> = found.iter().map(|candidate| candidate.trigger).collect();
    let mut outers = Vec::with_capacity(found.len());
    for (number, candidate) in found.into_iter().enumerate() {
        if let Some(by) = owners.get(number).copied().flatten().and_then(|owner| triggers.get(owner)) {
            listen(candidate.trigger, &candidate.rule.id, Refusal::Embedded { by: *by });
            continue;
        }
        let inner = owners.iter().zip(&rules).filter(|(owner, _)| **owner == Some(number)).map(|(_, rule)| *rule);
        outers.push(Outer { inner: inner.collect(), candidate });
    }
    outers
}

/// The candidate that a candidate is the content of.
fn owner(syntax: &Syntax<'_>, all: &[Candidate<'_>], inner: &Candidate<'_>) -> Option<usize> {
    let mut node = inner.trigger;
    let mut edge = Edge::None;
    for _ in 0..MAX_CLIMB {
        let head = syntax.head(node);
        if head == node {
            return None;
        }
        edge = edge.then(syntax, node)?;
        node = head;
        let position = all.iter().position(|outer| outer.trigger == node);
        if let Some(position) = position
            && let Some(outer) = all.get(position)
            && (is_about(outer.rule.event_type, inner.rule.event_type, edge) || is_object_of_blame(outer, inner, edge))
        {
            return Some(position);
        }
    }
    None
}

/// How a candidate depends on another one, the strongest edge on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    None,
    /// A member of a coordination.
    Conj,
    /// The object, or the subject of the passive.
    Object,
    /// Behind "of", "with", "on", "to", "from", "against".
    Oblique,
    /// Behind "for" or "over".
    Reason,
    /// An infinitive, a gerund or a clause.
    Clause,
    /// A purpose.
    Purpose,
}

impl Edge {
    /// The edge after one more step up; nothing where the content of a verbal act cannot reach.
    fn then(self, syntax: &Syntax<'_>, node: usize) -> Option<Self> {
        let outermost = |edge: Self| if self == Self::None || self == Self::Conj { edge } else { self };
        match syntax.dep(node) {
            Dep::Conj => Some(outermost(Self::Conj)),
            Dep::Xcomp | Dep::Ccomp | Dep::Pcomp => Some(Self::Clause),
            Dep::Acl if syntax.is_infinitive(node) => Some(Self::Clause),
            Dep::Acl => Some(outermost(Self::Clause)),
            Dep::Advcl if syntax.is_infinitive(node) => Some(Self::Purpose),
            Dep::Dobj | Dep::NsubjPass => Some(Self::Object),
            Dep::Pobj => Some(outermost(Self::Oblique)),
            Dep::Prep | Dep::Dative if self == Self::Oblique || self == Self::Clause => {
                let is_reason = syntax.is_written(node, "over") || syntax.is_written(node, "after");
                Some(if is_reason { Self::Reason } else { self })
            }
            Dep::Prep | Dep::Dative => Some(self),
            _ => None,
        }
    }
}

/// "condemned the attack on the port": a noun without an actor of its own only says what is condemned.
fn is_object_of_blame(outer: &Candidate<'_>, inner: &Candidate<'_>, edge: Edge) -> bool {
    outer.rule.event_type == Accuse
        && inner.rule.event_type == Assault
        && matches!(edge, Edge::Object | Edge::Reason)
        && inner.rule.kind == TriggerKind::Noun
        && inner.actors.is_empty()
}

fn is_about(outer: EventType, inner: EventType, edge: Edge) -> bool {
    match outer {
        _ if edge == Edge::Conj => false,
        _ if edge == Edge::Reason => false,
        Agree | Request | Reject | Threaten | Concede => true,
        Accuse => matches!(edge, Edge::Clause | Edge::Oblique | Edge::Purpose),
        Sanction | Coerce => matches!(edge, Edge::Clause | Edge::Oblique),
        Protest => inner == Request,
        Support => matches!(edge, Edge::Clause) || matches!(inner, Agree | Support | Cooperate),
        Consult => matches!(inner, Consult | Agree | Request) || edge == Edge::Purpose,
        Cooperate | Aid | Retreat | Mobilize | Assault => inner == outer,
    }
}

/// What an inner act makes of a generic verbal act: a mode and a CAMEO code.
pub(super) fn refine(outer: EventType, inner: &Rule) -> (Option<SmolStr>, Option<SmolStr>) {
    let ceasefire = inner.mode.as_deref() == Some("ceasefire");
    let release = inner.mode.as_deref() == Some("release");
    let arrest = inner.mode.as_deref() == Some("arrest");
    let (mode, code) = match (outer, inner.event_type) {
        (Threaten, Assault | Mobilize) => ("violence", "138"),
        (Threaten, Sanction) => ("relations", "1312"),
        (Threaten, Coerce) if arrest => ("arrest", "137"),
        (Threaten, Coerce) => ("restrict", "132"),
        (Threaten, Protest) => ("", "133"),
        (Request, Aid) => ("assist", "023"),
        (Request, Cooperate) => ("assist", "021"),
        (Request, Support) => ("assist", "022"),
        (Request, Consult) => ("meet", "026"),
        (Request, Retreat) if ceasefire => ("yield", "0256"),
        (Request, Retreat) if release => ("yield", "0253"),
        (Request, Retreat | Concede) => ("yield", "025"),
        (Agree, Aid) => ("", "033"),
        (Agree, Consult) => ("", "036"),
        (Agree, Cooperate) => ("", "031"),
        (Agree, Support) => ("", "032"),
        (Agree | Concede, Retreat) if ceasefire => ("", "0356"),
        (Agree, Retreat) if release => ("", "0353"),
        (Agree, Retreat | Concede) => ("", "035"),
        (Reject, Consult) => ("meet", "125"),
        (Reject, Aid) => ("assist", "122"),
        (Reject, Cooperate) => ("assist", "121"),
        (Reject, Retreat | Concede) => ("yield", "124"),
        (Accuse, Assault | Mobilize) => ("", "1123"),
        _ => ("", ""),
    };
    let some = |text: &'static str| (!text.is_empty()).then(|| SmolStr::new_static(text));
    (some(mode), some(code))
}
