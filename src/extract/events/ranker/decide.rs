//! What the ranker makes of a sentence's events: which stay, of which type, how sure, and which it adds.

use super::{
    super::{
        Prepared, SentenceDrafts,
        candidates::Roles,
        draft::Draft,
        refusal::{Refusal, Refused},
    },
    CLASSES, Case, Ranker,
    features::{self, Rows},
    propose, types_of,
    view::View,
    without,
};
use crate::{
    extract::events::details::general_code,
    model::{EventType, FoundBy, Judge},
};

/// Types that the ranker leaves to the rules. The gold has too few of the first three; its sanctions are those of an
/// earlier PLOVER, in which an embargo is a coercion and a conviction an accusation. Of these events the model only tells
/// whether there is one at all.
const RULES_LEAD: [EventType; 4] = [EventType::Cooperate, EventType::Mobilize, EventType::Protest, EventType::Sanction];

impl Ranker {
    /// Weighs the drafts that the rules found in a sentence, and adds those that no rule found.
    pub(in super::super) fn judge<'a>(
        &self,
        prepared: &Prepared<'_>,
        found: SentenceDrafts<'a>,
        refused: &mut Vec<Refused>,
    ) -> Vec<Draft<'a>> {
        let proposed = propose::proposals(prepared, &found);
        if found.drafts.is_empty() && proposed.is_empty() {
            return Vec::new();
        }
        let view = View::new(prepared.syntax, prepared.mentions, found.sentence);
        let types = types_of(&found.drafts);
        let mut judged: Vec<Draft<'a>> = Vec::with_capacity(found.drafts.len());
        for (number, mut draft) in found.drafts.into_iter().enumerate() {
            let probability = self.weigh(prepared, &view, &without(&types, number), &mut draft);
            if probability >= self.thresholds.keep {
                judged.push(draft);
            } else {
                refused.extend(draft.refused(Refusal::Improbable { by: Judge::Ranker, percent: percent(probability) }));
            }
        }
        judged.extend(proposed.into_iter().filter_map(|roles| self.proposed(prepared, &view, roles, &types)));
        judged.sort_by_key(Draft::trigger);
        judged
    }

    /// The probabilities of the types, in PLOVER's order, and of none.
    fn probabilities(&self, view: &View<'_>, case: &Case<'_>) -> [f32; CLASSES] {
        let mut rows = Rows::default();
        features::tell(view, case, &mut rows);
        self.weights.probabilities(&rows.distinct())
    }

    /// The most probable type of what has these features.
    pub(crate) fn type_of(&self, rows: &[u32]) -> EventType {
        most_probable(&self.weights.probabilities(rows)).0
    }

    /// Gives the draft of a rule its confidence, and another type where that is more probable by far. Returns how
    /// probable its type is to the model, or, where the rules lead, that there is an event at all.
    fn weigh(&self, prepared: &Prepared<'_>, view: &View<'_>, others: &[EventType], draft: &mut Draft<'_>) -> f32 {
        let given = self.probabilities(view, &Case::of_draft(draft, others));
        let is_led = RULES_LEAD.contains(&draft.event_type);
        let mut chosen = if is_led { of_any(&given) } else { of_family(&given, draft.event_type) };
        let (best, highest) = most_probable(&given);
        if !is_led && family(best) != family(draft.event_type) && highest > self.thresholds.retype * chosen {
            retype(draft, best);
            chosen = highest;
        }
        draft.confidence = prepared.trust() * self.calibration.apply(chosen, false);
        if RULES_LEAD.contains(&draft.event_type) { 1.0 - none(&given) } else { chosen }
    }

    /// The draft of a verb that no rule matched, if it is probable enough.
    fn proposed<'a>(
        &self,
        prepared: &Prepared<'_>,
        view: &View<'_>,
        roles: Roles,
        types: &[EventType],
    ) -> Option<Draft<'a>> {
        let given = self.probabilities(view, &Case::of_roles(&roles, types));
        let (best, highest) = most_probable(&given);
        if highest < self.thresholds.propose {
            return None;
        }
        let mut draft = Draft::of_verb(prepared, roles, best);
        draft.confidence = prepared.trust() * self.calibration.apply(highest, true);
        Some(draft)
    }
}

#[expect(clippy::cast_sign_loss, reason = "a probability is no less than 0")]
pub(in super::super) fn percent(probability: f32) -> u8 {
    (probability * 100.0).round().clamp(0.0, 100.0) as u8
}

/// Gives a draft a type that its rule does not give: what the rule said of mode and code no longer holds.
fn retype(draft: &mut Draft<'_>, event_type: EventType) {
    draft.retype(event_type, general_code(event_type));
    draft.suggested.mode = None;
    if let FoundBy::Rule { retyped_by, .. } = &mut draft.found_by {
        *retyped_by = Some(Judge::Ranker);
    }
}

/// The gold files do not tell a concession from a retreat: the ranker weighs the two as one, and the rule decides.
const fn family(event_type: EventType) -> EventType {
    match event_type {
        EventType::Retreat => EventType::Concede,
        other => other,
    }
}

/// How probable it is that there is no event.
fn none(given: &[f32; CLASSES]) -> f32 {
    given.last().copied().unwrap_or_default()
}

/// How probable it is that there is an event.
fn of_any(given: &[f32; CLASSES]) -> f32 {
    given.iter().take(EventType::ALL.len()).sum::<f32>().min(1.0)
}

/// How probable a type is, with those that the gold does not tell from it.
fn of_family(given: &[f32; CLASSES], event_type: EventType) -> f32 {
    let alike = EventType::ALL.iter().zip(given).filter(|(other, _)| family(**other) == family(event_type));
    alike.map(|(_, share)| share).sum::<f32>().min(1.0)
}

/// The most probable type, and how probable it is; of those that the gold does not tell apart, the more probable one
/// stands for both.
fn most_probable(given: &[f32; CLASSES]) -> (EventType, f32) {
    let mut best = (EventType::Agree, f32::MIN, f32::MIN);
    for (event_type, share) in EventType::ALL.into_iter().zip(given.iter().copied()) {
        let both = of_family(given, event_type);
        if both > best.1 || (family(event_type) == family(best.0) && share > best.2) {
            best = (event_type, both, share);
        }
    }
    (best.0, best.1)
}
