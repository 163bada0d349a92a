//! The way in: the consumer, and what it says while it is polled.

use std::{sync::Arc, time::Duration};

use rdkafka::{
    ClientConfig,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
};

use super::{
    ConnectError,
    config::Configs,
    context::{ConsumerEvents, ConsumerNotes},
    scrub::Scrub,
    wire::Names,
};
use crate::stream::{Message, Partition};

/// What one poll gave.
#[derive(Debug)]
pub(super) enum Polled {
    /// The next message of a partition.
    Message(Message),
    /// The end of a partition was reached. rdkafka reports its number but not its topic.
    End(i32),
    /// The consumer cannot go on.
    Fatal(String),
    /// Something that librdkafka tries again by itself; the context has reported it.
    Passing(KafkaError),
}

/// A consumer, with its reports that have not been handled yet.
pub(super) struct Inlet {
    /// Owned here and nowhere else; closed when it is dropped.
    consumer: BaseConsumer<ConsumerEvents>,
    /// Written by the consumer's context, which runs only while the consumer is polled or closed.
    notes: Arc<ConsumerNotes>,
    /// Every topic name once, so that a million messages share it.
    names: Names,
}

impl Inlet {
    /// A consumer that reads nothing yet.
    pub(super) fn open(config: &ClientConfig, scrub: &Scrub) -> Result<Self, ConnectError> {
        let notes = Arc::new(ConsumerNotes::new(scrub));
        let created = config.create_with_context(ConsumerEvents(Arc::clone(&notes)));
        let consumer = created.map_err(|error| scrub.refused("consumer", &error))?;
        Ok(Self { consumer, notes, names: Names::default() })
    }

    /// The worker's consumer, which joins the group when it is first polled.
    pub(super) fn subscribe(configs: &Configs) -> Result<Self, ConnectError> {
        let inlet = Self::open(&configs.consumer, &configs.scrub)?;
        let topics: Vec<&str> = configs.topics.iter().map(String::as_str).collect();
        inlet.consumer.subscribe(&topics).map_err(|error| configs.scrub.refused("consumer", &error))?;
        Ok(inlet)
    }

    pub(super) fn consumer(&self) -> &BaseConsumer<ConsumerEvents> {
        &self.consumer
    }

    /// What the consumer said.
    pub(super) fn notes(&self) -> &ConsumerNotes {
        &self.notes
    }

    pub(super) fn names(&mut self) -> &mut Names {
        &mut self.names
    }

    /// Waits at most `wait` for a message or a report; `None` if none comes.
    pub(super) fn poll(&mut self, wait: Duration) -> Option<Polled> {
        Some(match self.consumer.poll(wait)? {
            Ok(wire) => Polled::Message(self.names.message(&wire)),
            Err(KafkaError::PartitionEOF(number)) => Polled::End(number),
            Err(KafkaError::MessageConsumptionFatal(code)) => Polled::Fatal(format!("the consumer failed: {code}")),
            Err(error) => Polled::Passing(error),
        })
    }

    /// The partitions that are assigned.
    pub(super) fn assigned(&mut self) -> Result<Vec<Partition>, KafkaError> {
        Ok(self.names.partitions(&self.consumer.assignment()?))
    }
}
