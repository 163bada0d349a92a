//! `dateline eval TASK FILE…`: scores the extraction on gold files.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use super::engine;
use crate::eval::{self, Report};
use crate::settings::Loaded;

/// What to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Event types of sentences (columns sentence, source, target, `plover_event`)
    Types,
    /// Quad classes of sentences (columns sentence, quad: 0 none, 1 to 4)
    Quad,
    /// Spans of source and target (a token and its IOB tag S, T or R a line)
    WhoWhom,
    /// Country and sector of actor strings (columns actor, context, date, country, sector)
    Actors,
}

impl From<Task> for eval::Task {
    fn from(task: Task) -> Self {
        match task {
            Task::Types => Self::Types,
            Task::Quad => Self::Quad,
            Task::WhoWhom => Self::WhoWhom,
            Task::Actors => Self::Actors,
        }
    }
}

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to score
    #[arg(value_enum)]
    task: Task,
    /// Gold files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Prints the scores as one JSON object a file
    #[arg(long)]
    json: bool,
    /// Prints up to N items that were not right
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
}

/// Scores each file and prints its report.
///
/// # Errors
/// When a file cannot be read or is not in the task's format.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let extractor = engine::load(&loaded.settings)?;
    let mut out = std::io::stdout().lock();
    for path in &args.files {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut report = eval::evaluate(args.task.into(), &extractor, path, &text)?;
        report.errors.truncate(args.errors);
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&report)?)?;
        } else {
            print(&mut out, &report, path)?;
        }
    }
    Ok(())
}

fn print(out: &mut impl Write, report: &Report, path: &std::path::Path) -> std::io::Result<()> {
    writeln!(out, "{}: {} items of {}", report.task, report.items, path.display())?;
    for score in &report.scores {
        let percent = |share: f64| share * 100.0;
        writeln!(
            out,
            "  {:5.1} %  [{:.1}, {:.1}]  {}/{}  {}",
            percent(score.share),
            percent(score.low),
            percent(score.high),
            score.right,
            score.of,
            score.name
        )?;
    }
    if !report.classes.is_empty() {
        writeln!(out, "  {:<22} {:>5} {:>5} {:>5}  precision  recall     F1", "class", "gold", "given", "right")?;
    }
    for class in &report.classes {
        writeln!(
            out,
            "  {:<22} {:>5} {:>5} {:>5}  {:>9.1}  {:>6.1}  {:>5.1}",
            class.name,
            class.gold,
            class.given,
            class.right,
            class.precision * 100.0,
            class.recall * 100.0,
            class.f1 * 100.0
        )?;
    }
    for error in &report.errors {
        writeln!(out, "  - {error}")?;
    }
    Ok(())
}
