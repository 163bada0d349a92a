//! Positions at the broker: seeks, requests for committed positions, and their marks.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
};

use super::{context::ConsumerEvents, outlet::ABSENCE};
use crate::{
    stream::{Failure, Mark, Marks, Partition, Position},
    telemetry::health::Health,
};

/// How long a question to the broker may take.
const QUESTION: Duration = Duration::from_secs(10);
/// How long a request is repeated.
const PATIENCE: Duration = Duration::from_mins(1);
/// The pause between.
const PAUSE: Duration = Duration::from_millis(200);

/// The positions as librdkafka takes them, with their marks as the metadata of the commit.
pub(super) fn list(positions: &[Position], marks: &Marks) -> Result<TopicPartitionList, Failure> {
    let mut list = TopicPartitionList::with_capacity(positions.len());
    for position in positions {
        let (topic, number) = (&position.partition.topic, position.partition.number);
        let mut element = list.add_partition(topic, number);
        element
            .set_offset(Offset::Offset(position.offset))
            .map_err(|error| Failure::Fatal(format!("cannot represent the position {position:?}: {error}")))?;
        if let Some(mark) = marks.get(&position.partition) {
            element.set_metadata(mark.to_string());
        }
    }
    Ok(list)
}

/// Consumes on from these positions.
pub(super) fn seek(consumer: &BaseConsumer<ConsumerEvents>, positions: &[Position]) -> Result<(), Failure> {
    if positions.is_empty() {
        return Ok(());
    }
    let deadline = Instant::now() + PATIENCE;
    loop {
        let reason = match consumer.seek_partitions(list(positions, &Marks::new())?, QUESTION) {
            Ok(sought) => match sought.elements().iter().find_map(|element| element.error().err()) {
                None => return Ok(()),
                Some(error) => error.to_string(),
            },
            Err(error) => error.to_string(),
        };
        if Instant::now() > deadline {
            return Err(Failure::Fatal(format!("cannot seek to the committed position: {reason}")));
        }
        std::thread::sleep(PAUSE);
    }
}

/// The positions that are committed at the broker; the given one where there is none. A broker that is away is waited for.
pub(super) fn committed(
    consumer: &BaseConsumer<ConsumerEvents>,
    health: &Health,
    positions: Vec<Position>,
) -> Result<Vec<Position>, Failure> {
    if positions.is_empty() {
        return Ok(positions);
    }
    let partitions = positions.iter().map(|position| &position.partition);
    let question = || {
        health.tick();
        consumer.committed_offsets(partition_list(partitions.clone()), QUESTION)
    };
    let found = ask_for(ABSENCE, question)
        .map_err(|reason| Failure::Fatal(format!("cannot read the committed positions: {reason}")))?;
    let corrected = positions.into_iter().map(|position| {
        let element = found.find_partition(&position.partition.topic, position.partition.number);
        match element.map(|element| element.offset()) {
            Some(Offset::Offset(offset)) => Position { offset, ..position },
            _ => position,
        }
    });
    Ok(corrected.collect())
}

/// The marks stored with the committed positions of these partitions.
pub(super) fn marks(
    consumer: &BaseConsumer<ConsumerEvents>,
    health: &Health,
    partitions: &BTreeSet<Partition>,
) -> Result<Marks, String> {
    let found = ask(|| {
        health.tick();
        consumer.committed_offsets(partition_list(partitions.iter()), QUESTION)
    })?;
    let read = |partition: &Partition| {
        let element = found.find_partition(&partition.topic, partition.number)?;
        // rdkafka panics on what is not UTF-8, which is nothing that a worker has put there.
        let text = catch_unwind(AssertUnwindSafe(|| element.metadata().to_owned())).ok()?;
        Some((partition.clone(), Mark::parse(&text)?))
    };
    Ok(partitions.iter().filter_map(read).collect())
}

/// The assigned partitions, where those that have no committed position begin at the first message of that time or later.
pub(super) fn start_at(
    consumer: &BaseConsumer<ConsumerEvents>,
    assigned: &TopicPartitionList,
    time: Timestamp,
) -> Result<TopicPartitionList, String> {
    let times = without_position(consumer, assigned, time)?;
    let mut start = assigned.clone();
    if times.count() < assigned.count() {
        tracing::info!(
            partitions = assigned.count() - times.count(),
            "the group has committed offsets and continues there, not at the given time; use another kafka.group_id to start at the time"
        );
    }
    if times.count() == 0 {
        return Ok(start);
    }
    let found = ask(|| consumer.offsets_for_times(times.clone(), QUESTION))?;
    for element in found.elements() {
        start
            .set_partition_offset(element.topic(), element.partition(), element.offset())
            .map_err(|error| error.to_string())?;
    }
    Ok(start)
}

/// The partitions that have no committed position, with the time in place of an offset.
fn without_position(
    consumer: &BaseConsumer<ConsumerEvents>,
    assigned: &TopicPartitionList,
    time: Timestamp,
) -> Result<TopicPartitionList, String> {
    let committed = ask(|| consumer.committed_offsets(assigned.clone(), QUESTION))?;
    let mut times = TopicPartitionList::new();
    for element in committed.elements().iter().filter(|element| !matches!(element.offset(), Offset::Offset(_))) {
        let at = Offset::Offset(time.as_millisecond().max(0));
        times.add_partition_offset(element.topic(), element.partition(), at).map_err(|error| error.to_string())?;
    }
    Ok(times)
}

/// Partitions as librdkafka takes them, without positions.
pub(super) fn partition_list<'a>(partitions: impl Iterator<Item = &'a Partition>) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for partition in partitions {
        list.add_partition(&partition.topic, partition.number);
    }
    list
}

/// Asks until there is an answer or a minute has passed.
pub(super) fn ask<T>(question: impl Fn() -> Result<T, KafkaError>) -> Result<T, String> {
    ask_for(PATIENCE, question)
}

/// Asks until there is an answer or the patience is at its end.
fn ask_for<T>(patience: Duration, question: impl Fn() -> Result<T, KafkaError>) -> Result<T, String> {
    let deadline = Instant::now() + patience;
    loop {
        match question() {
            Ok(answer) => return Ok(answer),
            Err(error) if Instant::now() > deadline => return Err(error.to_string()),
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}
