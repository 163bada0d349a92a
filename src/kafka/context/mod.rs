//! Callbacks of librdkafka: rebalances, statistics, errors, deliveries. Each is only recorded here and handled
//! by the thread's loop, which has the whole state.

mod consumer;
mod log;
mod producer;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use rdkafka::{Statistics, error::KafkaError, types::RDKafkaErrorCode};

pub(super) use consumer::{ConsumerEvents, ConsumerNotes, Rebalance};
pub(super) use log::log;
pub(super) use producer::{ProducerEvents, Undelivered};

/// Whether no connection comes about because the password, the certificate or the security protocol is wrong.
pub(super) fn is_shut_out(error: &KafkaError) -> bool {
    matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::Authentication | RDKafkaErrorCode::SSL))
}

/// Reports of the statistics without a broker after which a client is replaced. While one broker goes and another comes, a report may
/// list none.
const REPORTS: u32 = 2;

/// The brokers that a client still knows, according to its statistics. If a broker that starts or stops returns an empty list,
/// librdkafka drops all of them, also those of the configuration, and never connects again (confluentinc/librdkafka#5301).
#[derive(Debug, Clone, Default)]
pub(super) struct KnownBrokers(Arc<AtomicU32>);

impl KnownBrokers {
    fn take_report(&self, statistics: &Statistics) {
        let is_broker = |source: &str| matches!(source, "configured" | "learned");
        if statistics.brokers.values().any(|broker| is_broker(&broker.source)) {
            self.0.store(0, Ordering::Relaxed);
        } else {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the client has nobody left to ask.
    fn are_none(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= REPORTS
    }
}

/// A panic elsewhere while it was held leaves the notes usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
