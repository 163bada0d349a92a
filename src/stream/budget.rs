//! How much may be in flight at once: the broker stops consuming while the budget is used up, by articles or by the records of
//! them that are not released yet.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::settings::Settings;

/// Articles and bytes in flight, and their limits.
#[derive(Debug)]
pub struct Budget {
    /// Never changes.
    max_articles: usize,
    /// Never changes. One article may exceed it.
    max_bytes: usize,
    /// The permits that there are.
    articles: AtomicUsize,
    /// What they hold together.
    bytes: AtomicUsize,
    /// The part of the bytes that are records.
    records: AtomicUsize,
}

impl Budget {
    /// The budget of a worker with these settings.
    pub fn of(settings: &Settings) -> Arc<Self> {
        /// Articles in flight for each thread, at least: the threads must not run out of short articles during a commit.
        const ARTICLES_A_THREAD: usize = 64;
        let for_threads = ARTICLES_A_THREAD * settings.extract.thread_count();
        let articles = (2 * settings.delivery.batch_articles).max(for_threads);
        Self::new(articles, settings.extract.in_flight_bytes)
    }

    /// A budget of `max_articles` articles and `max_bytes` bytes.
    pub fn new(max_articles: usize, max_bytes: usize) -> Arc<Self> {
        Arc::new(Self {
            max_articles,
            max_bytes,
            articles: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            records: AtomicUsize::new(0),
        })
    }

    /// Whether one more article may be taken. It may be larger than what is left: otherwise an article that is larger
    /// than the whole budget would stop the stream for good.
    pub fn has_room(&self) -> bool {
        self.articles() < self.max_articles && self.bytes() < self.max_bytes
    }

    /// Takes an article into the budget until the permit is dropped.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Permit {
        self.articles.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        Permit { budget: Arc::clone(self), share: None, bytes, records: 0 }
    }

    /// The same, and counts it in the share of its partition.
    pub fn take_for(self: &Arc<Self>, share: &Arc<Share>, bytes: usize) -> Permit {
        share.articles.fetch_add(1, Ordering::Relaxed);
        share.bytes.fetch_add(bytes, Ordering::Relaxed);
        let mut permit = self.take(bytes);
        permit.share = Some(Arc::clone(share));
        permit
    }

    /// Whether a share is at least this part of the whole, by articles or by bytes.
    pub fn is_above(&self, share: &Share, (part, of): (usize, usize)) -> bool {
        share.articles.load(Ordering::Relaxed) * of >= self.max_articles * part
            || share.bytes.load(Ordering::Relaxed) * of >= self.max_bytes * part
    }

    /// Whether too many bytes of records wait to be released to start another article: an article may give many times
    /// its own bytes. The head of each partition was begun before what waits behind it, so this ends.
    pub fn is_clogged(&self) -> bool {
        self.records.load(Ordering::Relaxed) > self.max_bytes
    }

    /// Articles in flight.
    pub fn articles(&self) -> usize {
        self.articles.load(Ordering::Relaxed)
    }

    /// Their bytes, and those of the records that wait to be released.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// What the articles of one partition take of the budget.
#[derive(Debug, Default)]
pub struct Share {
    /// The permits of the partition.
    articles: AtomicUsize,
    /// What they hold together.
    bytes: AtomicUsize,
}

/// The part of the budget that one article takes; dropping it gives it back.
#[derive(Debug)]
pub struct Permit {
    /// Its counters fall by what the permit holds when the permit is dropped.
    budget: Arc<Budget>,
    /// The share whose counters fall with them.
    share: Option<Arc<Share>>,
    /// Bytes of the message and its records.
    bytes: usize,
    /// The part of them that is records.
    records: usize,
}

impl Permit {
    /// Adds `records` bytes: the size of the records of the article.
    pub fn grow(&mut self, records: usize) {
        self.records += records;
        self.bytes += records;
        self.budget.records.fetch_add(records, Ordering::Relaxed);
        self.budget.bytes.fetch_add(records, Ordering::Relaxed);
        if let Some(share) = &self.share {
            share.bytes.fetch_add(records, Ordering::Relaxed);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.budget.articles.fetch_sub(1, Ordering::Relaxed);
        self.budget.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
        self.budget.records.fetch_sub(self.records, Ordering::Relaxed);
        if let Some(share) = &self.share {
            share.articles.fetch_sub(1, Ordering::Relaxed);
            share.bytes.fetch_sub(self.bytes, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_takes_and_gives_back() {
        let budget = Budget::new(2, 100);
        let first = budget.take(99);
        assert!(budget.has_room());
        let second = budget.take(500);
        assert_eq!((budget.articles(), budget.bytes()), (2, 599));
        assert!(!budget.has_room());
        drop(second);
        assert!(budget.has_room());
        drop(first);
        assert_eq!((budget.articles(), budget.bytes()), (0, 0));
    }

    #[test]
    fn records_count_until_they_are_released() {
        let budget = Budget::new(10, 100);
        let mut first = budget.take(10);
        first.grow(95);
        assert_eq!(budget.bytes(), 105);
        assert!(!budget.has_room() && !budget.is_clogged());
        first.grow(10);
        assert!(budget.is_clogged());
        drop(first);
        assert!(budget.has_room() && !budget.is_clogged());
        assert_eq!(budget.bytes(), 0);
    }

    #[test]
    fn an_article_larger_than_the_budget_is_let_in_alone() {
        let budget = Budget::new(10, 100);
        assert!(budget.has_room());
        let _huge = budget.take(1000);
        assert!(!budget.has_room());
    }
}
