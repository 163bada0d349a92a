//! Assigned partitions from which nothing is fetched, since the broker does not say where to begin. Pure: the time is given.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use crate::stream::Partition;

/// How long a partition may be without a position before that is reported.
const PATIENCE: Duration = Duration::from_mins(1);

/// Since when partitions have had no position.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// The assigned partitions that have none now.
    since: BTreeMap<Partition, Instant>,
    /// Those that were reported last.
    reported: Vec<Partition>,
}

impl Placement {
    /// These assigned partitions have no position. Returns those that have had none for too long, when that has changed.
    pub(super) fn look(&mut self, without: Vec<Partition>, now: Instant) -> Option<Vec<Partition>> {
        let known = std::mem::take(&mut self.since);
        self.since = without
            .into_iter()
            .map(|partition| {
                let since = known.get(&partition).copied().unwrap_or(now);
                (partition, since)
            })
            .collect();
        let late = self.since.iter().filter(|(_, since)| now.duration_since(**since) >= PATIENCE);
        let late: Vec<Partition> = late.map(|(partition, _)| partition.clone()).collect();
        (late != self.reported).then(|| {
            self.reported.clone_from(&late);
            late
        })
    }
}

#[cfg(test)]
mod tests {
    use rdkafka::{
        ClientConfig,
        consumer::Consumer,
        mocking::MockCluster,
        types::{RDKafkaApiKey, RDKafkaRespErr},
    };

    use super::*;
    use crate::kafka::{context::Rebalance, inlet::Inlet, scrub::Scrub};

    fn partition(number: i32) -> Partition {
        Partition { topic: "in".into(), number }
    }

    #[test]
    fn a_partition_is_reported_once_after_a_minute_and_when_it_has_its_position() {
        let start = Instant::now();
        let mut placement = Placement::default();
        let mut at = |seconds, numbers: &[i32]| {
            let without = numbers.iter().copied().map(partition).collect();
            placement.look(without, start + Duration::from_secs(seconds))
        };
        assert_eq!(at(0, &[0, 1]), None);
        assert_eq!(at(30, &[1, 2]), None, "the first has its position");
        assert_eq!(at(60, &[0, 1, 2]), Some(vec![partition(1)]));
        assert_eq!(at(61, &[0, 1, 2]), None, "that is known");
        assert_eq!(at(90, &[0, 1, 2]), Some(vec![partition(1), partition(2)]));
        assert_eq!(at(91, &[]), Some(Vec::new()));
    }

    #[test]
    fn a_partition_whose_committed_offset_is_held_by_a_transaction_has_no_position() {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic("in", 1, 1).unwrap();
        let held = [RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT; 500];
        cluster.request_errors(RDKafkaApiKey::OffsetFetch, &held);
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", cluster.bootstrap_servers()).set("group.id", "group");
        config.set("partition.assignment.strategy", "cooperative-sticky").set("statistics.interval.ms", "100");
        let mut inlet = Inlet::open(&config, &Scrub::default()).unwrap();
        inlet.consumer().subscribe(&["in"]).unwrap();
        let mut comes_to = |expected: &[Partition]| {
            let deadline = Instant::now() + Duration::from_secs(20);
            while Instant::now() < deadline {
                inlet.poll(Duration::from_millis(20));
                if let Some(Rebalance::Assign(list)) = inlet.notes().take_rebalance() {
                    inlet.consumer().incremental_assign(&list).unwrap();
                }
                let assigned = inlet.assigned().unwrap();
                if !assigned.is_empty() && inlet.notes().without_position(assigned).as_deref() == Some(expected) {
                    return true;
                }
            }
            false
        };
        assert!(comes_to(&[partition(0)]));
        cluster.clear_request_errors(RDKafkaApiKey::OffsetFetch);
        assert!(comes_to(&[]));
        inlet.notes().set_closing();
    }
}
