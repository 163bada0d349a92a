//! The worker itself, as a library: the same loop, pool and clients as in `dateline run`.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::{SystemTime, UNIX_EPOCH},
};

use dateline::{
    cli::worker::{self, Options},
    extract::Input,
    settings::{Layers, Settings, load},
    stream::{Extract, Summary, Until},
    telemetry::health::Health,
};

use super::cluster::Cluster;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Guarantee {
    AtLeastOnce,
    ExactlyOnce,
}

impl Guarantee {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AtLeastOnce => "at least once",
            Self::ExactlyOnce => "exactly once",
        }
    }

    fn setting(self) -> &'static str {
        match self {
            Self::AtLeastOnce => "at_least_once",
            Self::ExactlyOnce => "exactly_once",
        }
    }
}

/// Settings of a worker in a group of its own.
pub(crate) fn settings(cluster: &Cluster, input: &str, events: &str, guarantee: Guarantee) -> Settings {
    let mut assignments = vec![
        format!("kafka.bootstrap_servers={}", cluster.address),
        format!("kafka.group_id={}", cluster.name("load-group")),
        "kafka.instance=load".to_owned(),
        format!("topics.articles={input}"),
        format!("topics.events={events}"),
        format!("topics.dead_letters={events}-dead"),
        format!("delivery.guarantee={}", guarantee.setting()),
        "http.listen=".to_owned(),
    ];
    assignments.extend(cluster.assignments.iter().cloned());
    load(&Layers { assignments, ..Layers::default() }, Vec::new()).expect("the settings are right").settings
}

/// Runs a worker in a runtime like the command's.
pub(crate) fn block_on(
    settings: &Settings,
    extract: Extract,
    until: Option<Until>,
    shutdown: impl Future<Output = ()> + Send,
) -> Summary {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let options = Options { until, ..Options::default() };
    let worker = worker::run(settings, extract, Arc::new(Health::new()), options, shutdown);
    runtime.expect("a runtime starts").block_on(worker).expect("the worker works")
}

/// Lets a worker do all that is there; returns how long that took, from the first article to the last commit.
pub(crate) fn run(cluster: &Cluster, input: &str, guarantee: Guarantee, extract: &Extract, count: usize) -> f64 {
    let events = cluster.topic("load-events");
    let settings = settings(cluster, input, &events, guarantee);
    let begun = Arc::new(OnceLock::new());
    let (first, inner) = (Arc::clone(&begun), Arc::clone(extract));
    let timed: Extract = Arc::new(move |input: &Input<'_>| {
        first.get_or_init(now);
        inner(input)
    });
    let summary = block_on(&settings, timed, Some(Until::End), std::future::pending());
    assert_eq!(summary.articles, count as u64, "every article is done once");
    cluster.delete(&events);
    let ended = gauge(&cluster.metrics.render(), "last_commit_timestamp_seconds");
    ended - begun.get().copied().unwrap_or(f64::NAN)
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is right").as_secs_f64()
}

fn gauge(exposition: &str, name: &str) -> f64 {
    let line = exposition.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).expect("the worker sets the gauge")
}
