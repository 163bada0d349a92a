//! How partitions leave the pipeline: handed over in order, or lost to another worker.

use super::{
    Broker, Failure, Marks, Partition, Pipeline, Pool,
    meter::{self, Rebalance},
    pipeline::{Error, listed},
};

impl<B: Broker, P: Pool> Pipeline<B, P> {
    /// Commits what is finished, then lets the partitions go; the next owner repeats what is in flight for them.
    pub(super) async fn on_revoked(&mut self, partitions: Vec<Partition>) -> Result<(), Error> {
        tracing::info!(partitions = %listed(&partitions), "partitions revoked");
        let marked = self.guard.marked().filter(|partition| partitions.contains(partition)).cloned().collect();
        match self.try_commit(Marks::new(), marked).await {
            Ok(()) => self.forget(&partitions),
            Err(Failure::Abort(reason)) => {
                self.forget(&partitions);
                self.abort(reason).await?;
            }
            Err(end @ (Failure::Refused(_) | Failure::Fatal(_))) => return Err(end.into()),
        }
        self.hand_over(partitions, Rebalance::Revoke);
        Ok(())
    }

    /// Another worker has the partitions already: a transaction that may hold something of them is aborted.
    pub(super) async fn on_lost(&mut self, partitions: Vec<Partition>) -> Result<(), Error> {
        tracing::warn!(partitions = %listed(&partitions), "partitions lost");
        self.forget(&partitions);
        if !self.transaction.is_empty() {
            self.abort("partitions were lost, perhaps to another worker".to_owned()).await?;
        }
        self.hand_over(partitions, Rebalance::Lost);
        Ok(())
    }

    fn forget(&mut self, partitions: &[Partition]) {
        self.tracker.forget(partitions);
        self.guard.forget(partitions);
    }

    fn hand_over(&mut self, partitions: Vec<Partition>, kind: Rebalance) {
        self.bound.forget(&partitions);
        self.broker.hand_over(partitions);
        self.note_bare(true);
        meter::rebalanced(kind, self.tracker.partitions().count());
    }
}
