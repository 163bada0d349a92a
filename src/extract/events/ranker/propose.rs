//! Possible events that no rule found: verbs that join two who act.

use super::super::{
    Prepared, SentenceDrafts,
    candidates::{Filled, Roles, SlotFinder, Trigger, agents::is_agent},
};
use crate::extract::{
    mentions::Mentions,
    syntax::{Dep, Syntax},
};

/// The verbs of a sentence that join two who act and that no event was found at or around.
pub(super) fn proposals(prepared: &Prepared<'_>, found: &SentenceDrafts<'_>) -> Vec<Roles> {
    let syntax = prepared.syntax;
    let is_free_verb = |token: &usize| {
        syntax.is_verb(*token)
            && !matches!(syntax.dep(*token), Dep::Aux | Dep::AuxPass | Dep::Amod | Dep::Compound)
            && !found.taken.contains(token)
    };
    let verbs = found.sentence.clone().filter(is_free_verb);
    verbs
        .filter_map(|trigger| {
            let (actors, recipients) = joined(syntax, prepared.mentions, trigger)?;
            let (actors, recipients) = (Filled::by_rule(actors), Filled::by_rule(recipients));
            Some(Roles { trigger, support: None, actors, recipients, is_reciprocal: false })
        })
        .collect()
}

/// Who a verb joins: those who act as its subject, and as its object or behind its prepositions.
fn joined(syntax: &Syntax<'_>, mentions: &Mentions, verb: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let trigger = Trigger::of_verb(syntax, verb);
    let finder = SlotFinder { trigger, mentions };
    let acting = |tokens: Vec<usize>| {
        let acts = tokens.iter().any(|token| is_agent(syntax, mentions, *token));
        acts.then_some(tokens)
    };
    let actors = trigger.subject().and_then(|subject| acting(finder.participants(subject)))?;
    let object = trigger.object().and_then(|object| acting(finder.participants(object)));
    let recipients =
        object.or_else(|| trigger.dative().and_then(|dative| acting(finder.participants(dative)))).or_else(|| {
            let behind = trigger.prepositions().into_iter().flat_map(|prep| syntax.children_by(prep, Dep::Pobj));
            behind.filter(|object| !syntax.is_temporal(*object)).find_map(|object| acting(finder.participants(object)))
        })?;
    let recipients: Vec<usize> = recipients.into_iter().filter(|recipient| !actors.contains(recipient)).collect();
    (!recipients.is_empty()).then_some((actors, recipients))
}
