//! Dead letters: the input message as it came, with the reason in headers.
//!
//! The headers `__connect.errors.*` are those of Kafka Connect, which tools know; `x-dateline-*` are ours. They come after the
//! original headers, and a reader takes the last one of a name.

use std::sync::Arc;

use super::{Header, Message, Record};
use crate::extract::Reject;

/// Counts how often an article has been dead-lettered, so that an article that is sent again and again can be seen.
pub(super) const ATTEMPT: &str = "x-dateline-attempt";
/// What a Java program would call the stack trace: a first line like one, and the frames of a panic.
const TRACE: &str = "__connect.errors.exception.stacktrace";
/// The most bytes of that header, and of the message in it.
const TRACE_BYTES: usize = 8192;
/// The reason as a word.
pub(super) const REASON: &str = "x-dateline-reason";
/// Tells that the value was left out.
pub(super) const OMITTED: &str = "x-dateline-omitted";

/// How much of the original a dead letter carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// All of it.
    Everything,
    /// Key and headers, for the value is too large: it stays in the input topic at the coordinates in the headers.
    NoValue,
    /// Only the coordinates.
    Coordinates,
}

/// The dead letter of a message.
pub fn dead_letter(topic: &Arc<str>, message: &Message, reject: &Reject, carry: Carry) -> Record {
    let mut headers = if carry == Carry::Coordinates { Vec::new() } else { message.headers.clone() };
    let attempt = message.header(ATTEMPT).and_then(|text| text.parse::<u32>().ok()).map_or(1, |n| n.saturating_add(1));
    headers.extend([
        Header::text("__connect.errors.topic", message.partition.topic.as_ref()),
        Header::text("__connect.errors.partition", message.partition.number.to_string()),
        Header::text("__connect.errors.offset", message.offset.to_string()),
        Header::text("__connect.errors.connector.name", "dateline"),
        Header::text("__connect.errors.task.id", "0"),
        Header::text("__connect.errors.stage", reject.stage),
        Header::text("__connect.errors.class.name", format!("dateline::extract::{}", reject.stage)),
        Header::text("__connect.errors.exception.class.name", reject.reason),
        Header::text("__connect.errors.exception.message", reject.message.as_str()),
        Header::text(TRACE, shortened(format!("dateline::{}: {}", reject.reason, reject.message))),
        Header::text(REASON, reject.reason),
        Header::text(ATTEMPT, attempt.to_string()),
        Header::text("x-dateline-version", env!("CARGO_PKG_VERSION")),
    ]);
    if carry != Carry::Everything {
        headers.push(Header::text(OMITTED, "too large for the topic; read it at the coordinates"));
    }
    Record {
        topic: Arc::clone(topic),
        key: message.key.clone().filter(|_| carry != Carry::Coordinates),
        value: message.value.clone().filter(|_| carry == Carry::Everything),
        headers,
        timestamp: message.timestamp,
    }
}

/// Adds the frames of a panic to a dead letter, as many of them as it may carry.
pub(super) fn add_frames(letter: &mut Record, frames: &str) {
    let Some(header) = letter.headers.iter_mut().rfind(|header| header.name == TRACE) else { return };
    let first = header.value.take().unwrap_or_default();
    let whole = format!("{}\n{frames}", String::from_utf8_lossy(&first));
    header.value = Some(shortened(whole).into_bytes());
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(TRACE_BYTES));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::Partition;

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
        Reject { reason: "not_json", stage: "decode", message: "send JSON".into() }
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
            ("__connect.errors.exception.class.name", "not_json"),
            ("__connect.errors.exception.message", "send JSON"),
            ("__connect.errors.exception.stacktrace", "dateline::not_json: send JSON"),
            ("x-dateline-reason", "not_json"),
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
        let (_, text) = texts(&record).into_iter().find(|(name, _)| *name == TRACE).unwrap();
        assert!(text.starts_with("dateline::not_json: send JSON\né: at src/lib.rs\n"), "{text}");
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
