//! Metrics: the recorder that `/metrics` renders. Names follow Prometheus: base units, `_total`, `_seconds`, `_bytes`.

use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Buckets of the `_seconds` histograms, from a cached answer to a stuck one.
const SECONDS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Buckets of `transaction_records`.
const RECORDS: [f64; 12] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];

/// What kind of metric it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only rises.
    Counter,
    /// Rises and falls.
    Gauge,
    /// A distribution.
    Histogram,
}

/// Every metric: its name, its kind, and what it measures. A test holds that the program sets these and no others.
pub const METRICS: [(&str, Kind, &str); 22] = [
    (
        "articles_consumed_total",
        Kind::Counter,
        "Articles consumed, by topic; an article that is consumed again counts again",
    ),
    ("articles_skipped_total", Kind::Counter, "Articles skipped, by reason"),
    ("articles_dead_lettered_total", Kind::Counter, "Articles dead-lettered, by reason"),
    ("events_produced_total", Kind::Counter, "Event records published, by event type"),
    ("events_held_back_total", Kind::Counter, "Events held back by the settings under [output], by reason"),
    (
        "annotated_articles_produced_total",
        Kind::Counter,
        "Documents published on the annotated topic, by kind: article, reference or retraction",
    ),
    ("extraction_duration_seconds", Kind::Histogram, "Extraction time per article, in seconds"),
    (
        "end_to_end_latency_seconds",
        Kind::Histogram,
        "Time from the timestamp of an article to the commit of its events, in seconds",
    ),
    ("transaction_commit_duration_seconds", Kind::Histogram, "Commit time per transaction, in seconds"),
    ("transaction_records", Kind::Histogram, "Records per transaction"),
    ("transactions_total", Kind::Counter, "Transactions, by result: commit, abort or fatal"),
    ("in_flight_articles", Kind::Gauge, "Articles in flight"),
    ("in_flight_bytes", Kind::Gauge, "Bytes in flight: articles, and records that wait to be released"),
    ("pool_busy_ratio", Kind::Gauge, "Share of extraction threads that are busy, 0 to 1, averaged over seconds"),
    (
        "backpressure_seconds_total",
        Kind::Counter,
        "Time in which the worker consumed nothing because too much was in flight, in seconds",
    ),
    ("consumer_lag", Kind::Gauge, "Articles waiting in an input partition, by topic and partition"),
    ("partitions_assigned", Kind::Gauge, "Input partitions assigned to this worker"),
    (
        "partitions_without_position",
        Kind::Gauge,
        "Assigned partitions for which the broker has given no position for a minute: nothing is consumed from them",
    ),
    ("circuit_breaker_open", Kind::Gauge, "1 while the circuit breaker is open, otherwise 0"),
    ("rebalances_total", Kind::Counter, "Rebalances, by kind: assign, revoke or lost"),
    ("last_commit_timestamp_seconds", Kind::Gauge, "Time of the last commit, in seconds since 1970"),
    ("build_info", Kind::Gauge, "Always 1; the labels are the versions of program, model, lexicon and ontology"),
];

/// A recorder with the buckets of the histograms.
///
/// # Errors
/// When a histogram has no buckets.
pub fn builder() -> Result<PrometheusBuilder, BuildError> {
    let records = Matcher::Full("transaction_records".to_owned());
    PrometheusBuilder::new().set_buckets(&SECONDS)?.set_buckets_for_metric(records, &RECORDS)
}

/// Installs the recorder for the whole process.
///
/// # Errors
/// When a recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = builder()?.install_recorder()?;
    for (name, kind, help) in METRICS {
        match kind {
            Kind::Counter => describe_counter!(name, help),
            Kind::Gauge => describe_gauge!(name, help),
            Kind::Histogram => describe_histogram!(name, help),
        }
    }
    Ok(handle)
}

/// The versions that `build_info` shows beside that of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Name and version of the language pipeline.
    pub model: String,
    /// The content hash of the lexicon.
    pub lexicon: String,
    /// The ontologies that the codes come from.
    pub ontology: String,
}

/// Sets `build_info` to 1 with the versions as labels.
pub fn set_build_info(versions: Versions) {
    let labels = [
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("model", versions.model),
        ("lexicon", versions.lexicon),
        ("ontology", versions.ontology),
    ];
    gauge!("build_info", &labels).set(1.0);
}
