//! What a pool thread does with a message: extract its article, and make the records to publish of the outcome.

use std::{fmt, sync::Arc};

use jiff::Timestamp;

use super::{
    Broker, Header, Message, Output, Record, Verdict,
    dead_letter::{self, Carry, dead_letter},
    panics::{self, Panic},
};
use crate::{
    extract::{
        Declared, Extraction, Input, Outcome, Reject, RejectReason, Stage,
        encode::{
            EventRecord,
            formats::{EventMessage, Origin},
        },
    },
    settings::{Extract as Limits, Topics},
};

/// The extraction as a function: pure, and called by several threads at once.
pub type Extract = Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync>;

/// Turns messages into outputs. It keeps nothing between messages, and all threads share one.
pub struct Processor {
    extract: Extract,
    /// The topic of events.
    events: Arc<str>,
    /// The topic of dead letters.
    dead_letters: Arc<str>,
    /// A message whose value is longer is not extracted.
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
            return self.reject(message, &self.article_too_large(size));
        }
        let input = input(message);
        // The extraction keeps no state between articles, so nothing half-changed can be seen after a panic.
        match panics::caught(|| (self.extract)(&input)) {
            Ok(Outcome::Emit(extraction)) => self.emit(message, extraction),
            Ok(Outcome::Skip(skip)) => {
                tracing::debug!(partition = %message.partition, offset = message.offset, reason = skip.reason.name(), "{}", skip.message);
                Output { records: Vec::new(), verdict: Verdict::Skipped(skip.reason) }
            }
            Ok(Outcome::Reject(reject)) => self.reject(message, &reject),
            Err(panic) => self.reject_panic(message, &panic),
        }
    }

    fn article_too_large(&self, size: usize) -> Reject {
        let message = format!(
            "the article has {size} bytes, more than the limit of {}; raise extract.max_article_bytes, or shorten the article",
            self.max_article_bytes
        );
        Reject::new(RejectReason::ArticleTooLarge, message)
    }

    fn reject_panic(&self, message: &Message, panic: &Panic) -> Output {
        let said = format!("the extraction panicked: {}; please report it with the article", panic.said);
        let reject = Reject::new(RejectReason::Panic, said);
        let mut output = self.reject(message, &reject);
        output.records.iter_mut().for_each(|letter| dead_letter::add_frames(letter, &panic.frames));
        output
    }

    /// The dead letter of a message.
    pub fn reject(&self, message: &Message, reject: &Reject) -> Output {
        tracing::warn!(
            partition = %message.partition, offset = message.offset, reason = reject.reason.name(), stage = reject.stage.name(),
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
            _ => self.record_too_large(broker),
        };
        // The first attempt goes without the frames of a panic, which the value is worth more than.
        [Carry::Everything, Carry::NoValue]
            .into_iter()
            .map(|carry| self.letter(message, &reject, carry))
            .find(fits)
            .unwrap_or_else(|| self.letter(message, &reject, Carry::Coordinates))
    }

    fn record_too_large(&self, broker: &impl Broker) -> Reject {
        let message = format!(
            "a record exceeds the limit of its topic, {} bytes; {}",
            broker.max_record_bytes(&self.events),
            broker.larger_records()
        );
        Reject::new(RejectReason::RecordTooLarge, message)
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
                let said = format!("an event cannot be written as JSON: {error}; please report it");
                self.reject(message, &Reject::new(RejectReason::EncodeFailed, said))
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

fn input(message: &Message) -> Input<'_> {
    Input {
        bytes: message.value.as_deref(),
        key: message.key.as_deref(),
        received_at: message.time(),
        declared: Declared {
            content_type: message.header("content-type"),
            id: message.header("ce_id"),
            time: message.header("ce_time"),
            source: message.header("ce_source"),
        },
    }
}

fn origin(message: &Message) -> Origin<'_> {
    Origin {
        topic: &message.partition.topic,
        received_at: message.time(),
        headers: message.headers.iter().map(|header| (header.name.as_str(), header.value.as_deref())).collect(),
    }
}

/// The reject that a dead letter reports.
fn restate(output: &Output, reason: RejectReason) -> Reject {
    let message = output.records.iter().find_map(|letter| letter.header(dead_letter::header::EXCEPTION_MESSAGE));
    Reject { reason, stage: Stage::Publish, message: message.unwrap_or_default().to_owned() }
}
