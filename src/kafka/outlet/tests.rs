//! What the producer does when a broker does not answer, on librdkafka's mock cluster of two brokers.

use std::thread;

use rdkafka::{
    Offset,
    mocking::{MockCluster, MockCoordinator},
};

use super::*;
use crate::settings::{Layers, load};

const ARTICLES: &str = "news.articles";
const EVENTS: &str = "news.events";

fn configs(servers: &str) -> Configs {
    let assignments = vec![format!("kafka.bootstrap_servers={servers}"), "kafka.instance=test".to_owned()];
    let loaded = load(&Layers { assignments, ..Layers::default() }, Vec::new()).unwrap();
    Configs::of(&loaded.settings).unwrap()
}

#[test]
fn a_group_whose_coordinator_is_away_does_not_hold_the_producer() {
    let cluster = MockCluster::new(2).unwrap();
    for topic in [ARTICLES, EVENTS] {
        cluster.create_topic(topic, 1, 1).unwrap();
        cluster.partition_leader(topic, 0, Some(1)).unwrap();
    }
    let configs = configs(&cluster.bootstrap_servers());
    let group = configs.consumer.get("group.id").unwrap().to_owned();
    cluster.coordinator(MockCoordinator::Transaction(configs.transactional_id.clone()), 1).unwrap();
    cluster.coordinator(MockCoordinator::Group(group), 2).unwrap();

    // Each wish is a transaction; on a thread of its own, so that a producer that is held makes the test fail and not hang.
    let (wish, wishes) = crossbeam_channel::bounded(0);
    let (sender, told) = crossbeam_channel::bounded(1);
    thread::spawn(move || {
        let consumer = configs.consumer.create_with_context(ConsumerEvents(Arc::default())).unwrap();
        let mut outlet = Outlet::open(&configs, Arc::default(), None, Arc::new(Health::new())).unwrap();
        outlet.patience = Duration::from_secs(2);
        let mut positions = TopicPartitionList::new();
        positions.add_partition_offset(ARTICLES, 0, Offset::Offset(1)).unwrap();
        for () in wishes {
            let value = Some(b"{}".to_vec());
            outlet.send(&[Record { topic: EVENTS.into(), key: None, value, headers: Vec::new(), timestamp: None }]);
            let result = outlet.commit(&consumer, &positions);
            let is_in_doubt = result.is_err() && outlet.abort().unwrap();
            sender.send((result, is_in_doubt)).unwrap();
        }
    });
    let publish = || {
        wish.send(()).unwrap();
        told.recv_timeout(Duration::from_secs(20)).expect("the producer is not held")
    };

    publish().0.unwrap();
    cluster.broker_down(2).unwrap();
    let (result, is_in_doubt) = publish();
    assert!(matches!(result, Err(Failure::Abort(_))), "{result:?}");
    assert!(!is_in_doubt, "the commit was not called for");

    cluster.broker_up(2).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while let (Err(failure), _) = publish() {
        assert!(Instant::now() < deadline, "the producer does not come back: {failure}");
    }
}
