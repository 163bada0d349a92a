//! How work leaves the pipeline: begun, released to the broker, committed or aborted.

use tokio::time::{Instant, sleep};

use super::{
    Broker, Failure, Job, Marks, Partition, Pipeline, Pool, Position, Released, guard::Step, pipeline::Error,
    transaction::pause,
};
use crate::{
    extract::{Reject, RejectReason},
    settings::Guarantee,
};

/// Aborts without a commit between them after which the worker ends.
const MAX_ABORTS: u32 = 10;

impl<B: Broker, P: Pool> Pipeline<B, P> {
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
                    self.reject_crashing(&job);
                    self.release();
                }
            }
        }
    }

    fn reject_crashing(&mut self, job: &Job) {
        let message = format!(
            "the process died {} times while it processed this article alone; please report it with the article",
            self.rhythm.crash_limit
        );
        self.reject(job, &Reject::new(RejectReason::CrashLoop, message));
    }

    /// Moves finished heads of partitions into the transaction until it is full.
    pub(super) fn release(&mut self) {
        let now = Instant::now();
        let mut records = Vec::new();
        while !self.transaction.is_full()
            && let Some(Released { message, output }) = self.tracker.release()
        {
            let output = self.processor.fit(&message, output, &self.broker);
            let released = Released { message, output };
            self.transaction.add(&released, now);
            records.extend(released.output.records);
        }
        if !records.is_empty() {
            self.broker.send(records);
        }
    }

    /// Commits what is released; aborts when that cannot be done.
    pub(super) async fn commit(&mut self) -> Result<(), Error> {
        if self.transaction.is_empty() { Ok(()) } else { self.commit_with(Marks::new()).await }
    }

    async fn commit_with(&mut self, marks: Marks) -> Result<(), Error> {
        let marked = marks.keys().cloned().collect();
        match self.try_commit(marks, marked).await {
            Ok(()) => Ok(()),
            Err(Failure::Abort(reason)) => self.abort(reason).await,
            Err(end @ (Failure::Refused(_) | Failure::Fatal(_))) => Err(end.into()),
        }
    }

    /// Commits what is released, and the positions of `others`, so that their marks are written or removed.
    pub(super) async fn try_commit(&mut self, marks: Marks, mut others: Vec<Partition>) -> Result<(), Failure> {
        let began = Instant::now();
        let mut positions = self.tracker.to_commit();
        others.retain(|other| positions.iter().all(|position| position.partition != *other));
        positions.extend(others.iter().filter_map(|other| self.tracker.position(other)));
        if positions.is_empty() {
            return Ok(());
        }
        self.broker.commit(positions.clone(), marks.clone()).await?;
        self.tracker.committed(&positions);
        self.guard.committed(&positions, &marks);
        self.transaction.committed(began, Instant::now());
        self.health.tick();
        Ok(())
    }

    /// Aborts the transaction, drops everything in flight, and continues from the committed positions.
    pub(super) async fn abort(&mut self, reason: String) -> Result<(), Error> {
        let count = self.transaction.count_abort();
        match self.rhythm.guarantee {
            Guarantee::ExactlyOnce => tracing::warn!(aborts_in_a_row = count, "transaction aborted: {reason}"),
            Guarantee::AtLeastOnce => tracing::warn!(
                attempts_in_a_row = count,
                "nothing was committed; the articles since the last commit are processed again, and their records may be published twice: {reason}"
            ),
        }
        if count >= MAX_ABORTS {
            return Err(Error::Aborts { count, reason });
        }
        let withdrawn = self.pool.withdraw();
        self.guard.left_pool(withdrawn.len());
        self.guard.rewound();
        self.transaction.aborted();
        if let Some(pause) = pause(count) {
            sleep(pause).await;
        }
        let rewind = self.tracker.rewind();
        // Partitions from which nothing has come stay where they are.
        self.bound.rewound(&rewind);
        let positions = self.broker.abort(rewind).await?;
        self.tracker.rewound(&positions);
        self.health.tick();
        Ok(())
    }

    /// Drops the transaction and removes the marks of this process, which ends with an error but has not crashed.
    pub(super) async fn undo(&mut self) {
        let rewind = self.tracker.rewind();
        if let Ok(positions) = self.broker.abort(rewind).await {
            self.tracker.rewound(&positions);
            self.unmark().await;
        }
    }

    /// Removes the marks of partitions of which nothing was finished: this process has not crashed.
    pub(super) async fn unmark(&mut self) {
        let partitions: Vec<Partition> = self.guard.marked().cloned().collect();
        let positions: Vec<Position> = partitions.iter().filter_map(|at| self.tracker.position(at)).collect();
        if !positions.is_empty()
            && let Err(failure) = self.broker.commit(positions, Marks::new()).await
        {
            tracing::warn!("the next worker will treat this exit as a crash: {failure}");
        }
    }
}
