//! What the ranker makes of a sentence's events: which stay, of which type, how sure, and which it adds.

use std::ops::Range;

use super::{
    super::{EventFinder, OPINION, Refusal, cameo, candidate::Listener, embedding::Outer},
    CLASSES, Case, Ranker, Vote, cases,
    features::{self, Rows},
    propose,
    view::View,
};
use crate::model::{Event, EventType};

/// Types that the ranker leaves to the rules. The gold has too few of the first three; its sanctions are those of an
/// earlier PLOVER, in which an embargo is a coercion and a conviction an accusation. Of these events the model only tells
/// whether there is one at all.
const RULES_LEAD: [EventType; 4] = [EventType::Cooperate, EventType::Mobilize, EventType::Protest, EventType::Sanction];

impl Ranker {
    /// Weighs the events that the rules found in a sentence, and adds those that no rule found.
    pub(in super::super) fn judge(
        &self,
        finder: &EventFinder<'_>,
        sentence: Range<usize>,
        outers: &[Outer<'_>],
        coded: &mut Vec<Event>,
        listen: Listener<'_>,
    ) {
        let probe = propose::rule(EventType::Agree);
        let proposed = propose::proposals(finder.syntax, finder.mentions, sentence.clone(), outers, &probe);
        if coded.is_empty() && proposed.is_empty() {
            return;
        }
        let view = View::new(finder.syntax, finder.mentions, sentence);
        let found = std::mem::take(coded);
        let types: Vec<EventType> = found.iter().map(|event| event.event_type).collect();
        for (number, mut event) in found.into_iter().enumerate() {
            let outer = outers.iter().find(|outer| outer.candidate.trigger == event.trigger);
            let Some(outer) = outer else {
                coded.push(event);
                continue;
            };
            let others = cases::without(&types, number);
            let vote = Vote::new(outer, event.event_type, event.modality);
            let probability = self.weigh(finder, &view, &cases::of(outer, Some(vote), &others), &mut event);
            if probability >= self.thresholds.keep {
                coded.push(event);
            } else {
                listen(event.trigger, &outer.candidate.rule.id, Refusal::Improbable { percent: percent(probability) });
            }
        }
        for outer in &proposed {
            coded.extend(self.proposed(finder, &view, outer, &types));
        }
        coded.sort_by_key(|event| event.trigger);
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

    /// Gives an event of a rule its confidence, and another type where that is more probable by far. Returns how
    /// probable its type is to the model, or, where the rules lead, that there is an event at all.
    fn weigh(&self, finder: &EventFinder<'_>, view: &View<'_>, case: &Case<'_>, event: &mut Event) -> f32 {
        let given = self.probabilities(view, case);
        let is_led = RULES_LEAD.contains(&event.event_type);
        let mut chosen = if is_led { of_any(&given) } else { of_family(&given, event.event_type) };
        let (best, highest) = most_probable(&given);
        if !is_led && family(best) != family(event.event_type) && highest > self.thresholds.retype * chosen {
            retype(event, best);
            chosen = highest;
        }
        event.confidence = trust(finder) * self.calibration.apply(chosen, false);
        if RULES_LEAD.contains(&event.event_type) { 1.0 - none(&given) } else { chosen }
    }

    /// The event of a verb that no rule matched, if it is probable enough.
    fn proposed(
        &self,
        finder: &EventFinder<'_>,
        view: &View<'_>,
        outer: &Outer<'_>,
        types: &[EventType],
    ) -> Option<Event> {
        let given = self.probabilities(view, &cases::of(outer, None, types));
        let (best, highest) = most_probable(&given);
        if highest < self.thresholds.propose {
            return None;
        }
        let mut event = finder.event(outer);
        event.event_type = best;
        event.cameo_code = Some(cameo::general(best).into());
        event.confidence = trust(finder) * self.calibration.apply(highest, true);
        Some(event)
    }
}

#[expect(clippy::cast_sign_loss, reason = "a probability is no less than 0")]
fn percent(probability: f32) -> u8 {
    (probability * 100.0).round().clamp(0.0, 100.0) as u8
}

/// Opinion pieces are trusted less.
fn trust(finder: &EventFinder<'_>) -> f32 {
    if finder.article.is_opinion { OPINION } else { 1.0 }
}

/// Gives an event a type that its rule does not give: what the rule said of mode and code no longer holds.
fn retype(event: &mut Event, event_type: EventType) {
    event.event_type = event_type;
    event.mode = None;
    event.cameo_code = Some(cameo::general(event_type).into());
    event.rule_id = format!("{}{}", event.rule_id, propose::RETYPED).into();
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
