//! FLOW 2, asynchronous: consume, extract, publish, commit.
//!
//! One task ([`Pipeline`]) holds all state and waits for messages, results, the commit timer and the shutdown. The broker
//! is behind a trait ([`Broker`]), and so is the CPU pool ([`Pool`]); the rest is pure: which message is where
//! ([`Tracker`]), when to commit ([`batch`]), what to publish ([`Processor`]).

pub mod batch;
mod breaker;
mod broker;
mod budget;
pub mod dead_letter;
mod event_message;
pub mod fail_point;
pub mod guard;
#[cfg(test)]
mod memory;
mod message;
mod meter;
mod panics;
mod pipeline;
mod pool;
mod process;
mod rewinds;
mod settle;
#[cfg(test)]
mod tests;
mod tracker;

use std::{future::Future, io, sync::Arc};

use jiff::Timestamp;

pub use broker::{Arrival, Broker, BrokerEvent, Failure};
pub use budget::{Budget, Permit, Share};
pub use dead_letter::{Carry, Choice, Letter, dead_letter};
pub use fail_point::FailPoint;
pub use guard::{Mark, Marks};
pub use message::{Header, Message, Partition, Position, Record};
pub use meter::Summary;
pub use pipeline::{Error, Pipeline, Rhythm};
pub use pool::{Done, Job, Pool, Threads};
pub use process::{Extract, Output, Processor, Verdict};
pub use rewinds::Rewinds;
pub use tracker::{Released, Ticket, Tracker};

use crate::{kafka, settings::Settings, telemetry::health::Health};

/// Where a bounded run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// At the end of the partitions, as it is when it is reached.
    End,
    /// Before the first article of this time or later, in each partition.
    Time(Timestamp),
}

impl std::str::FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "end" => Ok(Self::End),
            time => time
                .parse()
                .map(Self::Time)
                .map_err(|_| "expected \"end\" or a time such as \"2026-01-31T00:00:00Z\"".to_owned()),
        }
    }
}

/// What a run does beside the settings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where to stop; without it the run goes on until it is told to stop.
    pub until: Option<Until>,
    /// Where to stand still, for tests.
    pub fail_point: Option<FailPoint>,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The broker could not be connected to.
    #[error(transparent)]
    Connect(#[from] kafka::ConnectError),
    /// The pool could not be started.
    #[error("the extraction's threads cannot be started: {0}")]
    Threads(#[from] io::Error),
    /// The worker could not go on.
    #[error(transparent)]
    Pipeline(#[from] Error),
}

/// Runs the worker until `shutdown` is done or a bounded run has reached its end.
///
/// # Errors
/// When the broker cannot be reached, or the worker cannot go on.
pub async fn run(
    settings: &Settings,
    extract: Extract,
    health: Arc<Health>,
    options: Options,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<Summary, RunError> {
    /// Articles in work for each thread, at least: results of short ones must not run dry while a transaction is committed.
    const ARTICLES_A_THREAD: usize = 64;
    let threads = settings.extract.thread_count();
    let articles = (2 * settings.delivery.batch_articles).max(ARTICLES_A_THREAD * threads);
    let budget = Budget::new(articles, settings.extract.in_flight_bytes);
    let processor = Arc::new(Processor::new(extract, &settings.topics, &settings.extract));
    let pool = Threads::start(threads, Arc::clone(&processor), Arc::clone(&budget))?;
    let mut shutdown = std::pin::pin!(shutdown);
    let broker = tokio::select! {
        connected = kafka::connect(settings, Arc::clone(&budget), Arc::clone(&health), options.fail_point) => connected?,
        () = &mut shutdown => return Ok(Summary::default()),
    };
    let rhythm = Rhythm::of(settings);
    let pipeline = Pipeline::new(broker, pool, processor, rhythm, options.until, budget, health);
    Ok(pipeline.run(shutdown).await?)
}
