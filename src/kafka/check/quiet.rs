//! Clients that log nothing by themselves.

use std::sync::{Mutex, PoisonError};

use rdkafka::{
    ClientConfig, ClientContext,
    consumer::{BaseConsumer, ConsumerContext},
    error::{KafkaError, RDKafkaErrorCode},
};

use crate::kafka::{ConnectError, context::is_shut_out};

/// Makes a consumer.
pub(super) fn consumer(config: &ClientConfig) -> Result<BaseConsumer<Quiet>, ConnectError> {
    config
        .create_with_context(Quiet::default())
        .map_err(|error| ConnectError::Settings { client: "consumer", reason: error.to_string() })
}

/// Says nothing by itself: what matters comes as the result of a call. It keeps what explains why none comes.
#[derive(Debug, Default)]
pub(in crate::kafka) struct Quiet(Mutex<Option<Heard>>);

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
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ClientContext for Quiet {
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, reason, "error of the Kafka client");
        // "All brokers are down" follows an error that was reported before it.
        if error.rdkafka_error_code() != Some(RDKafkaErrorCode::AllBrokersDown) {
            let heard = Heard { is_shut_out: is_shut_out(&error), reason: reason.to_owned() };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        }
    }
}

impl ConsumerContext for Quiet {}
