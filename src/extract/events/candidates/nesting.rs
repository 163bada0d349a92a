//! Verbal acts about other acts: what one promises, asks for, threatens, denies or accuses of is not an event of its
//! own, but completes the verbal act.

use smol_str::SmolStr;

use super::Candidate;
use crate::{
    extract::{
        events::refusal::{Refusal, Refused},
        syntax::{Dep, Syntax},
    },
    lexicon::rule::{Rule, TriggerKind},
    model::{
        EventType::{
            self, Accuse, Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request,
            Retreat, Sanction, Support, Threaten,
        },
        Mode,
    },
};

const MAX_CLIMB: usize = 10;

/// A candidate with the acts that it is about.
#[derive(Debug, Clone)]
pub(in crate::extract::events) struct Nested<'a> {
    pub candidate: Candidate<'a>,
    /// The rules of the acts that it is about.
    pub inner: Vec<&'a Rule>,
}

/// Takes the candidates that are the content of another one out of the list and adds them to that one.
pub(in crate::extract::events) fn nest<'a>(
    syntax: &Syntax<'_>,
    found: Vec<Candidate<'a>>,
    refused: &mut Vec<Refused>,
) -> Vec<Nested<'a>> {
    let owners: Vec<Option<usize>> = found.iter().map(|candidate| owner(syntax, &found, candidate)).collect();
    let rules: Vec<&'a Rule> = found.iter().map(|candidate| candidate.rule).collect();
    let triggers: Vec<usize> = found.iter().map(|candidate| candidate.roles.trigger).collect();
    let mut outers = Vec::with_capacity(found.len());
    for (number, candidate) in found.into_iter().enumerate() {
        if let Some(by) = owners.get(number).copied().flatten().and_then(|owner| triggers.get(owner)) {
            refused.push(candidate.refused(Refusal::Embedded { by: *by }));
            continue;
        }
        let inner = owners.iter().zip(&rules).filter(|(owner, _)| **owner == Some(number)).map(|(_, rule)| *rule);
        outers.push(Nested { inner: inner.collect(), candidate });
    }
    outers
}

/// The candidate that a candidate is the content of.
fn owner(syntax: &Syntax<'_>, all: &[Candidate<'_>], inner: &Candidate<'_>) -> Option<usize> {
    let mut node = inner.roles.trigger;
    let mut edge = Edge::None;
    for _ in 0..MAX_CLIMB {
        let head = syntax.head(node);
        if head == node {
            return None;
        }
        edge = edge.then(syntax, node)?;
        node = head;
        let position = all.iter().position(|outer| outer.roles.trigger == node);
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
            Dep::Conj if syntax.is_clause_of_its_own(node) => None,
            Dep::Conj => Some(outermost(Self::Conj)),
            Dep::Xcomp | Dep::Ccomp | Dep::Pcomp => Some(Self::Clause),
            Dep::Acl if syntax.is_infinitive(node) => Some(Self::Clause),
            Dep::Acl => Some(outermost(Self::Clause)),
            Dep::Advcl if syntax.is_infinitive(node) => Some(Self::Purpose),
            Dep::Dobj | Dep::NsubjPass | Dep::CsubjPass => Some(Self::Object),
            Dep::Pobj => Some(outermost(Self::Oblique)),
            Dep::Prep | Dep::Dative if self == Self::Oblique || self == Self::Clause => {
                let is_reason = syntax.is_any(node, &["over", "after"]);
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
        && inner.roles.actors.heads.is_empty()
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
pub(in crate::extract::events) fn refine(outer: EventType, inner: &Rule) -> (Option<Mode>, Option<SmolStr>) {
    let ceasefire = inner.mode == Some(Mode::Ceasefire);
    let release = inner.mode == Some(Mode::Release);
    let arrest = inner.mode == Some(Mode::Arrest);
    let (mode, code) = match (outer, inner.event_type) {
        (Threaten, Assault | Mobilize) => (Some(Mode::Violence), "138"),
        (Threaten, Sanction) => (Some(Mode::Relations), "1312"),
        (Threaten, Coerce) if arrest => (Some(Mode::Arrest), "137"),
        (Threaten, Coerce) => (Some(Mode::Restrict), "132"),
        (Threaten, Protest) => (None, "133"),
        (Request, Aid) => (Some(Mode::Assist), "023"),
        (Request, Cooperate) => (Some(Mode::Assist), "021"),
        (Request, Support) => (Some(Mode::Assist), "022"),
        (Request, Consult) => (Some(Mode::Meet), "026"),
        (Request, Retreat) if ceasefire => (Some(Mode::Yield), "0256"),
        (Request, Retreat) if release => (Some(Mode::Yield), "0253"),
        (Request, Retreat | Concede) => (Some(Mode::Yield), "025"),
        (Agree, Aid) => (None, "033"),
        (Agree, Consult) => (None, "036"),
        (Agree, Cooperate) => (None, "031"),
        (Agree, Support) => (None, "032"),
        (Agree | Concede, Retreat) if ceasefire => (None, "0356"),
        (Agree, Retreat) if release => (None, "0353"),
        (Agree, Retreat | Concede) => (None, "035"),
        (Reject, Consult) => (Some(Mode::Meet), "125"),
        (Reject, Aid) => (Some(Mode::Assist), "122"),
        (Reject, Cooperate) => (Some(Mode::Assist), "121"),
        (Reject, Retreat | Concede) => (Some(Mode::Yield), "124"),
        (Accuse, Assault | Mobilize) => (None, "1123"),
        _ => return (None, None),
    };
    (mode, Some(SmolStr::new_static(code)))
}
