//! How long it takes from the producer until a consumer that reads what is committed has the records of an article.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use dateline::stream::Extract;
use rdkafka::{
    Message,
    consumer::{BaseConsumer, Consumer},
    producer::{BaseProducer, BaseRecord, Producer},
};
use serde_json::Value;
use tokio::sync::oneshot;

use super::{
    articles::Corpus,
    cluster::Cluster,
    quantile,
    worker::{self, Guarantee},
};

/// Until the worker and the consumer have what they need, and what is not counted.
const WARM_UP: Duration = Duration::from_secs(5);

/// Articles at a steady pace.
pub(crate) struct Feed<'a> {
    pub corpus: &'a Corpus,
    /// Articles a second.
    pub rate: f64,
    /// How long they are sent, after the warm-up.
    pub lasting: Duration,
}

/// Sends articles and prints the quantiles.
pub(crate) fn measure(cluster: &Cluster, feed: &Feed<'_>, extract: &Extract) {
    let (input, events) = (cluster.topic("load-articles"), cluster.topic("load-events"));
    let settings = worker::settings(cluster, &input, &events, Guarantee::ExactlyOnce);
    let (stop, stopped) = oneshot::channel::<()>();
    let sent: Mutex<HashMap<String, Instant>> = Mutex::default();
    let is_over = AtomicBool::new(false);
    let mut seen = Vec::new();
    thread::scope(|scope| {
        let extract = Arc::clone(extract);
        let worker = scope.spawn(move || {
            worker::block_on(&settings, extract, None, async {
                let _ = stopped.await;
            })
        });
        let watch = scope.spawn(|| watch(cluster, &events, &sent, &is_over));
        send(cluster, feed, &input, &sent);
        thread::sleep(Duration::from_secs(3));
        is_over.store(true, Ordering::Relaxed);
        seen = watch.join().expect("the consumer works");
        let _ = stop.send(());
        worker.join().expect("the worker works");
    });
    cluster.delete(&input);
    cluster.delete(&events);
    let rate = feed.rate;
    let left = sent.into_inner().expect("nobody panicked").len();
    let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|share| quantile(seen.clone(), share) * 1000.0);
    println!(
        "  {rate:>6.1} articles/s: p50 {p50:.0} ms, p95 {p95:.0} ms, p99 {p99:.0} ms ({} articles, {left} not seen)",
        seen.len()
    );
}

/// Sends at a steady pace, whatever becomes of it.
fn send(cluster: &Cluster, feed: &Feed<'_>, input: &str, sent: &Mutex<HashMap<String, Instant>>) {
    let producer: BaseProducer = cluster.config().set("linger.ms", "0").create().expect("a producer can be made");
    let begun = Instant::now();
    for number in 0_usize.. {
        let due = Duration::from_secs_f64(number as f64 / feed.rate);
        if due >= WARM_UP + feed.lasting {
            break;
        }
        while begun.elapsed() < due {
            producer.poll(Duration::ZERO);
            thread::sleep((due.saturating_sub(begun.elapsed())).min(Duration::from_millis(1)));
        }
        let (id, value) = (number.to_string(), feed.corpus.article(number));
        sent.lock().expect("nobody panicked").insert(id.clone(), Instant::now());
        producer.send(BaseRecord::to(input).key(&id).payload(&value)).map_err(|(error, _)| error).expect("it is taken");
    }
    producer.flush(Duration::from_secs(10)).expect("the articles are taken");
}

/// Notes when the first event of each article is seen; the time of the warm-up does not count.
fn watch(cluster: &Cluster, events: &str, sent: &Mutex<HashMap<String, Instant>>, is_over: &AtomicBool) -> Vec<f64> {
    let mut config = cluster.config();
    config
        .set("group.id", cluster.name("load-watch"))
        .set("isolation.level", "read_committed")
        .set("auto.offset.reset", "earliest")
        .set("enable.auto.commit", "false");
    let consumer: BaseConsumer = config.create().expect("a consumer can be made");
    consumer.subscribe(&[events]).expect("the topic can be subscribed to");
    let begun = Instant::now();
    let mut seen = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let Some(message) = consumer.poll(Duration::from_millis(100)) else { continue };
        let now = Instant::now();
        let message = message.expect("the broker gives messages");
        let record: Value = serde_json::from_slice(message.payload().unwrap_or_default()).expect("events are JSON");
        let id = record.get("article_id").and_then(Value::as_str).unwrap_or_default();
        if let Some(sent) = sent.lock().expect("nobody panicked").remove(id)
            && sent.duration_since(begun) > WARM_UP
        {
            seen.push(now.duration_since(sent).as_secs_f64());
        }
    }
    seen
}
