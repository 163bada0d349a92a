//! Possible events that no rule found: verbs that join two who act.

use std::ops::Range;

use super::super::{
    REACHED,
    anchor::{Anchor, Support},
    cameo,
    candidate::Candidate,
    embedding::Outer,
    slots::{self, SlotFinder},
    syntax::{Dep, Syntax},
};
use crate::{
    extract::mentions::Mentions,
    lexicon::rule::{Frame, Rule, TriggerKind},
    lexicon::vocabulary::Words,
    model::EventType,
};

/// The rule id of events that no rule found.
pub const RULE_ID: &str = "ranker";

/// What stands behind a rule's id where the ranker gave its event another type.
pub(super) const RETYPED: &str = "+ranker";

/// The id of the rule behind an event's `rule_id`, and whether the ranker gave the event another type.
pub fn rule_of(rule_id: &str) -> (&str, bool) {
    let (rule, is_retyped) = rule_id.strip_suffix(RETYPED).map_or((rule_id, false), |rule| (rule, true));
    (rule.strip_suffix(REACHED).unwrap_or(rule), is_retyped)
}

/// A rule for events of a type that no rule found.
pub(super) fn rule(event_type: EventType) -> Rule {
    Rule {
        id: RULE_ID.into(),
        event_type,
        mode: None,
        contexts: Vec::new(),
        cameo: Some(cameo::general(event_type).into()),
        kind: TriggerKind::Verb,
        lemmas: Words::default(),
        frame: Frame::default(),
        unless: Frame::default(),
        actor: Vec::new(),
        recipient: Vec::new(),
        needs: Vec::new(),
        is_reciprocal: false,
        examples: Vec::new(),
        counterexamples: Vec::new(),
        file: RULE_ID.into(),
        line: 0,
    }
}

/// The verbs of a sentence that join two who act and that no event was found at or around.
pub(super) fn proposals<'a>(
    syntax: &'a Syntax<'a>,
    mentions: &Mentions,
    sentence: Range<usize>,
    found: &[Outer<'_>],
    rule: &'a Rule,
) -> Vec<Outer<'a>> {
    let is_taken = |token: usize| {
        found.iter().any(|outer| {
            let candidate = &outer.candidate;
            candidate.trigger == token
                || candidate.used.contains(&token)
                || candidate.support.is_some_and(|support: Support| support.verb == token)
        })
    };
    let verbs = sentence.filter(|token| {
        syntax.is_verb(*token) && !matches!(syntax.dep(*token), Dep::Aux | Dep::AuxPass | Dep::Amod | Dep::Compound)
    });
    verbs
        .filter(|token| !is_taken(*token))
        .filter_map(|trigger| {
            let (actors, recipients) = joined(syntax, mentions, trigger)?;
            let is_reciprocal = false;
            let candidate = Candidate {
                rule,
                link: None,
                trigger,
                support: None,
                used: Vec::new(),
                actors,
                recipients,
                is_reciprocal,
            };
            Some(Outer { candidate, inner: Vec::new() })
        })
        .collect()
}

/// Who a verb joins: those who act as its subject, and as its object or behind its prepositions.
fn joined(syntax: &Syntax<'_>, mentions: &Mentions, verb: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let anchor = Anchor { syntax, token: verb, kind: TriggerKind::Verb, support: None };
    let finder = SlotFinder { anchor, mentions };
    let acting = |tokens: Vec<usize>| {
        let acts = tokens.iter().any(|token| slots::is_agent(syntax, mentions, *token));
        acts.then_some(tokens)
    };
    let actors = anchor.subject().and_then(|subject| acting(finder.participants(subject)))?;
    let object = anchor.object().and_then(|object| acting(finder.participants(object)));
    let recipients =
        object.or_else(|| anchor.dative().and_then(|dative| acting(finder.participants(dative)))).or_else(|| {
            let behind = anchor.prepositions().into_iter().flat_map(|prep| syntax.children_by(prep, Dep::Pobj));
            behind.filter(|object| !syntax.is_temporal(*object)).find_map(|object| acting(finder.participants(object)))
        })?;
    let recipients: Vec<usize> = recipients.into_iter().filter(|recipient| !actors.contains(recipient)).collect();
    (!recipients.is_empty()).then_some((actors, recipients))
}
