//! What a pool thread does with a message: extract its article, and make the records to publish of the outcome.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Broker, Message, Output, Record, Verdict,
    dead_letter::{self, Carry, dead_letter},
    panics::{self, Panic},
    publish::Publisher,
    sampled::Sampler,
};
use crate::{
    extract::{Declared, Input, InputFormat, Outcome, Reject, RejectReason, Skip, SkipReason, Stage},
    settings::{Extract as Limits, Topics},
};

/// How long no skip is logged for a reason that has just been logged.
const SKIP_SILENCE: Duration = Duration::from_mins(1);

/// The extraction as a function: pure, and called by several threads at once.
pub type Extract = Arc<dyn Fn(&Input<'_>) -> Outcome + Send + Sync>;

/// Turns messages into outputs. It keeps nothing between messages but what was logged, and all threads share one.
pub struct Processor {
    extract: Extract,
    /// Makes the records of what is not a dead letter.
    publisher: Publisher,
    /// The topic of dead letters.
    dead_letters: Arc<str>,
    /// A message whose value is longer is not extracted.
    max_article_bytes: usize,
    /// Which skips are logged.
    skips: Sampler<SkipReason>,
    /// What the values of messages are taken for.
    format: InputFormat,
}

impl fmt::Debug for Processor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Processor").field("publisher", &self.publisher).finish_non_exhaustive()
    }
}

impl Processor {
    /// A processor that publishes to these topics.
    pub fn new(extract: Extract, topics: &Topics, limits: &Limits) -> Self {
        Self {
            extract,
            publisher: Publisher::new(topics),
            dead_letters: topics.dead_letters.as_str().into(),
            max_article_bytes: limits.max_article_bytes,
            skips: Sampler::new(SKIP_SILENCE),
            format: InputFormat::default(),
        }
    }

    /// The same processor, which takes the values of messages for this.
    #[must_use]
    pub fn with_format(self, format: InputFormat) -> Self {
        Self { format, ..self }
    }

    /// What comes of a message. A panic of the extraction ends in a dead letter.
    pub fn process(&self, message: &Message) -> Output {
        let size = message.value.as_ref().map_or(0, Vec::len);
        if size > self.max_article_bytes {
            return self.reject(message, &self.article_too_large(size));
        }
        let input = self.input(message);
        // The extraction keeps no state between articles, so nothing half-changed can be seen after a panic.
        match panics::caught(|| (self.extract)(&input)) {
            Ok(Outcome::Emit(extraction)) => {
                let made = self.publisher.article(message, extraction);
                made.unwrap_or_else(|error| self.reject_unwritable(message, &error))
            }
            Ok(Outcome::Skip(skip)) => {
                self.log_skip(message, &skip);
                let made = self.publisher.skip(message, &skip);
                made.unwrap_or_else(|error| self.reject_unwritable(message, &error))
            }
            Ok(Outcome::Reject(reject)) => self.reject(message, &reject),
            Err(panic) => self.reject_panic(message, &panic),
        }
    }

    fn input<'a>(&self, message: &'a Message) -> Input<'a> {
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
            format: self.format,
        }
    }

    /// Logs a sample of the skips at `info`, and the others at `debug`.
    fn log_skip(&self, message: &Message, skip: &Skip) {
        let (partition, offset, reason) = (&message.partition, message.offset, skip.reason.name());
        if let Some(left_out) = self.skips.takes(skip.reason, Instant::now()) {
            tracing::info!(%partition, offset, reason, left_out, "skipped: {}", skip.message);
        } else {
            tracing::debug!(%partition, offset, reason, "skipped: {}", skip.message);
        }
    }

    fn article_too_large(&self, size: usize) -> Reject {
        let message = format!(
            "the article has {size} bytes, more than the limit of {}; raise extract.max_article_bytes, or shorten the article",
            self.max_article_bytes
        );
        Reject::new(RejectReason::ArticleTooLarge, message)
    }

    fn reject_unwritable(&self, message: &Message, error: &serde_json::Error) -> Output {
        let said = format!("a record cannot be written as JSON: {error}; please report it");
        self.reject(message, &Reject::new(RejectReason::EncodeFailed, said))
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
        let output = self.publisher.shorten(message, output, |topic| broker.max_record_bytes(topic));
        let Some(too_large) = output.records.iter().find(|record| !takes(record)) else { return output };
        let reject = match output.verdict {
            Verdict::DeadLettered(reason) => restate(&output, reason),
            _ => record_too_large(&too_large.topic, broker),
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
        Output::new(vec![record], Verdict::DeadLettered(reject.reason))
    }
}

fn record_too_large(topic: &str, broker: &impl Broker) -> Reject {
    let message = format!(
        "a record exceeds the limit of the topic {topic}, {} bytes; {}",
        broker.max_record_bytes(topic),
        broker.larger_records()
    );
    Reject::new(RejectReason::RecordTooLarge, message)
}

/// The reject that a dead letter reports.
fn restate(output: &Output, reason: RejectReason) -> Reject {
    let message = output.records.iter().find_map(|letter| letter.header(dead_letter::header::EXCEPTION_MESSAGE));
    Reject { reason, stage: Stage::Publish, message: message.unwrap_or_default().to_owned() }
}
