//! The steps of a transaction, each with its time limit, and what to do about each kind of error.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rdkafka::{
    TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer as _},
    error::{KafkaError, KafkaResult},
    producer::{BaseProducer, Producer as _},
    types::RDKafkaErrorCode,
};

use super::{Outlet, QUANTUM, RETRY, producer::is_fence};
use crate::{
    kafka::{
        context::{ConsumerEvents, ProducerEvents},
        deadline::within,
    },
    stream::Failure,
};

/// How much longer a step is waited for that does not keep to its time.
const GRACE: Duration = Duration::from_secs(2);
/// Time limit of an abort. After it the producer is re-created, which also ends the transaction.
const ABORT: Duration = Duration::from_secs(5);

impl Outlet {
    /// Sends the positions with the transaction. librdkafka 2.12 does not look at the time limit of this call: it waits for as long as the
    /// coordinator of the group is away, and longer when the cluster has forgotten that broker (its issues 5456 and 5511).
    pub(super) fn send_offsets(
        &mut self,
        consumer: &BaseConsumer<ConsumerEvents>,
        positions: &TopicPartitionList,
    ) -> Result<(), Failure> {
        let group =
            consumer.group_metadata().ok_or_else(|| Failure::Fatal("the consumer is not in a group".to_owned()))?;
        let group = Arc::new(group);
        let patience = self.patience;
        self.step("sending the offsets", |producer| {
            let (positions, group) = (positions.clone(), Arc::clone(&group));
            within(patience + GRACE, producer, move |producer| {
                producer.send_offsets_to_transaction(&positions, &group, patience)
            })
            .unwrap_or(Err(KafkaError::Global(RDKafkaErrorCode::OperationTimedOut)))
        })
    }

    /// Commits the positions by themselves, where there are no transactions.
    pub(super) fn commit_offsets(
        &self,
        consumer: &BaseConsumer<ConsumerEvents>,
        positions: &TopicPartitionList,
    ) -> Result<(), Failure> {
        consumer.commit(positions, CommitMode::Sync).map_err(|error| {
            let group = self.producer.configs().consumer.get("group.id").unwrap_or_default();
            let topics: BTreeSet<String> = positions.elements().iter().map(|of| of.topic().to_owned()).collect();
            let topics = topics.into_iter().collect::<Vec<_>>().join(", ");
            let reason = format!("the group {group} cannot commit its offsets in {topics}: {error}");
            match error.rdkafka_error_code() {
                Some(RDKafkaErrorCode::TopicAuthorizationFailed | RDKafkaErrorCode::GroupAuthorizationFailed) => {
                    Failure::Refused(format!("{reason}; grant Read on the topics and the group"))
                }
                _ => Failure::Abort(reason),
            }
        })
    }

    /// Commits the transaction with what was sent in it.
    pub(super) fn commit_transaction(&mut self) -> Result<(), Failure> {
        let patience = self.patience;
        self.step("committing", |producer| producer.commit_transaction(patience))
    }

    /// One step of a transaction: retriable errors are tried again until the time is up.
    fn step(
        &mut self,
        what: &str,
        call: impl Fn(&Arc<BaseProducer<ProducerEvents>>) -> KafkaResult<()>,
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            self.producer.health().tick();
            let Err(error) = call(self.producer.client()) else { return Ok(()) };
            let KafkaError::Transaction(cause) = &error else {
                self.is_spent = true;
                return Err(Failure::Abort(format!("{what}: {error}")));
            };
            if cause.is_fatal() {
                let failure = self.producer.fatal(what, &error);
                return Err(self.weigh(failure));
            }
            if let Some(remedy) = self.remedy(cause.code()) {
                self.is_spent = true;
                return Err(Failure::Refused(format!("{what}: {cause}; {remedy}")));
            }
            if cause.txn_requires_abort() {
                return Err(Failure::Abort(format!("{what}: {cause}")));
            }
            // After a call that timed out the producer's state and the broker's may differ: replace it.
            let has_time = cause.code() != RDKafkaErrorCode::OperationTimedOut && Instant::now() < deadline;
            if !(cause.is_retriable() && has_time) {
                self.is_spent = true;
                return Err(Failure::Abort(format!("{what}: {cause}")));
            }
            tracing::debug!("{what}: {cause}; retrying");
            self.producer.poll(RETRY);
        }
    }

    /// What to grant where a permission is missing. librdkafka names only the kind of what may not be used.
    fn remedy(&self, code: RDKafkaErrorCode) -> Option<String> {
        match code {
            RDKafkaErrorCode::TopicAuthorizationFailed => {
                let topics: Vec<&str> = self.topics.iter().map(AsRef::as_ref).collect();
                let topics = topics.join(", ");
                Some(format!("grant Write and Describe on the topics {topics}, and Read on topics.articles"))
            }
            RDKafkaErrorCode::GroupAuthorizationFailed => Some("grant Read on kafka.group_id".to_owned()),
            _ => None,
        }
    }

    /// Aborting waits for delivery reports, so another thread has to serve them.
    pub(super) fn abort_transaction(&mut self) -> Result<(), Failure> {
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

    /// What ends a producer need not end the worker: a producer that is re-created is no worse than a restart, and a cause
    /// that stays is met again when the broker lets it in. So it is with a broker that was restarted and knows nothing
    /// of the transaction. Only another worker of the same name ends this one. The broker fences in the same way when
    /// it has aborted a transaction that was too old, for example because this process stood still for a while.
    pub(super) fn weigh(&mut self, failure: Failure) -> Failure {
        let Failure::Fatal(reason) = failure else { return failure };
        let limit = self.producer.configs().transaction_timeout;
        let is_too_old = self.opened.is_some_and(|opened| opened.elapsed() >= limit);
        match self.producer.client().client().fatal_error() {
            Some((code, _)) if is_fence(code) && is_too_old => {
                self.is_spent = true;
                Failure::Abort(format!("the transaction exceeded delivery.transaction_timeout: {reason}"))
            }
            Some((code, _)) if !is_fence(code) => {
                self.is_spent = true;
                Failure::Abort(format!("the producer failed: {reason}"))
            }
            _ => Failure::Fatal(reason),
        }
    }
}
