//! What librdkafka tells while it is polled: rebalances, statistics, errors, deliveries. Each is only noted here and handled
//! by the thread's loop, which has the whole state.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
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
    /// The partitions of which nothing was left to come, by topic and number, as the last statistics tell.
    ended: Mutex<BTreeSet<(String, i32)>>,
    /// What the statistics tell of ends up to this second since 1970 is void: the consumer went back.
    rewound: AtomicI64,
    /// What the broker does not let this user do, in its words.
    refused: Mutex<Option<String>>,
    reporter: Reporter,
}

impl ConsumerNotes {
    pub(super) fn take_refusal(&self) -> Option<String> {
        lock(&self.refused).take()
    }

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

    pub(super) fn take_ended(&self) -> BTreeSet<(String, i32)> {
        std::mem::take(&mut *lock(&self.ended))
    }

    /// The consumer goes back: what was at its end is not any more.
    pub(super) fn set_rewound(&self) {
        // The statistics' clock counts seconds, and a fetch that is under way is told of by them a little later.
        const MARGIN: i64 = 2;
        self.rewound.store(Timestamp::now().as_second() + MARGIN, Ordering::Relaxed);
        lock(&self.ended).clear();
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
        if is_forbidden(&error) {
            *lock(&self.0.refused) = Some(reason.to_owned());
        }
        self.0.reporter.report(&error, reason);
    }

    fn stats(&self, statistics: Statistics) {
        let is_up = statistics.brokers.values().any(|broker| broker.state == "UP");
        self.0.is_unreachable.store(!is_up, Ordering::Relaxed);
        if statistics.time > self.0.rewound.load(Ordering::Relaxed) {
            *lock(&self.0.ended) = ended(&statistics);
        }
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
    /// Why the brokers do not let this user in.
    refused: Arc<Mutex<Option<String>>>,
    reporter: Reporter,
}

impl ProducerEvents {
    pub(super) fn take_refusal(&self) -> Option<String> {
        lock(&self.refused).take()
    }

    pub(super) fn take(&self) -> Vec<Undelivered> {
        std::mem::take(&mut *lock(&self.undelivered))
    }
}

impl ClientContext for ProducerEvents {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        log(level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if is_shut_out(&error) {
            *lock(&self.refused) = Some(reason.to_owned());
        }
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

/// The partitions whose end was reached, and nothing of them waits in the queue, which is one for all.
fn ended(statistics: &Statistics) -> BTreeSet<(String, i32)> {
    let all = statistics.topics.iter().flat_map(|(name, topic)| topic.partitions.values().map(move |of| (name, of)));
    all.filter(|(_, of)| of.eof_offset >= 0 && of.next_offset == of.eof_offset && of.fetchq_cnt == 0)
        .map(|(name, of)| (name.clone(), of.partition))
        .collect()
}

/// Whether the broker knows the user and does not grant what is needed.
fn is_forbidden(error: &KafkaError) -> bool {
    let code = error.rdkafka_error_code();
    matches!(code, Some(RDKafkaErrorCode::TopicAuthorizationFailed | RDKafkaErrorCode::GroupAuthorizationFailed))
}

/// Whether no connection comes about because the password, the certificate or the security protocol is wrong.
pub(super) fn is_shut_out(error: &KafkaError) -> bool {
    matches!(error.rdkafka_error_code(), Some(RDKafkaErrorCode::Authentication | RDKafkaErrorCode::SSL))
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
