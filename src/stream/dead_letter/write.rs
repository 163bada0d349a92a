//! Writes dead letters.

use std::sync::Arc;

use super::header;
use crate::{
    extract::Reject,
    stream::{Header, Message, Record},
};

/// The most bytes of the header with the stack trace: it repeats the message, and a panic has many frames.
const TRACE_BYTES: usize = 8192;

/// How much of its message a dead letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// All of it.
    Everything,
    /// Key and headers. The value is too large; it can be read in the input topic at the coordinates.
    NoValue,
    /// The coordinates alone.
    Coordinates,
}

/// The dead letter of a message, for the topic of dead letters.
pub fn dead_letter(topic: &Arc<str>, message: &Message, reject: &Reject, carry: Carry) -> Record {
    let mut headers = if carry == Carry::Coordinates { Vec::new() } else { message.headers.clone() };
    headers.extend(coordinates(message));
    headers.extend(explanation(reject));
    headers.push(Header::text(header::ATTEMPT, attempt(message).to_string()));
    headers.push(Header::text(header::VERSION, env!("CARGO_PKG_VERSION")));
    if carry != Carry::Everything {
        headers.push(Header::text(
            header::OMITTED,
            "too large for the dead-letter topic; the message is at the coordinates in the headers",
        ));
    }
    Record {
        topic: Arc::clone(topic),
        key: message.key.clone().filter(|_| carry != Carry::Coordinates),
        value: message.value.clone().filter(|_| carry == Carry::Everything),
        headers,
        timestamp: message.timestamp,
    }
}

fn coordinates(message: &Message) -> [Header; 3] {
    [
        Header::text(header::TOPIC, message.partition.topic.as_ref()),
        Header::text(header::PARTITION, message.partition.number.to_string()),
        Header::text(header::OFFSET, message.offset.to_string()),
    ]
}

fn explanation(reject: &Reject) -> [Header; 8] {
    [
        Header::text(header::CONNECTOR, "dateline"),
        Header::text(header::TASK, "0"),
        Header::text(header::STAGE, reject.stage.name()),
        Header::text(header::CLASS, format!("dateline::extract::{}", reject.stage)),
        Header::text(header::EXCEPTION_CLASS, reject.reason.name()),
        Header::text(header::EXCEPTION_MESSAGE, reject.message.as_str()),
        Header::text(header::STACKTRACE, shortened(format!("dateline::{}: {}", reject.reason, reject.message))),
        Header::text(header::REASON, reject.reason.name()),
    ]
}

/// How many dead letters the message has had, with this one. A message that was sent again has the earlier count in its headers.
fn attempt(message: &Message) -> u32 {
    let earlier = message.header(header::ATTEMPT).and_then(|text| text.parse::<u32>().ok());
    earlier.map_or(1, |count| count.saturating_add(1))
}

/// Adds the frames of a panic to a dead letter, as many of them as fit.
pub(in crate::stream) fn add_frames(letter: &mut Record, frames: &str) {
    let Some(trace) = letter.headers.iter_mut().rfind(|header| header.name == header::STACKTRACE) else { return };
    let first = trace.value.take().unwrap_or_default();
    let whole = format!("{}\n{frames}", String::from_utf8_lossy(&first));
    trace.value = Some(shortened(whole).into_bytes());
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(TRACE_BYTES));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{extract::RejectReason, stream::Partition};

    fn message() -> Message {
        Message {
            partition: Partition { topic: "in".into(), number: 3 },
            offset: 41,
            timestamp: Some(1_700_000_000_123),
            key: Some(b"k".to_vec()),
            value: Some(b"\xff\x00{".to_vec()),
            headers: vec![Header { name: "trace".into(), value: None }, Header::text("x-dateline-attempt", "2")],
        }
    }

    fn reject() -> Reject {
        Reject::new(RejectReason::InvalidJson, "send JSON")
    }

    fn texts(record: &Record) -> Vec<(&str, String)> {
        let text = |header: &Header| String::from_utf8(header.value.clone().unwrap_or_default()).unwrap();
        record.headers.iter().map(|header| (&*header.name, text(header))).collect()
    }

    #[test]
    fn the_original_is_carried_verbatim_and_the_reason_follows() {
        let record = dead_letter(&"dead".into(), &message(), &reject(), Carry::Everything);
        assert_eq!(&*record.topic, "dead");
        assert_eq!(record.key, message().key);
        assert_eq!(record.value, message().value);
        assert_eq!(record.timestamp, message().timestamp);
        assert_eq!(record.headers[..2], message().headers[..]);
        let expected = [
            ("__connect.errors.topic", "in"),
            ("__connect.errors.partition", "3"),
            ("__connect.errors.offset", "41"),
            ("__connect.errors.connector.name", "dateline"),
            ("__connect.errors.task.id", "0"),
            ("__connect.errors.stage", "decode"),
            ("__connect.errors.class.name", "dateline::extract::decode"),
            ("__connect.errors.exception.class.name", "invalid_json"),
            ("__connect.errors.exception.message", "send JSON"),
            ("__connect.errors.exception.stacktrace", "dateline::invalid_json: send JSON"),
            ("x-dateline-reason", "invalid_json"),
            ("x-dateline-attempt", "3"),
            ("x-dateline-version", env!("CARGO_PKG_VERSION")),
        ];
        let found = texts(&record);
        let found: Vec<_> = found[2..].iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_frames_of_a_panic_are_carried_up_to_a_bound() {
        let mut record = dead_letter(&"dead".into(), &message(), &reject(), Carry::Everything);
        add_frames(&mut record, &"é: at src/lib.rs\n".repeat(1000));
        let (_, text) = texts(&record).into_iter().find(|(name, _)| *name == header::STACKTRACE).unwrap();
        assert!(text.starts_with("dateline::invalid_json: send JSON\né: at src/lib.rs\n"), "{text}");
        let size = text.len();
        assert!((TRACE_BYTES - 2..=TRACE_BYTES).contains(&size), "{size}");
    }

    #[test]
    fn what_is_too_large_is_left_where_it_is() {
        let record = dead_letter(&"dead".into(), &message(), &reject(), Carry::NoValue);
        assert_eq!((record.key, record.value), (message().key, None));
        assert_eq!(record.headers.last().unwrap().name, "x-dateline-omitted");
        let record = dead_letter(&"dead".into(), &message(), &reject(), Carry::Coordinates);
        assert_eq!((&record.key, &record.value), (&None, &None));
        assert_eq!(record.headers[0].name, "__connect.errors.topic");
        assert_eq!(record.timestamp, message().timestamp);
    }
}
