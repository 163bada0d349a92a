//! `dateline check-config`: whether the settings are right, and where each came from.

use std::io::{self, Write};

use crate::settings::Loaded;

/// Arguments of `check-config`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print every setting with its value and where it came from; secrets are redacted
    #[arg(long)]
    print: bool,
}

/// Says that the settings, which are loaded by now, are right; prints them if asked.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    if args.print {
        for entry in &loaded.entries {
            writeln!(out, "{} = {}  # {}", entry.key, entry.shown, entry.origin)?;
        }
    } else {
        writeln!(out, "the configuration is valid")?;
    }
    Ok(())
}
