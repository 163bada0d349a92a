//! `dateline bench [FILE…]`: how fast this machine reads, by stage and by number of threads.

use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use anyhow::Context;

use super::{demo, engine};
use crate::extract::decode::{self, Decoded};
use crate::extract::{Extractor, Input, Outcome, annotate, clean};
use crate::model::Pos;
use crate::settings::Loaded;

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Article files, as for `extract` [default: the demo articles]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Minimum duration of each measurement, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3)]
    seconds: u64,
}

/// One article, ready to be read.
struct Sample {
    bytes: Vec<u8>,
    words: usize,
}

/// Measures and prints.
///
/// # Errors
/// When a file cannot be read, or when no article is in any.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load(&loaded.settings)?;
    let mut articles: Vec<Vec<u8>> = Vec::new();
    for file in &args.files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        articles.extend(decode::documents(&bytes, file.to_str()).map(|(_, document)| document.into_owned()));
    }
    if args.files.is_empty() {
        articles.extend(demo::sample_articles().map(<[u8]>::to_vec));
    }
    let samples: Vec<Sample> = articles.into_iter().filter_map(|bytes| sample(&extractor, bytes)).collect();
    anyhow::ensure!(!samples.is_empty(), "no readable article; name article files, as for `dateline extract`");
    report(&mut io::stdout().lock(), args, &extractor, &samples)
}

/// An article with its number of words; nothing for what would be skipped or rejected.
fn sample(extractor: &Extractor, bytes: Vec<u8>) -> Option<Sample> {
    let input = Input { bytes: Some(&bytes), ..Input::default() };
    let words = runtime_alone(extractor, &input)?;
    Some(Sample { bytes, words })
}

/// Decodes, cleans and annotates a message and stops there: the number of its words, or nothing for a message that is no
/// article to be read.
fn runtime_alone(extractor: &Extractor, input: &Input<'_>) -> Option<usize> {
    let Decoded::Article(article) = decode::decode(input) else { return None };
    let clean = clean::clean(&article);
    clean::language(&article, &clean).ok()?;
    let doc = annotate::annotate(extractor.pipeline(), &clean);
    Some(doc.tokens().iter().filter(|token| token.pos != Pos::Space && token.pos != Pos::Punct).count())
}

fn report(out: &mut impl Write, args: &Args, extractor: &Extractor, samples: &[Sample]) -> anyhow::Result<()> {
    let words: usize = samples.iter().map(|sample| sample.words).sum();
    writeln!(out, "{} articles, {words} words", samples.len())?;
    let at_least = Duration::from_secs(args.seconds);
    let runtime = measure(at_least, samples, 1, |sample| {
        std::hint::black_box(runtime_alone(extractor, &Input { bytes: Some(&sample.bytes), ..Input::default() }));
    });
    line(out, "language runtime, 1 thread", runtime)?;
    let whole = |sample: &Sample| {
        let outcome: Outcome = extractor.extract(&Input { bytes: Some(&sample.bytes), ..Input::default() });
        std::hint::black_box(outcome);
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut single = None;
    let mut threads = 1;
    while threads <= cores {
        let speed = measure(at_least, samples, threads, whole);
        line(out, &format!("whole extraction, {threads} {}", if threads == 1 { "thread" } else { "threads" }), speed)?;
        single.get_or_insert(speed);
        threads = if threads * 2 > cores && threads < cores { cores } else { threads * 2 };
    }
    if let Some(single) = single {
        writeln!(
            out,
            "the whole extraction takes {:.2} times as long as the language runtime alone",
            runtime.words / single.words
        )?;
    }
    if let Some(megabytes) = resident_megabytes() {
        writeln!(out, "peak resident memory: {megabytes} MB")?;
    }
    Ok(())
}

/// Articles and words a second.
#[derive(Debug, Clone, Copy)]
struct Speed {
    articles: f64,
    words: f64,
}

fn line(out: &mut impl Write, name: &str, speed: Speed) -> io::Result<()> {
    writeln!(out, "{name:<30} {:>9.0} words/s {:>9.1} articles/s", speed.words, speed.articles)
}

/// Runs the work over the samples, again and again, until the time is over; every sample is counted that was begun.
fn measure(at_least: Duration, samples: &[Sample], threads: usize, work: impl Fn(&Sample) + Sync) -> Speed {
    let begun = Instant::now();
    let (next, words) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while begun.elapsed() < at_least {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if let Some(sample) = samples.get(number % samples.len()) {
                        work(sample);
                        words.fetch_add(sample.words, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let seconds = begun.elapsed().as_secs_f64();
    Speed { articles: next.into_inner() as f64 / seconds, words: words.into_inner() as f64 / seconds }
}

/// The peak resident memory of this process, where the system reports it.
fn resident_megabytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
