//! What the consumer says: rebalances, statistics, errors.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use metrics::gauge;
use rdkafka::{
    ClientContext, Statistics, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::KafkaError,
    statistics::Partition as PartitionStatistics,
    types::{RDKafkaErrorCode, RDKafkaRespErr},
};

use super::{KnownBrokers, lock, log::Reporter};
use crate::{kafka::scrub::Scrub, stream::Partition};

/// A change of the assignment that waits to be handled.
#[derive(Debug)]
pub(in crate::kafka) enum Rebalance {
    Assign(TopicPartitionList),
    Revoke { partitions: TopicPartitionList, is_lost: bool },
}

/// What the callbacks of the consumer recorded.
#[derive(Debug)]
pub(in crate::kafka) struct ConsumerNotes {
    /// A moment before the client was made, from which the statistics count its age.
    created: Instant,
    /// In the order in which they came.
    rebalances: Mutex<VecDeque<Rebalance>>,
    /// The next offset that was committed last, by topic and number.
    committed: Mutex<BTreeMap<(String, i32), i64>>,
    /// The last report said that no broker could be reached.
    is_unreachable: AtomicBool,
    /// The brokers that it knows.
    brokers: KnownBrokers,
    /// The consumer is being closed: nothing is left to be handed over.
    is_closing: AtomicBool,
    /// Partitions read to their end, by topic and number, according to the last statistics.
    ended: Mutex<BTreeSet<(String, i32)>>,
    /// What the statistics report of ends up to this age, in microseconds, is void: the consumer went back.
    rewound: AtomicI64,
    /// Partitions that are fetched from, by topic and number, according to the last statistics; `None` before the first.
    placed: Mutex<Option<BTreeSet<(String, i32)>>>,
    /// What the broker does not let this user do, in its words.
    refused: Mutex<Option<String>>,
    /// Reports errors to the log.
    reporter: Reporter,
}

impl Default for ConsumerNotes {
    fn default() -> Self {
        Self {
            created: Instant::now(),
            rebalances: Mutex::default(),
            committed: Mutex::default(),
            is_unreachable: AtomicBool::default(),
            brokers: KnownBrokers::default(),
            is_closing: AtomicBool::default(),
            ended: Mutex::default(),
            rewound: AtomicI64::default(),
            placed: Mutex::default(),
            refused: Mutex::default(),
            reporter: Reporter::default(),
        }
    }
}

impl ConsumerNotes {
    pub(in crate::kafka) fn new(scrub: &Scrub) -> Self {
        Self { reporter: Reporter::new(scrub), ..Self::default() }
    }

    pub(in crate::kafka) fn take_refusal(&self) -> Option<String> {
        lock(&self.refused).take()
    }

    pub(in crate::kafka) fn take_rebalance(&self) -> Option<Rebalance> {
        lock(&self.rebalances).pop_front()
    }

    pub(in crate::kafka) fn has_rebalance(&self) -> bool {
        !lock(&self.rebalances).is_empty()
    }

    pub(in crate::kafka) fn is_reachable(&self) -> bool {
        !self.is_unreachable.load(Ordering::Relaxed)
    }

    /// Whether the consumer knows no broker any more: only a new one will connect again.
    pub(in crate::kafka) fn has_no_broker(&self) -> bool {
        self.brokers.are_none()
    }

    pub(in crate::kafka) fn set_closing(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    pub(in crate::kafka) fn take_ended(&self) -> BTreeSet<(String, i32)> {
        std::mem::take(&mut *lock(&self.ended))
    }

    /// Which of these assigned partitions have no position: librdkafka asks for their committed offsets, or for an offset. `None`:
    /// that is not known.
    pub(in crate::kafka) fn without_position(&self, mut assigned: Vec<Partition>) -> Option<Vec<Partition>> {
        let placed = lock(&self.placed);
        let placed = placed.as_ref()?;
        assigned.retain(|partition| !placed.contains(&(partition.topic.to_string(), partition.number)));
        Some(assigned)
    }

    /// The consumer goes back: what was at its end is not any more.
    pub(in crate::kafka) fn set_rewound(&self) {
        // librdkafka forgets the end that it has met with the next fetch.
        const MARGIN: Duration = Duration::from_secs(1);
        let age = self.created.elapsed() + MARGIN;
        self.rewound.store(i64::try_from(age.as_micros()).unwrap_or(i64::MAX), Ordering::Relaxed);
        lock(&self.ended).clear();
    }

    pub(in crate::kafka) fn set_committed(&self, topic: &str, number: i32, offset: i64) {
        lock(&self.committed).insert((topic.to_owned(), number), offset);
    }

    /// Partitions that are no longer assigned have no lag here.
    pub(in crate::kafka) fn forget(&self, topic: &str, number: i32) {
        lock(&self.committed).remove(&(topic.to_owned(), number));
        set_lag(topic, number, 0);
    }

    /// Sets the lag of every partition that is consumed.
    fn measure_lag(&self, statistics: &Statistics) {
        let committed = lock(&self.committed).clone();
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

/// The consumer's context.
#[derive(Debug, Clone)]
pub(in crate::kafka) struct ConsumerEvents(pub(in crate::kafka) Arc<ConsumerNotes>);

impl ClientContext for ConsumerEvents {
    fn log(&self, level: RDKafkaLogLevel, fac: &str, message: &str) {
        self.0.reporter.log(level, fac, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown) {
            self.0.is_unreachable.store(true, Ordering::Relaxed);
        }
        if is_forbidden(&error) {
            *lock(&self.0.refused) = Some(self.0.reporter.scrubbed(reason));
        }
        self.0.reporter.report(&error, reason);
    }

    fn stats(&self, statistics: Statistics) {
        let is_up = statistics.brokers.values().any(|broker| broker.state == "UP");
        self.0.is_unreachable.store(!is_up, Ordering::Relaxed);
        self.0.brokers.take_report(&statistics);
        if statistics.age > self.0.rewound.load(Ordering::Relaxed) {
            *lock(&self.0.ended) = ended(&statistics);
        }
        *lock(&self.0.placed) = Some(partitions(&statistics, |of| of.fetch_state == "active"));
        self.0.measure_lag(&statistics);
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

/// The partitions whose end was reached, and nothing of them waits in the queue, which is one for all.
fn ended(statistics: &Statistics) -> BTreeSet<(String, i32)> {
    partitions(statistics, |of| of.eof_offset >= 0 && of.next_offset == of.eof_offset && of.fetchq_cnt == 0)
}

/// The partitions of which this is so, by topic and number.
fn partitions(statistics: &Statistics, is_so: impl Fn(&PartitionStatistics) -> bool) -> BTreeSet<(String, i32)> {
    let all = statistics.topics.iter().flat_map(|(name, topic)| topic.partitions.values().map(move |of| (name, of)));
    all.filter(|(_, of)| is_so(of)).map(|(name, of)| (name.clone(), of.partition)).collect()
}

/// Whether the broker knows the user and does not grant what is needed.
fn is_forbidden(error: &KafkaError) -> bool {
    let code = error.rdkafka_error_code();
    matches!(code, Some(RDKafkaErrorCode::TopicAuthorizationFailed | RDKafkaErrorCode::GroupAuthorizationFailed))
}

fn set_lag(topic: &str, number: i32, lag: i64) {
    gauge!("consumer_lag", "topic" => topic.to_owned(), "partition" => number.to_string()).set(lag as f64);
}
