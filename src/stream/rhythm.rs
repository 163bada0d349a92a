//! How often and how long: the settings that the pipeline keeps to.

use std::time::Duration;

use super::{batch::Limits, breaker::Threshold};
use crate::settings::{Guarantee, Settings};

/// Bytes of records after which a transaction is committed.
const BATCH_BYTES: usize = 8 << 20;

/// The limits that the pipeline keeps to.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// The limits of a transaction.
    pub batch: Limits,
    /// When too many articles are dead letters.
    pub breaker: Threshold,
    /// How often an article that is worked on alone may end the process before it becomes a dead letter; 0: without limit.
    pub crash_limit: u32,
    /// The longest that an article may take.
    pub article_timeout: Duration,
    /// How long a stopping worker may take.
    pub drain_timeout: Duration,
    /// What is promised, for the words of the log: the broker keeps it.
    pub guarantee: Guarantee,
}

impl Rhythm {
    /// The limits that the settings give.
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
            guarantee: settings.delivery.guarantee,
        }
    }
}
