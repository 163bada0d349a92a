//! The worker put together: the Kafka clients, the threads that extract, and the pipeline between them.

use std::{future::Future, io, sync::Arc};

use super::engine;
use crate::{
    kafka::{self, ConnectError},
    settings::Settings,
    stream::{self, Budget, Extract, FailPoint, Parts, Pipeline, Processor, Rhythm, Summary, Threads, Until},
    telemetry::health::Health,
};

/// What a run does beside the settings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where to stop; `None`: at the shutdown.
    pub until: Option<Until>,
    /// The fail point at which to block, for tests.
    pub fail_point: Option<FailPoint>,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The broker could not be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The threads could not be started.
    #[error("cannot start the extraction threads: {0}")]
    Threads(#[from] io::Error),
    /// The worker could not go on.
    #[error(transparent)]
    Pipeline(#[from] stream::Error),
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
) -> Result<Summary, WorkerError> {
    let budget = Budget::of(settings);
    let processor = Processor::new(extract, &settings.topics, &settings.extract);
    let processor = Arc::new(processor.with_format(engine::input_format(settings)));
    let pool = Threads::start(settings.extract.thread_count(), Arc::clone(&processor), Arc::clone(&budget))?;
    let mut shutdown = std::pin::pin!(shutdown);
    let is_bounded = options.until.is_some();
    let connecting = kafka::connect(settings, Arc::clone(&budget), Arc::clone(&health), options.fail_point, is_bounded);
    let broker = tokio::select! {
        connected = connecting => connected?,
        () = &mut shutdown => return Ok(Summary::default()),
    };
    let parts = Parts { broker, pool, processor, budget, health };
    Ok(Pipeline::new(parts, Rhythm::of(settings), options.until).run(shutdown).await?)
}
