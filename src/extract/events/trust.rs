//! How far an event can be trusted that neither ranker nor reader judged: a rule of thumb that orders events and is no
//! probability.
//!
//! It starts at 0.45, gains for what the rule asked for and for slots that are filled by those who can act, and loses
//! for nouns whose participants stand far away and for what is said to be uncertain.

use super::{
    Prepared,
    candidates::{Candidate, agents::is_agent},
};
use crate::{lexicon::rule::TriggerKind, model::Modality};

const BASE: f32 = 0.45;
const PER_CONDITION: f32 = 0.04;
const ACTING_ACTOR: f32 = 0.15;
const ACTING_RECIPIENT: f32 = 0.12;
const FILLED_SLOT: f32 = 0.05;
const NOUN: f32 = -0.08;
const DISTANT_ACTOR: f32 = -0.06;
const HYPOTHETICAL: f32 = -0.15;
const BY_WORDNET: f32 = -0.2;
/// Tokens between trigger and actor beyond which the attachment is doubtful.
const DISTANT: usize = 12;

/// Events of opinion pieces are trusted less by this factor.
const OPINION: f32 = 0.7;

impl Prepared<'_> {
    /// What the confidence of every event of the article is multiplied by.
    pub(super) fn trust(&self) -> f32 {
        if self.article.is_opinion { OPINION } else { 1.0 }
    }

    /// A number between 0.05 and 0.95 for a candidate, before the article's own trust.
    pub(super) fn rule_of_thumb(&self, candidate: &Candidate<'_>, modality: Modality) -> f32 {
        let slot = |tokens: &[usize], acting: f32| {
            if tokens.iter().any(|token| is_agent(self.syntax, self.mentions, *token)) {
                acting
            } else if tokens.is_empty() {
                0.0
            } else {
                FILLED_SLOT
            }
        };
        let roles = &candidate.roles;
        let mut confidence = BASE + PER_CONDITION * candidate.rule.frame.specificity().min(4) as f32;
        confidence += slot(&roles.actors.heads, ACTING_ACTOR) + slot(&roles.recipients.heads, ACTING_RECIPIENT);
        if candidate.rule.kind == TriggerKind::Noun && roles.support.is_none() {
            confidence += NOUN;
        }
        if roles.actors.heads.first().is_some_and(|actor| actor.abs_diff(roles.trigger) > DISTANT) {
            confidence += DISTANT_ACTOR;
        }
        if candidate.link.is_some() {
            confidence += BY_WORDNET;
        }
        if modality.is_hypothetical {
            confidence += HYPOTHETICAL;
        }
        confidence.clamp(0.05, 0.95)
    }
}
