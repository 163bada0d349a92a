//! How fast the worker is on a real broker, beside what it could be compared with, in one run on one machine.
//!
//! ```console
//! DATELINE_TEST_BROKER=127.0.0.1:9092 cargo bench --bench load
//! ```
//!
//! `--help` behind `--` tells the options. The variants take turns in several rounds, because a machine is never quiet;
//! what counts are the medians and the ratios. Topics are made for each run and deleted after it.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_sign_loss,
    reason = "a measurement prints, and may fail loudly"
)]

mod articles;
mod cluster;
mod latency;
mod plain;
mod worker;

use std::{num::NonZero, path::PathBuf, thread, time::Duration};

use clap::Parser;
use dateline::stream::Extract;

use articles::Corpus;
use cluster::Cluster;
use latency::Feed;
use worker::Guarantee;

/// Measures the worker on the broker at `DATELINE_TEST_BROKER`.
#[derive(Debug, Parser)]
#[command(name = "load")]
struct Args {
    /// What to measure
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Part::Extraction, Part::PassThrough, Part::Latency])]
    only: Vec<Part>,
    /// Rounds in which the variants take turns
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Approximate duration of each measurement, in seconds
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Articles to read, as for `dateline extract`; without it the samples of the demo
    #[arg(long, value_name = "FILE")]
    articles: Option<PathBuf>,
    /// Messages per measurement of the pass-through variants
    #[arg(long, default_value_t = 200_000)]
    messages: usize,
    /// Size of each message in bytes
    #[arg(long, default_value_t = 4096)]
    bytes: usize,
    /// The partitions of the topics
    #[arg(long, default_value_t = 6)]
    partitions: i32,
    /// A setting of the worker
    #[arg(long = "set", value_name = "KEY=VALUE")]
    assignments: Vec<String>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The real extraction: alone, at least once, exactly once
    Extraction,
    /// What librdkafka can do alone, and the pipeline with an extraction that only copies
    PassThrough,
    /// From the producer to a consumer that reads what is committed
    Latency,
}

/// What one measurement gave.
#[derive(Debug, Clone, Copy)]
struct Speed {
    articles: f64,
    megabytes: f64,
}

impl Speed {
    fn of(articles: usize, bytes: usize, seconds: f64) -> Self {
        Self { articles: articles as f64 / seconds, megabytes: bytes as f64 / 1e6 / seconds }
    }
}

fn main() {
    let args = Args::parse();
    let Some(address) = std::env::var("DATELINE_TEST_BROKER").ok().filter(|address| !address.is_empty()) else {
        println!("SKIPPED: no broker; set DATELINE_TEST_BROKER to the address of one, such as 127.0.0.1:9092");
        return;
    };
    let metrics = dateline::telemetry::metrics::install().expect("the recorder is installed once");
    let cluster = Cluster::new(address, args.partitions, args.assignments.clone(), metrics);
    println!("{} cores, {} partitions, {} rounds", cores(), args.partitions, args.rounds);
    let has = |part| args.only.contains(&part);
    let corpus = Corpus::load(args.articles.as_deref());
    let extract = articles::extractor();
    let mut rate = 0.0;
    if has(Part::Extraction) || has(Part::Latency) {
        rate = corpus.alone(&extract, cores(), args.seconds.min(5)).articles;
    }
    if has(Part::Extraction) {
        rate = extraction(&args, &cluster, &corpus, &extract, rate);
    }
    if has(Part::PassThrough) {
        pass_through(&args, &cluster);
    }
    if has(Part::Latency) {
        println!("\nlatency from the producer to a read_committed consumer, exactly once");
        for rate in [50.0, rate / 2.0] {
            let lasting = Duration::from_secs(args.seconds.max(20));
            latency::measure(&cluster, &Feed { corpus: &corpus, rate, lasting }, &extract);
        }
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Prints the comparison and returns the articles per second of the worker with exactly-once delivery.
fn extraction(args: &Args, cluster: &Cluster, corpus: &Corpus, extract: &Extract, rate: f64) -> f64 {
    let count = (rate * args.seconds as f64) as usize;
    println!("\nreal extraction, {count} articles of {} bytes on average", corpus.mean_bytes());
    let input = cluster.topic("load-articles");
    let bytes = cluster.fill(&input, count, |number| corpus.article(number));
    let mut table = Table::default();
    for _ in 0..args.rounds {
        table.add("extraction alone", corpus.alone(extract, cores(), args.seconds));
        for guarantee in [Guarantee::AtLeastOnce, Guarantee::ExactlyOnce] {
            let seconds = worker::run(cluster, &input, guarantee, extract, count);
            table.add(guarantee.name(), Speed::of(count, bytes, seconds));
        }
    }
    cluster.delete(&input);
    table.print();
    table.ratio("exactly once", "at least once", "goal: at least 0.95");
    table.ratio("exactly once", "extraction alone", "");
    table.median("exactly once")
}

fn pass_through(args: &Args, cluster: &Cluster) {
    println!("\npass-through, {} messages of {} bytes", args.messages, args.bytes);
    let input = cluster.topic("load-messages");
    let text = articles::text(args.bytes);
    let bytes = cluster.fill(&input, args.messages, |_| text.clone().into_bytes());
    let extract = articles::copier(args.bytes);
    let mut table = Table::default();
    for _ in 0..args.rounds {
        for is_transactional in [false, true] {
            let name = if is_transactional { "librdkafka, transactions" } else { "librdkafka, at least once" };
            let seconds = plain::run(cluster, &input, is_transactional, args.messages);
            table.add(name, Speed::of(args.messages, bytes, seconds));
        }
        for guarantee in [Guarantee::AtLeastOnce, Guarantee::ExactlyOnce] {
            let seconds = worker::run(cluster, &input, guarantee, &extract, args.messages);
            table.add(guarantee.name(), Speed::of(args.messages, bytes, seconds));
        }
    }
    cluster.delete(&input);
    table.print();
    table.ratio("exactly once", "at least once", "goal: at least 0.75");
    table.ratio("exactly once", "librdkafka, transactions", "");
    table.ratio("exactly once", "librdkafka, at least once", "");
    table.ratio("at least once", "librdkafka, at least once", "");
}

/// Measurements by variant, in the order in which they were first made.
#[derive(Debug, Default)]
struct Table(Vec<(&'static str, Vec<Speed>)>);

impl Table {
    fn add(&mut self, name: &'static str, speed: Speed) {
        println!("  {name:<28} {:>9.1} articles/s {:>8.2} MB/s", speed.articles, speed.megabytes);
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, speeds)) => speeds.push(speed),
            None => self.0.push((name, vec![speed])),
        }
    }

    fn of(&self, name: &str) -> Vec<f64> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, speeds)| speeds.iter().map(|speed| speed.articles).collect()).unwrap_or_default()
    }

    fn median(&self, name: &str) -> f64 {
        quantile(self.of(name), 0.5)
    }

    fn print(&self) {
        println!("medians");
        for (name, speeds) in &self.0 {
            let megabytes = quantile(speeds.iter().map(|speed| speed.megabytes).collect(), 0.5);
            println!("  {name:<28} {:>9.1} articles/s {megabytes:>8.2} MB/s", self.median(name));
        }
    }

    /// The median over the rounds of one variant's speed in parts of another's.
    fn ratio(&self, name: &str, of: &str, goal: &str) {
        let ratios: Vec<f64> = self.of(name).iter().zip(self.of(of)).map(|(ours, theirs)| ours / theirs).collect();
        let (lowest, highest) = (quantile(ratios.clone(), 0.0), quantile(ratios.clone(), 1.0));
        println!("  {name} / {of}: {:.3} ({lowest:.3} to {highest:.3})  {goal}", quantile(ratios, 0.5));
    }
}

/// The value below which this share of the values lies.
fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (share * values.len().saturating_sub(1) as f64).round() as usize;
    values.get(index).copied().unwrap_or(f64::NAN)
}
