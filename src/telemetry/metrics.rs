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

/// Every metric: its name, its kind, and what it tells. A test holds that the program sets these and no others.
pub const METRICS: [(&str, Kind, &str); 19] = [
    ("articles_consumed_total", Kind::Counter, "Articles read, by topic; an article that was read again counts again"),
    ("articles_skipped_total", Kind::Counter, "Articles that gave no events for a reason that is no fault, by reason"),
    ("articles_dead_lettered_total", Kind::Counter, "Articles that could not be processed, by reason"),
    ("events_produced_total", Kind::Counter, "Event records published, by event type"),
    ("extraction_duration_seconds", Kind::Histogram, "Time that the extraction of one article took"),
    ("end_to_end_latency_seconds", Kind::Histogram, "Time from an article's timestamp to the commit of its events"),
    ("transaction_commit_duration_seconds", Kind::Histogram, "Time that the commit of one transaction took"),
    ("transaction_records", Kind::Histogram, "Records of one transaction"),
    ("transactions_total", Kind::Counter, "Transactions by result: commit, abort, fatal"),
    ("in_flight_articles", Kind::Gauge, "Articles in work"),
    ("in_flight_bytes", Kind::Gauge, "Bytes of the articles in work, and of their records that wait to be released"),
    ("pool_busy_ratio", Kind::Gauge, "Share of the extraction's threads that work, over the last seconds"),
    ("backpressure_seconds_total", Kind::Counter, "Seconds in which nothing was consumed because too much was in work"),
    ("consumer_lag", Kind::Gauge, "Articles that wait in an input partition, by topic and partition"),
    ("partitions_assigned", Kind::Gauge, "Input partitions that this worker reads"),
    ("circuit_breaker_open", Kind::Gauge, "1 when most articles became dead letters and nothing is consumed any more"),
    ("rebalances_total", Kind::Counter, "Changes of the assigned partitions, by kind"),
    ("last_commit_timestamp_seconds", Kind::Gauge, "When the last transaction was committed, in seconds since 1970"),
    ("build_info", Kind::Gauge, "Always 1; the labels tell the versions of program, model, lexicon and ontology"),
];

/// Installs the recorder for the whole process.
///
/// # Errors
/// When a recorder is installed already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let records = Matcher::Full("transaction_records".to_owned());
    let builder = PrometheusBuilder::new().set_buckets(&SECONDS)?.set_buckets_for_metric(records, &RECORDS)?;
    let handle = builder.install_recorder()?;
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
