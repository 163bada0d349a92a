//! What a pool thread does with a message: extract its article, and make the records to publish of the outcome.

use std::{fmt, sync::Arc};

use jiff::Timestamp;

use super::{
    Broker, Header, Message, Record,
    dead_letter::{self, Carry, dead_letter},
    event_message::{EventMessage, Origin},
    panics::{self, Panic},
};
use crate::{
    extract::{Extraction, Input, Outcome, Reject, encode::EventRecord},
    settings::{Extract as Limits, Topics},
};

/// The extraction as a function: pure, and called by many threads at once.
pub type Extract = Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync>;

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What to publish, in this order.
    pub records: Vec<Record>,
    /// What to count.
    pub verdict: Verdict,
}

impl Output {
    /// The bytes of its records.
    pub fn size(&self) -> usize {
        self.records.iter().map(Record::size).sum()
    }
}

/// What came of a message, for the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Events of these types.
    Emitted(Vec<String>),
    /// Nothing, and for this reason that is no fault.
    Skipped(&'static str),
    /// A dead letter, for this reason.
    DeadLettered(&'static str),
}

/// Turns messages into outputs.
pub struct Processor {
    extract: Extract,
    events: Arc<str>,
    dead_letters: Arc<str>,
    max_article_bytes: usize,
}

impl fmt::Debug for Processor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Processor").field("events", &self.events).finish_non_exhaustive()
    }
}

impl Processor {
    /// A processor that publishes to these topics.
    pub fn new(extract: Extract, topics: &Topics, limits: &Limits) -> Self {
        Self {
            extract,
            events: topics.events.as_str().into(),
            dead_letters: topics.dead_letters.as_str().into(),
            max_article_bytes: limits.max_article_bytes,
        }
    }

    /// What comes of a message. A panic of the extraction ends in a dead letter.
    pub fn process(&self, message: &Message) -> Output {
        let size = message.value.as_ref().map_or(0, Vec::len);
        if size > self.max_article_bytes {
            let reject = Reject {
                reason: "article_too_large",
                stage: "consume",
                message: format!(
                    "the article has {size} bytes, the limit is {}; raise extract.max_article_bytes or shorten it",
                    self.max_article_bytes
                ),
            };
            return self.reject(message, &reject);
        }
        let input = Input { bytes: message.value.as_deref(), key: message.key.as_deref(), received_at: message.time() };
        // The extraction keeps no state between articles, so nothing half-changed can be seen after a panic.
        match panics::caught(|| (self.extract)(&input)) {
            Ok(Outcome::Emit(extraction)) => self.emit(message, extraction),
            Ok(Outcome::Skip(skip)) => {
                tracing::debug!(partition = %message.partition, offset = message.offset, reason = skip.reason, "{}", skip.message);
                Output { records: Vec::new(), verdict: Verdict::Skipped(skip.reason) }
            }
            Ok(Outcome::Reject(reject)) => self.reject(message, &reject),
            Err(Panic { said, frames }) => {
                let reject = Reject {
                    reason: "panic",
                    stage: "extract",
                    message: format!("the extraction panicked: {said}; please report it with the article"),
                };
                let mut output = self.reject(message, &reject);
                output.records.iter_mut().for_each(|letter| dead_letter::add_frames(letter, &frames));
                output
            }
        }
    }

    /// The dead letter of a message.
    pub fn reject(&self, message: &Message, reject: &Reject) -> Output {
        tracing::warn!(
            partition = %message.partition, offset = message.offset, reason = reject.reason, stage = reject.stage,
            "dead letter: {}", reject.message
        );
        self.letter(message, reject, Carry::Everything)
    }

    /// The same output in records that are not larger than the broker takes.
    pub fn fit(&self, message: &Message, output: Output, broker: &impl Broker) -> Output {
        let takes = |record: &Record| record.size() <= broker.max_record_bytes(&record.topic);
        let fits = |output: &Output| output.records.iter().all(takes);
        if fits(&output) {
            return output;
        }
        let reject = match output.verdict {
            Verdict::DeadLettered(reason) => restate(&output, reason),
            _ => Reject {
                reason: "record_too_large",
                stage: "publish",
                message: format!(
                    "a record is larger than the topic takes, {} bytes; {}",
                    broker.max_record_bytes(&self.events),
                    broker.larger_records()
                ),
            },
        };
        // The first attempt goes without the frames of a panic, which the value is worth more than.
        [Carry::Everything, Carry::NoValue]
            .into_iter()
            .map(|carry| self.letter(message, &reject, carry))
            .find(fits)
            .unwrap_or_else(|| self.letter(message, &reject, Carry::Coordinates))
    }

    fn letter(&self, message: &Message, reject: &Reject, carry: Carry) -> Output {
        let record = dead_letter(&self.dead_letters, message, reject, carry);
        Output { records: vec![record], verdict: Verdict::DeadLettered(reject.reason) }
    }

    fn emit(&self, message: &Message, extraction: Extraction) -> Output {
        let now = Timestamp::now();
        let origin = origin(message);
        let types = extraction.records.iter().map(|event| event.event_type.clone()).collect();
        // Each event is dropped when it is written: a long article has thousands.
        let records: Result<Vec<Record>, serde_json::Error> =
            extraction.records.into_iter().map(|event| self.event(&event, &origin, now)).collect();
        match records {
            Ok(records) => Output { records, verdict: Verdict::Emitted(types) },
            Err(error) => {
                let reject = Reject {
                    reason: "encode_failed",
                    stage: "encode",
                    message: format!("an event could not be written as JSON: {error}; please report it"),
                };
                self.reject(message, &reject)
            }
        }
    }

    fn event(&self, event: &EventRecord, origin: &Origin<'_>, now: Timestamp) -> Result<Record, serde_json::Error> {
        let EventMessage { key, value, headers } = EventMessage::new(event, origin, now)?;
        let header = |(name, value): (&str, Option<Vec<u8>>)| Header { name: name.to_owned(), value };
        Ok(Record {
            topic: Arc::clone(&self.events),
            key: Some(key),
            value: Some(value),
            headers: headers.into_iter().map(header).collect(),
            timestamp: Some(now.as_millisecond()),
        })
    }
}

fn origin(message: &Message) -> Origin<'_> {
    Origin {
        topic: &message.partition.topic,
        received_at: message.time(),
        headers: message.headers.iter().map(|header| (header.name.as_str(), header.value.as_deref())).collect(),
    }
}

/// The reject that a dead letter tells.
fn restate(output: &Output, reason: &'static str) -> Reject {
    let message = output.records.iter().find_map(|letter| letter.header(dead_letter::header::EXCEPTION_MESSAGE));
    Reject { reason, stage: "publish", message: message.unwrap_or_default().to_owned() }
}
