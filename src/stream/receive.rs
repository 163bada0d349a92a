//! How work comes into the pipeline: messages and partitions from the broker, results from the pool.

use std::sync::Arc;

use tokio::time::Instant;

use super::{
    Arrival, Broker, BrokerEvent, Done, Job, Partition, Pipeline, Pool,
    meter::{self, Rebalance},
    pipeline::{Error, Phase, listed},
};
use crate::extract::{Reject, RejectReason};

/// How many threads may be stuck in an article. Beyond that the worker fails, so that its supervisor restarts it.
const MAX_STUCK: usize = 16;

impl<B: Broker, P: Pool> Pipeline<B, P> {
    pub(super) async fn on_event(&mut self, event: BrokerEvent, phase: Phase) -> Result<(), Error> {
        self.health.tick();
        match event {
            BrokerEvent::Beat => {}
            BrokerEvent::Arrived(_) | BrokerEvent::Reachable(true) if phase != Phase::Running => {}
            BrokerEvent::Arrived(arrivals) => self.on_arrivals(arrivals),
            BrokerEvent::Marked(marks) => self.guard.found(marks),
            BrokerEvent::Assigned(partitions) => self.on_assigned(partitions, phase),
            BrokerEvent::Revoked(partitions) => self.on_revoked(partitions).await?,
            BrokerEvent::Lost(partitions) => self.on_lost(partitions).await?,
            BrokerEvent::ReachedEnd(partitions) => self.bound.reached_end(partitions),
            BrokerEvent::Reachable(is_reachable) => self.on_reachable(is_reachable),
            BrokerEvent::WithoutPosition(partitions) => self.on_without_position(&partitions),
            BrokerEvent::Failed(failure) => return Err(failure.into()),
        }
        Ok(())
    }

    fn on_reachable(&mut self, is_reachable: bool) {
        self.note_bare(is_reachable);
        if is_reachable {
            self.health.set_ready();
        } else {
            self.health.set_unready("no broker is reachable");
        }
    }

    /// The worker goes on with the other partitions, so this is a warning.
    fn on_without_position(&mut self, partitions: &[Partition]) {
        meter::without_position(partitions.len());
        if partitions.is_empty() {
            tracing::info!("every assigned partition has its position");
            return self.health.set_warning(None);
        }
        let partitions = listed(partitions);
        let warning = format!(
            "nothing is consumed from {partitions}: the broker has returned no position for 1 minute; another worker may still have a transaction open, which the broker aborts after delivery.transaction_timeout"
        );
        tracing::warn!("{warning}");
        self.health.set_warning(Some(warning));
    }

    fn on_assigned(&mut self, partitions: Vec<Partition>, phase: Phase) {
        tracing::info!(partitions = %listed(&partitions), "partitions assigned");
        self.guard.assign(&partitions);
        self.tracker.assign(partitions);
        self.note_bare(true);
        meter::rebalanced(Rebalance::Assign, self.tracker.partitions().count());
        if phase == Phase::Running {
            self.health.set_ready();
        }
    }

    /// The number of partitions may have become or ceased to be 0, or the broker come or gone.
    pub(super) fn note_bare(&mut self, is_reachable: bool) {
        let is_bare = is_reachable && self.tracker.partitions().next().is_none();
        self.bound.note_bare(is_bare, Instant::now());
    }

    fn on_arrivals(&mut self, arrivals: Vec<Arrival>) {
        meter::arrived(&arrivals);
        for arrival in arrivals {
            let message = Arc::clone(&arrival.message);
            if !self.bound.takes(&message) {
                continue;
            }
            if let Some(ticket) = self.tracker.accept(arrival) {
                self.guard.take(Job { ticket, message });
            }
        }
        meter::in_flight(&self.budget);
    }

    pub(super) fn on_done(&mut self, done: Vec<Done>) {
        self.guard.left_pool(done.len());
        for done in done {
            meter::extracted(done.took);
            self.tracker.complete(&done.ticket, done.output);
        }
        self.release();
    }

    /// Looks after what takes too long, and sets the gauges.
    pub(super) fn on_tick(&mut self) -> Result<(), Error> {
        for job in self.pool.give_up(self.rhythm.article_timeout) {
            self.guard.left_pool(1);
            self.give_up(&job);
        }
        self.release();
        self.watch.look(self.pool.busy(), &self.budget);
        match self.pool.stuck() {
            stuck if stuck > MAX_STUCK => Err(Error::Stuck(stuck)),
            _ => Ok(()),
        }
    }

    /// An article that takes too long becomes a dead letter.
    fn give_up(&mut self, job: &Job) {
        let message = format!(
            "the extraction took longer than {} s; raise extract.article_timeout, or shorten the article",
            self.rhythm.article_timeout.as_secs_f32()
        );
        self.reject(job, &Reject::new(RejectReason::Timeout, message));
    }

    /// Ends a job with a dead letter.
    pub(super) fn reject(&mut self, job: &Job, reject: &Reject) {
        self.tracker.complete(&job.ticket, self.processor.reject(&job.message, reject));
    }
}
