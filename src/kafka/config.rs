//! The settings of the two clients: our defaults, then the user's, then what the guarantee hangs on.

use std::{env, fs, time::Duration};

use rdkafka::{ClientConfig, config::RDKafkaLogLevel};

use super::{ConnectError, scrub::Scrub};
use crate::settings::{Guarantee, Settings, Start};

/// librdkafka's default of `message.max.bytes`.
const MAX_MESSAGE_BYTES: usize = 1_000_000;
/// The shortest transaction timeout: a record must fail a second before it.
const SHORTEST_TIMEOUT: Duration = Duration::from_secs(2);

const CONSUMER: [(&str, &str); 7] = [
    ("session.timeout.ms", "45000"),
    // The default of a second makes a fetch wait long after the queue has drained.
    ("fetch.queue.backoff.ms", "10"),
    ("queued.max.messages.kbytes", "16384"),
    ("fetch.wait.max.ms", "100"),
    ("statistics.interval.ms", "5000"),
    ("topic.metadata.refresh.interval.ms", "60000"),
    ("allow.auto.create.topics", "true"),
];

const PRODUCER: [(&str, &str); 5] = [
    ("linger.ms", "0"),
    ("batch.size", "262144"),
    ("compression.type", "zstd"),
    ("statistics.interval.ms", "5000"),
    // As the Java clients do it, so that equal keys of both meet in one partition.
    ("partitioner", "murmur2_random"),
];

/// How both clients are set up.
#[derive(Debug, Clone)]
pub(super) struct Configs {
    pub(super) consumer: ClientConfig,
    pub(super) producer: ClientConfig,
    /// What the consumer subscribes to.
    pub(super) topics: Vec<String>,
    /// Whether the ends of partitions are waited for.
    pub(super) is_bounded: bool,
    /// Whether records and positions are committed together.
    pub(super) is_transactional: bool,
    /// The broker aborts a transaction that is older, and fences its producer.
    pub(super) transaction_timeout: Duration,
    /// The producer's limit, in bytes.
    pub(super) max_message_bytes: usize,
    /// Where the user has set one: the consumer must be polled within it.
    pub(super) max_poll_interval: Option<Duration>,
    /// Where the clients begin.
    pub(super) servers: String,
    /// The same after every restart of the worker, and no other worker has it.
    pub(super) transactional_id: String,
    /// Knows the values that must not be printed.
    pub(super) scrub: Scrub,
}

impl Configs {
    /// The settings of the clients.
    pub(super) fn of(settings: &Settings) -> Result<Self, ConnectError> {
        let instance = settings.kafka.instance.clone().or_else(host).ok_or(ConnectError::Instance)?;
        let is_transactional = settings.delivery.guarantee == Guarantee::ExactlyOnce;
        let transactional_id = format!("{}-{instance}", settings.kafka.group_id);
        // A transaction lives as long as a batch is filled, and then some.
        let interval = settings.delivery.batch_interval;
        let wanted = settings.delivery.transaction_timeout;
        let transaction_timeout = wanted.max(interval * 2 + wanted / 2).max(SHORTEST_TIMEOUT);
        let producer = producer(settings, transaction_timeout, is_transactional.then_some(&*transactional_id));
        let max_message_bytes = producer.get("message.max.bytes").and_then(|text| text.parse().ok());
        let consumer = consumer(settings, &instance);
        let max_poll_interval = consumer.get("max.poll.interval.ms").and_then(|text| text.parse().ok());
        Ok(Self {
            max_poll_interval: max_poll_interval.map(Duration::from_millis),
            consumer,
            producer,
            topics: settings.topics.articles.clone(),
            is_bounded: false,
            is_transactional,
            transaction_timeout,
            max_message_bytes: max_message_bytes.unwrap_or(MAX_MESSAGE_BYTES),
            servers: settings.kafka.bootstrap_servers.clone(),
            transactional_id,
            scrub: Scrub::of(&settings.kafka),
        })
    }
}

fn consumer(settings: &Settings, instance: &str) -> ClientConfig {
    let mut config = base(settings, &CONSUMER, instance);
    set_all(&mut config, settings.kafka.consumer.iter());
    let reset = match settings.delivery.start {
        Start::Latest => "latest",
        Start::Earliest | Start::At(_) => "earliest",
    };
    let group = settings.kafka.group_id.as_str();
    let fixed = [
        ("group.id", group),
        ("enable.auto.commit", "false"),
        ("enable.auto.offset.store", "false"),
        ("isolation.level", "read_committed"),
        ("auto.offset.reset", reset),
        ("partition.assignment.strategy", "cooperative-sticky"),
        ("enable.partition.eof", "true"),
    ];
    set_all(&mut config, fixed.into_iter());
    if settings.kafka.static_membership {
        config.set("group.instance.id", instance);
    }
    // In the protocol of KIP-848 the broker assigns partitions and knows the times of the session.
    if config.get("group.protocol") == Some("consumer") {
        config.remove("partition.assignment.strategy");
        if settings.kafka.consumer.get("session.timeout.ms").is_none() {
            config.remove("session.timeout.ms");
        }
    }
    with_log_level(config)
}

fn producer(settings: &Settings, timeout: Duration, transactional_id: Option<&str>) -> ClientConfig {
    let name = transactional_id.or(settings.kafka.instance.as_deref()).unwrap_or("producer");
    let mut config = base(settings, &PRODUCER, name);
    set_all(&mut config, settings.kafka.producer.iter());
    config.set("enable.idempotence", "true").set("acks", "all");
    // A record must not outlive its transaction.
    config.set("message.timeout.ms", (timeout.as_millis() - 1000).to_string());
    if let Some(id) = transactional_id {
        config.set("transaction.timeout.ms", timeout.as_millis().to_string());
        config.set("transactional.id", id);
    }
    with_log_level(config)
}

/// Sets the log level: debug lines if the librdkafka setting `debug` is given, else informational ones.
fn with_log_level(mut config: ClientConfig) -> ClientConfig {
    let level = if config.get("debug").is_some() { RDKafkaLogLevel::Debug } else { RDKafkaLogLevel::Info };
    config.set_log_level(level);
    config
}

fn base(settings: &Settings, defaults: &[(&str, &str)], name: &str) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("client.id", format!("dateline-{name}"));
    set_all(&mut config, defaults.iter().copied());
    set_all(&mut config, settings.kafka.common.iter());
    config.set("bootstrap.servers", &settings.kafka.bootstrap_servers);
    config
}

fn set_all<'a>(config: &mut ClientConfig, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    for (key, value) in pairs {
        config.set(key, value);
    }
}

/// The name of this host. Containers have it in the environment.
fn host() -> Option<String> {
    let from_file = |path: &str| fs::read_to_string(path).ok();
    let name = env::var("HOSTNAME").ok().or_else(|| from_file("/proc/sys/kernel/hostname"));
    let name = name.or_else(|| from_file("/etc/hostname")).or_else(|| env::var("COMPUTERNAME").ok())?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Layers, load};

    #[test]
    fn debug_lines_are_wanted_of_the_client_that_has_debug_contexts() {
        let assignments = vec!["kafka.instance=test".to_owned(), "kafka.consumer.debug=cgrp".to_owned()];
        let loaded = load(&Layers { assignments, ..Layers::default() }, Vec::new()).unwrap();
        let configs = Configs::of(&loaded.settings).unwrap();
        let levels = [&configs.consumer, &configs.producer].map(|config| config.log_level);
        assert!(matches!(levels, [RDKafkaLogLevel::Debug, RDKafkaLogLevel::Info]), "{levels:?}");
    }
}
