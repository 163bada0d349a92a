//! What came before a rewind is void, but only of the partitions that were rewound: of another one it would never come again.

use std::collections::BTreeMap;

use super::{BrokerEvent, Partition, Position};

/// The rewinds of one consumer. Its events carry the generation in which they were reported and arrive later than that.
#[derive(Debug, Default)]
pub struct Rewinds {
    /// The number of rewinds so far. Only rises.
    generation: u64,
    /// The generation that the last rewind of a partition began.
    last: BTreeMap<Partition, u64>,
}

impl Rewinds {
    /// These partitions are consumed again from these positions. Returns the number of the generation that begins.
    pub fn rewind(&mut self, positions: &[Position]) -> u64 {
        self.generation += 1;
        self.last.extend(positions.iter().map(|position| (position.partition.clone(), self.generation)));
        self.generation
    }

    /// What is left of an event that was reported in a generation; `None` when all of it is void.
    pub fn sift(&self, generation: u64, event: BrokerEvent) -> Option<BrokerEvent> {
        let is_void = |partition: &Partition| self.last.get(partition).is_some_and(|last| generation < *last);
        match event {
            BrokerEvent::Arrived(mut arrivals) => {
                arrivals.retain(|arrival| !is_void(&arrival.message.partition));
                (!arrivals.is_empty()).then_some(BrokerEvent::Arrived(arrivals))
            }
            BrokerEvent::ReachedEnd(mut partitions) => {
                partitions.retain(|partition| !is_void(partition));
                (!partitions.is_empty()).then_some(BrokerEvent::ReachedEnd(partitions))
            }
            other => Some(other),
        }
    }
}
