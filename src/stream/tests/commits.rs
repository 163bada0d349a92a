//! When transactions are committed, and what happens when that fails.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_lone_article_is_committed_at_once() {
    let bench = Bench::new();
    bench.broker.assign(&[partition(0)]);
    let broker = bench.broker.clone();
    let feed = async move {
        sleep(millis(5000)).await;
        broker.publish(message(0, 0, "a 0", 1));
        let published = Instant::now();
        sleep(millis(1000)).await;
        published
    };
    let run = bench.pipeline();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let (_, published) = tokio::join!(
        run.run(async {
            let _ = stopped.await;
        }),
        async {
            let published = feed.await;
            let _ = stop.send(());
            published
        }
    );
    let latency = bench.broker.state().commit_times[0] - published;
    assert!(latency < millis(20), "{latency:?}");
}

#[tokio::test(start_paused = true)]
async fn a_transaction_holds_no_more_articles_than_it_may() {
    let bench = Bench { threads: 40, ..Bench::new() };
    for offset in 0..40 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), if offset == 0 { 90 } else { 1 }));
    }
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(2)).await.unwrap();
    assert_eq!((bench.committed(0), bench.broker.state().commits), (Some(40), 5), "one for the mark");
}

#[tokio::test(start_paused = true)]
async fn no_more_is_in_work_than_the_budget_allows() {
    let bench = Bench::new();
    for offset in 0..300 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 20));
    }
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(10)).await.unwrap();
    assert_eq!(bench.committed(0), Some(300));
    assert_eq!(bench.broker.state().most_in_flight, 40);
    assert_eq!((bench.budget.articles(), bench.budget.bytes()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_aborted_transaction_is_done_again_and_nothing_of_it_is_seen() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "a 1", "a 2"]);
    bench.publish(1, &["b 0", "b 1"]);
    bench.broker.state().faults.extend([Some(Fault::Refused), None, Some(Fault::Refused)]);
    bench.broker.assign(&[partition(0), partition(1)]);
    bench.run_for(Duration::from_secs(3)).await.unwrap();
    let mut keys = bench.keys();
    keys.sort();
    assert_eq!(keys, ["a 0", "a 1", "a 2", "b 0", "b 1"]);
    assert!(bench.broker.state().aborts >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_commit_whose_answer_is_lost_is_not_done_again() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "a 1", "a 2"]);
    bench.broker.state().faults.push_back(Some(Fault::InDoubt));
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(3)).await.unwrap();
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2"]);
    assert_eq!(bench.broker.state().aborts, 1);
}

#[tokio::test(start_paused = true)]
async fn too_many_aborts_in_a_row_end_the_worker() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    bench.broker.state().faults.extend([Some(Fault::Refused); 20]);
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Aborts { count: 10, .. }), "{error}");
    assert!(bench.health.live().is_err());
    assert_eq!(bench.keys().len(), 0);
    assert!(bench.broker.state().is_closed);
}

#[tokio::test(start_paused = true)]
async fn a_fatal_error_ends_the_worker() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    bench.broker.state().faults.push_back(Some(Fault::Fatal));
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Broker(Failure::Fatal(_))), "{error}");
    assert_eq!(bench.health.live(), Err("fatal: fenced".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_ends_the_worker_at_once_and_is_no_crash() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    // The mark is committed, the article is not.
    bench.broker.state().faults.extend([None, Some(Fault::Forbidden)]);
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Broker(Failure::Refused(_))), "{error}");
    assert_eq!(bench.health.live(), Err("fatal: not authorised".to_owned()));
    let state = bench.broker.state();
    assert_eq!((state.output.len(), state.aborts), (0, 1));
    assert!(state.marks.is_empty(), "{:?}", state.marks);
    assert!(state.is_closed);
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_ends_the_worker_while_partitions_leave() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    // The mark and the first article are committed, the second is not.
    bench.broker.state().faults.extend([None, None, Some(Fault::Forbidden)]);
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let revoke = async move {
        sleep(millis(500)).await;
        broker.publish(message(0, 1, "a 1", 1));
        broker.publish(message(0, 2, "a 2", 5000));
        sleep(millis(50)).await;
        broker.revoke(&[partition(0)], false);
    };
    let (ended, ()) = tokio::join!(bench.pipeline().run(pending()), revoke);
    assert!(matches!(ended, Err(Error::Broker(Failure::Refused(_)))), "{ended:?}");
    assert!(bench.broker.state().marks.is_empty());
}
