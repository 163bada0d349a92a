//! `dateline extract [FILE…|-]`: the same extraction as the service, on files.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use crate::extract::encode;
use crate::extract::{Coded, Extractor, HoldReason, Input, Outcome, RejectReason, SkipReason};
use crate::settings::Loaded;

use super::{engine, input, parallel};

/// How the events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object per event, one per line
    Jsonl,
    /// One JSON object per article with text, entities and events, one per line
    Article,
    /// Readable text
    Terminal,
}

impl From<Format> for encode::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Jsonl => Self::Jsonl,
            Format::Article => Self::Article,
            Format::Terminal => Self::Terminal,
        }
    }
}

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Article files: JSON, JSON Lines, XML, plain text or HTML; `-` or no FILE reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Output format [default: terminal on a terminal, otherwise jsonl]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Publication time for articles without one, to resolve dates such as "on Monday" (RFC 3339)
    #[arg(long, value_name = "TIME")]
    published: Option<jiff::Timestamp>,
}

/// How many documents are read ahead, a thread.
const BATCH_PER_THREAD: usize = 32;

/// Extracts the events of every article of every file, in order, on all cores.
///
/// # Errors
/// When a file cannot be read, or when an article could not be: that one is reported by its line, the others are done.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load(&loaded.settings)?;
    let format = args.format.unwrap_or(if io::stdout().is_terminal() { Format::Terminal } else { Format::Jsonl });
    let mut job = Job {
        extractor: &extractor,
        format,
        reading: input::Reading::new(&loaded.settings, args.published),
        threads: loaded.settings.extract.thread_count(),
        progress: progress(),
        counts: Counts::default(),
    };
    for file in input::files(&args.files) {
        job.file(file)?;
    }
    job.progress.finish_and_clear();
    job.counts.finish(format)
}

struct Job<'a> {
    extractor: &'a Extractor,
    format: Format,
    reading: input::Reading,
    threads: usize,
    progress: ProgressBar,
    counts: Counts,
}

/// One document of a file, and the line on which it begins.
struct Document {
    line: usize,
    bytes: Vec<u8>,
}

/// What is to be written for a document.
enum Written {
    /// The events, how many they are, and why each of the others is held back.
    Output(Vec<u8>, usize, Vec<HoldReason>),
    Skipped(SkipReason, String),
    Rejected(RejectReason, String),
}

impl Job<'_> {
    fn file(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let bytes = input::read(path)?;
        let is_json = self.reading.are_json_lines(&bytes, &name);
        let mut documents = self.reading.documents(&bytes, &name).peekable();
        if documents.peek().is_none() {
            self.tell(&format!("{}: no article in it", if name == "-" { "standard input" } else { &name }));
        }
        let mut batch = Vec::new();
        for (line, document) in documents {
            batch.push(Document { line, bytes: document.into_owned() });
            if batch.len() == BATCH_PER_THREAD * self.threads {
                self.batch(&name, &std::mem::take(&mut batch), is_json)?;
            }
        }
        self.batch(&name, &batch, is_json)
    }

    /// Works on a batch on all threads and writes what came of it in order.
    fn batch(&mut self, name: &str, documents: &[Document], is_json: bool) -> anyhow::Result<()> {
        let (extractor, format, reading) = (self.extractor, self.format, &self.reading);
        let written = parallel::in_order(self.threads, documents, |document| {
            write_document(extractor, format, &reading.message(&document.bytes, is_json))
        })?;
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        for (document, one) in documents.iter().zip(written) {
            let line = document.line;
            self.counts.add(&one);
            self.progress.inc(1);
            match one {
                Written::Output(bytes, ..) => self.progress.suspend(|| out.write_all(&bytes))?,
                Written::Skipped(reason, message) => {
                    self.tell(&format!("{name}:{line}: skipped ({reason}): {message}"));
                }
                Written::Rejected(reason, message) => {
                    self.tell(&format!("{name}:{line}: rejected ({reason}): {message}"));
                }
            }
        }
        out.flush()?;
        Ok(())
    }

    #[allow(clippy::print_stderr, reason = "messages for people go to standard error")]
    fn tell(&self, message: &str) {
        self.progress.suspend(|| eprintln!("{message}"));
    }
}

fn write_document(extractor: &Extractor, format: Format, input: &Input<'_>) -> Written {
    match extractor.code(input) {
        Ok(coded) => {
            let bytes = encode::Format::from(format).write(&coded);
            let Coded { records, held_back, .. } = coded;
            Written::Output(bytes, records.len(), held_back.into_iter().map(|held| held.reason).collect())
        }
        Err(Outcome::Skip(skip)) => Written::Skipped(skip.reason, skip.message),
        Err(Outcome::Reject(reject)) => Written::Rejected(reject.reason, reject.message),
        Err(Outcome::Emit(extraction)) => Written::Output(Vec::new(), extraction.records.len(), extraction.held_back),
    }
}

/// The setting under `[output]` that holds events back for a reason.
const fn setting(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::Type => "types",
        HoldReason::Domain => "domains",
        HoldReason::Confidence => "min_confidence",
    }
}

fn progress() -> ProgressBar {
    // Hidden by the library where standard error is no terminal.
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}") {
        bar.set_style(style);
    }
    bar
}

#[derive(Debug, Default)]
struct Counts {
    articles: usize,
    events: usize,
    held_back: BTreeMap<HoldReason, usize>,
    skipped: usize,
    rejected: usize,
}

impl Counts {
    fn add(&mut self, written: &Written) {
        self.articles += 1;
        match written {
            Written::Output(_, events, held_back) => {
                self.events += events;
                for reason in held_back {
                    *self.held_back.entry(*reason).or_default() += 1;
                }
            }
            Written::Skipped(..) => self.skipped += 1,
            Written::Rejected(..) => self.rejected += 1,
        }
    }

    /// How many events were held back, and why.
    fn said_of_held_back(&self) -> String {
        let all: usize = self.held_back.values().sum();
        let why = |(reason, count): (&HoldReason, &usize)| format!("{count} by output.{}", setting(*reason));
        let why: Vec<String> = self.held_back.iter().map(why).collect();
        format!("{all} {} held back: {}", if all == 1 { "event" } else { "events" }, why.join(", "))
    }

    #[allow(clippy::print_stderr, reason = "messages for people go to standard error")]
    fn finish(&self, format: Format) -> anyhow::Result<()> {
        if format == Format::Terminal {
            eprintln!("{} articles, {} events, {} skipped", self.articles, self.events, self.skipped);
        }
        if !self.held_back.is_empty() {
            eprintln!("{}", self.said_of_held_back());
        }
        match self.rejected {
            0 => Ok(()),
            count => anyhow::bail!("cannot read {count} of {} articles; the others were extracted", self.articles),
        }
    }
}
