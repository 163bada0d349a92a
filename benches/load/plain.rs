//! What librdkafka alone can do: it consumes and produces again, in batches as large as the worker's.

use std::time::{Duration, Instant};

use rdkafka::{
    Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer},
    producer::{BaseProducer, BaseRecord, Producer},
    types::RDKafkaErrorCode,
};

use super::cluster::Cluster;

/// As `delivery.batch_articles` of the worker.
const BATCH: usize = 2000;
const PATIENCE: Duration = Duration::from_secs(30);

/// Copies `count` messages; returns the seconds from the first message to the last commit.
pub(crate) fn run(cluster: &Cluster, input: &str, is_transactional: bool, count: usize) -> f64 {
    let output = cluster.topic("load-copied");
    let consumer = consumer(cluster, input);
    let producer = producer(cluster, is_transactional);
    let mut next = TopicPartitionList::new();
    let (mut done, mut begun) = (0, None);
    while done < count {
        let mut batch = 0;
        while batch < BATCH && done < count {
            let Some(message) = consumer.poll(Duration::from_millis(10)) else {
                if batch == 0 {
                    continue;
                }
                break;
            };
            let message = message.expect("the broker gives messages");
            begun.get_or_insert_with(Instant::now);
            if batch == 0 && is_transactional {
                producer.begin_transaction().expect("a transaction begins");
            }
            send(&producer, &output, &message);
            let (topic, partition) = (message.topic(), message.partition());
            let offset = Offset::Offset(message.offset() + 1);
            if next.set_partition_offset(topic, partition, offset).is_err() {
                next.add_partition_offset(topic, partition, offset).expect("it is an offset");
            }
            batch += 1;
            done += 1;
        }
        while producer.in_flight_count() > 0 {
            producer.poll(Duration::from_millis(1));
        }
        if is_transactional {
            let group = consumer.group_metadata().expect("the consumer is in a group");
            producer.send_offsets_to_transaction(&next, &group, PATIENCE).expect("offsets are taken");
            producer.commit_transaction(PATIENCE).expect("the transaction is committed");
        } else {
            consumer.commit(&next, CommitMode::Sync).expect("offsets are committed");
        }
    }
    let seconds = begun.map_or(f64::NAN, |begun| begun.elapsed().as_secs_f64());
    drop(consumer);
    cluster.delete(&output);
    seconds
}

fn send(producer: &BaseProducer, output: &str, message: &impl Message) {
    let mut record =
        BaseRecord::to(output).key(message.key().unwrap_or_default()).payload(message.payload().unwrap_or_default());
    while let Err((error, back)) = producer.send(record) {
        assert_eq!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::QueueFull), "{error}");
        producer.poll(Duration::from_millis(1));
        record = back;
    }
}

/// Set up as the worker's.
fn consumer(cluster: &Cluster, input: &str) -> BaseConsumer {
    let mut config = cluster.config();
    config
        .set("group.id", cluster.name("load-plain"))
        .set("enable.auto.commit", "false")
        .set("isolation.level", "read_committed")
        .set("auto.offset.reset", "earliest")
        .set("fetch.queue.backoff.ms", "10")
        .set("queued.max.messages.kbytes", "16384")
        .set("fetch.wait.max.ms", "100");
    let consumer: BaseConsumer = config.create().expect("a consumer can be made");
    consumer.subscribe(&[input]).expect("the topic can be subscribed to");
    consumer
}

/// Set up as the worker's.
fn producer(cluster: &Cluster, is_transactional: bool) -> BaseProducer {
    let mut config = cluster.config();
    config.set("linger.ms", "0").set("batch.size", "262144").set("enable.idempotence", "true");
    let compression = cluster.assignments.iter().find_map(|a| a.strip_prefix("kafka.producer.compression.type="));
    config.set("compression.type", compression.unwrap_or("zstd"));
    if is_transactional {
        config.set("transactional.id", cluster.name("load-plain"));
    }
    let producer: BaseProducer = config.create().expect("a producer can be made");
    if is_transactional {
        producer.init_transactions(PATIENCE).expect("the broker lets the producer in");
    }
    producer
}
