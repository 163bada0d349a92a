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

/// Statistics without a broker that make a client be made anew. Between two brokers one report may list none.
const REPORTS: u32 = 2;

/// Whether a client still knows a broker, according to its statistics. librdkafka forgets all of them, also those that it was
/// configured with, when a broker that starts or stops answers with an empty list, and then never connects again
/// (confluentinc/librdkafka#5301).
#[derive(Debug, Clone, Default)]
pub(super) struct Acquaintance(Arc<AtomicU32>);

impl Acquaintance {
    /// Takes a report.
    fn look(&self, statistics: &Statistics) {
        let is_broker = |source: &str| matches!(source, "configured" | "learned");
        if statistics.brokers.values().any(|broker| is_broker(&broker.source)) {
            self.0.store(0, Ordering::Relaxed);
        } else {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the client has nobody left to ask.
    fn is_lost(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= REPORTS
    }
}

/// A panic elsewhere while it was held leaves the notes usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
