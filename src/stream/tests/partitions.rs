//! Partitions that come and go.

use super::*;

#[tokio::test(start_paused = true)]
async fn what_is_finished_is_committed_before_a_partition_is_handed_over() {
    let bench = Bench::new();
    for offset in 0..4 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), if offset < 2 { 1 } else { 5000 }));
        bench.broker.publish(message(1, offset, &format!("b {offset}"), 5000));
    }
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let revoke = async move {
        sleep(millis(20)).await;
        broker.revoke(&[partition(0)], false);
        sleep(millis(20_000)).await;
    };
    bench.pipeline().run(revoke).await.unwrap();
    assert_eq!((bench.committed(0), bench.committed(1)), (Some(2), Some(4)));
    assert_eq!(bench.keys(), ["a 0", "a 1", "b 0", "b 1", "b 2", "b 3"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_of_a_lost_partition_is_published() {
    let bench = Bench::new();
    for offset in 0..2 {
        bench.broker.publish(message(0, offset, &format!("a {offset}"), 1));
        bench.broker.publish(message(1, offset, &format!("b {offset}"), 60));
    }
    bench.broker.assign(&[partition(0), partition(1)]);
    let broker = bench.broker.clone();
    let lose = async move {
        sleep(millis(20)).await;
        broker.revoke(&[partition(0)], true);
        sleep(millis(2000)).await;
    };
    bench.pipeline().run(lose).await.unwrap();
    assert_eq!(bench.keys(), ["b 0", "b 1"]);
    assert_eq!((bench.committed(0), bench.committed(1)), (Some(0), Some(2)));
    assert_eq!(bench.broker.state().aborts, 1);
}

#[derive(Debug, Clone)]
enum Happening {
    Revoke { number: i32, is_lost: bool },
    Pause,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        (0..3_i32, any::<bool>()).prop_map(|(number, is_lost)| Happening::Revoke { number, is_lost }),
        Just(Happening::Pause),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order of completion, whichever commits fail and whichever partitions come and go: every article leaves
    /// exactly once, in the order of its partition.
    #[test]
    fn every_article_leaves_exactly_once_in_order(
        delays in prop::collection::vec(1_u64..80, 1..60),
        faults in prop::collection::vec(fault(), 0..20),
        happenings in prop::collection::vec((1_u64..150, happening()), 0..8),
        threads in 1_usize..6,
    ) {
        let bench = Bench { threads, ..Bench::new() };
        let mut expected: Vec<Vec<String>> = vec![Vec::new(); 3];
        for (index, delay) in delays.iter().enumerate() {
            let (number, offset) = (index % 3, (index / 3) as i64);
            let text = format!("{number} {offset}");
            bench.broker.publish(message(number as i32, offset, &text, *delay));
            expected[number].push(text);
        }
        bench.broker.state().faults.extend(faults);
        bench.broker.assign(&[partition(0), partition(1), partition(2)]);
        let broker = bench.broker.clone();
        let world = async move {
            for (wait, happening) in happenings {
                sleep(millis(wait)).await;
                if let Happening::Revoke { number, is_lost } = happening {
                    broker.revoke(&[partition(number)], is_lost);
                    sleep(millis(wait)).await;
                    while !broker.has_released() {
                        sleep(millis(1)).await;
                    }
                    broker.assign(&[partition(number)]);
                }
            }
            sleep(Duration::from_mins(2)).await;
        };
        let run = runtime().block_on(bench.pipeline().run(world));
        prop_assert!(run.is_ok(), "{run:?}");
        let keys = bench.keys();
        for (number, expected) in expected.iter().enumerate() {
            let found: Vec<&String> = keys.iter().filter(|key| key.starts_with(&format!("{number} "))).collect();
            prop_assert_eq!(found, expected.iter().collect::<Vec<_>>());
        }
        prop_assert_eq!(bench.budget.articles(), 0);
    }
}
