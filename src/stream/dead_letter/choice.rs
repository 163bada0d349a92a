//! Which dead letters a replay selects.

use serde::Serialize;

use super::Letter;

/// Selects dead letters; an empty choice selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// One of these reasons.
    pub reasons: Vec<String>,
    /// One of these stages.
    pub stages: Vec<String>,
    /// From one of these topics.
    pub topics: Vec<String>,
    /// The message has this in it.
    pub containing: Option<String>,
    /// At one of these places in the topic of dead letters, as `partition/offset`.
    pub places: Vec<String>,
    /// At most this many attempts.
    pub max_attempts: Option<u32>,
}

impl Choice {
    /// Whether a letter is selected.
    pub fn wants(&self, letter: &Letter) -> bool {
        let is_one = |wanted: &[String], found: &str| wanted.is_empty() || wanted.iter().any(|one| one == found);
        let place = format!("{}/{}", letter.carrier.partition.number, letter.carrier.offset);
        is_one(&self.reasons, &letter.reason)
            && is_one(&self.stages, &letter.stage)
            && is_one(&self.topics, letter.topic.as_deref().unwrap_or_default())
            && is_one(&self.places, &place)
            && self.containing.as_ref().is_none_or(|text| letter.message.contains(text))
            && self.max_attempts.is_none_or(|most| letter.attempt <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        extract::{Reject, RejectReason},
        stream::{Carry, Message, Partition, Record, dead_letter},
    };

    /// The dead letter of the message at `in/3/41`, read at `dead/0/7`.
    fn letter() -> Letter {
        let partition = |topic: &str, number| Partition { topic: topic.into(), number };
        let message = Message {
            partition: partition("in", 3),
            offset: 41,
            timestamp: None,
            key: None,
            value: None,
            headers: Vec::new(),
        };
        let reject = Reject::new(RejectReason::InvalidJson, "column 3: send JSON");
        let Record { headers, .. } = dead_letter(&"dead".into(), &message, &reject, Carry::Everything);
        Letter::read(Message { partition: partition("dead", 0), offset: 7, headers, ..message })
    }

    #[test]
    fn a_choice_wants_what_all_its_parts_want() {
        let letter = letter();
        let one = |text: &str| vec![text.to_owned()];
        assert!(Choice::default().wants(&letter));
        let fine = Choice {
            reasons: one("invalid_json"),
            stages: one("decode"),
            topics: one("in"),
            containing: Some("column".to_owned()),
            places: one("0/7"),
            max_attempts: Some(1),
        };
        assert!(fine.wants(&letter));
        let others = [
            Choice { reasons: one("panic"), ..fine.clone() },
            Choice { stages: one("clean"), ..fine.clone() },
            Choice { topics: one("other"), ..fine.clone() },
            Choice { containing: Some("row".to_owned()), ..fine.clone() },
            Choice { places: one("0/8"), ..fine.clone() },
            Choice { max_attempts: Some(0), ..fine },
        ];
        assert!(others.iter().all(|choice| !choice.wants(&letter)));
    }
}
