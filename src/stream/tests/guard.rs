//! The crash-loop guard: processes that die, and the ones that come after them.

use tokio::time::timeout;

use super::*;

/// How one process ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Orderly,
    Crash,
}

impl Bench {
    /// One process: it has all three partitions, and works until its time is up or an article kills it.
    async fn process(&self, time: Duration, is_killed: bool) -> End {
        self.broker.forget_client();
        self.broker.assign(&[partition(0), partition(1), partition(2)]);
        let pipeline = self.pipeline();
        let killed = Arc::clone(&pipeline.pool.killed);
        tokio::select! {
            biased;
            () = killed.notified() => End::Crash,
            ended = timeout(time, pipeline.run(async {
                if is_killed {
                    pending::<()>().await;
                }
                sleep(time.saturating_sub(millis(1000))).await;
            })) => match ended {
                Ok(ended) => ended.map(|_| End::Orderly).unwrap(),
                Err(_) => End::Crash,
            },
        }
    }

    /// Starts processes until one ends in order; returns how many there were.
    async fn restart_until_done(&self) -> usize {
        let mut starts = 1;
        while self.process(Duration::from_mins(1), false).await == End::Crash {
            starts += 1;
            assert!(starts < 100, "it crashes for ever");
        }
        starts
    }

    fn dead_letters(&self) -> Vec<(String, String)> {
        let state = self.broker.state();
        let dead = state.output.iter().filter(|record| record.topic.ends_with("dead-letter"));
        let said = |record: &Record| {
            let value = String::from_utf8(record.value.clone().unwrap()).unwrap();
            (header(record, "x-dateline-reason"), value)
        };
        dead.map(said).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn an_article_that_ends_the_process_becomes_a_dead_letter_at_the_limit() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "kill 1", "a 2"]);
    bench.publish(1, &["b 0", "b 1"]);
    let starts = bench.restart_until_done().await;
    assert_eq!(bench.dead_letters(), [("crash_loop".to_owned(), "kill 1".to_owned())]);
    let mut keys = bench.keys();
    keys.retain(|key| !key.is_empty());
    keys.sort();
    assert_eq!(keys, ["a 0", "a 2", "b 0", "b 1"]);
    assert!((4..=5).contains(&starts), "{starts}: three times alone, once or twice in company, and then no more");
    assert!(bench.broker.state().marks.is_empty());
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_nothing_is_marked() {
    let mut bench = Bench::new();
    bench.rhythm.crash_limit = 0;
    bench.publish(0, &["kill 0"]);
    for _ in 0..6 {
        assert_eq!(bench.process(Duration::from_mins(1), false).await, End::Crash);
        assert!(bench.broker.state().marks.is_empty());
    }
    assert_eq!(bench.dead_letters(), []);
}

#[tokio::test(start_paused = true)]
async fn a_mark_stands_while_nothing_is_finished_and_is_gone_after_an_orderly_end() {
    let mut bench = Bench::new();
    bench.rhythm.drain_timeout = millis(10);
    bench.broker.publish(message(0, 7, "slow", 9000));
    let broker = bench.broker.clone();
    let look = async {
        sleep(millis(500)).await;
        broker.state().marks.clone()
    };
    let (end, marks) = tokio::join!(bench.process(millis(2000), false), look);
    assert_eq!((end, marks.len()), (End::Orderly, 1));
    assert!(bench.broker.state().marks.is_empty());
    assert_eq!(bench.committed(0), Some(7), "nothing was finished");
}

#[tokio::test(start_paused = true)]
async fn a_partition_that_is_handed_over_leaves_no_mark() {
    let bench = Bench::new();
    bench.broker.publish(message(0, 0, "slow", 9000));
    let broker = bench.broker.clone();
    let revoke = async {
        sleep(millis(500)).await;
        assert_eq!(broker.state().marks.len(), 1);
        broker.revoke(&[partition(0)], false);
        sleep(millis(500)).await;
        assert!(broker.state().marks.is_empty());
    };
    tokio::join!(bench.process(millis(2000), false), revoke);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_ends_with_an_error_leaves_no_mark() {
    let bench = Bench::new();
    bench.publish(0, &["a 0"]);
    bench.broker.state().faults.push_back(None);
    bench.broker.state().faults.extend([Some(Fault::Refused); 10]);
    bench.broker.assign(&[partition(0)]);
    let error = bench.pipeline().run(pending()).await.unwrap_err();
    assert!(matches!(error, Error::Aborts { .. }), "{error}");
    assert!(bench.broker.state().marks.is_empty());
    assert_eq!(bench.committed(0), Some(0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever the articles stand that end the process: they are dead letters in the end, and they alone.
    #[test]
    fn what_kills_is_found_and_nothing_else(
        kinds in prop::collection::vec((0..8_u8, 1_u64..60), 1..150),
        faults in prop::collection::vec(fault(), 0..10),
        threads in 1_usize..5,
    ) {
        let bench = Bench { threads, ..Bench::new() };
        let mut killers = 0;
        for (index, (kind, delay)) in kinds.iter().enumerate() {
            let kills = *kind == 0 && killers < 3;
            killers += usize::from(kills);
            let text = format!("{} {index}", if kills { "kill" } else { "a" });
            bench.broker.publish(message((index % 3) as i32, (index / 3) as i64, &text, *delay));
        }
        bench.broker.state().faults.extend(faults);
        let starts = runtime().block_on(bench.restart_until_done());
        let dead = bench.dead_letters();
        prop_assert_eq!(dead.len(), killers);
        prop_assert!(dead.iter().all(|(reason, text)| reason == "crash_loop" && text.starts_with("kill")));
        let mut keys: Vec<String> = bench.keys().into_iter().filter(|key| !key.is_empty()).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), kinds.len() - killers);
        prop_assert_eq!(bench.broker.state().output.len(), kinds.len());
        prop_assert!(starts <= 1 + 6 * killers, "{} starts for {}", starts, killers);
    }

    /// Processes that are killed at any moment, less often than the limit: every article leaves once, and none is blamed.
    #[test]
    fn a_process_that_is_killed_from_outside_costs_no_article(
        delays in prop::collection::vec(1_u64..60, 1..100),
        kills in prop::collection::vec(1_u64..400, 0..3),
        threads in 1_usize..5,
    ) {
        let bench = Bench { threads, ..Bench::new() };
        for (index, delay) in delays.iter().enumerate() {
            bench.broker.publish(message((index % 3) as i32, (index / 3) as i64, &format!("a {index}"), *delay));
        }
        runtime().block_on(async {
            for kill in kills {
                bench.process(millis(kill), true).await;
            }
            bench.restart_until_done().await;
        });
        let mut keys = bench.keys();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), delays.len());
        prop_assert_eq!(bench.broker.state().output.len(), delays.len());
    }
}
