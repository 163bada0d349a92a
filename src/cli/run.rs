//! `dateline run`: the service.

use std::sync::Arc;

use anyhow::Context;
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use super::{
    engine,
    worker::{self, Options},
};
use crate::{
    extract::{Extractor, encode::ONTOLOGY_VERSION},
    settings::{Loaded, Settings, Start},
    stream::{Extract, FailPoint, Summary, Until, fail_point::crash_on},
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
    /// Where a group without committed offsets begins: `earliest`, `latest` or a time; wins over `delivery.start`
    #[arg(long, value_name = "WHERE")]
    from: Option<Start>,
    /// Stop, with success, at the `end` of the input or before the first article of a time
    #[arg(long, value_name = "WHERE")]
    until: Option<Until>,
    /// Stand still at a place of a transaction, for tests that kill the worker there
    #[arg(long, value_name = "NAME[:COUNT]", hide = true)]
    fail_point: Option<FailPoint>,
    /// End the process, as a fault in it would, at an article that contains this, for tests of the crash-loop guard
    #[arg(long, value_name = "TEXT", hide = true)]
    crash_on: Option<String>,
}

/// Runs the service until it is told to stop.
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
    let extractor = engine::load(&settings)?;
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

/// The worker with its health server, until SIGTERM or SIGINT; a second signal ends it at once.
async fn serve(settings: &Settings, extract: Extract, versions: Versions, options: Options) -> anyhow::Result<Summary> {
    let health = Arc::new(Health::new());
    let (stopped, stop) = watch::channel(());
    let server = match settings.http.listen {
        None => None,
        Some(address) => {
            let recorder = metrics::install()?;
            metrics::set_build_info(versions);
            let listener = http::bind(address)
                .await
                .with_context(|| format!("http.listen = \"{address}\" cannot be used; choose another or \"\""))?;
            let mut stop = stop.clone();
            let until = async move {
                let _ = stop.changed().await;
            };
            Some(tokio::spawn(http::serve(listener, Arc::clone(&health), recorder, until)))
        }
    };
    let attending = tokio::spawn(systemd::attend(Arc::clone(&health)));
    let mut signals = signals()?;
    let (told, mut hear) = watch::channel(());
    let shutdown = async move {
        let _ = hear.changed().await;
    };
    let worker = worker::run(settings, extract, health, options, shutdown);
    let summary = tokio::select! {
        summary = worker => summary?,
        () = async {
            signals().await;
            systemd::stopping();
            let _ = told.send(());
            signals().await;
        } => anyhow::bail!("stopped by a second signal before everything was finished"),
    };
    attending.abort();
    let _ = stopped.send(());
    if let Some(server) = server {
        server.await??;
    }
    Ok(summary)
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
