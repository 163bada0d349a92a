//! The pipeline as a whole, against a broker in memory and in virtual time.

#![allow(
    clippy::panic,
    clippy::cast_possible_wrap,
    reason = "an extraction that panics is tested; the numbers are small"
)]

mod annotated;
mod breaker;
mod commits;
mod ends;
mod guard;
mod memory;
mod outcomes;
mod owners;
mod partitions;
mod virtual_pool;

use std::{future::pending, sync::Arc, time::Duration};

use proptest::prelude::*;
use tokio::{
    runtime::{Builder, Runtime},
    time::{Instant, sleep},
};

use super::{
    BrokerEvent, Budget, Error, Failure, Header, Message, Partition, Parts, Pipeline, Processor, Record, Rhythm,
    Summary, Until, batch::Limits, breaker::Threshold,
};
use crate::{
    extract::{
        Extraction, HoldReason, Input, Outcome, Reject, RejectReason, Skip, SkipReason,
        encode::{AnnotatedArticle, EventRecord},
    },
    settings::{Guarantee, Settings, load},
    telemetry::health::Health,
};
use memory::{Fault, MemoryBroker};
use virtual_pool::VirtualPool;

fn settings() -> Settings {
    load(&crate::settings::Layers::default(), Vec::new()).unwrap().settings
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn partition(number: i32) -> Partition {
    Partition { topic: "articles".into(), number }
}

/// Articles say what is to come of them: `skip`, `reject`, `panic`, `large`, or one event, with three `held` back.
fn extract(input: &Input<'_>) -> Outcome {
    let text = String::from_utf8(input.bytes.unwrap().to_vec()).unwrap();
    match text.split(' ').next().unwrap() {
        "skip" => Outcome::Skip(Skip {
            reason: SkipReason::NoText,
            message: "to be skipped".into(),
            article_id: None,
            version: None,
        }),
        "retract" => Outcome::Skip(Skip::retraction(text, Some("2".into()), "deleted")),
        "reject" => Outcome::Reject(Reject::new(RejectReason::InvalidJson, "to be rejected")),
        "panic" => panic!("this article panics"),
        kind => {
            let title = kind.ends_with("large").then(|| "x".repeat(10_000));
            let record =
                EventRecord { event_id: text.clone(), event_type: "AID".into(), title, ..EventRecord::default() };
            let document = text.starts_with("doc").then(|| Box::new(document(&text, &record).document().unwrap()));
            let held_back = match kind {
                "held" => vec![HoldReason::Confidence, HoldReason::Type, HoldReason::Confidence],
                _ => Vec::new(),
            };
            Outcome::Emit(Extraction { article_id: text, records: vec![record], held_back, document })
        }
    }
}

fn document(article_id: &str, record: &EventRecord) -> AnnotatedArticle {
    AnnotatedArticle {
        article_id: article_id.to_owned(),
        text: "Words. ".repeat(1000),
        event_ids: vec![record.event_id.clone()],
        events: vec![record.clone()],
        ..AnnotatedArticle::default()
    }
}

fn message(number: i32, offset: i64, text: &str, delay: u64) -> Message {
    Message {
        partition: partition(number),
        offset,
        timestamp: Some(1_700_000_000_000 + offset),
        key: None,
        value: Some(text.as_bytes().to_vec()),
        headers: vec![Header::text("delay", delay.to_string())],
    }
}

struct Bench {
    broker: MemoryBroker,
    budget: Arc<Budget>,
    processor: Arc<Processor>,
    health: Arc<Health>,
    rhythm: Rhythm,
    threads: usize,
    until: Option<Until>,
}

impl Bench {
    fn new() -> Self {
        let settings = settings();
        let budget = Budget::new(40, 1 << 20);
        Self {
            broker: MemoryBroker::new(Arc::clone(&budget)),
            budget,
            processor: Arc::new(Processor::new(Arc::new(extract), &settings.topics, &settings.extract)),
            health: Arc::new(Health::new()),
            rhythm: Rhythm {
                batch: Limits { articles: 10, bytes: 1 << 20, interval: millis(100) },
                breaker: Threshold { articles: 20, ratio: 0.9 },
                crash_limit: 3,
                article_timeout: Duration::from_secs(10),
                drain_timeout: Duration::from_secs(20),
                guarantee: Guarantee::ExactlyOnce,
            },
            threads: 4,
            until: None,
        }
    }

    fn pipeline(&self) -> Pipeline<MemoryBroker, VirtualPool> {
        let pool = VirtualPool::new(self.threads, Arc::clone(&self.processor));
        let (processor, budget) = (Arc::clone(&self.processor), Arc::clone(&self.budget));
        let parts = Parts { broker: self.broker.clone(), pool, processor, budget, health: Arc::clone(&self.health) };
        Pipeline::new(parts, self.rhythm, self.until)
    }

    /// Runs for this time, then stops.
    async fn run_for(&self, time: Duration) -> Result<Summary, Error> {
        self.pipeline().run(sleep(time)).await
    }

    fn publish(&self, number: i32, texts: &[&str]) {
        for (offset, text) in texts.iter().enumerate() {
            self.broker.publish(message(number, offset as i64, text, 1));
        }
    }

    fn keys(&self) -> Vec<String> {
        self.broker.state().output.iter().map(key).collect()
    }

    fn committed(&self, number: i32) -> Option<i64> {
        self.broker.state().committed.get(&partition(number)).copied()
    }
}

fn key(record: &Record) -> String {
    String::from_utf8(record.key.clone().unwrap_or_default()).unwrap()
}

fn header(record: &Record, name: &str) -> String {
    record.header(name).unwrap_or_default().to_owned()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// How a commit ends: `None` is well.
fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![6 => Just(None), 2 => Just(Some(Fault::Refused)), 1 => Just(Some(Fault::InDoubt))]
}
