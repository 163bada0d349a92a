//! The way out: records into the producer, transactions around them, and what to do about each kind of error.

use std::{
    collections::BTreeMap,
    mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rdkafka::{
    TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer, ConsumerGroupMetadata},
    error::{KafkaError, KafkaResult},
    producer::{BaseProducer, Producer},
    types::RDKafkaErrorCode,
};

use super::{
    ConnectError,
    config::Configs,
    context::{ConsumerEvents, ProducerEvents},
    deadline::within,
    wire::outgoing,
};
use crate::{
    stream::{FailPoint, Failure, Record, fail_point::Place},
    telemetry::health::Health,
};

/// How long a step of a transaction may take, with all retries.
const STEP: Duration = Duration::from_secs(15);
/// How much longer a step is waited for that does not keep to its time.
const GRACE: Duration = Duration::from_secs(2);
/// How long an abort may take before the producer is made anew, which ends the transaction too.
const ABORT: Duration = Duration::from_secs(5);
/// How long the broker may take to let a producer in when the worker starts.
const ADMISSION: Duration = Duration::from_secs(30);
/// How long one attempt of it may take; errors are heard of in between.
const ATTEMPT: Duration = Duration::from_secs(3);
/// How long a broker may be away that was there before.
pub(super) const ABSENCE: Duration = Duration::from_mins(10);
/// The pause before the same call is made again.
const RETRY: Duration = Duration::from_millis(100);
/// One wait for delivery reports. `flush` of rdkafka waits in steps of 100 ms, which would be felt in every commit.
const QUANTUM: Duration = Duration::from_millis(1);

/// The largest record by topic, where the broker has told a smaller limit than the client's.
#[derive(Debug, Default)]
pub(super) struct SizeLimits(Mutex<BTreeMap<String, usize>>);

impl SizeLimits {
    pub(super) fn get(&self, topic: &str) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(topic).copied()
    }

    /// A record of so many bytes was refused.
    fn learn(&self, topic: &str, bytes: usize) {
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = limits.entry(topic.to_owned()).or_insert(usize::MAX);
        *limit = (*limit).min(bytes.saturating_sub(1));
    }
}

/// The producer and its transaction.
pub(super) struct Outlet {
    configs: Configs,
    /// Shared with a step that does not come back.
    producer: Arc<BaseProducer<ProducerEvents>>,
    notes: ProducerEvents,
    /// How long a step may take, with all retries.
    patience: Duration,
    limits: Arc<SizeLimits>,
    fail_point: Option<FailPoint>,
    /// While it waits for a broker that is away, the worker is alive.
    health: Arc<Health>,
    is_open: bool,
    /// When the last transaction began.
    opened: Instant,
    /// Why what was sent cannot be committed.
    broken: Option<Failure>,
    /// The producer's state and the broker's may differ: it is made anew before the next transaction.
    is_spent: bool,
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
        let notes = ProducerEvents::default();
        let producer = Arc::new(create(configs, &notes)?);
        let outlet = Self {
            configs: configs.clone(),
            producer,
            notes,
            patience: STEP,
            limits,
            fail_point,
            health,
            is_open: false,
            opened: Instant::now(),
            broken: None,
            is_spent: false,
            is_committing: false,
        };
        outlet
            .admit(ADMISSION, true)
            .map_err(|reason| ConnectError::Broker { servers: configs.servers.clone(), reason })?;
        Ok(outlet)
    }

    pub(super) fn health(&self) -> &Health {
        &self.health
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Serves delivery reports.
    pub(super) fn poll(&self) {
        self.producer.poll(Duration::ZERO);
    }

    /// Puts records into the producer's queue. What goes wrong is told by the commit.
    pub(super) fn send(&mut self, records: &[Record]) {
        if self.broken.is_some() {
            return;
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
            return Err(failure);
        }
        // A commit of positions alone is no transaction that a test would want to stop.
        let has_records = self.is_open;
        self.begin().and_then(|()| self.drain()).map_err(|failure| self.weigh(failure))?;
        self.reached(Place::AfterProduce, has_records);
        if !self.configs.is_transactional {
            consumer.commit(positions, CommitMode::Sync).map_err(|error| Failure::Abort(error.to_string()))?;
            self.is_open = false;
            return Ok(());
        }
        let group =
            consumer.group_metadata().ok_or_else(|| Failure::Fatal("the consumer is in no group".to_owned()))?;
        self.send_offsets(positions, &Arc::new(group))?;
        self.reached(Place::AfterOffsets, has_records);
        self.reached(Place::BeforeCommit, has_records);
        self.is_committing = true;
        let patience = self.patience;
        self.step("committing", |producer| producer.commit_transaction(patience))?;
        (self.is_open, self.is_committing) = (false, false);
        self.reached(Place::AfterCommit, has_records);
        Ok(())
    }

    /// Drops what was sent. True when it may have been committed all the same.
    pub(super) fn abort(&mut self) -> Result<bool, Failure> {
        self.broken = None;
        let is_in_doubt = mem::take(&mut self.is_committing) && self.is_spent;
        if self.is_spent {
            self.recreate()?;
        } else if !self.configs.is_transactional {
            let _ = self.drain();
        } else if self.is_open {
            match self.abort_transaction() {
                Ok(()) => {}
                Err(fatal @ Failure::Fatal(_)) => return Err(fatal),
                Err(Failure::Abort(reason)) => {
                    tracing::warn!("the producer is made anew: {reason}");
                    self.recreate()?;
                }
            }
        }
        (self.is_open, self.is_spent) = (false, false);
        self.notes.take();
        Ok(is_in_doubt)
    }

    /// What ends a producer need not end the worker: a producer that is made anew is no worse than a restart, and a cause
    /// that stays is met again when the broker lets it in. So it is with a broker that was started anew and knows nothing
    /// of the transaction. Only another worker of the same name ends this one. The broker fences in the same way when
    /// it has aborted a transaction that was too old, for example because this process stood still for a while.
    fn weigh(&mut self, failure: Failure) -> Failure {
        let Failure::Fatal(reason) = failure else { return failure };
        let is_too_old = self.is_open && self.opened.elapsed() >= self.configs.transaction_timeout;
        match self.producer.client().fatal_error() {
            Some((code, _)) if is_fence(code) && is_too_old => {
                self.is_spent = true;
                Failure::Abort(format!("the transaction grew older than the broker allows: {reason}"))
            }
            Some((code, _)) if !is_fence(code) => {
                self.is_spent = true;
                Failure::Abort(format!("the producer cannot go on: {reason}"))
            }
            _ => Failure::Fatal(reason),
        }
    }

    fn begin(&mut self) -> Result<(), Failure> {
        if self.is_open {
            return Ok(());
        }
        if self.configs.is_transactional {
            self.producer.begin_transaction().map_err(|error| self.fatal("beginning a transaction", &error))?;
        }
        self.is_open = true;
        self.opened = Instant::now();
        Ok(())
    }

    fn send_one(&self, record: &Record) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        let mut wire = outgoing(record);
        loop {
            match self.producer.send(wire) {
                Ok(()) => return Ok(()),
                Err((error, back)) if error.rdkafka_error_code() == Some(RDKafkaErrorCode::QueueFull) => {
                    if Instant::now() > deadline {
                        return Err(Failure::Abort("the producer's queue stays full".to_owned()));
                    }
                    self.producer.poll(QUANTUM);
                    wire = back;
                }
                Err((error, _)) => {
                    if error.rdkafka_error_code() == Some(RDKafkaErrorCode::MessageSizeTooLarge) {
                        self.limits.learn(&record.topic, record.size());
                    }
                    return Err(self.fatal_error().unwrap_or_else(|| Failure::Abort(error.to_string())));
                }
            }
        }
    }

    /// Waits until every record is delivered or has failed.
    fn drain(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        while self.producer.in_flight_count() > 0 {
            if Instant::now() > deadline {
                self.is_spent = true;
                return Err(Failure::Abort("records were not delivered in time".to_owned()));
            }
            self.producer.poll(QUANTUM);
        }
        let undelivered = self.notes.take();
        let too_large = undelivered.iter().filter(|record| record.error == RDKafkaErrorCode::MessageSizeTooLarge);
        // Records share a batch and its fate; the largest is the one that was too large.
        if let Some(largest) = too_large.max_by_key(|record| record.bytes) {
            self.limits.learn(&largest.topic, largest.bytes);
        }
        // A record that timed out may reach the broker yet, after the abort, and would hang there in a transaction that nobody
        // ends. A producer that is made anew has another epoch, and the broker refuses what the old one sent.
        self.is_spent |= undelivered.iter().any(|record| record.error != RDKafkaErrorCode::MessageSizeTooLarge);
        match undelivered.first() {
            None => Ok(()),
            Some(first) => Err(self.fatal_error().unwrap_or_else(|| {
                let remedy = match first.error {
                    RDKafkaErrorCode::TopicAuthorizationFailed => "; grant Write and Describe on the topic",
                    _ => "",
                };
                let count = undelivered.len();
                Failure::Abort(format!(
                    "{count} records were not delivered to {}: {}{remedy}",
                    first.topic, first.error
                ))
            })),
        }
    }

    /// Sends the positions with the transaction. librdkafka 2.12 does not look at the time limit of this call: it waits for as long as the
    /// coordinator of the group is away, and longer when the cluster has forgotten that broker (its issues 5456 and 5511).
    fn send_offsets(
        &mut self,
        positions: &TopicPartitionList,
        group: &Arc<ConsumerGroupMetadata>,
    ) -> Result<(), Failure> {
        let patience = self.patience;
        self.step("sending the offsets", |producer| {
            let (positions, group) = (positions.clone(), Arc::clone(group));
            within(patience + GRACE, producer, move |producer| {
                producer.send_offsets_to_transaction(&positions, &group, patience)
            })
            .unwrap_or(Err(KafkaError::Global(RDKafkaErrorCode::OperationTimedOut)))
        })
    }

    /// One step of a transaction: retriable errors are tried again until the time is up.
    fn step(
        &mut self,
        what: &str,
        call: impl Fn(&Arc<BaseProducer<ProducerEvents>>) -> KafkaResult<()>,
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            self.health.tick();
            let Err(error) = call(&self.producer) else { return Ok(()) };
            let KafkaError::Transaction(cause) = &error else {
                self.is_spent = true;
                return Err(Failure::Abort(format!("{what}: {error}")));
            };
            if cause.is_fatal() {
                let failure = self.fatal(what, &error);
                return Err(self.weigh(failure));
            }
            if cause.txn_requires_abort() {
                return Err(Failure::Abort(format!("{what}: {cause}")));
            }
            // After a call that timed out the producer's state and the broker's may differ: it is made anew.
            let has_time = cause.code() != RDKafkaErrorCode::OperationTimedOut && Instant::now() < deadline;
            if !(cause.is_retriable() && has_time) {
                self.is_spent = true;
                return Err(Failure::Abort(format!("{what}: {cause}")));
            }
            tracing::debug!("{what}: {cause}; trying again");
            self.producer.poll(RETRY);
        }
    }

    /// Aborting waits for delivery reports, so another thread has to serve them.
    fn abort_transaction(&mut self) -> Result<(), Failure> {
        self.step("aborting", |producer| {
            let is_done = AtomicBool::new(false);
            thread::scope(|scope| {
                scope.spawn(|| {
                    while !is_done.load(Ordering::Relaxed) {
                        producer.poll(QUANTUM);
                    }
                });
                let result = producer.abort_transaction(ABORT);
                is_done.store(true, Ordering::Relaxed);
                result
            })
        })
    }

    fn recreate(&mut self) -> Result<(), Failure> {
        // What the old one has still to tell concerns nobody.
        self.notes = ProducerEvents::default();
        self.producer =
            Arc::new(create(&self.configs, &self.notes).map_err(|error| Failure::Fatal(error.to_string()))?);
        self.admit(ABSENCE, false).map_err(Failure::Fatal)
    }

    /// Lets the broker know the producer, and end what an earlier one of this name left open. When the worker starts, a wrong
    /// password is told at once; later it may be the broker that does not know its users for a while.
    fn admit(&self, patience: Duration, is_start: bool) -> Result<(), String> {
        let deadline = Instant::now() + patience;
        let was_ready = self.health.ready().is_ok();
        loop {
            self.health.tick();
            let Err(error) = self.greet(is_start) else {
                if was_ready {
                    self.health.set_ready();
                }
                return Ok(());
            };
            self.producer.poll(RETRY);
            if is_start && let Some(reason) = self.notes.take_refusal() {
                return Err(format!(
                    "no connection is allowed: {reason}; check the security settings in [kafka.common]"
                ));
            }
            let is_retriable = match &error {
                KafkaError::Transaction(cause) => cause.is_retriable(),
                _ => !self.configs.is_transactional,
            };
            if !is_retriable || Instant::now() > deadline {
                return Err(self.forbidden(&error).unwrap_or_else(|| error.to_string()));
            }
            if was_ready {
                self.health.set_unready(format!("the broker does not let the producer in: {error}"));
            }
        }
    }

    /// Without transactions there is nothing to tell the broker; at the start it is seen whether there is one.
    fn greet(&self, is_start: bool) -> KafkaResult<()> {
        if self.configs.is_transactional {
            return self.producer.init_transactions(ATTEMPT);
        }
        if is_start { self.producer.client().fetch_metadata(None, ATTEMPT).map(|_| ()) } else { Ok(()) }
    }

    fn forbidden(&self, error: &KafkaError) -> Option<String> {
        let is_so = error.rdkafka_error_code() == Some(RDKafkaErrorCode::TransactionalIdAuthorizationFailed);
        is_so.then(|| {
            let id = &self.configs.transactional_id;
            format!("this user may not use the transactional id {id}; grant Write and Describe on it ({error})")
        })
    }

    fn fatal_error(&self) -> Option<Failure> {
        let (code, reason) = self.producer.client().fatal_error()?;
        Some(Failure::Fatal(self.explained(code, &reason)))
    }

    fn fatal(&self, what: &str, error: &KafkaError) -> Failure {
        self.fatal_error().unwrap_or_else(|| Failure::Fatal(format!("{what}: {error}")))
    }

    fn explained(&self, code: RDKafkaErrorCode, reason: &str) -> String {
        if !is_fence(code) {
            return reason.to_owned();
        }
        format!(
            "another worker took over the transactional id {}; give every worker of the group a kafka.instance of its own ({reason})",
            self.configs.transactional_id
        )
    }

    fn reached(&mut self, place: Place, has_records: bool) {
        if let Some(point) = self.fail_point.as_mut().filter(|_| has_records) {
            point.reached(place);
        }
    }
}

/// Whether the broker takes another producer for the one of this name.
fn is_fence(code: RDKafkaErrorCode) -> bool {
    matches!(code, RDKafkaErrorCode::Fenced | RDKafkaErrorCode::ProducerFenced | RDKafkaErrorCode::InvalidProducerEpoch)
}

fn create(configs: &Configs, notes: &ProducerEvents) -> Result<BaseProducer<ProducerEvents>, ConnectError> {
    let created = configs.producer.create_with_context(notes.clone());
    created.map_err(|error| ConnectError::Settings { client: "producer", reason: error.to_string() })
}

#[cfg(test)]
mod tests;
