//! `dateline demo`: the worker on a broker in this process, with articles that are compiled in.
//!
//! The same [`worker::run`] with the same settings as `dateline run`; only the broker's address is another. What is printed
//! has been read from the topics of events and of dead letters.

mod samples;

use std::{
    collections::BTreeMap,
    future,
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anstream::AutoStream;
use anyhow::Context;

use super::{
    engine,
    worker::{self, Options},
};
use crate::{
    extract::{
        Outcome, Skip,
        encode::{EventRecord, formats::terminal},
    },
    kafka::mock::MockCluster,
    settings::{ClientSettings, InputFormat, Loaded, Settings},
    stream::{
        Extract, Header, Record, Until,
        dead_letter::header::{EXCEPTION_MESSAGE, REASON},
    },
    telemetry::health::Health,
};
use samples::{SAMPLES, Sample};

/// The messages' timestamp, so that the output is the same on every day: 4 December 2026, 12:00 UTC.
const TIMESTAMP_MS: i64 = 1_796_385_600_000;
/// Partitions of the topics in the demo.
const PARTITIONS: i32 = 3;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the worker on the samples until all are done, and prints what it published.
///
/// # Errors
/// When the broker in this process fails, or the worker does.
pub fn run(_: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let cluster = MockCluster::start()?;
    let settings = settings(&loaded.settings, &cluster);
    for topic in [&settings.topics.events, &settings.topics.dead_letters].into_iter().chain(&settings.topics.articles) {
        cluster.create_topic(topic, PARTITIONS)?;
    }
    let articles = settings.topics.articles.first().context("topics.articles is empty")?;
    cluster.publish(&SAMPLES.iter().map(|sample| message(sample, articles)).collect::<Vec<_>>())?;

    let fates = Arc::new(Mutex::new(BTreeMap::new()));
    let extract = observed(engine::load(&settings)?.into_extract(), Arc::clone(&fates));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let options = Options { until: Some(Until::End), ..Options::default() };
    runtime.block_on(worker::run(&settings, extract, Arc::new(Health::new()), options, future::pending()))?;

    let fates = std::mem::take(&mut *fates.lock().unwrap_or_else(PoisonError::into_inner));
    let published = Published {
        events: events(&cluster.read(&settings.topics.events)?)?,
        dead_letters: cluster.read(&settings.topics.dead_letters)?,
        fates,
    };
    let mut out = AutoStream::auto(io::stdout().lock());
    published.print(&mut out)?;
    out.flush()?;
    Ok(())
}

/// The messages of the demo that are articles in English, for measurements.
pub(super) fn sample_articles() -> impl Iterator<Item = &'static [u8]> {
    SAMPLES.iter().map(|sample| sample.bytes)
}

/// The user's settings on the broker in this process.
fn settings(settings: &Settings, cluster: &MockCluster) -> Settings {
    let mut settings = settings.clone();
    settings.kafka.bootstrap_servers = cluster.bootstrap_servers();
    settings.kafka.instance = Some("demo".to_owned());
    // The samples are of all formats.
    settings.input.format = InputFormat::Auto;
    // TLS and passwords are for other brokers.
    settings.kafka.common = ClientSettings::default();
    settings.kafka.consumer = ClientSettings::default();
    settings.kafka.producer = ClientSettings::default();
    settings
}

fn message(sample: &Sample, topic: &str) -> Record {
    Record {
        topic: Arc::from(topic),
        key: Some(sample.file.as_bytes().to_vec()),
        value: Some(sample.bytes.to_vec()),
        headers: vec![Header::text("dialect", sample.dialect)],
        timestamp: Some(TIMESTAMP_MS),
    }
}

/// What became of an article: its id, or why it was skipped.
type Fate = Result<String, Skip>;
/// Fates by the message's key.
type Fates = BTreeMap<Vec<u8>, Fate>;

/// The extraction, which notes down what became of each article: a skip leaves nothing on any topic.
fn observed(extract: Extract, fates: Arc<Mutex<Fates>>) -> Extract {
    Arc::new(move |input| {
        let outcome = extract(input);
        let fate = match &outcome {
            Outcome::Emit(extraction) => Some(Ok(extraction.article_id.clone())),
            Outcome::Skip(skip) => Some(Err(skip.clone())),
            Outcome::Reject(_) => None,
        };
        if let (Some(key), Some(fate)) = (input.key, fate) {
            fates.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_vec(), fate);
        }
        outcome
    })
}

/// The event records by article, each in the order of the text.
fn events(records: &[Record]) -> anyhow::Result<BTreeMap<String, Vec<EventRecord>>> {
    let mut events: BTreeMap<String, Vec<EventRecord>> = BTreeMap::new();
    for record in records {
        let event: EventRecord = serde_json::from_slice(record.value.as_deref().unwrap_or_default())?;
        events.entry(event.article_id.clone()).or_default().push(event);
    }
    for of_article in events.values_mut() {
        of_article.sort_by_key(|event| (event.trigger_start, event.trigger_end));
    }
    Ok(events)
}

/// What the worker has published.
struct Published {
    events: BTreeMap<String, Vec<EventRecord>>,
    dead_letters: Vec<Record>,
    fates: Fates,
}

impl Published {
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for sample in SAMPLES {
            self.print_article(out, sample)?;
        }
        self.print_summary(out)
    }

    fn print_article(&self, out: &mut impl Write, sample: &Sample) -> io::Result<()> {
        let heading = |title: Option<&str>| match title {
            Some(title) => format!("{title} ({}, {})", sample.file, sample.dialect),
            None => format!("{} ({})", sample.file, sample.dialect),
        };
        match self.fates.get(sample.file.as_bytes()) {
            Some(Ok(article_id)) => {
                let events = self.events.get(article_id).map(Vec::as_slice).unwrap_or_default();
                let title = events.first().and_then(|event| event.title.as_deref());
                writeln!(out, "{}", heading(title))?;
                events.iter().try_for_each(|event| terminal::event(out, event))?;
            }
            Some(Err(skip)) => writeln!(out, "{}\n  skipped, {}: {}", heading(None), skip.reason, skip.message)?,
            None => {
                let letter =
                    self.dead_letters.iter().find(|letter| letter.key.as_deref() == Some(sample.file.as_bytes()));
                let reason = letter.and_then(|letter| letter.header(REASON)).unwrap_or("unknown");
                let message = letter.and_then(|letter| letter.header(EXCEPTION_MESSAGE));
                writeln!(out, "{}\n  dead letter, {reason}: {}", heading(None), message.unwrap_or_default())?;
            }
        }
        writeln!(out)
    }

    fn print_summary(&self, out: &mut impl Write) -> io::Result<()> {
        let events: usize = self.events.values().map(Vec::len).sum();
        let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
        for skip in self.fates.values().filter_map(|fate| fate.as_ref().err()) {
            *skipped.entry(skip.reason.name()).or_default() += 1;
        }
        let reasons: Vec<_> = skipped.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        writeln!(
            out,
            "{} articles: {events} events, {} skipped ({}), {} dead letters",
            SAMPLES.len(),
            skipped.values().sum::<usize>(),
            reasons.join(", "),
            self.dead_letters.len()
        )
    }
}
