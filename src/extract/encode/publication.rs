//! Which events of an article are published.

use super::encoder::rounded;
use crate::{
    extract::HoldReason,
    model::{Domain, Event, EventType},
};

/// What an event must be to be published.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Publication {
    /// The least confidence.
    pub min_confidence: f64,
    /// The domains; empty for all, and for events whose domain is unknown.
    pub domains: Vec<Domain>,
    /// The types; empty for all.
    pub types: Vec<EventType>,
}

impl Publication {
    /// Why an event is held back; nothing for one that is published. What is asked for comes first: an event that is held
    /// back for its confidence is of the types and domains that are asked for.
    pub fn holds_back(&self, event: &Event) -> Option<HoldReason> {
        let is_other_type = !self.types.is_empty() && !self.types.contains(&event.event_type);
        let is_other_domain =
            !self.domains.is_empty() && event.domain.is_none_or(|domain| !self.domains.contains(&domain));
        let reasons = [
            (is_other_type, HoldReason::Type),
            (is_other_domain, HoldReason::Domain),
            // As the record shows it, so that a reader of records can check it.
            (rounded(event.confidence) < self.min_confidence, HoldReason::Confidence),
        ];
        reasons.into_iter().find(|(is_held, _)| *is_held).map(|(_, reason)| reason)
    }

    /// Why this event is held back, in words, with the setting that does it.
    pub fn explained(&self, event: &Event, reason: HoldReason) -> String {
        match reason {
            HoldReason::Type => format!("its type, {}, is not in output.types", event.event_type),
            HoldReason::Domain => match event.domain {
                Some(domain) => format!("its domain, {domain}, is not in output.domains"),
                None => "its domain is unknown, and output.domains asks for some".to_owned(),
            },
            HoldReason::Confidence => format!(
                "its confidence, {}, is below output.min_confidence, {}",
                rounded(event.confidence),
                self.min_confidence
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FoundBy, Modality, Span};

    fn event(event_type: EventType, domain: Option<Domain>, confidence: f32) -> Event {
        Event {
            event_type,
            mode: None,
            rule_mode: None,
            contexts: Vec::new(),
            cameo_code: None,
            domain,
            relevance: None,
            found_by: FoundBy::Reader,
            sentence: 0,
            trigger: 0,
            trigger_span: Span { start: 0, end: 1 },
            actors: Vec::new(),
            recipients: Vec::new(),
            is_reciprocal: false,
            date: None,
            place: None,
            quantities: Vec::new(),
            modality: Modality::default(),
            modality_of_date: Modality::default(),
            attribution: None,
            confidence,
            mentions: 1,
            is_read: false,
            long_past: None,
        }
    }

    #[test]
    fn an_event_is_held_back_for_what_it_is_before_how_sure_it_is() {
        use EventType::{Accuse, Aid};
        let (politics, crime) = (Some(Domain::Politics), Some(Domain::Crime));
        let all = Publication::default;
        let sure = |min_confidence| Publication { min_confidence, ..all() };
        let politics_alone = |min_confidence| Publication { domains: vec![Domain::Politics], ..sure(min_confidence) };
        let aid_alone = Publication { types: vec![Aid], ..politics_alone(0.5) };
        for (publication, event, reason, words) in [
            (all(), event(Aid, None, 0.0), None, ""),
            (sure(0.5), event(Aid, None, 0.5), None, ""),
            // The record shows 0.5.
            (sure(0.5), event(Aid, None, 0.4996), None, ""),
            (
                sure(0.5),
                event(Aid, None, 0.4994),
                Some("confidence"),
                "its confidence, 0.499, is below output.min_confidence, 0.5",
            ),
            (politics_alone(0.0), event(Aid, politics, 0.1), None, ""),
            (
                politics_alone(0.5),
                event(Aid, crime, 0.1),
                Some("domain"),
                "its domain, crime, is not in output.domains",
            ),
            (
                politics_alone(0.0),
                event(Aid, None, 0.9),
                Some("domain"),
                "its domain is unknown, and output.domains asks for some",
            ),
            (aid_alone.clone(), event(Aid, politics, 0.9), None, ""),
            (aid_alone, event(Accuse, crime, 0.1), Some("type"), "its type, ACCUSE, is not in output.types"),
        ] {
            let found = publication.holds_back(&event);
            assert_eq!(found.map(HoldReason::name), reason, "{publication:?} {event:?}");
            assert_eq!(found.map(|reason| publication.explained(&event, reason)).unwrap_or_default(), words);
        }
    }
}
