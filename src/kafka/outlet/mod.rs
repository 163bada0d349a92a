//! The way out: records into the producer, and transactions around them.

mod delivery;
mod limits;
mod producer;
mod steps;

use std::{
    collections::BTreeSet,
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

use rdkafka::{TopicPartitionList, consumer::BaseConsumer, producer::Producer as _};

use super::{ConnectError, config::Configs, context::ConsumerEvents};
use crate::{
    stream::{FailPoint, Failure, Record, fail_point::Place},
    telemetry::health::Health,
};
pub(super) use limits::SizeLimits;
pub(super) use producer::ABSENCE;
use producer::Producer;

/// How long a step of a transaction may take, with all retries.
const STEP: Duration = Duration::from_secs(15);
/// The pause before a call is retried.
const RETRY: Duration = Duration::from_millis(100);
/// One wait for delivery reports. `flush` of rdkafka waits in steps of 100 ms, which would be felt in every commit.
const QUANTUM: Duration = Duration::from_millis(1);

/// The producer and its transaction. Where records are delivered at least once, a transaction is what was sent since the last
/// commit.
pub(super) struct Outlet {
    /// Let in by the broker. The abort replaces it when it is spent.
    producer: Producer,
    /// How long a step may take, with all retries.
    patience: Duration,
    /// What is learnt of the topics by records that are refused.
    limits: Arc<SizeLimits>,
    /// The fail point at which to block, for tests.
    fail_point: Option<FailPoint>,
    /// When the open transaction began; `None` while none is open.
    opened: Option<Instant>,
    /// Why what was sent cannot be committed: nothing more is sent until the abort.
    broken: Option<Failure>,
    /// The producer's state and the broker's may differ: the abort makes the producer again.
    is_spent: bool,
    /// librdkafka dropped records, because the transaction has failed for another reason.
    is_dropped: bool,
    /// The topics of what was sent.
    topics: BTreeSet<Arc<str>>,
    /// The commit was called for: until it has succeeded, whether it was done is not known.
    is_committing: bool,
}

impl Outlet {
    /// Makes the producer; ends the transaction that an earlier process with this name left open.
    pub(super) fn open(
        configs: &Configs,
        limits: Arc<SizeLimits>,
        fail_point: Option<FailPoint>,
        health: Arc<Health>,
    ) -> Result<Self, ConnectError> {
        Ok(Self {
            producer: Producer::open(configs, health)?,
            patience: STEP,
            limits,
            fail_point,
            opened: None,
            broken: None,
            is_spent: false,
            is_dropped: false,
            topics: BTreeSet::new(),
            is_committing: false,
        })
    }

    pub(super) fn health(&self) -> &Health {
        self.producer.health()
    }

    /// Whether something was sent since the last commit or abort.
    pub(super) fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    /// Serves delivery reports.
    pub(super) fn poll(&self) {
        self.producer.poll(Duration::ZERO);
    }

    /// Puts records into the producer's queue. The commit reports errors.
    pub(super) fn send(&mut self, records: &[Record]) {
        if self.broken.is_some() {
            return;
        }
        for record in records {
            if !self.topics.contains(&record.topic) {
                self.topics.insert(Arc::clone(&record.topic));
            }
        }
        let sent = self.begin().and_then(|()| records.iter().try_for_each(|record| self.send_one(record)));
        self.broken = sent.err().map(|failure| self.weigh(failure));
        self.poll();
    }

    /// Commits what was sent, and the positions with it.
    pub(super) fn commit(
        &mut self,
        consumer: &BaseConsumer<ConsumerEvents>,
        positions: &TopicPartitionList,
    ) -> Result<(), Failure> {
        if let Some(failure) = self.broken.clone() {
            return Err(self.cause(failure, consumer, positions));
        }
        // A commit of positions alone is no transaction that a test would want to stop.
        let has_records = self.is_open();
        if let Err(failure) = self.begin().and_then(|()| self.drain()) {
            let failure = self.weigh(failure);
            return Err(self.cause(failure, consumer, positions));
        }
        self.reached(Place::AfterProduce, has_records);
        if !self.is_transactional() {
            self.commit_offsets(consumer, positions)?;
            self.closed();
            return Ok(());
        }
        self.send_offsets(consumer, positions)?;
        self.reached(Place::AfterOffsets, has_records);
        self.reached(Place::BeforeCommit, has_records);
        self.is_committing = true;
        self.commit_transaction()?;
        self.closed();
        self.is_committing = false;
        self.reached(Place::AfterCommit, has_records);
        Ok(())
    }

    /// Drops what was sent. True when it may have been committed all the same.
    pub(super) fn abort(&mut self) -> Result<bool, Failure> {
        self.broken = None;
        let is_in_doubt = mem::take(&mut self.is_committing) && self.is_spent;
        // A new producer knows nothing of what was reported to the old one.
        self.read_reports();
        if self.is_spent || self.producer.notes().has_no_broker() {
            self.producer.recreate()?;
        } else if !self.is_transactional() {
            let _ = self.drain();
        } else if self.is_open() {
            match self.abort_transaction() {
                Ok(()) => {}
                Err(fatal @ Failure::Fatal(_)) => return Err(fatal),
                Err(Failure::Abort(reason) | Failure::Refused(reason)) => {
                    tracing::warn!("re-creating the producer: {reason}");
                    self.producer.recreate()?;
                }
            }
        }
        self.closed();
        (self.is_spent, self.is_dropped) = (false, false);
        self.read_reports();
        Ok(is_in_doubt)
    }

    /// Learns from the reports that no commit has waited for, and drops them.
    fn read_reports(&self) {
        self.poll();
        self.learn(&self.producer.notes().take());
    }

    /// The transaction has ended, and with it what was known of what it held.
    fn closed(&mut self) {
        self.opened = None;
        self.topics.clear();
    }

    /// Why a transaction has failed of which records were dropped: librdkafka says it at the next step.
    fn cause(
        &mut self,
        failure: Failure,
        consumer: &BaseConsumer<ConsumerEvents>,
        positions: &TopicPartitionList,
    ) -> Failure {
        let is_known = !self.is_dropped || !self.is_transactional() || !matches!(failure, Failure::Abort(_));
        if is_known { failure } else { self.send_offsets(consumer, positions).err().unwrap_or(failure) }
    }

    fn begin(&mut self) -> Result<(), Failure> {
        if self.is_open() {
            return Ok(());
        }
        if self.is_transactional() {
            let begun = self.producer.client().begin_transaction();
            begun.map_err(|error| self.producer.fatal("beginning a transaction", &error))?;
        }
        self.opened = Some(Instant::now());
        Ok(())
    }

    fn is_transactional(&self) -> bool {
        self.producer.configs().is_transactional
    }

    fn reached(&mut self, place: Place, has_records: bool) {
        if let Some(point) = self.fail_point.as_mut().filter(|_| has_records) {
            point.reached(place);
        }
    }
}

#[cfg(test)]
mod tests;
