//! `dateline check-config`: whether the settings are right, where each came from, and whether the broker agrees.

use std::io::{self, Write};

use super::engine;
use crate::{
    kafka::{self, Finding},
    settings::Loaded,
};

/// Arguments of `check-config`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print every setting with its value and origin; secrets are redacted
    #[arg(long)]
    print: bool,
    /// Also ask the broker whether the topics exist and the permissions suffice
    #[arg(long)]
    connect: bool,
}

/// Reports that the settings, which are loaded by now, are valid. Prints them and asks the broker, if requested.
///
/// # Errors
/// When the broker refuses what the worker needs, or standard output cannot be written.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    kafka::validate(&loaded.settings)?;
    engine::load(&loaded.settings)?;
    let mut out = io::stdout().lock();
    if args.print {
        for entry in &loaded.entries {
            writeln!(out, "{} = {}  # {}", entry.key, entry.shown, entry.origin)?;
        }
    } else {
        writeln!(out, "the configuration is valid")?;
    }
    if args.connect {
        let findings = kafka::check(&loaded.settings)?;
        report(&mut out, &findings)?;
        let wrong = findings.iter().filter(|finding| finding.result.is_err()).count();
        anyhow::ensure!(wrong == 0, "{wrong} of {} broker checks failed", findings.len());
    }
    Ok(())
}

fn report(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    for Finding { subject, result } in findings {
        match result {
            Ok(found) => writeln!(out, "ok      {subject}: {found}")?,
            Err(problem) => writeln!(out, "FAILED  {subject}: {problem}")?,
        }
    }
    Ok(())
}
