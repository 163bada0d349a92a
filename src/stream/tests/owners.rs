//! Two workers of a group: partitions change hands, also without the knowledge of the one that had them.

use super::*;

/// After this time a partition goes to the other worker. Its owner learns of it late, or is asked first.
#[derive(Debug, Clone)]
struct Move {
    wait: u64,
    number: usize,
    /// How long the old owner goes on without knowing that it is none any more; `None`: it hands the partition over.
    unaware: Option<u64>,
}

fn change() -> impl Strategy<Value = Move> {
    let unaware = prop_oneof![Just(None), (0_u64..60).prop_map(Some)];
    (1_u64..120, 0..3_usize, unaware).prop_map(|(wait, number, unaware)| Move { wait, number, unaware })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever changes hands, in whatever way, and whichever commits fail: every article leaves once, in the order of its
    /// partition, and the committed positions never go back (the broker in memory sees to that).
    #[test]
    fn no_article_is_published_by_two_owners(
        delays in prop::collection::vec(1_u64..80, 1..90),
        faults in prop::collection::vec(fault(), 0..12),
        changes in prop::collection::vec(change(), 0..10),
        threads in 1_usize..4,
    ) {
        let bench = || {
            let mut bench = Bench { threads, ..Bench::new() };
            // An article that is lost again and again while it is worked on looks as if it ended the process.
            bench.rhythm.crash_limit = u32::MAX;
            bench
        };
        let (one, mut two) = (bench(), bench());
        two.broker = one.broker.another(1, Arc::clone(&two.budget));
        for (index, delay) in delays.iter().enumerate() {
            let (number, offset) = ((index % 3) as i32, (index / 3) as i64);
            one.broker.publish(message(number, offset, &format!("{number} {offset}"), *delay));
        }
        one.broker.state().faults.extend(faults);
        let brokers = [one.broker.clone(), two.broker.clone()];
        let mut owners = [0, 0, 1];
        brokers[0].assign(&[partition(0), partition(1)]);
        brokers[1].assign(&[partition(2)]);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let until_stopped = || {
            let mut stopped = stopped.clone();
            async move { drop(stopped.wait_for(|is_told| *is_told).await) }
        };
        let world = async move {
            for Move { wait, number, unaware } in changes {
                sleep(millis(wait)).await;
                let (from, to) = (owners[number], 1 - owners[number]);
                let moved = [partition(number as i32)];
                if let Some(time) = unaware {
                    brokers[to].assign(&moved);
                    sleep(millis(time)).await;
                }
                brokers[from].revoke(&moved, unaware.is_some());
                while !brokers[from].has_released() {
                    sleep(millis(1)).await;
                }
                if unaware.is_none() {
                    brokers[to].assign(&moved);
                }
                owners[number] = to;
            }
            sleep(Duration::from_mins(2)).await;
            let _ = stop.send(true);
        };
        let (first, second, ()) = runtime().block_on(async {
            tokio::join!(one.pipeline().run(until_stopped()), two.pipeline().run(until_stopped()), world)
        });
        prop_assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
        let keys = one.keys();
        for number in 0..3 {
            let expected: Vec<String> =
                (0..delays.len()).filter(|index| index % 3 == number).map(|index| format!("{number} {}", index / 3)).collect();
            let found: Vec<&String> = keys.iter().filter(|key| key.starts_with(&format!("{number} "))).collect();
            prop_assert_eq!(found, expected.iter().collect::<Vec<_>>());
        }
        prop_assert_eq!((one.budget.articles(), two.budget.articles()), (0, 0));
    }
}
