//! The way in: the consumer, and what it says while it is polled.

use std::{sync::Arc, time::Duration};

use rdkafka::{ClientConfig, consumer::BaseConsumer, error::KafkaError};

use super::{ConnectError, context::ConsumerEvents, wire::Names};
use crate::stream::Message;

/// What one poll gave.
#[derive(Debug)]
pub(super) enum Polled {
    /// The next message of a partition.
    Message(Message),
    /// The end of a partition was met. rdkafka tells its number and not its topic.
    End(i32),
    /// The consumer cannot go on.
    Fatal(String),
    /// Something that librdkafka tries again by itself; the context has reported it.
    Passing(KafkaError),
}

/// A consumer.
pub(super) struct Inlet {
    consumer: BaseConsumer<ConsumerEvents>,
    /// Every topic name once, so that a million messages share it.
    names: Names,
}

impl Inlet {
    /// A consumer that reads nothing yet.
    pub(super) fn open(config: &ClientConfig) -> Result<Self, ConnectError> {
        let consumer = config.create_with_context(ConsumerEvents(Arc::default())).map_err(|error| refused(&error))?;
        Ok(Self { consumer, names: Names::default() })
    }

    pub(super) fn consumer(&self) -> &BaseConsumer<ConsumerEvents> {
        &self.consumer
    }

    /// Waits for so long for something; `None` when nothing comes.
    pub(super) fn poll(&mut self, wait: Duration) -> Option<Polled> {
        Some(match self.consumer.poll(wait)? {
            Ok(wire) => Polled::Message(self.names.message(&wire)),
            Err(KafkaError::PartitionEOF(number)) => Polled::End(number),
            Err(KafkaError::MessageConsumptionFatal(code)) => {
                Polled::Fatal(format!("the consumer cannot go on: {code}"))
            }
            Err(error) => Polled::Passing(error),
        })
    }
}

fn refused(error: &KafkaError) -> ConnectError {
    ConnectError::Settings { client: "consumer", reason: error.to_string() }
}
