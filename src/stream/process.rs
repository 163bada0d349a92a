//! What a pool thread does with an article: extract, and make of the outcome the records to publish.

use std::{fmt, sync::Arc};

use jiff::Timestamp;

use super::{
    Article, Header, Record,
    dead_letter::{self, Carry, dead_letter},
    panics::{self, Panic},
};
use crate::{
    extract::{Extraction, Input, Outcome, Reject, RejectReason, SkipReason, Stage, encode::EventRecord},
    rfc3339,
    settings::{Extract as Limits, Topics},
};

/// The extraction as a function: pure, and called by many threads at once.
pub type Extract = Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync>;

/// The type of the published messages (`ce_type`).
pub const EVENT_TYPE: &str = "dateline.event.v1";

/// What came of an article.
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

/// What came of an article, for the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Events of these types.
    Emitted(Vec<String>),
    /// Nothing, and for this reason that is no fault.
    Skipped(SkipReason),
    /// A dead letter, for this reason.
    DeadLettered(RejectReason),
}

/// Turns articles into outputs.
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

    /// What comes of an article. A panic of the extraction ends in a dead letter.
    pub fn process(&self, article: &Article) -> Output {
        let size = article.value.as_ref().map_or(0, Vec::len);
        if size > self.max_article_bytes {
            let message = format!(
                "the article has {size} bytes, the limit is {}; raise extract.max_article_bytes or shorten it",
                self.max_article_bytes
            );
            return self.reject(article, &Reject::new(RejectReason::ArticleTooLarge, message));
        }
        let input = Input {
            bytes: article.value.as_deref(),
            key: article.key.as_deref(),
            received_at: article.timestamp.and_then(|millis| Timestamp::from_millisecond(millis).ok()),
        };
        // The extraction keeps no state between articles, so nothing half-changed can be seen after a panic.
        match panics::caught(|| (self.extract)(&input)) {
            Ok(Outcome::Emit(extraction)) => self.emit(article, extraction),
            Ok(Outcome::Skip(skip)) => {
                tracing::debug!(partition = %article.partition, offset = article.offset, reason = skip.reason.name(), "{}", skip.message);
                Output { records: Vec::new(), verdict: Verdict::Skipped(skip.reason) }
            }
            Ok(Outcome::Reject(reject)) => self.reject(article, &reject),
            Err(Panic { message, frames }) => {
                let message = format!("the extraction panicked: {message}; please report it with the article");
                let mut output = self.reject(article, &Reject::new(RejectReason::Panic, message));
                output.records.iter_mut().for_each(|letter| dead_letter::add_frames(letter, &frames));
                output
            }
        }
    }

    /// The dead letter of an article.
    pub fn reject(&self, article: &Article, reject: &Reject) -> Output {
        tracing::warn!(
            partition = %article.partition, offset = article.offset, reason = reject.reason.name(), stage = reject.stage.name(),
            "dead letter: {}", reject.message
        );
        self.letter(article, reject, Carry::Everything)
    }

    /// The same output in records that are not larger than the topics take.
    pub fn fit(&self, article: &Article, output: Output, max_bytes: impl Fn(&str) -> usize) -> Output {
        let fits = |output: &Output| output.records.iter().all(|record| record.size() <= max_bytes(&record.topic));
        if fits(&output) {
            return output;
        }
        let reject = match output.verdict {
            Verdict::DeadLettered(reason) => restate(&output, reason),
            _ => Reject::new(
                RejectReason::RecordTooLarge,
                format!(
                    "a record is larger than the topic takes, {} bytes; raise message.max.bytes in [kafka.producer] and on the topic",
                    max_bytes(&self.events)
                ),
            ),
        };
        // The first attempt goes without the frames of a panic, which the value is worth more than.
        [Carry::Everything, Carry::NoValue]
            .into_iter()
            .map(|carry| self.letter(article, &reject, carry))
            .find(fits)
            .unwrap_or_else(|| self.letter(article, &reject, Carry::Coordinates))
    }

    fn letter(&self, article: &Article, reject: &Reject, carry: Carry) -> Output {
        let record = dead_letter(&self.dead_letters, article, reject, carry);
        Output { records: vec![record], verdict: Verdict::DeadLettered(reject.reason) }
    }

    fn emit(&self, article: &Article, extraction: Extraction) -> Output {
        let now = Timestamp::now();
        let types = extraction.records.iter().map(|event| event.event_type.clone()).collect();
        // Each event is dropped when it is written: a long article has thousands.
        let records: Result<Vec<Record>, serde_json::Error> =
            extraction.records.into_iter().map(|event| self.event(article, &event, now)).collect();
        match records {
            Ok(records) => Output { records, verdict: Verdict::Emitted(types) },
            Err(error) => {
                let message = format!("an event could not be written as JSON: {error}; please report it");
                self.reject(article, &Reject::new(RejectReason::EncodeFailed, message))
            }
        }
    }

    fn event(&self, article: &Article, event: &EventRecord, now: Timestamp) -> Result<Record, serde_json::Error> {
        let mut value = serde_json::to_vec(event)?;
        // It was grown by doubling, and may wait for a while.
        value.shrink_to_fit();
        Ok(Record {
            topic: Arc::clone(&self.events),
            key: Some(event.event_id.clone().into_bytes()),
            value: Some(value),
            headers: event_headers(article, event, now),
            timestamp: Some(now.as_millisecond()),
        })
    }
}

/// `CloudEvents` in the binary mode of its Kafka binding, and the trace context of the article.
fn event_headers(article: &Article, event: &EventRecord, now: Timestamp) -> Vec<Header> {
    let received = article.timestamp.and_then(|millis| Timestamp::from_millisecond(millis).ok()).map(rfc3339::millis);
    let time = event.published_at.clone().or(received);
    let mut headers = vec![
        Header::text("ce_specversion", "1.0"),
        Header::text("ce_id", event.event_id.as_str()),
        Header::text("ce_source", format!("/dateline/{}", article.partition.topic)),
        Header::text("ce_type", EVENT_TYPE),
    ];
    headers.extend(time.map(|time| Header::text("ce_time", time)));
    headers.push(Header::text("ce_recordedtime", rfc3339::millis(now)));
    headers.push(Header::text("content-type", "application/json"));
    let traced = |header: &&Header| matches!(&*header.name, "traceparent" | "tracestate");
    headers.extend(article.headers.iter().filter(traced).cloned());
    headers
}

/// The reject that a dead letter tells.
fn restate(output: &Output, reason: RejectReason) -> Reject {
    let mut headers = output.records.iter().flat_map(|record| record.headers.iter().rev());
    let message = headers.find(|header| header.name == "__connect.errors.exception.message");
    let message = message.and_then(|header| header.value.as_deref()).unwrap_or_default();
    Reject { reason, stage: Stage::Publish, message: String::from_utf8_lossy(message).into_owned() }
}
