//! The worker's metrics. What a transaction did is counted when it is committed, so that an aborted one is not counted twice.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use metrics::{counter, gauge, histogram};
use tokio::time::Instant;

use super::{Arrival, Budget, Released, Verdict};

named! {
    /// How a transaction ended. The name is the label `result` of the metric `transactions_total`.
    pub(super) enum Ending {
        /// Committed.
        Commit => "commit",
        /// Aborted, to be done again.
        Abort => "abort",
        /// The worker cannot go on.
        Fatal => "fatal",
    }
}

named! {
    /// How partitions came or went. The name is the label `kind` of the metric `rebalances_total`.
    pub(super) enum Rebalance {
        /// They were assigned.
        Assign => "assign",
        /// They were handed over.
        Revoke => "revoke",
        /// They were taken away.
        Lost => "lost",
    }
}

/// What the open transaction holds.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Events by type.
    events: BTreeMap<String, u64>,
    /// Events that are held back, by reason.
    held_back: BTreeMap<&'static str, u64>,
    /// Skipped articles by reason.
    skipped: BTreeMap<&'static str, u64>,
    /// Dead letters by reason.
    dead_lettered: BTreeMap<&'static str, u64>,
    /// Annotated articles by kind of document.
    documents: BTreeMap<&'static str, u64>,
    /// The timestamps of its articles.
    timestamps: Vec<i64>,
    /// Articles, whatever became of them.
    articles: u64,
    /// Records of any topic.
    records: u64,
}

/// What a worker did in its life.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles committed.
    pub articles: u64,
    /// Event records published.
    pub events: u64,
    /// Events held back.
    pub held_back: u64,
    /// Articles skipped.
    pub skipped: u64,
    /// Articles dead-lettered.
    pub dead_lettered: u64,
}

impl Tally {
    /// One more article.
    pub(super) fn add(&mut self, released: &Released) {
        self.articles += 1;
        self.records += released.output.records.len() as u64;
        self.timestamps.extend(released.message.timestamp);
        if let Some(document) = released.output.document {
            *self.documents.entry(document.name()).or_default() += 1;
        }
        match &released.output.verdict {
            Verdict::Emitted { types, held_back } => {
                for event_type in types {
                    *self.events.entry(event_type.clone()).or_default() += 1;
                }
                for reason in held_back {
                    *self.held_back.entry(reason.name()).or_default() += 1;
                }
            }
            Verdict::Skipped(reason) => *self.skipped.entry(reason.name()).or_default() += 1,
            Verdict::DeadLettered(reason) => *self.dead_lettered.entry(reason.name()).or_default() += 1,
        }
    }

    /// The transaction is committed.
    pub(super) fn commit(&mut self, took: Duration, summary: &mut Summary) {
        let tally = std::mem::take(self);
        summary.articles += tally.articles;
        for (event_type, count) in tally.events {
            summary.events += count;
            counter!("events_produced_total", "type" => event_type).increment(count);
        }
        for (reason, count) in tally.held_back {
            summary.held_back += count;
            counter!("events_held_back_total", "reason" => reason).increment(count);
        }
        for (reason, count) in tally.skipped {
            summary.skipped += count;
            counter!("articles_skipped_total", "reason" => reason).increment(count);
        }
        for (reason, count) in tally.dead_lettered {
            summary.dead_lettered += count;
            counter!("articles_dead_lettered_total", "reason" => reason).increment(count);
        }
        for (kind, count) in tally.documents {
            counter!("annotated_articles_produced_total", "kind" => kind).increment(count);
        }
        let now = Timestamp::now();
        let latency = histogram!("end_to_end_latency_seconds");
        for timestamp in tally.timestamps {
            latency.record((now.as_millisecond() - timestamp).max(0) as f64 / 1000.0);
        }
        ended(Ending::Commit);
        histogram!("transaction_records").record(tally.records as f64);
        histogram!("transaction_commit_duration_seconds").record(took);
        gauge!("last_commit_timestamp_seconds").set(now.as_millisecond() as f64 / 1000.0);
    }

    /// The transaction is aborted.
    pub(super) fn abort(&mut self) {
        *self = Self::default();
        ended(Ending::Abort);
    }
}

/// What is looked at again and again: how busy the pool is, and whether it holds the broker up.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The share of the pool that works, smoothed over some seconds.
    busy: f64,
    /// When the last look was.
    looked: Option<Instant>,
    /// Time without room that is not counted yet: the counter takes whole seconds.
    pressed: Duration,
}

impl Watch {
    /// Updates the gauges. `busy` is the share of pool threads that are busy now, 0 to 1.
    pub(super) fn look(&mut self, busy: f64, budget: &Budget) {
        /// The weight of one look.
        const WEIGHT: f64 = 0.05;
        let now = Instant::now();
        let since = self.looked.replace(now).map_or(Duration::ZERO, |looked| now.duration_since(looked));
        self.busy += WEIGHT * (busy - self.busy);
        gauge!("pool_busy_ratio").set(self.busy);
        if !budget.has_room() {
            self.pressed += since;
        }
        let seconds = self.pressed.as_secs();
        self.pressed -= Duration::from_secs(seconds);
        counter!("backpressure_seconds_total").increment(seconds);
        in_flight(budget);
    }
}

/// Messages have come.
pub(super) fn arrived(arrivals: &[Arrival]) {
    for group in arrivals.chunk_by(|a, b| a.message.partition.topic == b.message.partition.topic) {
        if let Some(first) = group.first() {
            let topic = first.message.partition.topic.to_string();
            counter!("articles_consumed_total", "topic" => topic).increment(group.len() as u64);
        }
    }
}

/// An article was extracted.
pub(super) fn extracted(took: Duration) {
    histogram!("extraction_duration_seconds").record(took);
}

/// Counts a fatal error.
pub(super) fn fatal() {
    ended(Ending::Fatal);
}

fn ended(how: Ending) {
    counter!("transactions_total", "result" => how.name()).increment(1);
}

/// Partitions that have had no position for too long.
pub(super) fn without_position(partitions: usize) {
    gauge!("partitions_without_position").set(partitions as f64);
}

/// The circuit breaker opened.
pub(super) fn breaker_opened() {
    gauge!("circuit_breaker_open").set(1.0);
}

/// Partitions came or went.
pub(super) fn rebalanced(kind: Rebalance, partitions: usize) {
    counter!("rebalances_total", "kind" => kind.name()).increment(1);
    gauge!("partitions_assigned").set(partitions as f64);
}

/// What is in flight.
pub(super) fn in_flight(budget: &Budget) {
    gauge!("in_flight_articles").set(budget.articles() as f64);
    gauge!("in_flight_bytes").set(budget.bytes() as f64);
}
