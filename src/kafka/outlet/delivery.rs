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
    pub(super) fn send_one(&self, record: &Record) -> Result<(), Failure> {
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
                    if error.rdkafka_error_code() == Some(RDKafkaErrorCode::MessageSizeTooLarge) {
                        self.limits.learn(&record.topic, record.size());
                    }
                    return Err(self.producer.fatal_error().unwrap_or_else(|| Failure::Abort(error.to_string())));
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
        self.weigh_undelivered(&undelivered)
    }

    /// The failure that the undelivered records amount to, if any.
    fn weigh_undelivered(&mut self, undelivered: &[Undelivered]) -> Result<(), Failure> {
        let too_large = undelivered.iter().filter(|record| record.error == RDKafkaErrorCode::MessageSizeTooLarge);
        // Records share a batch and its fate; the largest is the one that was too large.
        if let Some(largest) = too_large.max_by_key(|record| record.bytes) {
            self.limits.learn(&largest.topic, largest.bytes);
        }
        // A record that timed out may still reach the broker after the abort, and would stay there in a transaction that nobody
        // ends. A new producer has another epoch, and the broker refuses what the old one sent.
        self.is_spent |= undelivered.iter().any(|record| record.error != RDKafkaErrorCode::MessageSizeTooLarge);
        let Some(first) = undelivered.first() else { return Ok(()) };
        Err(self.producer.fatal_error().unwrap_or_else(|| {
            let remedy = match first.error {
                RDKafkaErrorCode::TopicAuthorizationFailed => "; grant Write and Describe on the topic",
                _ => "",
            };
            let count = undelivered.len();
            Failure::Abort(format!("cannot deliver {count} records to {}: {}{remedy}", first.topic, first.error))
        }))
    }
}
