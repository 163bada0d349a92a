//! How a run ends: by its shutdown, or at its bound.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_stopping_worker_finishes_what_was_begun_and_leaves_the_rest() {
    let bench = Bench { threads: 2, ..Bench::new() };
    for offset in 0..30 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 1000));
    }
    bench.broker.assign(&[partition(0)]);
    let begun = Instant::now();
    let summary = bench.run_for(millis(1500)).await.unwrap();
    // Two were done after a second and two more had been begun.
    assert_eq!((summary.articles, bench.committed(0)), (4, Some(4)));
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2", "a 3"]);
    assert!(begun.elapsed() < millis(2500), "{:?}", begun.elapsed());
    assert_eq!(bench.health.ready(), Err("stopped".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_stopping_worker_does_not_wait_for_ever() {
    let mut bench = Bench::new();
    bench.rhythm.drain_timeout = millis(3000);
    bench.broker.publish(message(0, 0, "a 0", 1));
    bench.broker.publish(message(0, 1, "a 1", 9000));
    bench.broker.assign(&[partition(0)]);
    let begun = Instant::now();
    bench.run_for(millis(500)).await.unwrap();
    assert_eq!(bench.committed(0), Some(1));
    assert!((millis(3400)..millis(4000)).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_bounded_run_ends_by_itself() {
    let bench = Bench { until: Some(Until::End), ..Bench::new() };
    bench.publish(0, &["a 0", "a 1"]);
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let ends = async move {
        sleep(millis(50)).await;
        broker.tell(BrokerEvent::ReachedEnd(vec![partition(0)]));
        sleep(millis(50)).await;
        assert!(!broker.state().is_closed, "one partition has not ended");
        broker.tell(BrokerEvent::ReachedEnd(vec![partition(1)]));
    };
    let (summary, ()) = tokio::join!(bench.pipeline().run(pending()), ends);
    assert_eq!(summary.unwrap().articles, 2);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_bounded_by_time_stops_before_the_first_article_of_that_time() {
    let end = jiff::Timestamp::from_millisecond(1_700_000_000_002).unwrap();
    let bench = Bench { until: Some(Until::Time(end)), ..Bench::new() };
    bench.publish(0, &["a 0", "a 1", "a 2", "a 3"]);
    bench.broker.assign(&[partition(0)]);
    bench.pipeline().run(pending()).await.unwrap();
    assert_eq!((bench.keys(), bench.committed(0)), (vec!["a 0".to_owned(), "a 1".to_owned()], Some(2)));
}
