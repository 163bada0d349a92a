//! The table of metrics is what the program sets, and each metric is documented.

use std::collections::BTreeMap;

use dateline::telemetry::metrics::{Kind, METRICS};
use regex::Regex;

use crate::support::source::sources;

#[test]
fn the_table_holds_every_metric_that_is_set_and_no_other() {
    let source: String = sources().into_iter().map(|source| source.code).collect();
    let call = Regex::new(r#"\b(counter|gauge|histogram)!\(\s*"([a-z_]+)""#).unwrap();
    let set: BTreeMap<&str, &str> = call
        .captures_iter(&source)
        .map(|found| (found.get(2).unwrap().as_str(), found.get(1).unwrap().as_str()))
        .collect();
    let kind = |kind| match kind {
        Kind::Counter => "counter",
        Kind::Gauge => "gauge",
        Kind::Histogram => "histogram",
    };
    let table: BTreeMap<&str, &str> = METRICS.iter().map(|(name, of, _)| (*name, kind(*of))).collect();
    assert_eq!(set, table);
}

#[test]
fn the_names_follow_the_conventions() {
    for (name, kind, help) in METRICS {
        assert_eq!(name.ends_with("_total"), kind == Kind::Counter, "{name}");
        assert!(!help.ends_with('.') && help.len() > 10, "{name}: {help}");
    }
}
