//! The pipeline as a whole, against a broker in memory and in virtual time.

#![allow(
    clippy::panic,
    clippy::cast_possible_wrap,
    reason = "an extraction that panics is tested; the numbers are small"
)]

mod breaker;
mod guard;
mod owners;

use std::{future::pending, sync::Arc, time::Duration};

use proptest::prelude::*;
use tokio::{
    runtime::{Builder, Runtime},
    time::{Instant, sleep},
};

use super::{
    Budget, Error, Failure, Header, Message, Partition, Parts, Pipeline, Processor, Record, Rhythm, Summary, Until,
    batch::Limits,
    breaker::Threshold,
    memory::{Fault, MemoryBroker, VirtualPool},
};
use crate::{
    extract::{Extraction, Input, Outcome, Reject, Skip, encode::EventRecord},
    settings::{Settings, load},
    telemetry::health::Health,
};

fn settings() -> Settings {
    load(&crate::settings::Layers::default(), Vec::new()).unwrap().settings
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn partition(number: i32) -> Partition {
    Partition { topic: "articles".into(), number }
}

/// Articles say what is to come of them: `skip`, `reject`, `panic`, `large`, or one event.
fn extract(input: &Input<'_>) -> Outcome {
    let text = String::from_utf8(input.bytes.unwrap().to_vec()).unwrap();
    match text.split(' ').next().unwrap() {
        "skip" => Outcome::Skip(Skip { reason: "asked", message: "to be skipped".into(), article_id: None }),
        "reject" => Outcome::Reject(Reject { reason: "asked", stage: "decode", message: "to be rejected".into() }),
        "panic" => panic!("this article panics"),
        kind => {
            let title = (kind == "large").then(|| "x".repeat(10_000));
            let record =
                EventRecord { event_id: text.clone(), event_type: "AID".into(), title, ..EventRecord::default() };
            Outcome::Emit(Extraction { article_id: text, records: vec![record] })
        }
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

    /// Runs for so long, then stops.
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

#[tokio::test(start_paused = true)]
async fn outputs_leave_in_the_order_of_the_input_whatever_finishes_first() {
    let bench = Bench::new();
    for (offset, delay) in [90, 10, 50, 1, 70, 3].into_iter().enumerate() {
        bench.broker.publish(message(0, offset as i64, &format!("a {offset}"), delay));
    }
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(2)).await.unwrap();
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2", "a 3", "a 4", "a 5"]);
    assert_eq!(bench.committed(0), Some(6));
    assert_eq!(summary, Summary { articles: 6, events: 6, ..Summary::default() });
    assert!(bench.broker.state().is_closed);
}

#[tokio::test(start_paused = true)]
async fn an_article_without_events_moves_the_offset_too() {
    let bench = Bench::new();
    bench.publish(0, &["skip 0", "skip 1"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    assert_eq!((bench.keys().len(), bench.committed(0)), (0, Some(2)));
    assert_eq!(summary, Summary { articles: 2, skipped: 2, ..Summary::default() });
}

#[tokio::test(start_paused = true)]
async fn a_panic_and_a_reject_become_dead_letters_in_their_place() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "panic 1", "reject 2", "a 3"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    let topics: Vec<&str> = state.output.iter().map(|record| &*record.topic).collect();
    let dead = "news.articles.dead-letter";
    assert_eq!(topics, ["news.events", dead, dead, "news.events"]);
    assert_eq!(header(&state.output[1], "x-dateline-reason"), "panic");
    assert!(header(&state.output[1], "__connect.errors.exception.message").contains("this article panics"));
    let trace = header(&state.output[1], "__connect.errors.exception.stacktrace");
    assert!(trace.starts_with("dateline::panic: the extraction panicked: this article panics"), "{trace}");
    assert!(trace.contains("\nat src/stream/tests.rs:"), "{trace}");
    assert!(trace.contains("dateline::stream"), "{trace}");
    assert_eq!(state.output[1].value.as_deref(), Some(&b"panic 1"[..]));
    assert_eq!(header(&state.output[2], "x-dateline-reason"), "asked");
    assert_eq!(header(&state.output[2], "__connect.errors.exception.stacktrace"), "dateline::asked: to be rejected");
    assert_eq!(summary, Summary { articles: 4, events: 2, dead_lettered: 2, ..Summary::default() });
}

#[tokio::test(start_paused = true)]
async fn an_article_that_takes_too_long_becomes_a_dead_letter_and_the_rest_goes_on() {
    let bench = Bench::new();
    bench.broker.publish(message(0, 0, "endless", 3_600_000));
    bench.broker.publish(message(0, 1, "a 1", 1));
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(12)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(header(&state.output[0], "x-dateline-reason"), "timeout");
    assert_eq!(key(&state.output[1]), "a 1");
    assert_eq!(state.output.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_too_large_becomes_a_dead_letter_and_that_one_sheds_what_does_not_fit() {
    let bench = Bench::new();
    bench.publish(0, &["large 0", &format!("reject {}", "y".repeat(5000)), "a 2"]);
    bench.broker.state().max_record_bytes = 4500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(header(&state.output[0], "x-dateline-reason"), "record_too_large");
    assert_eq!(state.output[0].value.as_deref(), Some(&b"large 0"[..]));
    assert_eq!(header(&state.output[1], "x-dateline-reason"), "asked");
    assert_eq!(header(&state.output[1], "__connect.errors.exception.message"), "to be rejected");
    assert_eq!(state.output[1].value, None);
    assert_eq!(key(&state.output[2]), "a 2");
}

#[tokio::test(start_paused = true)]
async fn a_dead_letter_that_is_too_large_sheds_the_frames_of_a_panic_before_the_value() {
    let bench = Bench::new();
    bench.publish(0, &["panic 0"]);
    bench.broker.state().max_record_bytes = 1500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(state.output[0].value.as_deref(), Some(&b"panic 0"[..]));
    let trace = header(&state.output[0], "__connect.errors.exception.stacktrace");
    assert!(trace.contains("this article panics") && !trace.contains("src/stream/tests.rs"), "{trace}");
}

#[tokio::test(start_paused = true)]
async fn a_lone_article_is_committed_at_once() {
    let bench = Bench::new();
    bench.broker.assign(&[partition(0)]);
    let broker = bench.broker.clone();
    let feed = async move {
        sleep(millis(5000)).await;
        broker.publish(message(0, 0, "a 0", 1));
        let published = Instant::now();
        sleep(millis(1000)).await;
        published
    };
    let run = bench.pipeline();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let (_, published) = tokio::join!(
        run.run(async {
            let _ = stopped.await;
        }),
        async {
            let published = feed.await;
            let _ = stop.send(());
            published
        }
    );
    let latency = bench.broker.state().commit_times[0] - published;
    assert!(latency < millis(20), "{latency:?}");
}

#[tokio::test(start_paused = true)]
async fn a_transaction_holds_no_more_articles_than_it_may() {
    let bench = Bench { threads: 40, ..Bench::new() };
    for offset in 0..40 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), if offset == 0 { 90 } else { 1 }));
    }
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(2)).await.unwrap();
    assert_eq!((bench.committed(0), bench.broker.state().commits), (Some(40), 5), "one for the mark");
}

#[tokio::test(start_paused = true)]
async fn no_more_is_in_work_than_the_budget_allows() {
    let bench = Bench::new();
    for offset in 0..300 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 20));
    }
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(10)).await.unwrap();
    assert_eq!(bench.committed(0), Some(300));
    assert_eq!(bench.broker.state().most_in_flight, 40);
    assert_eq!((bench.budget.articles(), bench.budget.bytes()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_aborted_transaction_is_done_again_and_nothing_of_it_is_seen() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "a 1", "a 2"]);
    bench.publish(1, &["b 0", "b 1"]);
    bench.broker.state().faults.extend([Some(Fault::Refused), None, Some(Fault::Refused)]);
    bench.broker.assign(&[partition(0), partition(1)]);
    bench.run_for(Duration::from_secs(3)).await.unwrap();
    let mut keys = bench.keys();
    keys.sort();
    assert_eq!(keys, ["a 0", "a 1", "a 2", "b 0", "b 1"]);
    assert!(bench.broker.state().aborts >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_commit_whose_answer_is_lost_is_not_done_again() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "a 1", "a 2"]);
    bench.broker.state().faults.push_back(Some(Fault::InDoubt));
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(3)).await.unwrap();
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2"]);
    assert_eq!(bench.broker.state().aborts, 1);
}

#[tokio::test(start_paused = true)]
async fn too_many_aborts_in_a_row_end_the_worker() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    bench.broker.state().faults.extend([Some(Fault::Refused); 20]);
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Aborts { count: 10, .. }), "{error}");
    assert!(bench.health.live().is_err());
    assert_eq!(bench.keys().len(), 0);
    assert!(bench.broker.state().is_closed);
}

#[tokio::test(start_paused = true)]
async fn a_fatal_error_ends_the_worker() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    bench.broker.state().faults.push_back(Some(Fault::Fatal));
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Broker(Failure::Fatal(_))), "{error}");
    assert_eq!(bench.health.live(), Err("fatal: fenced".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_stopping_worker_finishes_what_was_begun_and_leaves_the_rest() {
    let bench = Bench { threads: 2, ..Bench::new() };
    for offset in 0..30 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 1000));
    }
    bench.broker.assign(&[partition(0)]);
    let begun = Instant::now();
    let summary = bench.run_for(millis(1500)).await.unwrap();
    // Two were done after a second and two more had been begun.
    assert_eq!((summary.articles, bench.committed(0)), (4, Some(4)));
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2", "a 3"]);
    assert!(begun.elapsed() < millis(2500), "{:?}", begun.elapsed());
    assert_eq!(bench.health.ready(), Err("stopped".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_stopping_worker_does_not_wait_for_ever() {
    let mut bench = Bench::new();
    bench.rhythm.drain_timeout = millis(3000);
    bench.broker.publish(message(0, 0, "a 0", 1));
    bench.broker.publish(message(0, 1, "a 1", 9000));
    bench.broker.assign(&[partition(0)]);
    let begun = Instant::now();
    bench.run_for(millis(500)).await.unwrap();
    assert_eq!(bench.committed(0), Some(1));
    assert!((millis(3400)..millis(4000)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn what_is_finished_is_committed_before_a_partition_is_handed_over() {
    let bench = Bench::new();
    for offset in 0..4 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), if offset < 2 { 1 } else { 5000 }));
        bench.broker.publish(message(1, offset, &format!("b {offset}"), 5000));
    }
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let revoke = async move {
        sleep(millis(20)).await;
        broker.revoke(&[partition(0)], false);
        sleep(millis(20_000)).await;
    };
    bench.pipeline().run(revoke).await.unwrap();
    assert_eq!((bench.committed(0), bench.committed(1)), (Some(2), Some(4)));
    assert_eq!(bench.keys(), ["a 0", "a 1", "b 0", "b 1", "b 2", "b 3"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_of_a_lost_partition_is_published() {
    let bench = Bench::new();
    for offset in 0..2 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 1));
        bench.broker.publish(message(1, offset, &format!("b {offset}"), 60));
    }
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let lose = async move {
        sleep(millis(20)).await;
        broker.revoke(&[partition(0)], true);
        sleep(millis(2000)).await;
    };
    bench.pipeline().run(lose).await.unwrap();
    assert_eq!(bench.keys(), ["b 0", "b 1"]);
    assert_eq!((bench.committed(0), bench.committed(1)), (Some(0), Some(2)));
    assert_eq!(bench.broker.state().aborts, 1);
}

#[tokio::test(start_paused = true)]
async fn a_bounded_run_ends_by_itself() {
    let bench = Bench { until: Some(Until::End), ..Bench::new() };
    bench.publish(0, &["a 0", "a 1"]);
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let ends = async move {
        sleep(millis(50)).await;
        broker.tell(super::BrokerEvent::ReachedEnd(vec![partition(0)]));
        sleep(millis(50)).await;
        assert!(!broker.state().is_closed, "one partition has not ended");
        broker.tell(super::BrokerEvent::ReachedEnd(vec![partition(1)]));
    };
    let (summary, ()) = tokio::join!(bench.pipeline().run(pending()), ends);
    assert_eq!(summary.unwrap().articles, 2);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_bounded_by_time_stops_before_the_first_article_of_that_time() {
    let end = jiff::Timestamp::from_millisecond(1_700_000_000_002).unwrap();
    let bench = Bench { until: Some(Until::Time(end)), ..Bench::new() };
    bench.publish(0, &["a 0", "a 1", "a 2", "a 3"]);
    bench.broker.assign(&[partition(0)]);
    bench.pipeline().run(pending()).await.unwrap();
    assert_eq!((bench.keys(), bench.committed(0)), (vec!["a 0".to_owned(), "a 1".to_owned()], Some(2)));
}

#[derive(Debug, Clone)]
enum Happening {
    Revoke { number: i32, is_lost: bool },
    Pause,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (0..3_i32, any::<bool>()).prop_map(|(number, is_lost)| Happening::Revoke { number, is_lost }),
        Just(Happening::Pause),
    ]
}

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![6 => Just(None), 2 => Just(Some(Fault::Refused)), 1 => Just(Some(Fault::InDoubt))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order of completion, whichever commits fail and whichever partitions come and go: every article leaves
    /// exactly once, in the order of its partition.
    #[test]
    fn every_article_leaves_exactly_once_in_order(
        delays in prop::collection::vec(1_u64..80, 1..60),
        faults in prop::collection::vec(fault(), 0..20),
        happenings in prop::collection::vec((1_u64..150, happening()), 0..8),
        threads in 1_usize..6,
    ) {
        let bench = Bench { threads, ..Bench::new() };
        let mut expected: Vec<Vec<String>> = vec![Vec::new(); 3];
        for (index, delay) in delays.iter().enumerate() {
            let (number, offset) = (index % 3, (index / 3) as i64);
            let text = format!("{number} {offset}");
            bench.broker.publish(message(number as i32, offset, &text, *delay));
            expected[number].push(text);
        }
        bench.broker.state().faults.extend(faults);
        bench.broker.assign(&[partition(0), partition(1), partition(2)]);
        let broker = bench.broker.clone();
        let world = async move {
            for (wait, happening) in happenings {
                sleep(millis(wait)).await;
                if let Happening::Revoke { number, is_lost } = happening {
                    broker.revoke(&[partition(number)], is_lost);
                    sleep(millis(wait)).await;
                    while !broker.has_released() {
                        sleep(millis(1)).await;
                    }
                    broker.assign(&[partition(number)]);
                }
            }
            sleep(Duration::from_mins(2)).await;
        };
        let run = runtime().block_on(bench.pipeline().run(world));
        prop_assert!(run.is_ok(), "{run:?}");
        let keys = bench.keys();
        for (number, expected) in expected.iter().enumerate() {
            let found: Vec<&String> = keys.iter().filter(|key| key.starts_with(&format!("{number} "))).collect();
            prop_assert_eq!(found, expected.iter().collect::<Vec<_>>());
        }
        prop_assert_eq!(bench.budget.articles(), 0);
    }
}
