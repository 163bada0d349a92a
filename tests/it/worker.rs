//! The worker against librdkafka's mock cluster. The mock knows nothing of exactly-once, and nothing here asserts it: the
//! suite on a real broker does.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use dateline::{
    cli::worker::{self, Options},
    extract::{Extraction, Input, InputFormat, Outcome, Reject, RejectReason, encode::EventRecord},
    kafka::mock::MockCluster,
    settings::{Layers, Settings, load},
    stream::{Extract, Header, Record, Summary, Until},
    telemetry::health::Health,
};

const PARTITIONS: i32 = 3;

/// One event for an article, a dead letter for `broken`, a panic for `panic`.
fn extractor() -> Extract {
    Arc::new(|input: &Input<'_>| {
        let text = String::from_utf8_lossy(input.bytes.unwrap_or_default()).into_owned();
        match text.as_str() {
            "broken" => Outcome::Reject(Reject::new(RejectReason::InvalidJson, "send JSON")),
            "panic" => panic!("asked to"),
            _ => {
                let record = EventRecord {
                    event_id: format!("{text}-0"),
                    article_id: text.clone(),
                    event_type: "AID".into(),
                    published_at: Some("2026-01-31T00:00:00.000Z".into()),
                    ..EventRecord::default()
                };
                Outcome::Emit(Extraction {
                    article_id: text,
                    records: vec![record],
                    held_back: Vec::new(),
                    document: None,
                })
            }
        }
    })
}

fn settings(cluster: &MockCluster, more: &[&str]) -> Settings {
    let mut assignments = vec![
        format!("kafka.bootstrap_servers={}", cluster.bootstrap_servers()),
        "kafka.instance=test".to_owned(),
        "http.listen=".to_owned(),
    ];
    assignments.extend(more.iter().map(|assignment| (*assignment).to_owned()));
    load(&Layers { assignments, ..Layers::default() }, Vec::new()).unwrap().settings
}

fn cluster() -> MockCluster {
    let cluster = MockCluster::start().unwrap();
    cluster.create_topic("news.articles", PARTITIONS).unwrap();
    cluster.create_topic("news.events", PARTITIONS).unwrap();
    cluster.create_topic("news.articles.dead-letter", 1).unwrap();
    cluster
}

fn article(key: &str, value: &str) -> Record {
    Record {
        topic: "news.articles".into(),
        key: Some(key.as_bytes().to_vec()),
        value: Some(value.as_bytes().to_vec()),
        headers: vec![Header::text("traceparent", "00-abc-def-01"), Header::text("other", "x")],
        timestamp: Some(1_769_817_600_000),
    }
}

/// Runs the worker until the end of the input.
fn run_to_end(settings: &Settings, extract: Extract) -> Summary {
    let options = Options { until: Some(Until::End), ..Options::default() };
    let worker = worker::run(settings, extract, Arc::new(Health::new()), options, std::future::pending());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_mins(1), worker).await }).unwrap().unwrap()
}

fn key(record: &Record) -> &str {
    std::str::from_utf8(record.key.as_deref().unwrap()).unwrap()
}

#[test]
fn articles_become_records_and_dead_letters() {
    let cluster = cluster();
    let articles: Vec<Record> = (0..200)
        .map(|number| article(&format!("k{}", number % 7), &format!("{:02}-{number:03}", number % 7)))
        .chain([article("bad", "broken"), article("worse", "panic")])
        .collect();
    cluster.publish(&articles).unwrap();
    let summary = run_to_end(&settings(&cluster, &[]), extractor());
    assert_eq!(summary, Summary { articles: 202, events: 200, dead_lettered: 2, ..Summary::default() });

    let events = cluster.read("news.events").unwrap();
    assert_eq!(events.len(), 200);
    let first = events.iter().find(|event| key(event) == "00-000-0").unwrap();
    let names: Vec<&str> = first.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ce_specversion",
            "ce_id",
            "ce_source",
            "ce_type",
            "ce_time",
            "ce_recordedtime",
            "content-type",
            "traceparent"
        ]
    );
    assert_eq!(first.header("ce_specversion"), Some("1.0"));
    assert_eq!(first.header("ce_id"), Some("00-000-0"));
    assert_eq!(first.header("ce_source"), Some("/dateline/news.articles"));
    assert_eq!(first.header("ce_type"), Some("dateline.event.v1"));
    assert_eq!(first.header("ce_time"), Some("2026-01-31T00:00:00.000Z"));
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(first.header("traceparent"), Some("00-abc-def-01"));
    let value: serde_json::Value = serde_json::from_slice(first.value.as_deref().unwrap()).unwrap();
    assert_eq!(value["event_id"], "00-000-0");

    let letters = cluster.read("news.articles.dead-letter").unwrap();
    let letters: BTreeMap<&str, &Record> = letters.iter().map(|letter| (key(letter), letter)).collect();
    assert_eq!(letters["bad"].value.as_deref(), Some(&b"broken"[..]));
    assert_eq!(letters["bad"].timestamp, Some(1_769_817_600_000));
    assert_eq!(letters["bad"].header("x-dateline-reason"), Some("invalid_json"));
    assert_eq!(letters["bad"].header("__connect.errors.topic"), Some("news.articles"));
    assert_eq!(letters["bad"].header("other"), Some("x"));
    assert_eq!(letters["worse"].header("x-dateline-reason"), Some("panic"));
}

#[test]
fn the_extraction_is_told_the_format_of_the_settings() {
    let cluster = cluster();
    cluster.publish(&[article("k", "one")]).unwrap();
    let is_html = Arc::new(AtomicBool::new(false));
    let (seen, plain) = (Arc::clone(&is_html), extractor());
    let extract: Extract = Arc::new(move |input: &Input<'_>| {
        seen.store(input.format == InputFormat::Html, Ordering::SeqCst);
        plain(input)
    });
    run_to_end(&settings(&cluster, &["input.format=html"]), extract);
    assert!(is_html.load(Ordering::SeqCst));
}

#[test]
fn at_least_once_delivers_without_transactions() {
    let cluster = cluster();
    let articles: Vec<Record> = (0..50).map(|number| article("k", &format!("{number:03}"))).collect();
    cluster.publish(&articles).unwrap();
    let settings = settings(&cluster, &["delivery.guarantee=at_least_once"]);
    assert_eq!(run_to_end(&settings, extractor()).articles, 50);
    // All articles had one key, so they were in one partition, and so are their commits: the next run finds nothing.
    assert_eq!(run_to_end(&settings, extractor()).articles, 0);
    assert_eq!(cluster.read("news.events").unwrap().len(), 50);
}

#[test]
fn an_article_that_never_ends_is_given_up_and_its_thread_replaced() {
    let cluster = cluster();
    cluster.publish(&[article("k", "endless"), article("k", "next"), article("k", "last")]).unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let plain = extractor();
    let counted = Arc::clone(&calls);
    let extract: Extract = Arc::new(move |input: &Input<'_>| {
        counted.fetch_add(1, Ordering::Relaxed);
        if input.bytes == Some(b"endless") {
            loop {
                std::thread::park();
            }
        }
        plain(input)
    });
    let settings = settings(&cluster, &["extract.threads=1", "extract.article_timeout=300ms"]);
    let summary = run_to_end(&settings, extract);
    assert_eq!(summary, Summary { articles: 3, events: 2, dead_lettered: 1, ..Summary::default() });
    assert_eq!(calls.load(Ordering::Relaxed), 3);
    let letters = cluster.read("news.articles.dead-letter").unwrap();
    assert_eq!(letters[0].header("x-dateline-reason"), Some("timeout"));
    assert_eq!(letters[0].value.as_deref(), Some(&b"endless"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partition_that_left_while_there_was_no_room_is_consumed_when_it_comes_back() {
    let cluster = cluster();
    let settings = |instance: &str| {
        let instance = format!("kafka.instance={instance}");
        let more = [
            &instance,
            "delivery.guarantee=at_least_once",
            "extract.in_flight_bytes=1",
            // The article behind the gate is to hold its room until the gate opens.
            "extract.article_timeout=60s",
            // Without marks nothing is committed before the partition leaves.
            "delivery.crash_limit=0",
            "kafka.consumer.max.poll.interval.ms=6000",
            "kafka.consumer.session.timeout.ms=6000",
            "kafka.consumer.heartbeat.interval.ms=200",
        ];
        self::settings(&cluster, &more)
    };
    let publish = |name: &str| {
        let articles: Vec<Record> =
            (0..30).map(|number| article(&number.to_string(), &format!("{name}{number}"))).collect();
        cluster.publish(&articles).unwrap();
    };
    let start = |instance: &str, extract: Extract| {
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let settings = settings(instance);
        let worker = tokio::spawn(async move {
            worker::run(&settings, extract, Arc::new(Health::new()), Options::default(), async {
                let _ = stopped.await;
            })
            .await
        });
        (stop, worker)
    };
    // How many articles of that name have been extracted, each of them when the gate is open.
    let counting = |seen: &Arc<AtomicUsize>, name: &'static str, gate: &Arc<AtomicBool>| -> Extract {
        let (seen, gate, extract) = (Arc::clone(seen), Arc::clone(gate), extractor());
        Arc::new(move |input: &Input<'_>| {
            while !gate.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(10));
            }
            let is_counted = input.bytes.is_some_and(|bytes| bytes.starts_with(name.as_bytes()));
            seen.fetch_add(usize::from(is_counted), Ordering::Relaxed);
            extract(input)
        })
    };
    let until = |seen: &Arc<AtomicUsize>, count: usize| {
        let seen = Arc::clone(seen);
        tokio::time::timeout(Duration::from_mins(1), async move {
            while seen.load(Ordering::Relaxed) < count {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
    };

    publish("early");
    let (seen_by_one, seen_by_other) = (Arc::default(), Arc::default());
    let gate = Arc::new(AtomicBool::new(false));
    let (stop, one) = start("one", counting(&seen_by_one, "late", &gate));
    // Longer than a third of max.poll.interval.ms, after which the consumer is polled with its partitions paused.
    tokio::time::sleep(Duration::from_secs(8)).await;
    let (stop_other, other) = start("other", counting(&seen_by_other, "early", &Arc::new(AtomicBool::new(true))));
    until(&seen_by_other, 1).await.expect("the other worker is given a partition");
    gate.store(true, Ordering::Relaxed);
    drop(stop_other);
    other.await.unwrap().unwrap();
    publish("late");
    until(&seen_by_one, 30).await.expect("every partition is consumed again");
    drop(stop);
    one.await.unwrap().unwrap();
}

#[test]
fn an_article_above_the_limit_is_not_extracted() {
    let cluster = cluster();
    cluster.publish(&[article("k", &"x".repeat(2000)), article("k", "short")]).unwrap();
    let summary = run_to_end(&settings(&cluster, &["extract.max_article_bytes=1000"]), extractor());
    assert_eq!(summary, Summary { articles: 2, events: 1, dead_lettered: 1, ..Summary::default() });
    let letters = cluster.read("news.articles.dead-letter").unwrap();
    assert_eq!(letters[0].header("x-dateline-reason"), Some("article_too_large"));
    assert_eq!(letters[0].value.as_ref().map(Vec::len), Some(2000));
}

#[test]
fn a_worker_that_finds_no_broker_can_be_stopped() {
    let cluster = cluster();
    let mut settings = settings(&cluster, &[]);
    settings.kafka.bootstrap_servers = "127.0.0.1:1".to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stopped = runtime.block_on(async {
        let stop = tokio::time::sleep(Duration::from_millis(300));
        worker::run(&settings, extractor(), Arc::new(Health::new()), Options::default(), stop).await
    });
    assert_eq!(stopped.unwrap(), Summary::default());
}

#[test]
fn settings_that_librdkafka_does_not_take_are_named_without_their_value() {
    let cluster = cluster();
    let settings = settings(&cluster, &["kafka.producer.linger.ms=camellia"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let run = worker::run(&settings, extractor(), Arc::new(Health::new()), Options::default(), std::future::pending());
    let error = runtime.block_on(run).unwrap_err().to_string();
    assert!(error.contains("linger.ms") && error.contains("[kafka.producer]"), "{error}");
    assert!(!error.contains("camellia"), "{error}");
}
