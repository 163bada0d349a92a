//! The command: arguments, then settings, then telemetry, then the subcommand, then the exit code.

use std::process::ExitCode;

use clap::Parser;
use dateline::{
    cli::{self, Arguments},
    settings, telemetry,
};

fn main() -> ExitCode {
    cli::exit_code(start())
}

fn start() -> anyhow::Result<()> {
    let arguments = Arguments::try_parse()?;
    arguments.command.run(|| {
        let loaded = settings::load(&arguments.layers(), std::env::vars_os())?;
        telemetry::logs::init(&loaded.settings.log)?;
        Ok(loaded)
    })
}
