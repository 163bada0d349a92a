//! The topic of dead letters, read from where a run has come to until its end.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
    metadata::MetadataPartition,
};

use super::ReplayError;
use crate::{
    kafka::{
        config::Configs,
        context::ConsumerEvents,
        inlet::{Inlet, Polled},
        positions::ask,
    },
    stream::{Failure, Letter, Partition, Position},
};

/// How long an answer of the broker may take.
const QUESTION: Duration = Duration::from_secs(10);
/// How long the broker may say nothing at all.
const SILENCE: Duration = Duration::from_mins(1);

/// The topic of dead letters.
pub(super) struct Reader {
    /// Assigned to all partitions of the topic, in no group.
    inlet: Inlet,
    /// Partitions that have not been read to their end.
    open: BTreeSet<i32>,
    /// Next offset of each partition that was read from.
    positions: Vec<Position>,
}

impl Reader {
    pub(super) fn open(configs: &Configs, topic: &str) -> Result<Self, ReplayError> {
        let mut config = configs.consumer.clone();
        config.set("allow.auto.create.topics", "false").set("statistics.interval.ms", "0");
        let inlet = Inlet::open(&config, &configs.scrub)?;
        let open = partitions(inlet.consumer(), topic)?;
        let start = start(inlet.consumer(), topic, &open)?;
        inlet.consumer().assign(&start).map_err(|error| silent(&error))?;
        Ok(Self { inlet, open, positions: Vec::new() })
    }

    pub(super) fn consumer(&self) -> &BaseConsumer<ConsumerEvents> {
        self.inlet.consumer()
    }

    /// Where the partitions go on of which something was read.
    pub(super) fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// The next letter; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Letter>, ReplayError> {
        let mut asked = Instant::now();
        while !self.open.is_empty() {
            match self.inlet.poll(Duration::from_millis(100)) {
                Some(Polled::Message(carrier)) => {
                    // What came after the end was reached is for the next run: a letter that was sent back and put aside
                    // again must not go in circles.
                    if self.open.contains(&carrier.partition.number) {
                        self.move_to(carrier.partition.clone(), carrier.offset + 1);
                        return Ok(Some(Letter::read(carrier)));
                    }
                }
                Some(Polled::End(number)) => {
                    self.open.remove(&number);
                    asked = Instant::now();
                }
                Some(Polled::Fatal(reason)) => return Err(Failure::Fatal(reason).into()),
                Some(Polled::Passing(error)) if asked.elapsed() > SILENCE => return Err(silent(&error)),
                None if asked.elapsed() > SILENCE => {
                    return Err(ReplayError::Silent(format!("no message for {} s", SILENCE.as_secs())));
                }
                Some(Polled::Passing(_)) | None => {}
            }
        }
        Ok(None)
    }

    fn move_to(&mut self, partition: Partition, offset: i64) {
        match self.positions.iter_mut().find(|position| position.partition == partition) {
            Some(position) => position.offset = offset,
            None => self.positions.push(Position { partition, offset }),
        }
    }
}

/// The partitions of the topic: at least one.
fn partitions(consumer: &BaseConsumer<ConsumerEvents>, topic: &str) -> Result<BTreeSet<i32>, ReplayError> {
    let metadata = consumer.fetch_metadata(Some(topic), QUESTION).map_err(|error| silent(&error))?;
    let found = metadata.topics().first().filter(|found| found.error().is_none());
    let numbers: BTreeSet<i32> = found.iter().flat_map(|found| found.partitions()).map(MetadataPartition::id).collect();
    if numbers.is_empty() { Err(ReplayError::NoTopic(topic.to_owned())) } else { Ok(numbers) }
}

/// Where the run has come to in each partition, or else its beginning.
fn start(
    consumer: &BaseConsumer<ConsumerEvents>,
    topic: &str,
    numbers: &BTreeSet<i32>,
) -> Result<TopicPartitionList, ReplayError> {
    let mut start = TopicPartitionList::new();
    for number in numbers {
        start.add_partition(topic, *number);
    }
    let committed = ask(|| consumer.committed_offsets(start.clone(), QUESTION)).map_err(ReplayError::Silent)?;
    for number in numbers {
        let found = committed.find_partition(topic, *number).map(|element| element.offset());
        let from = found.filter(|offset| matches!(offset, Offset::Offset(_))).unwrap_or(Offset::Beginning);
        start.set_partition_offset(topic, *number, from).map_err(|error| silent(&error))?;
    }
    Ok(start)
}

fn silent(error: &KafkaError) -> ReplayError {
    ReplayError::Silent(error.to_string())
}
