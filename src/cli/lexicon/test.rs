//! `dateline lexicon test [ID…]`: the rules' own sentences, and why one fails.

use std::io::{self, Write};

use crate::cli::{UsageError, engine, parallel};
use crate::eval::examples;
use crate::lexicon::{Lexicon, rule::Rule};
use crate::settings::Settings;

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rule ids or prefixes of them, such as `assault.` [default: all rules]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

/// Runs the sentences of the chosen rules.
///
/// # Errors
/// When a sentence fails, or when there is no such rule.
pub(super) fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    // The rules alone: what the ranker drops or adds is no matter of a rule.
    let extractor = engine::load_rules(settings)?;
    let rules = chosen(extractor.lexicon(), &args.ids)?;
    let failed = parallel::in_order(settings.extract.thread_count(), &rules, |rule| examples::check(&extractor, rule))?;
    let mut out = io::stdout().lock();
    for failure in failed.iter().flatten() {
        let kind = if failure.is_example { "example" } else { "counterexample" };
        writeln!(out, "{}: {} {kind} “{}”: {}", failure.place, failure.rule, failure.sentence, failure.reason)?;
    }
    let sentences: usize = rules.iter().map(|rule| examples::count(rule)).sum();
    let count = failed.iter().map(Vec::len).sum::<usize>();
    writeln!(out, "{sentences} sentences of {} rules: {count} failed", rules.len())?;
    if count > 0 {
        anyhow::bail!("{count} of {sentences} sentences failed");
    }
    Ok(())
}

fn chosen<'a>(lexicon: &'a Lexicon, ids: &[String]) -> anyhow::Result<Vec<&'a Rule>> {
    let all = lexicon.rules();
    if let Some(id) = ids.iter().find(|id| !all.iter().any(|rule| rule.id.starts_with(id.as_str()))) {
        return Err(UsageError(format!("no rule id starts with {id:?}; search with `dateline lexicon find`")).into());
    }
    // An id in full means that rule alone, even where another one's begins with it.
    let is_chosen = |rule: &Rule, id: &String| match lexicon.rule(id) {
        Some(exact) => exact.id == rule.id,
        None => rule.id.starts_with(id.as_str()),
    };
    Ok(all.iter().filter(|rule| ids.is_empty() || ids.iter().any(|id| is_chosen(rule, id))).collect())
}
