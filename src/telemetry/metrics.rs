//! Metrics: the recorder that `/metrics` renders. Names follow Prometheus: base units, `_total`, `_seconds`, `_bytes`.

use metrics::gauge;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

/// Seconds, from a cached answer to a stuck one.
const SECONDS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// What runs: the labels of the metric `build_info`.
#[derive(Debug, Clone, Copy)]
pub struct Build<'a> {
    /// The language model's name and version.
    pub model: &'a str,
    /// The lexicon's content hash.
    pub lexicon: &'a str,
    /// The ontology and its version.
    pub ontology: &'a str,
}

/// Installs the recorder for the whole process.
///
/// # Errors
/// When a recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()
}

/// Sets `build_info` to 1 with the versions as labels.
pub fn tell_build(build: &Build<'_>) {
    let labels = [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("model", build.model.to_owned()),
        ("lexicon", build.lexicon.to_owned()),
        ("ontology", build.ontology.to_owned()),
    ];
    gauge!("build_info", &labels).set(1.0);
}
