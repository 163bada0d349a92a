//! `dateline lexicon diff FILE… --with DIR`: what an overlay changes in the events of articles.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::{engine, explain::Format, input, parallel, warn};
use crate::extract::{Extractor, Input, Outcome};
use crate::report::compare;
use crate::settings::Settings;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Article files: JSON, JSON Lines, XML, plain text or HTML; `-` or no FILE reads standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Overlay directory to compare with the lexicon of the settings
    #[arg(long = "with", value_name = "DIR", required = true)]
    overlay: PathBuf,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Publication time for articles without one, to resolve dates such as "on Monday" (RFC 3339)
    #[arg(long, value_name = "TIME")]
    published: Option<jiff::Timestamp>,
}

/// How many articles are read ahead, a thread.
const BATCH_PER_THREAD: usize = 32;

/// Reads every article with both lexicons and prints the events that differ.
///
/// # Errors
/// When a file or a lexicon cannot be read.
pub(super) fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let before = engine::load(settings)?;
    let after = before.with_lexicon(Arc::new(super::read(Some(&args.overlay))?));
    let threads = settings.extract.thread_count();
    let reading = input::Reading::new(settings, args.published);
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    let mut totals = compare::Totals::default();
    for path in input::files(&args.files) {
        let name = path.display().to_string();
        let bytes = input::read(path)?;
        let is_json = reading.are_json_lines(&bytes, &name);
        let documents: Vec<_> = reading.documents(&bytes, &name).collect();
        for batch in documents.chunks(BATCH_PER_THREAD * threads.max(1)) {
            let results = parallel::in_order(threads, batch, |(_, document)| {
                let message = reading.message(document, is_json);
                read(&before, &message).and_then(|old| Ok((old, read(&after, &message)?)))
            })?;
            for ((line, _), result) in batch.iter().zip(results) {
                let place = format!("{name}:{line}");
                let (old, new) = match result {
                    Ok(both) => both,
                    Err(reason) => {
                        warn(&format!("{place}: {reason}"));
                        continue;
                    }
                };
                let changes = compare::compare(&old, &new);
                totals.add(&changes, old.len());
                match args.format {
                    Format::Terminal => compare::article(&mut out, &place, &changes)?,
                    Format::Json => {
                        for change in &changes {
                            writeln!(out, "{}", serde_json::to_string(change)?)?;
                        }
                    }
                }
            }
        }
    }
    if args.format == Format::Terminal {
        compare::totals(&mut out, totals)?;
    }
    out.flush()?;
    Ok(())
}

/// The events of an article, or why it was not read.
fn read(extractor: &Extractor, input: &Input<'_>) -> Result<Vec<crate::extract::encode::EventRecord>, String> {
    match extractor.extract(input) {
        Outcome::Emit(extraction) => Ok(extraction.records),
        Outcome::Skip(skip) => Err(format!("skipped ({}): {}", skip.reason, skip.message)),
        Outcome::Reject(reject) => Err(reject.message),
    }
}
