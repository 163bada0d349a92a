//! The broker: topics of one run, and what is in them.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use metrics_exporter_prometheus::PrometheusHandle;
use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    producer::{BaseProducer, BaseRecord, Producer},
    types::RDKafkaErrorCode,
};

/// The broker and what the worker is told beside it.
pub(crate) struct Cluster {
    pub address: String,
    pub assignments: Vec<String>,
    pub metrics: PrometheusHandle,
    partitions: i32,
    made: AtomicUsize,
}

impl Cluster {
    pub(crate) fn new(address: String, partitions: i32, assignments: Vec<String>, metrics: PrometheusHandle) -> Self {
        Self { address, assignments, metrics, partitions, made: AtomicUsize::new(0) }
    }

    /// A name that no other run has used.
    pub(crate) fn name(&self, what: &str) -> String {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is right").as_millis();
        format!("{what}-{since}-{}", self.made.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.address);
        config
    }

    fn admin(&self) -> AdminClient<DefaultClientContext> {
        self.config().create().expect("an admin client can be made")
    }

    /// A new topic.
    pub(crate) fn topic(&self, what: &str) -> String {
        let name = self.name(what);
        let new = NewTopic::new(&name, self.partitions, TopicReplication::Fixed(1));
        let made = block_on(self.admin().create_topics([&new], &AdminOptions::new())).expect("the broker answers");
        assert!(made.iter().all(Result::is_ok), "{name} cannot be made: {made:?}");
        // Until every client has heard of it.
        std::thread::sleep(Duration::from_millis(300));
        name
    }

    pub(crate) fn delete(&self, topic: &str) {
        let _ = block_on(self.admin().delete_topics(&[topic], &AdminOptions::new()));
    }

    /// Publishes `count` messages, each with its number as key; returns the bytes of their values.
    pub(crate) fn fill(&self, topic: &str, count: usize, value: impl Fn(usize) -> Vec<u8>) -> usize {
        let mut config = self.config();
        config.set("compression.type", "lz4").set("linger.ms", "20").set("batch.size", "262144");
        let producer: BaseProducer = config.create().expect("a producer can be made");
        let mut bytes = 0;
        for number in 0..count {
            let (key, value) = (number.to_string(), value(number));
            bytes += value.len();
            let mut record = BaseRecord::to(topic).key(&key).payload(&value);
            while let Err((error, back)) = producer.send(record) {
                assert_eq!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::QueueFull), "{error}");
                producer.poll(Duration::from_millis(10));
                record = back;
            }
        }
        let begun = Instant::now();
        producer.flush(Duration::from_mins(2)).expect("the messages are taken");
        assert!(begun.elapsed() < Duration::from_mins(2));
        bytes
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(future)
}
