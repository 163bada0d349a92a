//! The open transaction: what it holds, when to commit it, and what to count when it ends.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    Record, Released, Rhythm,
    batch::Batch,
    breaker::Breaker,
    meter::{Summary, Tally},
};

/// The open transaction, and how those before it ended.
#[derive(Debug)]
pub(super) struct Transaction {
    /// How full and how old it is.
    batch: Batch,
    /// What to add to the metrics and the summary when it is committed, and not before.
    tally: Tally,
    /// What became of the last messages. An abort clears it, since they come again.
    breaker: Breaker,
    /// Transactions aborted since the last commit.
    aborts: u32,
    /// What was committed by all transactions together.
    summary: Summary,
}

impl Transaction {
    /// An empty one, the first.
    pub(super) fn new(rhythm: &Rhythm) -> Self {
        Self {
            batch: Batch::new(rhythm.batch),
            tally: Tally::default(),
            breaker: Breaker::new(rhythm.breaker),
            aborts: 0,
            summary: Summary::default(),
        }
    }

    /// Adds the output of a message.
    pub(super) fn add(&mut self, released: &Released, now: Instant) {
        self.tally.add(released);
        self.breaker.note(&released.output.verdict);
        self.batch.add(released.output.records.iter().map(Record::size).sum(), now);
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.batch.is_empty()
    }

    /// Whether it holds as much as it may.
    pub(super) fn is_full(&self) -> bool {
        self.batch.is_full()
    }

    /// When it is to be committed if nothing more comes; `None` when it is empty. `is_idle`: nothing is in flight.
    pub(super) fn due(&self, is_idle: bool, now: Instant) -> Option<Instant> {
        self.batch.due(is_idle, now)
    }

    /// Why the circuit breaker is open, if it is.
    pub(super) fn tripped(&self) -> Option<String> {
        self.breaker.opened()
    }

    /// It was committed; the commit began at `began`. The next one is empty.
    pub(super) fn committed(&mut self, began: Instant, now: Instant) {
        let took = now.duration_since(began);
        tracing::debug!(articles = self.batch.articles(), ?took, "committed");
        self.tally.commit(took, &mut self.summary);
        self.batch.committed(began, now);
        self.aborts = 0;
    }

    /// It must be aborted. Returns how many have been since the last commit, with this one.
    pub(super) fn count_abort(&mut self) -> u32 {
        self.aborts += 1;
        self.aborts
    }

    /// It is aborted. The next one is empty.
    pub(super) fn aborted(&mut self) {
        self.tally.abort();
        self.batch.clear();
        self.breaker.clear();
    }

    /// What was committed by all transactions together.
    pub(super) fn summary(&self) -> Summary {
        self.summary
    }
}

/// How long to wait before the work is repeated, after this number of consecutive aborts; `None` after the first.
pub(super) fn pause(aborts: u32) -> Option<Duration> {
    /// The pause after the second abort; it doubles with each.
    const FIRST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(5);
    aborts.checked_sub(2).map(|doublings| (FIRST * 2_u32.pow(doublings)).min(LONGEST))
}
