//! What librdkafka tells while it is polled: rebalances, statistics, errors, deliveries. Each is only noted here and handled
//! by the thread's loop, which has the whole state.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use metrics::gauge;
use rdkafka::{
    ClientContext, Message, Statistics, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::KafkaError,
    message::DeliveryResult,
    producer::ProducerContext,
    types::{RDKafkaErrorCode, RDKafkaRespErr},
};

/// A change of the assignment that waits to be handled.
#[derive(Debug)]
pub(super) enum Rebalance {
    Assign(TopicPartitionList),
    Revoke { partitions: TopicPartitionList, is_lost: bool },
}

/// What the consumer tells.
#[derive(Debug, Default)]
pub(super) struct ConsumerNotes {
    rebalances: Mutex<VecDeque<Rebalance>>,
    /// The next offset that was committed last, by topic and number.
    committed: Mutex<BTreeMap<(String, i32), i64>>,
    /// No broker could be reached when it was last heard of.
    is_unreachable: AtomicBool,
    /// The consumer is being closed: nothing is left to be handed over.
    is_closing: AtomicBool,
    reporter: Reporter,
}

impl ConsumerNotes {
    pub(super) fn take_rebalance(&self) -> Option<Rebalance> {
        lock(&self.rebalances).pop_front()
    }

    pub(super) fn has_rebalance(&self) -> bool {
        !lock(&self.rebalances).is_empty()
    }

    pub(super) fn is_reachable(&self) -> bool {
        !self.is_unreachable.load(Ordering::Relaxed)
    }

    pub(super) fn set_closing(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    pub(super) fn set_committed(&self, topic: &str, number: i32, offset: i64) {
        lock(&self.committed).insert((topic.to_owned(), number), offset);
    }

    /// Partitions that are no longer ours have no lag here.
    pub(super) fn forget(&self, topic: &str, number: i32) {
        lock(&self.committed).remove(&(topic.to_owned(), number));
        set_lag(topic, number, 0);
    }
}

/// The consumer's context.
#[derive(Debug, Clone)]
pub(super) struct ConsumerEvents(pub(super) Arc<ConsumerNotes>);

impl ClientContext for ConsumerEvents {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown) {
            self.0.is_unreachable.store(true, Ordering::Relaxed);
        }
        self.0.reporter.report(&error, reason);
    }

    fn stats(&self, statistics: Statistics) {
        let is_up = statistics.brokers.values().any(|broker| broker.state == "UP");
        self.0.is_unreachable.store(!is_up, Ordering::Relaxed);
        let committed = lock(&self.0.committed).clone();
        for (name, topic) in &statistics.topics {
            for (number, partition) in
                topic.partitions.iter().filter(|(_, partition)| partition.fetch_state == "active")
            {
                let end = partition.ls_offset.max(partition.lo_offset);
                let ours = committed.get(&(name.clone(), *number)).copied();
                let at = ours.unwrap_or(partition.committed_offset).max(partition.lo_offset);
                if end >= 0 && at >= 0 {
                    set_lag(name, *number, (end - at).max(0));
                }
            }
        }
    }
}

impl ConsumerContext for ConsumerEvents {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, error: RDKafkaRespErr, partitions: &mut TopicPartitionList) {
        let is_assign = error == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
        if self.0.is_closing.load(Ordering::Relaxed) {
            let _ = if is_assign { Ok(()) } else { consumer.incremental_unassign(partitions) };
            return;
        }
        let rebalance = if is_assign {
            Rebalance::Assign(partitions.clone())
        } else {
            Rebalance::Revoke { partitions: partitions.clone(), is_lost: consumer.assignment_lost() }
        };
        lock(&self.0.rebalances).push_back(rebalance);
    }
}

/// A record that the broker did not take.
#[derive(Debug)]
pub(super) struct Undelivered {
    pub(super) topic: String,
    /// The bytes of its key and value.
    pub(super) bytes: usize,
    pub(super) error: RDKafkaErrorCode,
}

/// The producer's context: what could not be delivered since that was asked last.
#[derive(Debug, Clone, Default)]
pub(super) struct ProducerEvents {
    undelivered: Arc<Mutex<Vec<Undelivered>>>,
    reporter: Reporter,
}

impl ProducerEvents {
    pub(super) fn take(&self) -> Vec<Undelivered> {
        std::mem::take(&mut *lock(&self.undelivered))
    }
}

impl ClientContext for ProducerEvents {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.reporter.report(&error, reason);
    }
}

impl ProducerContext for ProducerEvents {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, message)) = result {
            lock(&self.undelivered).push(Undelivered {
                topic: message.topic().to_owned(),
                bytes: message.key_len() + message.payload_len(),
                error: error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown),
            });
        }
    }
}

fn set_lag(topic: &str, number: i32, lag: i64) {
    gauge!("consumer_lag", "topic" => topic.to_owned(), "partition" => number.to_string()).set(lag as f64);
}

fn log(level: RDKafkaLogLevel, fac: &str, message: &str) {
    match level {
        RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical | RDKafkaLogLevel::Error => {
            tracing::error!(target: "librdkafka", fac, "{message}");
        }
        RDKafkaLogLevel::Warning => tracing::warn!(target: "librdkafka", fac, "{message}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => tracing::info!(target: "librdkafka", fac, "{message}"),
        RDKafkaLogLevel::Debug => tracing::debug!(target: "librdkafka", fac, "{message}"),
    }
}

/// Reports each kind of error once in a while: while a broker is away, librdkafka tells it thousands of times.
#[derive(Debug, Clone, Default)]
pub(super) struct Reporter(Arc<Mutex<BTreeMap<String, Instant>>>);

impl Reporter {
    fn report(&self, error: &KafkaError, reason: &str) {
        /// Silence about an error of a kind that has just been reported.
        const SILENCE: Duration = Duration::from_secs(10);
        // The end of a partition is no fault.
        if matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::PartitionEOF)) {
            return;
        }
        let now = Instant::now();
        let mut reported = lock(&self.0);
        let kind = error.to_string();
        if reported.get(&kind).is_none_or(|last| now.duration_since(*last) > SILENCE) {
            tracing::warn!(target: "librdkafka", "{error}: {reason}");
            reported.insert(kind, now);
        }
    }
}

/// A panic elsewhere while it was held leaves the notes usable.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
