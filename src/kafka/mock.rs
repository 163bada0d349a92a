//! A Kafka cluster inside this process: librdkafka's own mock, for `dateline demo` and for tests.
//!
//! It knows groups, rebalances and the calls of transactions, but not what they are for: it shows aborted records, drops
//! offsets that are committed in a transaction, and fences nobody. Nothing about exactly-once can be seen on it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
    metadata::{MetadataPartition, MetadataTopic},
    mocking,
    producer::{BaseProducer, DefaultProducerContext, Producer},
};

use super::{
    check::Quiet,
    wire::{headers, outgoing},
};
use crate::stream::Record;

/// How long anything may take in here.
const PATIENCE: Duration = Duration::from_secs(10);

/// A cluster that lives as long as this value.
pub struct MockCluster {
    cluster: mocking::MockCluster<'static, DefaultProducerContext>,
}

/// What went wrong in the cluster.
#[derive(Debug, thiserror::Error)]
#[error("the in-process broker failed: {0}")]
pub struct MockError(#[from] KafkaError);

impl MockCluster {
    /// Starts a cluster of one broker on this machine's loopback address.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start() -> Result<Self, MockError> {
        Ok(Self { cluster: mocking::MockCluster::new(1)? })
    }

    /// Its address.
    pub fn bootstrap_servers(&self) -> String {
        self.cluster.bootstrap_servers()
    }

    /// Makes a topic.
    ///
    /// # Errors
    /// When it is there already.
    pub fn create_topic(&self, topic: &str, partitions: i32) -> Result<(), MockError> {
        Ok(self.cluster.create_topic(topic, partitions, 1)?)
    }

    /// Publishes messages and waits until they are there.
    ///
    /// # Errors
    /// When they are not taken in time.
    pub fn publish(&self, records: &[Record]) -> Result<(), MockError> {
        let producer: BaseProducer = self.config().create()?;
        for record in records {
            producer.send(outgoing(record)).map_err(|(error, _)| error)?;
        }
        Ok(producer.flush(PATIENCE)?)
    }

    /// Everything that a topic holds, partition by partition.
    ///
    /// # Errors
    /// When it cannot be read in time.
    pub fn read(&self, topic: &str) -> Result<Vec<Record>, MockError> {
        let mut config = self.config();
        config.set("group.id", "reader").set("enable.partition.eof", "true").set("auto.offset.reset", "earliest");
        let consumer: BaseConsumer<Quiet> = config.create_with_context(Quiet::default())?;
        let metadata = consumer.fetch_metadata(Some(topic), PATIENCE)?;
        let partitions = metadata.topics().iter().flat_map(MetadataTopic::partitions);
        let mut left: Vec<i32> = partitions.map(MetadataPartition::id).collect();
        let mut all = TopicPartitionList::new();
        for number in &left {
            all.add_partition_offset(topic, *number, Offset::Beginning)?;
        }
        consumer.assign(&all)?;
        let mut found = Vec::new();
        let deadline = Instant::now() + PATIENCE;
        while !left.is_empty() && Instant::now() < deadline {
            match consumer.poll(Duration::from_millis(50)) {
                Some(Ok(message)) => found.push((message.partition(), record(&message))),
                Some(Err(KafkaError::PartitionEOF(number))) => left.retain(|open| *open != number),
                Some(Err(error)) => return Err(error.into()),
                None => {}
            }
        }
        found.sort_by_key(|(number, _)| *number);
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", self.bootstrap_servers());
        config
    }
}

impl std::fmt::Debug for MockCluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MockCluster").field("servers", &self.bootstrap_servers()).finish()
    }
}

fn record(wire: &impl Message) -> Record {
    Record {
        topic: Arc::from(wire.topic()),
        key: wire.key().map(<[u8]>::to_vec),
        value: wire.payload().map(<[u8]>::to_vec),
        headers: headers(wire),
        timestamp: wire.timestamp().to_millis(),
    }
}
