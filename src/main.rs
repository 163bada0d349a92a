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
    if let Some(done) = arguments.command.run_without_settings() {
        return done;
    }
    let loaded = settings::load(&arguments.layers(), std::env::vars_os())?;
    telemetry::logs::init(&loaded.settings.log)?;
    arguments.command.run(&loaded)
}
