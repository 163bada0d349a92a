//! What the producer does when a broker does not answer, on librdkafka's mock cluster of two brokers.

use std::thread;

use rdkafka::{
    Offset,
    mocking::{MockCluster, MockCoordinator},
    producer::DefaultProducerContext,
    types::{RDKafkaApiKey, RDKafkaRespErr},
};

use super::*;
use crate::settings::{Layers, load};

const ARTICLES: &str = "news.articles";
const EVENTS: &str = "news.events";

fn configs(servers: &str, guarantee: &str) -> Configs {
    let servers = format!("kafka.bootstrap_servers={servers}");
    let assignments = vec![servers, "kafka.instance=test".to_owned(), format!("delivery.guarantee={guarantee}")];
    let loaded = load(&Layers { assignments, ..Layers::default() }, Vec::new()).unwrap();
    Configs::of(&loaded.settings).unwrap()
}

fn record() -> Record {
    Record { topic: EVENTS.into(), key: None, value: Some(b"{}".to_vec()), headers: Vec::new(), timestamp: None }
}

/// How commits end that each follow a record, and what the abort after each says.
fn publish(
    cluster: &MockCluster<'_, DefaultProducerContext>,
    guarantee: &str,
    times: usize,
) -> Vec<Result<(), Failure>> {
    let configs = configs(&cluster.bootstrap_servers(), guarantee);
    let consumer = configs.consumer.create_with_context(ConsumerEvents(Arc::default())).unwrap();
    let mut outlet = Outlet::open(&configs, Arc::default(), None, Arc::new(Health::new())).unwrap();
    let mut positions = TopicPartitionList::new();
    positions.add_partition_offset(ARTICLES, 0, Offset::Offset(1)).unwrap();
    let mut publish = || {
        outlet.send(&[record()]);
        let result = outlet.commit(&consumer, &positions);
        if result.is_err() {
            outlet.abort().unwrap();
        }
        result
    };
    (0..times).map(|_| publish()).collect()
}

#[test]
fn a_topic_that_may_not_be_written_to_is_named_with_the_remedy_however_it_is_told() {
    const FORBIDDEN: RDKafkaRespErr = RDKafkaRespErr::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
    for guarantee in ["exactly_once", "at_least_once"] {
        // By the metadata: the first record by its delivery report, and the same client refuses those after it at once.
        let by_metadata = MockCluster::new(1).unwrap();
        by_metadata.create_topic(EVENTS, 1, 1).unwrap();
        by_metadata.topic_error(EVENTS, FORBIDDEN).unwrap();
        // By the answer to the record.
        let by_answer = MockCluster::new(1).unwrap();
        by_answer.create_topic(EVENTS, 1, 1).unwrap();
        by_answer.request_errors(RDKafkaApiKey::Produce, &[FORBIDDEN; 3]);
        for (how, cluster) in [("metadata", by_metadata), ("answer", by_answer)] {
            for result in publish(&cluster, guarantee, 2) {
                let Err(Failure::Refused(reason)) = result else { panic!("{guarantee}, {how}: {result:?}") };
                assert!(reason.contains(EVENTS), "{guarantee}, {how}: {reason}");
                assert!(reason.contains("grant Write and Describe on the topic"), "{guarantee}, {how}: {reason}");
            }
        }
    }
}

#[test]
fn a_transaction_that_takes_no_partition_of_a_topic_says_what_to_grant() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(EVENTS, 1, 1).unwrap();
    let refusal = [RDKafkaRespErr::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED];
    cluster.request_errors(RDKafkaApiKey::AddPartitionsToTxn, &refusal);
    let results = publish(&cluster, "exactly_once", 1);
    let [Err(Failure::Refused(reason))] = results.as_slice() else { panic!("{results:?}") };
    assert!(reason.contains(EVENTS) && reason.contains("grant Write and Describe"), "{reason}");
}

#[test]
fn a_record_that_is_too_large_is_learnt_of_also_when_the_next_one_meets_the_failed_transaction() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(EVENTS, 1, 1).unwrap();
    cluster.request_errors(RDKafkaApiKey::Produce, &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE]);
    let configs = configs(&cluster.bootstrap_servers(), "exactly_once");
    let consumer = configs.consumer.create_with_context(ConsumerEvents(Arc::default())).unwrap();
    let limits = Arc::new(SizeLimits::default());
    let mut outlet = Outlet::open(&configs, Arc::clone(&limits), None, Arc::new(Health::new())).unwrap();
    outlet.send(&[record()]);
    while outlet.producer.client().in_flight_count() > 0 {
        outlet.producer.poll(QUANTUM);
    }
    outlet.send(&[record()]);
    assert!(outlet.broken.is_some(), "librdkafka takes a record into a transaction that has failed");
    outlet.commit(&consumer, &TopicPartitionList::new()).unwrap_err();
    assert_eq!(limits.get(EVENTS), None);
    outlet.abort().unwrap();
    assert!(limits.get(EVENTS).is_some_and(|limit| limit < record().size()), "{:?}", limits.get(EVENTS));
}

#[test]
fn a_commit_that_fails_without_transactions_names_the_group_and_the_topic() {
    for (error, is_refused) in [
        (RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, false),
        (RDKafkaRespErr::RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, true),
    ] {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic(EVENTS, 1, 1).unwrap();
        cluster.request_errors(RDKafkaApiKey::OffsetCommit, &[error]);
        let failure = publish(&cluster, "at_least_once", 1).remove(0).unwrap_err();
        assert_eq!(matches!(failure, Failure::Refused(_)), is_refused, "{failure:?}");
        let told = failure.to_string();
        assert!(told.starts_with("the group dateline cannot commit its offsets in news.articles: "), "{told}");
    }
}

#[test]
fn a_group_whose_coordinator_is_away_does_not_hold_the_producer() {
    let cluster = MockCluster::new(2).unwrap();
    for topic in [ARTICLES, EVENTS] {
        cluster.create_topic(topic, 1, 1).unwrap();
        cluster.partition_leader(topic, 0, Some(1)).unwrap();
    }
    let configs = configs(&cluster.bootstrap_servers(), "exactly_once");
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
            outlet.send(&[record()]);
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
