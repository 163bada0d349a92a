//! librdkafka's log lines and errors in the log of the worker.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{config::RDKafkaLogLevel, error::KafkaError, types::RDKafkaErrorCode};

use crate::{kafka::scrub::Scrub, stream::Sampler};

/// Silence about an error of a kind that has just been reported.
const SILENCE: Duration = Duration::from_secs(10);

/// A log line of librdkafka, at its own level.
pub(in crate::kafka) fn log(scrub: &Scrub, level: RDKafkaLogLevel, fac: &str, message: &str) {
    let message = scrub.text(message);
    match level {
        RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical | RDKafkaLogLevel::Error => {
            tracing::error!(target: "librdkafka", fac, "{message}");
        }
        RDKafkaLogLevel::Warning => tracing::warn!(target: "librdkafka", fac, "{message}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => tracing::info!(target: "librdkafka", fac, "{message}"),
        RDKafkaLogLevel::Debug => tracing::debug!(target: "librdkafka", fac, "{message}"),
    }
}

/// Reports each kind of error once in a while: while a broker is away, librdkafka reports it thousands of times.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    /// Which errors of each kind are reported.
    sampler: Arc<Sampler<String>>,
    /// Knows the values that must not be printed.
    scrub: Scrub,
}

impl Default for Reporter {
    fn default() -> Self {
        Self::new(&Scrub::default())
    }
}

impl Reporter {
    pub(super) fn new(scrub: &Scrub) -> Self {
        Self { sampler: Arc::new(Sampler::new(SILENCE)), scrub: scrub.clone() }
    }

    /// What librdkafka said, without values that must not be printed.
    pub(super) fn scrubbed(&self, reason: &str) -> String {
        self.scrub.text(reason).into_owned()
    }

    pub(super) fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(&self.scrub, level, fac, message);
    }

    pub(super) fn report(&self, error: &KafkaError, reason: &str) {
        // The end of a partition is no fault.
        if matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::PartitionEOF)) {
            return;
        }
        if self.sampler.takes(error.to_string(), Instant::now()).is_some() {
            tracing::warn!(target: "librdkafka", "{error}: {}", self.scrub.text(reason));
        }
    }
}
