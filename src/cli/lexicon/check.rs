//! `dateline lexicon check [DIR]`: every problem of the lexicon as `file:line: message, hint`.

use std::io::{self, Write};
use std::path::Path;

/// Validates the built-in lexicon, or an overlay as it lies over it.
///
/// # Errors
/// When there is a problem.
pub(super) fn run(overlay: Option<&Path>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match super::read(overlay) {
        Ok(lexicon) => {
            writeln!(out, "the lexicon is valid: {} rules, version {}", lexicon.rules().len(), lexicon.version())?;
            for table in lexicon.counts().iter().filter(|table| table.added + table.replaced + table.removed > 0) {
                let (name, added, replaced, removed) = (&table.name, table.added, table.replaced, table.removed);
                writeln!(out, "  {name}: {added} added, {replaced} replaced, {removed} removed")?;
            }
            Ok(())
        }
        Err(error) => {
            for problem in &error.problems {
                writeln!(out, "{problem}")?;
            }
            let count = error.problems.len();
            anyhow::bail!("{count} {} in the lexicon", if count == 1 { "problem" } else { "problems" })
        }
    }
}
