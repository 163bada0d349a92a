//! Callbacks of librdkafka: rebalances, statistics, errors, deliveries. Each is only recorded here and handled
//! by the thread's loop, which has the whole state.

mod consumer;
mod log;
mod producer;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rdkafka::{error::KafkaError, types::RDKafkaErrorCode};

pub(super) use consumer::{ConsumerEvents, ConsumerNotes, Rebalance};
pub(super) use log::log;
pub(super) use producer::{ProducerEvents, Undelivered};

/// Whether no connection comes about because the password, the certificate or the security protocol is wrong.
pub(super) fn is_shut_out(error: &KafkaError) -> bool {
    matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::Authentication | RDKafkaErrorCode::SSL))
}

/// A panic elsewhere while it was held leaves the notes usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
