//! How work leaves the pipeline: released to the broker, committed, aborted, or handed over with its partition.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{
    Broker, Failure, Marks, Partition, Pipeline, Pool, Position, Record, Released,
    guard::Step,
    meter,
    pipeline::{Error, listed},
};
use crate::extract::Reject;

/// Aborts without a commit between them after which the worker ends.
const MAX_ABORTS: u32 = 10;
/// The pause after the second abort in a row; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl<B: Broker, P: Pool> Pipeline<B, P> {
    /// Moves finished heads of partitions into the transaction until it is full.
    pub(super) fn release(&mut self) {
        let now = Instant::now();
        let mut records = Vec::new();
        while !self.batch.is_full()
            && let Some(Released { message, output }) = self.tracker.release()
        {
            let output = self.processor.fit(&message, output, &self.broker);
            let released = Released { message, output };
            self.tally.add(&released);
            self.breaker.note(&released.output.verdict);
            let bytes = released.output.records.iter().map(Record::size).sum();
            self.batch.add(bytes, now);
            records.extend(released.output.records);
        }
        if !records.is_empty() {
            self.broker.send(records);
        }
    }

    /// Begins what the guard allows to be begun.
    pub(super) async fn advance(&mut self) -> Result<(), Error> {
        loop {
            match self.guard.step() {
                Step::Wait => return Ok(()),
                Step::Begin(jobs) => jobs.into_iter().for_each(|job| self.pool.submit(job)),
                Step::Mark(marks) => {
                    self.commit_with(marks).await?;
                    self.release();
                }
                Step::Reject(job) => {
                    let message = format!(
                        "the process ended {} times while it worked on this article alone; please report it with the article",
                        self.rhythm.crash_limit
                    );
                    let reject = Reject { reason: "crash_loop", stage: "extract", message };
                    self.tracker.complete(&job.ticket, self.processor.reject(&job.message, &reject));
                    self.release();
                }
            }
        }
    }

    /// Commits what is released; aborts when that cannot be done.
    pub(super) async fn commit(&mut self) -> Result<(), Error> {
        if self.batch.is_empty() { Ok(()) } else { self.commit_with(Marks::new()).await }
    }

    async fn commit_with(&mut self, marks: Marks) -> Result<(), Error> {
        let marked = marks.keys().cloned().collect();
        match self.try_commit(marks, marked).await {
            Ok(()) => Ok(()),
            Err(Failure::Abort(reason)) => self.abort(reason).await,
            Err(fatal @ Failure::Fatal(_)) => Err(fatal.into()),
        }
    }

    /// Wipes away the marks of this process, which cannot go on but has not crashed.
    pub(super) async fn undo(&mut self) {
        let rewind = self.tracker.rewind();
        if let Ok(positions) = self.broker.abort(rewind).await {
            self.tracker.rewound(&positions);
            self.unmark().await;
        }
    }

    /// Wipes away the marks of partitions where nothing was finished: this process ends in order.
    pub(super) async fn unmark(&mut self) {
        let partitions: Vec<Partition> = self.guard.marked().cloned().collect();
        let positions: Vec<Position> = partitions.iter().filter_map(|at| self.tracker.position(at)).collect();
        if !positions.is_empty()
            && let Err(failure) = self.broker.commit(positions, Marks::new()).await
        {
            tracing::warn!("the next worker will take this end for a crash: {failure}");
        }
    }

    /// Commits what is released, and where the other partitions stand, for the sake of their marks.
    async fn try_commit(&mut self, marks: Marks, mut others: Vec<Partition>) -> Result<(), Failure> {
        let began = Instant::now();
        let mut positions = self.tracker.to_commit();
        others.retain(|other| positions.iter().all(|position| position.partition != *other));
        positions.extend(others.iter().filter_map(|other| self.tracker.position(other)));
        if positions.is_empty() {
            return Ok(());
        }
        self.broker.commit(positions.clone(), marks.clone()).await?;
        let now = Instant::now();
        self.tracker.committed(&positions);
        self.guard.committed(&positions, &marks);
        tracing::debug!(articles = self.batch.articles(), took = ?now.duration_since(began), "committed");
        self.tally.commit(now.duration_since(began), &mut self.summary);
        self.batch.committed(began, now);
        self.aborts = 0;
        self.health.tick();
        Ok(())
    }

    /// Drops the transaction and all that is in work, and goes on from what is committed.
    pub(super) async fn abort(&mut self, reason: String) -> Result<(), Error> {
        self.aborts += 1;
        tracing::warn!(aborts_in_a_row = self.aborts, "transaction aborted: {reason}");
        if self.aborts >= MAX_ABORTS {
            return Err(Error::Aborts { count: self.aborts, reason });
        }
        let never_published = self.pool.withdraw();
        self.guard.left_pool(never_published.len());
        self.guard.rewound();
        self.tally.abort();
        self.batch.clear();
        self.breaker.clear();
        if self.aborts > 1 {
            sleep((FIRST_PAUSE * 2_u32.pow(self.aborts - 2)).min(LONGEST_PAUSE)).await;
        }
        let rewind = self.tracker.rewind();
        // These come to their end once more; from the others nothing has come, and they stay where they are.
        self.ended.retain(|partition| rewind.iter().all(|position| position.partition != *partition));
        let positions = self.broker.abort(rewind).await?;
        self.tracker.rewound(&positions);
        self.health.tick();
        Ok(())
    }

    /// Commits what is finished, then lets the partitions go; what is in work for them is the next owner's.
    pub(super) async fn on_revoked(&mut self, partitions: Vec<Partition>) -> Result<(), Error> {
        tracing::info!(partitions = %listed(&partitions), "partitions revoked");
        let marked = self.guard.marked().filter(|partition| partitions.contains(partition)).cloned().collect();
        match self.try_commit(Marks::new(), marked).await {
            Ok(()) => self.forget(&partitions),
            Err(Failure::Abort(reason)) => {
                self.forget(&partitions);
                self.abort(reason).await?;
            }
            Err(fatal @ Failure::Fatal(_)) => return Err(fatal.into()),
        }
        self.hand_over(partitions, "revoke");
        Ok(())
    }

    /// The partitions are another worker's: the transaction must not be committed.
    pub(super) async fn on_lost(&mut self, partitions: Vec<Partition>) -> Result<(), Error> {
        tracing::warn!(partitions = %listed(&partitions), "partitions lost");
        self.forget(&partitions);
        if !self.batch.is_empty() {
            self.abort("partitions were lost to another worker".to_owned()).await?;
        }
        self.hand_over(partitions, "lost");
        Ok(())
    }

    fn forget(&mut self, partitions: &[Partition]) {
        self.tracker.forget(partitions);
        self.guard.forget(partitions);
    }

    fn hand_over(&mut self, partitions: Vec<Partition>, kind: &'static str) {
        self.ended.retain(|partition| !partitions.contains(partition));
        self.broker.hand_over(partitions);
        self.note_bare(true);
        meter::rebalanced(kind, self.tracker.partitions().count());
    }
}
