//! When to commit. Pure: the time is given.
//!
//! A transaction is committed when it is full, when it is old enough, or when nothing is in flight any more, so that a
//! lone article is visible at once. Between two commits lies a gap that grows with what a commit costs: under load
//! a few large transactions are cheaper, and in the end faster, than many small ones.

use std::time::Duration;

use tokio::time::Instant;

/// The smallest time between two commits that are made because nothing is in flight.
const MIN_GAP: Duration = Duration::from_millis(3);
/// The gap is this many times what the last commit took.
const GAP_FACTOR: u32 = 3;

/// The limits of a transaction.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Articles.
    pub articles: usize,
    /// Bytes of records.
    pub bytes: usize,
    /// Age.
    pub interval: Duration,
}

/// The transaction that is being filled.
#[derive(Debug)]
pub struct Batch {
    /// Never change.
    limits: Limits,
    /// Articles in the open transaction.
    articles: usize,
    /// Bytes of records in it.
    bytes: usize,
    /// When its first article was added; `None` while it is empty.
    opened: Option<Instant>,
    /// When the last transaction was committed.
    last_commit: Option<Instant>,
    /// The shortest time from then to a commit that is made because nothing is in flight.
    gap: Duration,
}

impl Batch {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Self { limits, articles: 0, bytes: 0, opened: None, last_commit: None, gap: MIN_GAP }
    }

    /// One more article is in the transaction.
    pub fn add(&mut self, bytes: usize, now: Instant) {
        self.articles += 1;
        self.bytes += bytes;
        self.opened.get_or_insert(now);
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.opened.is_none()
    }

    /// It holds as much as it may.
    pub fn is_full(&self) -> bool {
        self.articles >= self.limits.articles || self.bytes >= self.limits.bytes
    }

    /// When it is to be committed, if nothing more comes; `None` when it is empty.
    pub fn due(&self, idle: bool, now: Instant) -> Option<Instant> {
        let opened = self.opened?;
        if self.is_full() {
            return Some(now);
        }
        let oldest = opened + self.limits.interval;
        if !idle {
            return Some(oldest);
        }
        Some(self.last_commit.map_or(now, |last| last + self.gap).min(oldest))
    }

    /// It has been committed; the next one is empty.
    pub fn committed(&mut self, began: Instant, now: Instant) {
        self.gap = (GAP_FACTOR * now.duration_since(began)).clamp(MIN_GAP, self.limits.interval.max(MIN_GAP));
        self.last_commit = Some(now);
        self.clear();
    }

    /// It has been aborted; the next one is empty.
    pub fn clear(&mut self) {
        (self.articles, self.bytes, self.opened) = (0, 0, None);
    }

    /// The articles in it.
    pub fn articles(&self) -> usize {
        self.articles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: Duration = Duration::from_millis(100);

    fn batch() -> Batch {
        Batch::new(Limits { articles: 3, bytes: 1000, interval: INTERVAL })
    }

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn an_empty_batch_is_never_due() {
        let now = Instant::now();
        assert_eq!(batch().due(true, now), None);
        assert_eq!(batch().due(false, now), None);
    }

    #[test]
    fn a_lone_article_is_committed_at_once_and_the_next_after_a_gap() {
        let start = Instant::now();
        let mut batch = batch();
        batch.add(10, start);
        assert_eq!(batch.due(true, start), Some(start));
        batch.committed(start, start + millis(10));
        batch.add(10, start + millis(11));
        assert_eq!(batch.due(true, start + millis(11)), Some(start + millis(10) + millis(30)));
    }

    #[test]
    fn work_in_flight_makes_it_wait_for_its_age() {
        let start = Instant::now();
        let mut batch = batch();
        batch.add(10, start);
        batch.add(10, start + millis(20));
        assert_eq!(batch.due(false, start + millis(30)), Some(start + INTERVAL));
    }

    #[test]
    fn it_is_full_by_articles_or_by_bytes() {
        let start = Instant::now();
        let mut by_articles = batch();
        (0..3).for_each(|_| by_articles.add(1, start));
        assert_eq!(by_articles.due(false, start), Some(start));
        let mut by_bytes = batch();
        by_bytes.add(1000, start);
        assert!(by_bytes.is_full());
        by_bytes.clear();
        assert!(by_bytes.is_empty() && !by_bytes.is_full());
    }

    #[test]
    fn the_gap_never_outgrows_the_interval() {
        let start = Instant::now();
        let mut batch = batch();
        batch.add(10, start);
        batch.committed(start, start + millis(5000));
        let now = start + millis(5001);
        batch.add(10, now);
        assert_eq!(batch.due(true, now), Some(start + millis(5000) + INTERVAL));
    }
}
