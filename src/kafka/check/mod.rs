//! Whether the worker could run: is the broker there, do the topics exist, may this user do what the worker does?

mod broker;
mod quiet;
mod topics;
mod transaction;

use std::time::Duration;

use rdkafka::{
    TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
};

use super::{ConnectError, config::Configs};
use crate::settings::Settings;
pub(super) use quiet::Quiet;

/// How long each answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: String,
    /// What was found, or what is wrong and what to do.
    pub result: Result<String, String>,
}

/// Whether librdkafka takes the settings: nothing is connected to.
///
/// # Errors
/// The first setting that it does not know or whose value it refuses.
pub fn validate(settings: &Settings) -> Result<(), ConnectError> {
    let mut configs = Configs::of(settings)?;
    // Without addresses the clients do nothing.
    for config in [&mut configs.consumer, &mut configs.producer] {
        config.set("bootstrap.servers", "").set("log_level", "0");
    }
    let names: Vec<&str> = settings.topics.articles.iter().map(String::as_str).collect();
    let refused = |error: KafkaError| ConnectError::Topics(format!("topics.articles = {names:?}: {error}"));
    quiet::consumer(&configs.consumer, &configs.scrub)?.subscribe(&names).map_err(refused)?;
    transaction::producer(&configs.producer, &configs.scrub).map(|_| ())
}

/// Looks at the broker, the topics and the permissions that the worker needs.
///
/// No group is joined and no worker disturbed. Whether it may write is tried with one record a topic, each in a transaction of its
/// own, which is aborted: a reader with `read_committed` never sees it.
///
/// # Errors
/// When the clients cannot be made of the settings.
pub fn check(settings: &Settings) -> Result<Vec<Finding>, ConnectError> {
    let configs = Configs::of(settings)?;
    let mut config = configs.consumer.clone();
    config.set("allow.auto.create.topics", "false").set("statistics.interval.ms", "0");
    let consumer = quiet::consumer(&config, &configs.scrub)?;
    let subject = format!("broker {}", configs.servers);
    let metadata = match broker::greet(&consumer) {
        Ok(metadata) => metadata,
        Err(reason) => return Ok(vec![Finding { subject, result: Err(reason) }]),
    };
    let mut findings =
        vec![Finding { subject, result: Ok(format!("brokers in the cluster: {}", metadata.brokers().len())) }];
    let inputs = topics::inputs(&settings.topics.articles, &metadata, &mut findings);
    for topic in &inputs {
        findings.extend(topics::input(&consumer, &metadata, topic));
    }
    findings.push(group(&consumer, &inputs, &settings.kafka.group_id));
    let outputs = topics::outputs(&settings.topics, &metadata, &mut findings);
    if configs.is_transactional {
        findings.extend(transaction::attempt(&configs, &outputs)?);
    }
    Ok(findings)
}

fn group(consumer: &BaseConsumer<Quiet>, topics: &[String], group_id: &str) -> Finding {
    let mut partitions = TopicPartitionList::new();
    for topic in topics {
        partitions.add_partition(topic, 0);
    }
    if topics.is_empty() {
        let result = Ok("not checked, because no topic matches yet".to_owned());
        return Finding { subject: format!("group {group_id}"), result };
    }
    let result = match consumer.committed_offsets(partitions, PATIENCE) {
        Ok(_) => Ok("offsets readable".to_owned()),
        Err(error) => Err(format!("refused ({error}); grant Read on the group")),
    };
    Finding { subject: format!("group {group_id}"), result }
}
