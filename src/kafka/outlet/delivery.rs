//! Records into the producer's queue, and the wait until they are delivered.

use std::time::Instant;

use rdkafka::{producer::Producer as _, types::RDKafkaErrorCode};

use super::{Outlet, QUANTUM};
use crate::{
    kafka::{context::Undelivered, wire::outgoing},
    stream::{Failure, Record},
};

impl Outlet {
    /// Puts a record into the producer's queue, as soon as there is room.
    pub(super) fn send_one(&mut self, record: &Record) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        let mut wire = outgoing(record);
        loop {
            match self.producer.client().send(wire) {
                Ok(()) => return Ok(()),
                Err((error, back)) if error.rdkafka_error_code() == Some(RDKafkaErrorCode::QueueFull) => {
                    if Instant::now() > deadline {
                        return Err(Failure::Abort("the producer's queue stays full".to_owned()));
                    }
                    self.producer.poll(QUANTUM);
                    wire = back;
                }
                Err((error, _)) => {
                    let error = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown);
                    return Err(self.undeliverable(&[Undelivered {
                        topic: record.topic.to_string(),
                        bytes: record.size(),
                        error,
                    }]));
                }
            }
        }
    }

    /// Waits until every record is delivered or has failed.
    pub(super) fn drain(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        while self.producer.client().in_flight_count() > 0 {
            if Instant::now() > deadline {
                self.is_spent = true;
                return Err(Failure::Abort("the broker did not acknowledge the records in time".to_owned()));
            }
            self.producer.poll(QUANTUM);
        }
        let undelivered = self.producer.notes().take();
        if undelivered.is_empty() { Ok(()) } else { Err(self.undeliverable(&undelivered)) }
    }

    /// Lowers the limit of the topic whose record was too large. Records share a batch and its fate; the largest is the one.
    pub(super) fn learn(&self, undelivered: &[Undelivered]) {
        let too_large = undelivered.iter().filter(|record| record.error == RDKafkaErrorCode::MessageSizeTooLarge);
        if let Some(largest) = too_large.max_by_key(|record| record.bytes) {
            self.limits.learn(&largest.topic, largest.bytes);
        }
    }

    /// The failure that undelivered records amount to, whether librdkafka refused them at once or reported them later.
    fn undeliverable(&mut self, undelivered: &[Undelivered]) -> Failure {
        self.learn(undelivered);
        // A record that timed out may still reach the broker after the abort, and would stay there in a transaction that nobody
        // ends. A new producer has another epoch, and the broker refuses what the old one sent.
        self.is_spent |= undelivered.iter().any(|record| record.error != RDKafkaErrorCode::MessageSizeTooLarge);
        let told = |record: &Undelivered| {
            let count = undelivered.iter().filter(|other| other.topic == record.topic).count();
            format!("cannot deliver {count} records to {}: {}", record.topic, record.error)
        };
        if let Some(record) = undelivered.iter().find(|record| is_forbidden(record.error)) {
            return Failure::Refused(format!("{}; grant Write and Describe on the topic", told(record)));
        }
        self.is_dropped |= undelivered.iter().any(|record| is_dropped(record.error));
        let first = undelivered.iter().find(|record| !is_dropped(record.error)).or(undelivered.first());
        self.producer.fatal_error().unwrap_or_else(|| Failure::Abort(first.map(told).unwrap_or_default()))
    }
}

/// Whether this user may not write to the topic.
fn is_forbidden(error: RDKafkaErrorCode) -> bool {
    error == RDKafkaErrorCode::TopicAuthorizationFailed
}

/// Whether librdkafka did not try to deliver the record, because its transaction has failed.
fn is_dropped(error: RDKafkaErrorCode) -> bool {
    matches!(error, RDKafkaErrorCode::State | RDKafkaErrorCode::PurgeQueue | RDKafkaErrorCode::PurgeInflight)
}
