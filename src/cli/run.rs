//! `dateline run`: the service.

use std::{future::Future, io, net::SocketAddr, sync::Arc};

use anyhow::Context;
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    task::JoinHandle,
};

use super::{
    engine,
    worker::{self, Options, WorkerError},
};
use crate::{
    extract::{Extractor, encode::ONTOLOGY_VERSION},
    settings::{Loaded, Settings, Start, Topics},
    stream::{Extract, FailPoint, Summary, Until, fail_point::crash_on, register_metrics},
    telemetry::{
        health::Health,
        http,
        metrics::{self, Versions},
        systemd,
    },
};

/// Arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where a group without committed offsets starts: `earliest`, `latest` or an RFC 3339 time; overrides `delivery.start`
    #[arg(long, value_name = "WHERE")]
    from: Option<Start>,
    /// Stop and exit with status 0 at the `end` of each partition, or before its first article at or after a time
    #[arg(long, value_name = "WHERE")]
    until: Option<Until>,
    /// Block at a point of a transaction, for tests that kill the worker there
    #[arg(long, value_name = "NAME[:COUNT]", hide = true)]
    fail_point: Option<FailPoint>,
    /// Abort the process at an article that contains TEXT, for tests of the crash-loop guard
    #[arg(long, value_name = "TEXT", hide = true)]
    crash_on: Option<String>,
}

/// Runs the service until a signal stops it.
///
/// # Errors
/// When it cannot start or cannot go on.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<()> {
    let mut settings = loaded.settings.clone();
    if let Some(from) = args.from {
        settings.delivery.start = from;
    }
    let options = Options { until: args.until, fail_point: args.fail_point.clone() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let extractor = engine::load(&settings)?.annotating(settings.topics.annotated.is_some());
    let versions = versions(&extractor);
    let extract = extractor.into_extract();
    let extract = match args.crash_on.clone() {
        Some(text) => crash_on(text, extract),
        None => extract,
    };
    let summary = runtime.block_on(serve(&settings, extract, versions, options))?;
    tracing::info!(
        articles = summary.articles,
        events = summary.events,
        held_back = summary.held_back,
        skipped = summary.skipped,
        dead_letters = summary.dead_lettered,
        "stopped"
    );
    Ok(())
}

fn versions(extractor: &Extractor) -> Versions {
    let provenance = extractor.provenance();
    Versions {
        model: provenance.model_version.clone(),
        lexicon: provenance.lexicon_version.clone(),
        ontology: ONTOLOGY_VERSION.to_owned(),
    }
}

/// The worker with its health server, until it has ended or is stopped.
async fn serve(settings: &Settings, extract: Extract, versions: Versions, options: Options) -> anyhow::Result<Summary> {
    let health = Arc::new(Health::new());
    let server = match settings.http.listen {
        Some(address) => Some(Server::start(address, Arc::clone(&health), versions, &settings.topics).await?),
        None => None,
    };
    let attending = tokio::spawn(systemd::attend(Arc::clone(&health)));
    let (stop, stopped) = oneshot::channel();
    let worker = worker::run(settings, extract, health, options, async {
        let _ = stopped.await;
    });
    let summary = supervise(worker, stop).await?;
    attending.abort();
    if let Some(server) = server {
        server.stop().await?;
    }
    Ok(summary)
}

/// The HTTP server in a task of its own.
struct Server {
    /// Stops the server, also when it is dropped.
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    async fn start(
        address: SocketAddr,
        health: Arc<Health>,
        versions: Versions,
        topics: &Topics,
    ) -> anyhow::Result<Self> {
        let recorder = metrics::install()?;
        register_metrics(topics);
        metrics::set_build_info(versions);
        let listener = http::bind(address).await.with_context(|| {
            format!("cannot listen on http.listen = \"{address}\"; choose another address, or \"\" for none")
        })?;
        let (stop, stopped) = oneshot::channel();
        let until = async {
            let _ = stopped.await;
        };
        Ok(Self { stop, task: tokio::spawn(http::serve(listener, health, recorder, until)) })
    }

    async fn stop(self) -> anyhow::Result<()> {
        let _ = self.stop.send(());
        Ok(self.task.await??)
    }
}

/// Waits for the worker, and stops it at the first SIGTERM or SIGINT; a second one ends it at once.
async fn supervise(
    worker: impl Future<Output = Result<Summary, WorkerError>>,
    stop: oneshot::Sender<()>,
) -> anyhow::Result<Summary> {
    let mut signals = signals()?;
    tokio::select! {
        summary = worker => Ok(summary?),
        () = async {
            signals().await;
            systemd::stopping();
            let _ = stop.send(());
            signals().await;
        } => anyhow::bail!("stopped by a second signal before all articles in progress were finished"),
    }
}

/// Waits for the next SIGTERM or SIGINT each time it is called.
fn signals() -> anyhow::Result<impl AsyncFnMut()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move || {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
