//! `dateline man`: a manual page in roff.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Arguments, UsageError};

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Subcommand [default: the page of `dateline` itself]
    subcommand: Option<String>,
}

/// Writes the page to standard output: `dateline man | man -l -`.
///
/// # Errors
/// When there is no such subcommand, or standard output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let page = match &args.subcommand {
        None => command,
        Some(name) => {
            let found = command.find_subcommand(name).cloned();
            found.ok_or_else(|| UsageError(format!("unknown subcommand {name:?}; see `dateline help`")))?
        }
    };
    let mut roff = Vec::new();
    Man::new(page).render(&mut roff)?;
    io::stdout().lock().write_all(&roff)?;
    Ok(())
}
