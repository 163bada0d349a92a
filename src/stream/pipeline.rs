//! The loop: one task that waits for messages, results, the commit timer and the shutdown, and does one thing at a time.

use std::{collections::BTreeSet, future::Future, pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout},
};

use super::{
    Arrival, Broker, BrokerEvent, Budget, Failure, Job, Partition, Pool, Processor, Tracker, Until,
    batch::{Batch, Limits},
    breaker::{Breaker, Threshold},
    guard::Guard,
    meter::{self, Summary, Tally, Watch},
};
use crate::{extract::Reject, settings::Settings, telemetry::health::Health};

/// How often the loop looks after the health, the gauges and articles that take too long.
const TICK: Duration = Duration::from_millis(250);
/// Bytes of records after which a transaction is committed.
const BATCH_BYTES: usize = 8 << 20;
/// A stopping worker that is still waiting for the broker so long after it should have been done is stopped all the same.
const GRACE: Duration = Duration::from_secs(5);
/// A bounded run that is given no partition for so long has nothing to do. Others may need a while to hand some over.
const NOTHING: Duration = Duration::from_secs(30);
/// Threads that may be stuck in an article before the process had better begin anew.
const MAX_STUCK: usize = 16;

/// Why the worker ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The broker's client cannot go on.
    #[error(transparent)]
    Broker(#[from] Failure),
    /// Transaction after transaction was aborted.
    #[error("{count} transactions in a row were aborted, the last one because {reason}")]
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
    #[error("{0} threads are stuck in articles that take too long; look at the dead letters with reason timeout")]
    Stuck(usize),
}

/// The rhythm and the bounds of the pipeline.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// The limits of a transaction.
    pub batch: Limits,
    /// When too many articles are dead letters.
    pub breaker: Threshold,
    /// How often an article that is worked on alone may end the process before it becomes a dead letter; 0: for ever.
    pub crash_limit: u32,
    /// The longest that an article may take.
    pub article_timeout: Duration,
    /// How long a stopping worker may take.
    pub drain_timeout: Duration,
}

impl Rhythm {
    /// The rhythm that the settings tell.
    pub fn of(settings: &Settings) -> Self {
        Self {
            batch: Limits {
                articles: settings.delivery.batch_articles,
                bytes: BATCH_BYTES,
                interval: settings.delivery.batch_interval,
            },
            breaker: Threshold { articles: settings.delivery.breaker_articles, ratio: settings.delivery.breaker_ratio },
            crash_limit: settings.delivery.crash_limit,
            article_timeout: settings.extract.article_timeout,
            drain_timeout: settings.delivery.drain_timeout,
        }
    }
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
    /// What may be in work; the one that the broker takes from.
    pub budget: Arc<Budget>,
    /// What the pipeline reports to.
    pub health: Arc<Health>,
}

/// What the pipeline works with.
#[derive(Debug)]
pub struct Pipeline<B, P> {
    pub(super) broker: B,
    pub(super) pool: P,
    pub(super) processor: Arc<Processor>,
    pub(super) rhythm: Rhythm,
    pub(super) until: Option<Until>,
    pub(super) budget: Arc<Budget>,
    pub(super) health: Arc<Health>,
    pub(super) tracker: Tracker,
    pub(super) batch: Batch,
    pub(super) breaker: Breaker,
    pub(super) guard: Guard,
    pub(super) tally: Tally,
    watch: Watch,
    pub(super) summary: Summary,
    /// Transactions aborted since the last commit.
    pub(super) aborts: u32,
    /// Partitions that have given all that a bounded run wants of them.
    pub(super) ended: BTreeSet<Partition>,
    /// Since when a broker could be reached and there was no partition.
    pub(super) bare_since: Option<Instant>,
}

/// Where the worker is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Running,
    /// The circuit breaker is open: alive, unready, and waiting for somebody.
    Tripped,
    /// Finishing what was begun, until then.
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
            rhythm,
            until,
            budget,
            health,
            tracker: Tracker::default(),
            batch: Batch::new(rhythm.batch),
            breaker: Breaker::new(rhythm.breaker),
            guard: Guard::new(rhythm.crash_limit),
            tally: Tally::default(),
            watch: Watch::default(),
            summary: Summary::default(),
            aborts: 0,
            ended: BTreeSet::new(),
            bare_since: Some(Instant::now()),
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
                tracing::warn!("the broker does not answer; what was not committed is done again by the next worker");
                Ok(())
            }
        };
        match &ended {
            Ok(()) => self.health.set_unready("stopped"),
            Err(error) => {
                if !matches!(error, Error::Broker(_)) && timeout(GRACE, self.undo()).await.is_err() {
                    tracing::warn!("the broker does not answer; the next worker will take this end for a crash");
                }
                meter::fatal();
                self.health.set_fatal(error.to_string());
            }
        }
        self.broker.close().await;
        ended.map(|()| self.summary)
    }

    async fn work(&mut self, shutdown: impl Future<Output = ()> + Send) -> Result<(), Error> {
        let mut shutdown = pin!(shutdown);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut phase = Phase::Running;
        loop {
            if phase == Phase::Running
                && let Some(reason) = self.breaker.opened()
            {
                phase = self.trip(reason).await?;
            }
            self.advance().await?;
            let now = Instant::now();
            let due = self.batch.due(self.tracker.in_work() == self.guard.held(), now);
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
        let idle = self.tracker.in_work() == 0;
        match phase {
            Phase::Draining(until) => idle || now >= until,
            Phase::Tripped => false,
            Phase::Running => {
                self.until.is_some() && idle && self.batch.is_empty() && (self.all_ended() || self.has_nothing(now))
            }
        }
    }

    /// Whether a bounded run was given no partition, and none is to be expected.
    fn has_nothing(&self, now: Instant) -> bool {
        let is_so = self.bare_since.is_some_and(|since| now.duration_since(since) >= NOTHING);
        if is_so {
            tracing::warn!(
                "no partition was assigned within {} s: the topics are not there, or other workers of the group have all partitions; nothing is left to do",
                NOTHING.as_secs()
            );
        }
        is_so
    }

    fn all_ended(&self) -> bool {
        let mut partitions = self.tracker.partitions().peekable();
        partitions.peek().is_some() && partitions.all(|partition| self.ended.contains(partition))
    }

    /// Stops consuming; what no thread has begun is left to the next worker.
    fn drain(&mut self) -> Phase {
        tracing::info!(in_flight = self.tracker.in_work(), "stopping: finishing what was begun");
        self.health.set_unready("stopping");
        self.broker.stop();
        let begun = self.pool.withdraw();
        self.guard.left_pool(begun.len());
        for ticket in begun.into_iter().chain(self.guard.withdraw()) {
            self.tracker.withdraw(&ticket);
        }
        Phase::Draining(Instant::now() + self.rhythm.drain_timeout)
    }

    /// Undoes the open transaction with its dead letters and does nothing more. Whoever restarts the worker has a reason to.
    async fn trip(&mut self, reason: String) -> Result<Phase, Error> {
        meter::breaker_opened();
        if self.until.is_some() {
            return Err(Error::Breaker(reason));
        }
        tracing::error!("the circuit breaker opened, nothing more is consumed: {reason}");
        self.health.set_unready(format!("the circuit breaker is open: {reason}"));
        self.broker.hold();
        self.abort("the circuit breaker opened".to_owned()).await?;
        Ok(Phase::Tripped)
    }

    async fn on_event(&mut self, event: BrokerEvent, phase: Phase) -> Result<(), Error> {
        self.health.tick();
        match event {
            BrokerEvent::Beat => {}
            BrokerEvent::Arrived(_) | BrokerEvent::Reachable(true) if phase != Phase::Running => {}
            BrokerEvent::Arrived(arrivals) => self.on_arrivals(arrivals),
            BrokerEvent::Marked(marks) => self.guard.found(marks),
            BrokerEvent::Assigned(partitions) => self.on_assigned(partitions, phase),
            BrokerEvent::Revoked(partitions) => self.on_revoked(partitions).await?,
            BrokerEvent::Lost(partitions) => self.on_lost(partitions).await?,
            BrokerEvent::ReachedEnd(partitions) => {
                if self.until.is_some() {
                    self.ended.extend(partitions);
                }
            }
            BrokerEvent::Reachable(true) => {
                self.note_bare(true);
                self.health.set_ready();
            }
            BrokerEvent::Reachable(false) => {
                self.note_bare(false);
                self.health.set_unready("no broker can be reached");
            }
            BrokerEvent::Failed(failure) => return Err(failure.into()),
        }
        Ok(())
    }

    fn on_assigned(&mut self, partitions: Vec<Partition>, phase: Phase) {
        tracing::info!(partitions = %listed(&partitions), "partitions assigned");
        self.guard.assign(&partitions);
        self.tracker.assign(partitions);
        self.note_bare(true);
        meter::rebalanced("assign", self.tracker.partitions().count());
        if phase == Phase::Running {
            self.health.set_ready();
        }
    }

    /// The partitions may have become some or none, or the broker come or gone.
    pub(super) fn note_bare(&mut self, is_reachable: bool) {
        let is_bare = is_reachable && self.tracker.partitions().next().is_none();
        self.bare_since = is_bare.then(|| self.bare_since.unwrap_or_else(Instant::now));
    }

    fn on_arrivals(&mut self, arrivals: Vec<Arrival>) {
        meter::arrived(&arrivals);
        for arrival in arrivals {
            let message = Arc::clone(&arrival.message);
            if self.is_beyond_end(&message.partition, message.timestamp) {
                continue;
            }
            if let Some(ticket) = self.tracker.accept(arrival) {
                self.guard.take(Job { ticket, message });
            }
        }
        meter::in_flight(&self.budget);
    }

    /// Whether a bounded run does not want a message any more. In a run that is bounded by time, a partition has ended
    /// with its first message of that time or later.
    fn is_beyond_end(&mut self, partition: &Partition, timestamp: Option<i64>) -> bool {
        if let Some(Until::Time(end)) = self.until
            && timestamp.is_some_and(|millis| millis >= end.as_millisecond())
        {
            self.ended.insert(partition.clone());
        }
        self.ended.contains(partition)
    }

    fn on_done(&mut self, done: Vec<super::Done>) {
        self.guard.left_pool(done.len());
        for done in done {
            meter::extracted(done.took);
            self.tracker.complete(&done.ticket, done.output);
        }
        self.release();
    }

    /// Articles that take too long become dead letters.
    fn on_tick(&mut self) -> Result<(), Error> {
        let limit = self.rhythm.article_timeout;
        for job in self.pool.give_up(limit) {
            self.guard.left_pool(1);
            let message = format!(
                "the extraction took longer than {} s; raise extract.article_timeout or shorten the article",
                limit.as_secs_f32()
            );
            let reject = Reject { reason: "timeout", stage: "extract", message };
            self.tracker.complete(&job.ticket, self.processor.reject(&job.message, &reject));
        }
        self.release();
        self.watch.look(self.pool.busy(), &self.budget);
        match self.pool.stuck() {
            stuck if stuck > MAX_STUCK => Err(Error::Stuck(stuck)),
            _ => Ok(()),
        }
    }
}

/// Partitions for a log line.
pub(super) fn listed(partitions: &[Partition]) -> String {
    partitions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
