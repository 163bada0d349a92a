//! The command line: one file a subcommand, each with its `Args` and its `run`.
//!
//! Data goes to standard output, everything else to standard error. A subcommand writes with `writeln!` to a locked
//! standard output and passes the error up: a closed pipe then ends the command quietly.

#![allow(clippy::print_stderr, reason = "the command line is where messages for people are printed")]

use std::{fmt, io, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    kafka::ConnectError,
    settings::{self, Layers, Loaded},
};

pub mod annotate;
pub mod bench;
pub mod check_config;
pub mod completions;
pub mod demo;
pub mod engine;
pub mod eval;
pub mod explain;
pub mod extract;
pub mod features;
pub mod gazetteer;
mod input;
pub mod lexicon;
pub mod man;
pub mod model;
mod parallel;
pub mod replay;
pub mod run;
pub mod schema;
pub mod train;
pub mod usage;
pub mod worker;

use worker::WorkerError;

/// Exit status for an invalid command line (`EX_USAGE` in sysexits.h).
pub const USAGE: u8 = 64;
/// Exit status for an invalid configuration (`EX_CONFIG` in sysexits.h).
pub const CONFIGURATION: u8 = 78;

/// Turn raw news articles into structured event records
#[derive(Parser)]
#[command(name = "dateline", version, propagate_version = true, arg_required_else_help = true)]
pub struct Arguments {
    /// Settings file (TOML); may be repeated, later files override earlier ones
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Vec<PathBuf>,
    /// Setting, such as `delivery.batch_interval=50ms`; may be repeated, overrides files and environment
    #[arg(long, value_name = "KEY=VALUE", global = true)]
    pub set: Vec<String>,
    /// Subcommand to run
    #[command(subcommand)]
    pub command: Command,
}

impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An assignment may hold a secret.
        f.debug_struct("Arguments")
            .field("command", &self.command)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl Arguments {
    /// The layers of settings that the command line names.
    pub fn layers(&self) -> Layers {
        let built_in = self.command.built_in_settings().iter().map(|&assignment| assignment.to_owned()).collect();
        Layers { built_in, files: self.config.clone(), assignments: self.set.clone() }
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the worker: read articles from Kafka and publish events until stopped
    Run(run::Args),
    /// Run the worker on sample articles and an in-process broker, and print the events
    Demo(demo::Args),
    /// Show dead letters, and send selected ones back to their input topics
    Replay(replay::Args),
    /// Print tokens, tags, dependency trees, lemmas and entities of a text
    Annotate(annotate::Args),
    /// Convert a spaCy pipeline into a model file, or show a model file
    Model(model::Args),
    /// Build a gazetteer, or show the places that a name may mean
    Gazetteer(gazetteer::Args),
    /// Extract events from article files, without Kafka
    Extract(extract::Args),
    /// Explain, sentence by sentence, why an event was or was not coded
    Explain(explain::Args),
    /// Validate, count, search, test and compare rules, words and actors
    Lexicon(lexicon::Args),
    /// Score the extraction on gold files
    Eval(eval::Args),
    /// Train the ranker on gold files
    Train(train::Args),
    /// Print the reader's input, and its answers if it is enabled
    Features(features::Args),
    /// Measure the speed of the extraction on this machine
    Bench(bench::Args),
    /// Validate the settings, and show the origin of each
    CheckConfig(check_config::Args),
    /// Print a JSON Schema: event, article, dead letter or settings
    Schema(schema::Args),
    /// Print a shell completion script
    Completions(completions::Args),
    /// Print a manual page in roff
    Man(man::Args),
}

impl Command {
    /// Settings that a subcommand has for defaults, where they are not those of the service.
    fn built_in_settings(&self) -> &'static [&'static str] {
        match self {
            // Its output is for a person who looks at it once.
            Self::Demo(_) => &["log.level=error,rdkafka=off"],
            Self::Extract(_)
            | Self::Explain(_)
            | Self::Lexicon(_)
            | Self::Eval(_)
            | Self::Train(_)
            | Self::Features(_)
            | Self::Gazetteer(_)
            | Self::Bench(_)
            | Self::Replay(_) => &["log.level=warn"],
            _ => &[],
        }
    }

    /// Runs the subcommand; `settings` loads the settings and starts the log, for those that need them.
    ///
    /// # Errors
    /// Whatever stopped it; see [`exit_code`].
    pub fn run(&self, settings: impl FnOnce() -> anyhow::Result<Loaded>) -> anyhow::Result<()> {
        match self {
            Self::Run(args) => run::run(args, &settings()?),
            Self::Demo(args) => demo::run(args, &settings()?),
            Self::Extract(args) => extract::run(args, &settings()?),
            Self::Explain(args) => explain::run(args, &settings()?),
            Self::Lexicon(args) => lexicon::run(args, &settings()?),
            Self::Eval(args) => eval::run(args, &settings()?),
            Self::Train(args) => train::run(args, &settings()?),
            Self::Features(args) => features::run(args, &settings()?),
            Self::Gazetteer(args) => gazetteer::run(args, &settings()?),
            Self::Bench(args) => bench::run(args, &settings()?),
            Self::CheckConfig(args) => check_config::run(args, &settings()?),
            Self::Replay(args) => replay::run(args, &settings()?),
            Self::Annotate(args) => annotate::run(args),
            Self::Model(args) => model::run(args),
            Self::Schema(args) => schema::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args),
        }
    }
}

/// A wrong command line that clap cannot see, for example two options that exclude each other by their values.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Prints the error of `result`, if any, and returns the exit status: 0, 1, 64 (usage) or 78 (configuration).
pub fn exit_code(result: anyhow::Result<()>) -> ExitCode {
    let Err(error) = result else { return ExitCode::SUCCESS };
    if is_broken_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    if let Some(usage) = error.downcast_ref::<clap::Error>() {
        let _ = usage.print();
        return if usage.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
    }
    if let Some(problems) = error.downcast_ref::<settings::Error>() {
        eprintln!("error: {problems}");
        return ExitCode::from(CONFIGURATION);
    }
    eprintln!("error: {error:#}");
    match &error {
        usage if usage.is::<UsageError>() => ExitCode::from(USAGE),
        settings if is_refused_by_librdkafka(settings) => ExitCode::from(CONFIGURATION),
        _ => ExitCode::FAILURE,
    }
}

/// Whether librdkafka refused a setting, or the worker's name is missing: trying again does not help.
fn is_refused_by_librdkafka(error: &anyhow::Error) -> bool {
    let connect = error.downcast_ref::<ConnectError>().or(match error.downcast_ref::<WorkerError>() {
        Some(WorkerError::Connect(connect)) => Some(connect),
        _ => None,
    });
    matches!(connect, Some(ConnectError::Settings { .. } | ConnectError::Instance))
}

/// Prints a warning to standard error; the command continues.
fn warn(message: &str) {
    eprintln!("warning: {message}");
}

/// Whether standard output was closed by its reader, as in `dateline … | head`; that is not an error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
