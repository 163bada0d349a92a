//! `dateline eval TASK FILE…`: scores the extraction on gold files.

mod events;
mod print;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use super::{engine, warn};
use crate::eval::{self, Confusion, Report};
use crate::extract::encode::Publication;
use crate::settings::Loaded;
use events::What;

pub(super) use print::reliability;

/// What to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Event types of sentences (columns `sentence`, `source`, `target`, `plover_event`)
    Types,
    /// Quad classes of sentences (columns `sentence`, `quad`: 0 for none, 1 to 4)
    Quad,
    /// Spans of actor and recipient (one token and its IOB tag S, T or R per line)
    WhoWhom,
    /// Country and sector of actor strings (columns `actor`, `context`, `date`, `country`, `sector`)
    Actors,
    /// Modes of sentences (columns `sentence`, `mode`, or `EventSnippet`, `SubType`)
    Modes,
    /// Dates and times in whole articles, with their TIMEX3 values (JSON Lines: `id`, `text`, `dates`)
    Dates,
    /// Names of places in whole articles, with their coordinates (JSON Lines: `text`, `places`)
    Places,
    /// Place of the event of a verb (JSON Lines: `text`, `spans`: one VERB, any number of LOCATION)
    EventPlace,
    /// Event mentions of whole articles (JSON Lines: `id`, `text`, `sentences`, `events`)
    Events,
    /// Numbers of people and sums of money of the mentions of whole articles (as `events`)
    Quantities,
}

impl Task {
    /// The task, if it scores single texts rather than whole articles.
    fn of_texts(self) -> Option<eval::Task> {
        match self {
            Self::Types => Some(eval::Task::Types),
            Self::Quad => Some(eval::Task::Quad),
            Self::WhoWhom => Some(eval::Task::WhoWhom),
            Self::Actors => Some(eval::Task::Actors),
            Self::Modes => Some(eval::Task::Modes),
            Self::Dates => Some(eval::Task::Dates),
            Self::Places => Some(eval::Task::Places),
            Self::EventPlace => Some(eval::Task::EventPlace),
            Self::Events | Self::Quantities => None,
        }
    }
}

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Task to score
    #[arg(value_enum)]
    task: Task,
    /// Gold files of the task
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per file, one per line
    #[arg(long)]
    json: bool,
    /// Print about N wrong items, the most frequent confusions first
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    #[command(flatten)]
    events: events::OfArticles,
}

/// Scores each file and prints its report.
///
/// # Errors
/// When a file cannot be read or is not in the task's format.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let task = args.task.of_texts();
    if task.is_some() {
        args.events.refuse()?;
    }
    // What is found is scored, whatever is published of it.
    let extractor = engine::load(&loaded.settings)?.publishing(Publication::default());
    let threads = loaded.settings.extract.thread_count();
    let mut out = std::io::stdout().lock();
    for path in &args.files {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        if extractor.ranker().is_some_and(|ranker| ranker.has_seen(&text)) {
            let path = path.display();
            warn(&format!(
                "the ranker was trained on {path}, so these figures are too high for other text; `dateline train` \
                 prints figures for held-out sentences, and --set ranker.enabled=false scores the rules alone"
            ));
        }
        let report = if let Some(task) = task {
            eval::evaluate(task, &extractor, path, &text)?
        } else {
            let what = if args.task == Task::Quantities { What::Quantities } else { What::Events };
            args.events.score(what, &extractor, (path, &text), threads)?
        };
        let confusions = eval::group(report.mistakes.clone(), args.errors);
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&Printed { report: &report, confusions })?)?;
        } else {
            print::report(&mut out, &report, &confusions, path)?;
        }
    }
    Ok(())
}

/// A report with the confusions that were asked for.
#[derive(Debug, serde::Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    confusions: Vec<Confusion>,
}
