//! How far an event can be trusted where the ranker is switched off: a rule of thumb that orders events and is no
//! probability.
//!
//! It starts at 0.45, gains for what the rule asked for and for slots that are filled by those who can act, and loses
//! for nouns whose participants stand far away and for what is said to be uncertain.

use super::{candidate::Candidate, slots, syntax::Syntax};
use crate::{extract::mentions::Mentions, lexicon::rule::TriggerKind, model::Modality};

const BASE: f32 = 0.45;
const PER_CONDITION: f32 = 0.04;
const ACTING_ACTOR: f32 = 0.15;
const ACTING_RECIPIENT: f32 = 0.12;
const FILLED_SLOT: f32 = 0.05;
const NOUN: f32 = -0.08;
const DISTANT_ACTOR: f32 = -0.06;
const HYPOTHETICAL: f32 = -0.15;
const REACHED: f32 = -0.2;
/// Tokens between trigger and actor beyond which the attachment is doubtful.
const DISTANT: usize = 12;

/// A number between 0.05 and 0.95.
pub(super) fn of(syntax: &Syntax<'_>, mentions: &Mentions, candidate: &Candidate<'_>, modality: Modality) -> f32 {
    let slot = |tokens: &[usize], acting: f32| {
        if tokens.iter().any(|token| slots::is_agent(syntax, mentions, *token)) {
            acting
        } else if tokens.is_empty() {
            0.0
        } else {
            FILLED_SLOT
        }
    };
    let mut confidence = BASE + PER_CONDITION * candidate.rule.frame.specificity().min(4) as f32;
    confidence += slot(&candidate.actors, ACTING_ACTOR) + slot(&candidate.recipients, ACTING_RECIPIENT);
    if candidate.rule.kind == TriggerKind::Noun && candidate.support.is_none() {
        confidence += NOUN;
    }
    if candidate.actors.first().is_some_and(|actor| actor.abs_diff(candidate.trigger) > DISTANT) {
        confidence += DISTANT_ACTOR;
    }
    if candidate.link.is_some() {
        confidence += REACHED;
    }
    if modality.is_hypothetical {
        confidence += HYPOTHETICAL;
    }
    confidence.clamp(0.05, 0.95)
}
