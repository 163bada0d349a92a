//! Clients that log nothing by themselves.

use std::sync::{Mutex, PoisonError};

use rdkafka::{
    ClientConfig, ClientContext,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, ConsumerContext},
    error::{KafkaError, RDKafkaErrorCode},
};

use crate::kafka::{
    ConnectError,
    context::{is_shut_out, log},
    scrub::Scrub,
};

/// Makes a consumer.
pub(super) fn consumer(config: &ClientConfig, scrub: &Scrub) -> Result<BaseConsumer<Quiet>, ConnectError> {
    let quiet = Quiet { scrub: scrub.clone(), ..Quiet::default() };
    config.create_with_context(quiet).map_err(|error| scrub.refused("consumer", &error))
}

/// Says nothing by itself: what matters comes as the result of a call. It keeps what explains why none comes.
#[derive(Debug, Default)]
pub(in crate::kafka) struct Quiet {
    heard: Mutex<Option<Heard>>,
    /// Knows the values that must not be printed.
    scrub: Scrub,
}

/// An error that the client met.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    /// Whether the brokers let this user not in.
    pub(super) is_shut_out: bool,
    /// What librdkafka said.
    pub(super) reason: String,
}

impl Quiet {
    /// The last error.
    pub(super) fn heard(&self) -> Option<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ClientContext for Quiet {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(&self.scrub, level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let reason = self.scrub.text(reason);
        tracing::debug!(%error, %reason, "error of the Kafka client");
        // "All brokers are down" follows an error that was reported before it.
        if error.rdkafka_error_code() != Some(RDKafkaErrorCode::AllBrokersDown) {
            let heard = Heard { is_shut_out: is_shut_out(&error), reason: reason.into_owned() };
            *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        }
    }
}

impl ConsumerContext for Quiet {}
