//! The circuit breaker in the pipeline.

use std::{future::pending, sync::Arc, time::Duration};

use tokio::time::sleep;

use super::{Bench, message, partition};
use crate::stream::{Error, Until};

/// Twenty good articles and then only broken ones.
fn publish_a_broken_source(bench: &Bench) {
    for offset in 0..100 {
        let kind = if offset < 20 { "a" } else { "reject" };
        bench.broker.publish(message(0, offset, &format!("{kind} {offset}"), 1));
    }
    bench.broker.assign(&[partition(0)]);
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_stops_the_worker_unready_instead_of_dead_lettering_the_topic() {
    let bench = Bench::new();
    publish_a_broken_source(&bench);
    let (broker, health) = (bench.broker.clone(), Arc::clone(&bench.health));
    let look = async move {
        sleep(Duration::from_mins(1)).await;
        assert!(health.ready().unwrap_err().contains("of the last 20 articles became dead letters"));
        assert!(broker.is_stopped() && !broker.state().is_closed);
        assert_eq!(broker.state().aborts, 1);
    };
    let summary = bench.pipeline().run(look).await.unwrap();
    let committed = bench.committed(0).unwrap();
    assert!((20..40).contains(&committed), "dead letters after the open transaction are undone: {committed}");
    assert_eq!(bench.keys().len() as i64, committed);
    assert_eq!(summary.articles as i64, committed);
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_fails_a_bounded_run() {
    let bench = Bench { until: Some(Until::End), ..Bench::new() };
    publish_a_broken_source(&bench);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Breaker(_)), "{error}");
}
