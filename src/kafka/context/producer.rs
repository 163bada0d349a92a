//! What the producer says: records that were not delivered, errors.

use std::sync::{Arc, Mutex};

use rdkafka::{
    ClientContext, Message, Statistics, config::RDKafkaLogLevel, error::KafkaError, message::DeliveryResult,
    producer::ProducerContext, types::RDKafkaErrorCode,
};

use super::{KnownBrokers, is_shut_out, lock, log::Reporter};
use crate::kafka::scrub::Scrub;

/// A record that the broker did not take.
#[derive(Debug)]
pub(in crate::kafka) struct Undelivered {
    pub(in crate::kafka) topic: String,
    /// The bytes of its key and value.
    pub(in crate::kafka) bytes: usize,
    pub(in crate::kafka) error: RDKafkaErrorCode,
}

/// The producer's context: the records that could not be delivered since the last call of `take`.
#[derive(Debug, Clone, Default)]
pub(in crate::kafka) struct ProducerEvents {
    /// The records that could not be delivered since the last call of `take`.
    undelivered: Arc<Mutex<Vec<Undelivered>>>,
    /// Why the brokers do not let this user in.
    refused: Arc<Mutex<Option<String>>>,
    /// The brokers that it knows.
    brokers: KnownBrokers,
    /// Reports errors to the log.
    reporter: Reporter,
}

impl ProducerEvents {
    pub(in crate::kafka) fn new(scrub: &Scrub) -> Self {
        Self { reporter: Reporter::new(scrub), ..Self::default() }
    }

    pub(in crate::kafka) fn take_refusal(&self) -> Option<String> {
        lock(&self.refused).take()
    }

    /// Whether the producer knows no broker any more: only a new one will connect again.
    pub(in crate::kafka) fn has_no_broker(&self) -> bool {
        self.brokers.are_none()
    }

    pub(in crate::kafka) fn take(&self) -> Vec<Undelivered> {
        std::mem::take(&mut *lock(&self.undelivered))
    }
}

impl ClientContext for ProducerEvents {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        self.reporter.log(level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if is_shut_out(&error) {
            *lock(&self.refused) = Some(self.reporter.scrubbed(reason));
        }
        self.reporter.report(&error, reason);
    }

    fn stats(&self, statistics: Statistics) {
        self.brokers.take_report(&statistics);
    }
}

impl ProducerContext for ProducerEvents {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, message)) = result {
            lock(&self.undelivered).push(Undelivered {
                topic: message.topic().to_owned(),
                bytes: message.key_len() + message.payload_len(),
                error: error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown),
            });
        }
    }
}
