//! Reads dead letters again: why the message was dead-lettered, and the record that sends it back.

use std::sync::Arc;

use super::header::{ATTEMPT, EXCEPTION_MESSAGE, OFFSET, OMITTED, PARTITION, REASON, REPLAYED_FROM, STAGE, TOPIC};
use crate::stream::{Header, Message, Record};

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Reason of the dead letter; `unknown` if another program wrote it.
    pub reason: String,
    /// The stage that put it aside.
    pub stage: String,
    /// The sentence for a person.
    pub message: String,
    /// The topic that the message came from.
    pub topic: Option<String>,
    /// The partition of that topic.
    pub partition: Option<i32>,
    /// The offset in that partition.
    pub offset: Option<i64>,
    /// How often the message has been dead-lettered.
    pub attempt: u32,
    /// Whether the value was left out because it was too large.
    pub is_omitted: bool,
    /// The message in the topic of dead letters.
    pub carrier: Message,
    /// How many of the carrier's headers are the message's own.
    own_headers: usize,
}

impl Letter {
    /// Reads the headers of a message in the topic of dead letters.
    pub fn read(carrier: Message) -> Self {
        let text = |name: &str| carrier.header(name).map(str::to_owned);
        let unknown = || "unknown".to_owned();
        let own = carrier.headers.iter().rposition(|header| header.name == TOPIC);
        Self {
            reason: text(REASON).unwrap_or_else(unknown),
            stage: text(STAGE).unwrap_or_else(unknown),
            message: text(EXCEPTION_MESSAGE).unwrap_or_default(),
            topic: text(TOPIC),
            partition: text(PARTITION).and_then(|number| number.parse().ok()),
            offset: text(OFFSET).and_then(|number| number.parse().ok()),
            attempt: text(ATTEMPT).and_then(|number| number.parse().ok()).unwrap_or(1),
            is_omitted: carrier.header(OMITTED).is_some(),
            own_headers: own.unwrap_or(carrier.headers.len()),
            carrier,
        }
    }

    /// Where the message came from, as `topic/partition/offset`.
    pub fn origin(&self) -> String {
        let number = |number: Option<i64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
        let topic = self.topic.as_deref().unwrap_or("?");
        format!("{topic}/{}/{}", number(self.partition.map(i64::from)), number(self.offset))
    }

    /// Where the letter is in the topic of dead letters, as `topic/partition/offset`.
    pub fn place(&self) -> String {
        format!("{}/{}", self.carrier.partition, self.carrier.offset)
    }

    /// The record that sends the message back as it came, to `topic` or else the topic that it came from. The attempts are carried along, so that
    /// another dead letter of it counts on.
    ///
    /// # Errors
    /// Why it cannot be sent.
    pub fn resend(&self, topic: Option<&Arc<str>>) -> Result<Record, &'static str> {
        if self.is_omitted {
            return Err("the value was omitted because it was too large; read it in the input topic");
        }
        let own = self.topic.as_deref().map(Arc::<str>::from);
        let topic = topic.cloned().or(own).ok_or("the input topic is not in the headers; name a topic with --to")?;
        let ours = |header: &&Header| header.name != ATTEMPT && header.name != REPLAYED_FROM;
        let mut headers: Vec<Header> =
            self.carrier.headers.iter().take(self.own_headers).filter(ours).cloned().collect();
        headers.push(Header::text(ATTEMPT, self.attempt.to_string()));
        headers.push(Header::text(REPLAYED_FROM, self.place()));
        Ok(Record {
            topic,
            key: self.carrier.key.clone(),
            value: self.carrier.value.clone(),
            headers,
            timestamp: self.carrier.timestamp,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        extract::{Reject, RejectReason},
        stream::{Carry, Partition, dead_letter},
    };

    fn message(headers: Vec<Header>) -> Message {
        Message {
            partition: Partition { topic: "in".into(), number: 3 },
            offset: 41,
            timestamp: Some(1_700_000_000_123),
            key: Some(b"k".to_vec()),
            value: Some(b"\xff{".to_vec()),
            headers,
        }
    }

    /// The dead letter of a message, as it is read at `dead/0/7`.
    fn letter(message: &Message, carry: Carry) -> Letter {
        let reject = Reject::new(RejectReason::InvalidJson, "column 3: send JSON");
        let Record { key, value, headers, timestamp, .. } = dead_letter(&"dead".into(), message, &reject, carry);
        let partition = Partition { topic: "dead".into(), number: 0 };
        Letter::read(Message { partition, offset: 7, timestamp, key, value, headers })
    }

    #[test]
    fn a_letter_tells_why_and_from_where() {
        let letter = letter(&message(Vec::new()), Carry::Everything);
        assert_eq!((letter.reason.as_str(), letter.stage.as_str()), ("invalid_json", "decode"));
        assert_eq!((letter.origin().as_str(), letter.place().as_str()), ("in/3/41", "dead/0/7"));
        assert_eq!((letter.message.as_str(), letter.attempt), ("column 3: send JSON", 1));
    }

    #[test]
    fn what_is_sent_back_is_the_article_as_it_came_with_where_it_was() {
        let original = message(vec![Header { name: "trace".into(), value: None }]);
        let back = letter(&original, Carry::Everything).resend(None).unwrap();
        assert_eq!((&*back.topic, &back.key, &back.value), ("in", &original.key, &original.value));
        assert_eq!(back.timestamp, original.timestamp);
        let expected =
            [original.headers[0].clone(), Header::text(ATTEMPT, "1"), Header::text(REPLAYED_FROM, "dead/0/7")];
        assert_eq!(back.headers, expected);
    }

    #[test]
    fn attempts_are_counted_over_several_returns_and_headers_do_not_pile_up() {
        let first = letter(&message(Vec::new()), Carry::Everything).resend(None).unwrap();
        let second = letter(&message(first.headers.clone()), Carry::Everything);
        assert_eq!(second.attempt, 2);
        let back = second.resend(Some(&"elsewhere".into())).unwrap();
        assert_eq!((&*back.topic, back.headers.len()), ("elsewhere", first.headers.len()));
    }

    #[test]
    fn a_letter_without_its_value_or_its_topic_cannot_be_sent() {
        assert!(letter(&message(Vec::new()), Carry::NoValue).resend(None).is_err());
        let foreign = Letter::read(message(Vec::new()));
        assert_eq!((foreign.reason.as_str(), foreign.origin().as_str()), ("unknown", "?/?/?"));
        assert!(foreign.resend(None).is_err());
        assert_eq!(foreign.resend(Some(&"in".into())).unwrap().value, foreign.carrier.value);
    }
}
