//! The command: arguments, then settings, then telemetry, then the subcommand, then the exit code.

use std::process::ExitCode;

use clap::Parser;
use dateline::{
    cli::{self, Arguments},
    kafka, settings, telemetry,
};

fn main() -> ExitCode {
    cli::exit_code(start())
}

fn start() -> anyhow::Result<()> {
    let arguments = Arguments::try_parse().map_err(cli::usage::without_values)?;
    arguments.command.run(|| {
        let loaded = settings::load_with(&arguments.layers(), std::env::vars_os(), kafka::judge)?;
        telemetry::logs::init(&loaded.settings.log)?;
        for name in &loaded.strays {
            tracing::warn!("the environment variable {name} is not a setting; a setting is DATELINE__SECTION__KEY");
        }
        Ok(loaded)
    })
}
