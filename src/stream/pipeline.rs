//! The loop: one task that waits for messages, results, the commit timer and the shutdown, and does one thing at a time.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout},
};

use super::{
    Broker, Budget, Failure, Partition, Pool, Processor, Rhythm, Tracker, Until,
    bound::Bound,
    guard::Guard,
    meter::{self, Summary, Watch},
    transaction::Transaction,
};
use crate::telemetry::health::Health;

/// How often the loop looks after the health, the gauges and articles that take too long.
const TICK: Duration = Duration::from_millis(250);
/// A stopping worker that is still waiting for the broker this long after its time limit is stopped regardless.
const GRACE: Duration = Duration::from_secs(5);

/// Why the worker ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The broker's client cannot go on.
    #[error(transparent)]
    Broker(#[from] Failure),
    /// Commit after commit failed.
    #[error("no commit succeeded in {count} consecutive attempts; the last reason: {reason}")]
    Aborts {
        /// How many.
        count: u32,
        /// Why the last one was.
        reason: String,
    },
    /// Most articles became dead letters.
    #[error("the circuit breaker opened: {0}")]
    Breaker(String),
    /// Articles that never end hold too many threads.
    #[error(
        "{0} extraction threads exceeded extract.article_timeout and are still running; look at the dead letters with reason timeout"
    )]
    Stuck(usize),
}

/// What a pipeline is put together of.
#[derive(Debug)]
pub struct Parts<B, P> {
    /// Where messages come from and records go to.
    pub broker: B,
    /// Who extracts.
    pub pool: P,
    /// Makes dead letters; the one that the pool works with.
    pub processor: Arc<Processor>,
    /// What may be in flight; the one that the broker takes from.
    pub budget: Arc<Budget>,
    /// What the pipeline reports to.
    pub health: Arc<Health>,
}

/// The state of a worker. One task owns it, so every field changes between two waits and never during one.
#[derive(Debug)]
pub struct Pipeline<B, P> {
    /// Both ends of the stream. Commands take effect in the order in which they are given.
    pub(super) broker: B,
    /// Who extracts, in any order.
    pub(super) pool: P,
    /// Makes dead letters of what the pool does not finish.
    pub(super) processor: Arc<Processor>,
    /// What is in flight, for the metrics. The permits of the tracker hold it.
    pub(super) budget: Arc<Budget>,
    /// Ticks at every event and commit.
    pub(super) health: Arc<Health>,
    /// The limits; they never change.
    pub(super) rhythm: Rhythm,
    /// Every message that was taken and is not released, in the order of its partition, and what is to be committed.
    pub(super) tracker: Tracker,
    /// Messages of the tracker that the pool may not begin yet, and the marks of the partitions.
    pub(super) guard: Guard,
    /// What was released since the last commit or abort.
    pub(super) transaction: Transaction,
    /// Which partitions have given all that a bounded run wants.
    pub(super) bound: Bound,
    /// The gauges of the ticks.
    pub(super) watch: Watch,
}

/// Where the worker is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Taking messages.
    Running,
    /// The circuit breaker is open: alive, unready, and waiting for somebody.
    Tripped,
    /// Finishing what was begun, until this time at the latest.
    Draining(Instant),
}

impl<B: Broker, P: Pool> Pipeline<B, P> {
    /// A pipeline that has not begun; without `until` it runs until its shutdown.
    pub fn new(parts: Parts<B, P>, rhythm: Rhythm, until: Option<Until>) -> Self {
        let Parts { broker, pool, processor, budget, health } = parts;
        Self {
            broker,
            pool,
            processor,
            budget,
            health,
            rhythm,
            tracker: Tracker::default(),
            guard: Guard::new(rhythm.crash_limit),
            transaction: Transaction::new(&rhythm),
            bound: Bound::new(until, Instant::now()),
            watch: Watch::default(),
        }
    }

    /// Works until `shutdown` is done or a bounded run has reached its end, then drains and leaves the group.
    ///
    /// # Errors
    /// When the worker cannot go on. What was not committed is done again by the next one.
    pub async fn run(mut self, shutdown: impl Future<Output = ()> + Send) -> Result<Summary, Error> {
        let (tell, mut told) = watch::channel(false);
        let limit = self.rhythm.drain_timeout + GRACE;
        let ended = tokio::select! {
            ended = self.work(async move { drop(told.wait_for(|is_told| *is_told).await) }) => ended,
            () = async {
                shutdown.await;
                let _ = tell.send(true);
                sleep(limit).await;
            } => {
                tracing::warn!("the broker does not respond; the next worker repeats what was not committed");
                Ok(())
            }
        };
        match &ended {
            Ok(()) => self.health.set_unready("stopped"),
            Err(error) => self.fail(error).await,
        }
        self.broker.close().await;
        ended.map(|()| self.transaction.summary())
    }

    async fn fail(&mut self, error: &Error) {
        let is_client_dead = matches!(error, Error::Broker(Failure::Abort(_) | Failure::Fatal(_)));
        if !is_client_dead && timeout(GRACE, self.undo()).await.is_err() {
            tracing::warn!("the broker does not respond; the next worker will treat this exit as a crash");
        }
        meter::fatal();
        self.health.set_fatal(error.to_string());
    }

    async fn work(&mut self, shutdown: impl Future<Output = ()> + Send) -> Result<(), Error> {
        let mut shutdown = pin!(shutdown);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut phase = Phase::Running;
        loop {
            if phase == Phase::Running
                && let Some(reason) = self.transaction.tripped()
            {
                phase = self.trip(reason).await?;
            }
            self.advance().await?;
            let now = Instant::now();
            let due = self.transaction.due(self.tracker.in_work() == self.guard.held(), now);
            if due.is_some_and(|due| due <= now) {
                self.commit().await?;
                self.release();
                continue;
            }
            if self.is_over(phase, now) {
                self.commit().await?;
                self.unmark().await;
                return Ok(());
            }
            tokio::select! {
                event = self.broker.next() => self.on_event(event, phase).await?,
                done = self.pool.done() => self.on_done(done),
                () = sleep_until(due.unwrap_or(now)), if due.is_some() => {}
                _ = ticks.tick() => self.on_tick()?,
                () = &mut shutdown, if !matches!(phase, Phase::Draining(_)) => phase = self.drain(),
            }
        }
    }

    /// Whether there is nothing more to wait for.
    fn is_over(&self, phase: Phase, now: Instant) -> bool {
        let is_idle = self.tracker.in_work() == 0;
        match phase {
            Phase::Draining(until) => is_idle || now >= until,
            Phase::Tripped => false,
            Phase::Running => {
                is_idle && self.transaction.is_empty() && self.bound.is_reached(self.tracker.partitions(), now)
            }
        }
    }

    /// Stops consuming; what no thread has begun is left to the next worker.
    fn drain(&mut self) -> Phase {
        tracing::info!(in_flight = self.tracker.in_work(), "stopping; finishing the articles in progress");
        self.health.set_unready("stopping");
        self.broker.stop();
        let waiting = self.pool.withdraw();
        self.guard.left_pool(waiting.len());
        for ticket in waiting.into_iter().chain(self.guard.withdraw()) {
            self.tracker.withdraw(&ticket);
        }
        Phase::Draining(Instant::now() + self.rhythm.drain_timeout)
    }

    /// Undoes the open transaction with its dead letters and does nothing more. Whoever restarts the worker has a reason to.
    async fn trip(&mut self, reason: String) -> Result<Phase, Error> {
        meter::breaker_opened();
        if self.bound.is_set() {
            return Err(Error::Breaker(reason));
        }
        tracing::error!("the circuit breaker opened; the worker consumes nothing more: {reason}");
        self.health.set_unready(format!("the circuit breaker is open: {reason}"));
        self.broker.hold();
        self.abort("the circuit breaker opened".to_owned()).await?;
        Ok(Phase::Tripped)
    }
}

/// Partitions for a log line.
pub(super) fn listed(partitions: &[Partition]) -> String {
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
