//! `dateline lexicon`: validates, counts, searches, tests and compares the rules, words and actors.

mod check;
mod diff;
mod find;
mod stats;
mod test;

use std::path::{Path, PathBuf};

use super::engine;
use crate::{
    lexicon::{Lexicon, LexiconError},
    settings::Loaded,
};

/// Arguments of `lexicon`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Debug, clap::Subcommand)]
enum LexiconCommand {
    /// Validate the lexicon, with its overlay if there is one: report each problem with file, line and fix
    Check {
        /// Overlay directory [default: the setting `lexicon.dir`]
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
    },
    /// Count rules by type and kind, table entries, and the changes of the overlay
    Stats {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Find rules by id, trigger or type, actors by name, and the lists that contain a word
    Find(find::Args),
    /// Run the examples and counterexamples of rules, and print each failure with the reason
    Test(test::Args),
    /// Compare two lexicons on articles: events that appear, vanish or change, with their sentences
    Diff(diff::Args),
}

/// Runs one of the subcommands.
///
/// # Errors
/// When the lexicon has problems, an example fails, nothing is found, or a file cannot be read.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let settings = &loaded.settings;
    match &args.command {
        LexiconCommand::Check { directory } => check::run(directory.as_deref().or(settings.lexicon.dir.as_deref())),
        LexiconCommand::Stats { json } => stats::run(&engine::lexicon(settings)?, *json),
        LexiconCommand::Find(args) => find::run(args, &engine::lexicon(settings)?),
        LexiconCommand::Test(args) => test::run(args, settings),
        LexiconCommand::Diff(args) => diff::run(args, settings),
    }
}

/// The built-in lexicon under an overlay, if there is one.
fn read(overlay: Option<&Path>) -> Result<Lexicon, LexiconError> {
    overlay.map_or_else(Lexicon::embedded, Lexicon::with_overlay)
}
