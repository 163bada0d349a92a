//! `dateline eval TASK FILE…`: scores the extraction on gold files.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use super::{engine, warn};
use crate::eval::{self, Confusion, Report};
use crate::settings::Loaded;

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
}

impl From<Task> for eval::Task {
    fn from(task: Task) -> Self {
        match task {
            Task::Types => Self::Types,
            Task::Quad => Self::Quad,
            Task::WhoWhom => Self::WhoWhom,
            Task::Actors => Self::Actors,
            Task::Modes => Self::Modes,
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
        if extractor.ranker().is_some_and(|ranker| ranker.has_seen(&text)) {
            let path = path.display();
            warn(&format!(
                "the ranker was trained on {path}, so these figures are too high for other text; `dateline train` \
                 prints figures for held-out sentences, and --set ranker.enabled=false scores the rules alone"
            ));
        }
        let report = eval::evaluate(args.task.into(), &extractor, path, &text)?;
        let confusions = eval::group(report.mistakes.clone(), args.errors);
        if args.json {
            writeln!(out, "{}", serde_json::to_string(&Printed { report: &report, confusions })?)?;
        } else {
            print(&mut out, &report, &confusions, path)?;
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

fn print(
    out: &mut impl Write,
    report: &Report,
    confusions: &[Confusion],
    path: &std::path::Path,
) -> std::io::Result<()> {
    writeln!(out, "{}: {} items of {}", report.task, report.items, path.display())?;
    let percent = |share: f64| share * 100.0;
    for score in &report.scores {
        writeln!(
            out,
            "  {:5.1} %  [{:.1}, {:.1}]  {}/{}  {}",
            percent(score.value),
            percent(score.low),
            percent(score.high),
            score.right,
            score.of,
            score.name
        )?;
    }
    if !report.classes.is_empty() {
        writeln!(
            out,
            "  {:<24} {:>5} {:>5} {:>5}  {:<19} {:<19} F1",
            "class", "gold", "given", "right", "precision", "recall"
        )?;
    }
    for class in &report.classes {
        let figure = |value, low, high| format!("{:5.1} [{:.1}, {:.1}]", percent(value), percent(low), percent(high));
        writeln!(
            out,
            "  {:<24} {:>5} {:>5} {:>5}  {:<19} {:<19} {}",
            class.name,
            class.gold,
            class.given,
            class.right,
            figure(class.precision, class.precision_low, class.precision_high),
            figure(class.recall, class.recall_low, class.recall_high),
            figure(class.f1, class.f1_low, class.f1_high)
        )?;
    }
    for confusion in confusions {
        writeln!(out, "\n  {} given as {}: {}", confusion.gold, confusion.given, confusion.count)?;
        for mistake in &confusion.mistakes {
            writeln!(out, "  - {}", mistake.sentence)?;
            let rule = mistake.rule.iter().map(|rule| format!("rule {rule}"));
            for line in rule.chain(mistake.detail.clone()) {
                writeln!(out, "      {line}")?;
            }
        }
    }
    Ok(())
}
