//! librdkafka's log lines and errors in the log of the worker.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use rdkafka::{config::RDKafkaLogLevel, error::KafkaError, types::RDKafkaErrorCode};

use super::lock;

/// A log line of librdkafka, at its own level.
pub(super) fn log(level: RDKafkaLogLevel, fac: &str, message: &str) {
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
#[derive(Debug, Clone, Default)]
pub(super) struct Reporter(Arc<Mutex<BTreeMap<String, Instant>>>);

impl Reporter {
    pub(super) fn report(&self, error: &KafkaError, reason: &str) {
        /// Silence about an error of a kind that has just been reported.
        const SILENCE: Duration = Duration::from_secs(10);
        // The end of a partition is no fault.
        if matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::PartitionEOF)) {
            return;
        }
        let now = Instant::now();
        let mut reported = lock(&self.0);
        let kind = error.to_string();
        if reported.get(&kind).is_none_or(|last| now.duration_since(*last) > SILENCE) {
            tracing::warn!(target: "librdkafka", "{error}: {reason}");
            reported.insert(kind, now);
        }
    }
}
