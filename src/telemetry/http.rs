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
        .route("/livez", get(async |State(health): State<Arc<Health>>| answer(health.live(), None)))
        .route("/readyz", get(async |State(health): State<Arc<Health>>| answer(health.ready(), health.warning())))
        .with_state(health);
    let exposition = Router::new()
        .route(
            "/metrics",
            get(async |State(metrics): State<PrometheusHandle>| ([(CONTENT_TYPE, EXPOSITION)], metrics.render())),
        )
        .with_state(metrics);
    probes.merge(exposition)
}

fn answer(state: Result<(), String>, warning: Option<String>) -> impl IntoResponse {
    match state {
        Ok(()) => {
            (StatusCode::OK, warning.map_or_else(|| "ok\n".to_owned(), |warning| format!("ok\nwarning: {warning}\n")))
        }
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpStream,
    };

    use tokio::{sync::oneshot, task::spawn_blocking};

    use super::*;

    /// The status and the body of a GET.
    async fn get(address: SocketAddr, path: &'static str) -> (u16, String) {
        let asked = spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        });
        let answer = asked.await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    #[tokio::test]
    async fn probes_and_metrics_are_served_until_the_shutdown() {
        let listener = bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let health = Arc::new(Health::new());
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || metrics::counter!("articles_consumed_total").increment(7));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(listener, Arc::clone(&health), handle, async {
            let _ = stopped.await;
        }));
        assert_eq!(get(address, "/livez").await, (200, "ok\n".to_owned()));
        assert_eq!(get(address, "/readyz").await, (503, "starting\n".to_owned()));
        health.set_ready();
        assert_eq!(get(address, "/readyz").await, (200, "ok\n".to_owned()));
        health.set_warning(Some("a partition has no position".to_owned()));
        assert_eq!(get(address, "/readyz").await, (200, "ok\nwarning: a partition has no position\n".to_owned()));
        let (status, body) = get(address, "/metrics").await;
        assert_eq!(status, 200);
        assert!(body.contains("articles_consumed_total 7"), "{body}");
        assert_eq!(get(address, "/nothing").await.0, 404);
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
    }
}
