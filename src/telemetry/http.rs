//! The HTTP server: `/livez`, `/readyz`, `/metrics`.

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router, extract::State, http::StatusCode, http::header::CONTENT_TYPE, response::IntoResponse, routing::get,
};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::{net::TcpListener, time};

use super::health::Health;

/// The content type of the Prometheus text format.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often histograms are folded, so that they do not grow where nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

/// Binds the address, so that a taken port is an error at the start and not later.
///
/// # Errors
/// When the address cannot be bound.
pub async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Serves until `shutdown` is done.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    health: Arc<Health>,
    metrics: PrometheusHandle,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let upkeep = metrics.clone();
    let folding = tokio::spawn(async move {
        let mut interval = time::interval(UPKEEP);
        loop {
            interval.tick().await;
            upkeep.run_upkeep();
        }
    });
    let served = axum::serve(listener, router(health, metrics)).with_graceful_shutdown(shutdown).await;
    folding.abort();
    served
}

fn router(health: Arc<Health>, metrics: PrometheusHandle) -> Router {
    let probes = Router::new()
        .route("/livez", get(async |State(health): State<Arc<Health>>| answer(health.live())))
        .route("/readyz", get(async |State(health): State<Arc<Health>>| answer(health.ready())))
        .with_state(health);
    let exposition = Router::new()
        .route(
            "/metrics",
            get(async |State(metrics): State<PrometheusHandle>| ([(CONTENT_TYPE, EXPOSITION)], metrics.render())),
        )
        .with_state(metrics);
    probes.merge(exposition)
}

fn answer(state: Result<(), String>) -> impl IntoResponse {
    match state {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
    }
}
