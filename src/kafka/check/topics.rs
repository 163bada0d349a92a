//! Whether the topics exist, and whether the input topics may be read.

use std::time::{Duration, Instant};

use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    metadata::{Metadata, MetadataTopic},
};

use super::{Finding, PATIENCE, quiet::Quiet};
use crate::settings::{Topics, topics};

/// The input topics that there are, with a finding for each expression.
pub(super) fn inputs(entries: &[String], metadata: &Metadata, findings: &mut Vec<Finding>) -> Vec<String> {
    let mut inputs = Vec::new();
    for entry in entries {
        inputs.extend(named(entry, metadata));
        if topics::is_expression(entry) {
            findings.push(matching(entry, metadata));
        }
    }
    inputs
}

/// The output topics that there are, with a finding for each that there should be.
pub(super) fn outputs<'a>(topics: &'a Topics, metadata: &Metadata, findings: &mut Vec<Finding>) -> Vec<&'a str> {
    let wanted = [Some(&topics.events), Some(&topics.dead_letters), topics.annotated.as_ref()];
    let mut outputs = Vec::new();
    for topic in wanted.into_iter().flatten() {
        let found = exists(metadata, topic);
        if found.result.is_ok() {
            outputs.push(topic.as_str());
        }
        findings.push(found);
    }
    outputs
}

/// The topics that an entry of `topics.articles` matches.
fn named(entry: &str, metadata: &Metadata) -> Vec<String> {
    if !topics::is_expression(entry) {
        return vec![entry.to_owned()];
    }
    let names = metadata.topics().iter().map(MetadataTopic::name);
    names.filter(|name| topics::stands_for(entry, name)).map(str::to_owned).collect()
}

fn matching(entry: &str, metadata: &Metadata) -> Finding {
    let found = named(entry, metadata);
    let result = match found.as_slice() {
        [] => Ok("no topic matches yet; a new topic that matches will be read".to_owned()),
        names => Ok(names.join(", ")),
    };
    Finding { subject: format!("topics {entry}"), result }
}

fn exists(metadata: &Metadata, topic: &str) -> Finding {
    let found = metadata.topics().iter().find(|known| known.name() == topic);
    let result = match found.map(|known| known.partitions().len()) {
        Some(partitions) if partitions > 0 => Ok(format!("{partitions} partitions")),
        _ => Err("does not exist, or this user lacks Describe; create the topic, or grant Describe on it".to_owned()),
    };
    Finding { subject: format!("topic {topic}"), result }
}

/// Whether an input topic exists and may be read.
pub(super) fn input(consumer: &BaseConsumer<Quiet>, metadata: &Metadata, topic: &str) -> Vec<Finding> {
    let there = exists(metadata, topic);
    if there.result.is_err() {
        return vec![there];
    }
    let result = match read(consumer, topic) {
        Ok(()) => Ok("allowed".to_owned()),
        Err(error) => Err(format!("refused ({error}); grant Read on the topic")),
    };
    vec![there, Finding { subject: format!("read from {topic}"), result }]
}

/// Asks for what comes after the end of a partition: the broker answers at once, or refuses.
fn read(consumer: &BaseConsumer<Quiet>, topic: &str) -> Result<(), KafkaError> {
    let mut partitions = TopicPartitionList::new();
    partitions.add_partition_offset(topic, 0, Offset::End)?;
    consumer.assign(&partitions)?;
    let deadline = Instant::now() + PATIENCE;
    let answer = loop {
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(_) | Err(KafkaError::PartitionEOF(_))) => break Ok(()),
            Some(Err(error)) if !is_passing(&error) => break Err(error),
            _ if Instant::now() > deadline => {
                break Err(KafkaError::MessageConsumption(RDKafkaErrorCode::OperationTimedOut));
            }
            _ => {}
        }
    };
    consumer.unassign()?;
    answer
}

fn is_passing(error: &KafkaError) -> bool {
    matches!(
        error.rdkafka_error_code(),
        Some(RDKafkaErrorCode::BrokerTransportFailure | RDKafkaErrorCode::AllBrokersDown | RDKafkaErrorCode::Resolve)
    )
}
