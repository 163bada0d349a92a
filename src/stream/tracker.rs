//! Which message of which partition is where: in flight, done, released, committed. Pure, so that it can be tested with
//! every order of completion.
//!
//! Outputs leave in the order of the input: of each partition only the finished head is released. Every entry belongs to
//! an epoch of its partition, which a rewind or a new assignment ends; a result of an old epoch is dropped.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use super::{Arrival, Message, Output, Partition, Permit, Position};

/// What a result must show to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The partition of the message.
    pub partition: Partition,
    /// The epoch in which it came.
    epoch: u64,
    /// Its number in the epoch.
    number: u64,
}

/// All assigned partitions.
#[derive(Debug, Default)]
pub struct Tracker {
    /// The assigned partitions.
    lanes: BTreeMap<Partition, Lane>,
    /// The number of epochs so far, over all partitions: no two have the same number.
    epochs: u64,
}

#[derive(Debug)]
struct Lane {
    /// A ticket of another epoch is void.
    epoch: u64,
    /// The number of the first slot.
    head: u64,
    /// The messages that were taken and not released, in their order.
    slots: VecDeque<Slot>,
    /// The lowest offset that may come next.
    expected: i64,
    /// Where to go on after a rewind: what is committed, or the first offset that came.
    base: Option<i64>,
    /// One past the last released offset, when that is not committed yet.
    released: Option<i64>,
}

#[derive(Debug)]
struct Slot {
    message: Arc<Message>,
    /// Its output; `None` while it is in flight.
    output: Option<Output>,
    /// Given back to the budget when the slot is released or dropped.
    permit: Permit,
}

/// What left a partition.
#[derive(Debug)]
pub struct Released {
    /// The message.
    pub message: Arc<Message>,
    /// What came of it.
    pub output: Output,
}

impl Tracker {
    /// Takes over `partitions`; one that is already assigned starts a new epoch.
    pub fn assign(&mut self, partitions: Vec<Partition>) {
        for partition in partitions {
            let lane = Lane::new(self.next_epoch());
            self.lanes.insert(partition, lane);
        }
    }

    /// Gives partitions up, with everything in flight for them.
    pub fn forget(&mut self, partitions: &[Partition]) {
        for partition in partitions {
            self.lanes.remove(partition);
        }
    }

    /// Takes a message in. `None` when the partition is not assigned or the message came before.
    pub fn accept(&mut self, arrival: Arrival) -> Option<Ticket> {
        let Arrival { message, permit } = arrival;
        let lane = self.lanes.get_mut(&message.partition)?;
        if message.offset < lane.expected {
            return None;
        }
        lane.expected = message.offset + 1;
        lane.base.get_or_insert(message.offset);
        let number = lane.head + lane.slots.len() as u64;
        let ticket = Ticket { partition: message.partition.clone(), epoch: lane.epoch, number };
        lane.slots.push_back(Slot { message, output: None, permit });
        Some(ticket)
    }

    /// Takes a result in; false when it is of an old epoch or its slot is filled already.
    pub fn complete(&mut self, ticket: &Ticket, output: Output) -> bool {
        match self.slot(ticket) {
            Some(slot) if slot.output.is_none() => {
                slot.permit.grow(output.size());
                slot.output = Some(output);
                true
            }
            _ => false,
        }
    }

    /// The finished head of some partition, when there is one. Its offset is from now on among the positions to commit.
    pub fn release(&mut self) -> Option<Released> {
        self.lanes.values_mut().find_map(Lane::release)
    }

    /// Gives up the message of a ticket and what came after it in its partition: it was never begun.
    pub fn withdraw(&mut self, ticket: &Ticket) {
        if let Some(lane) = self.lanes.get_mut(&ticket.partition)
            && lane.epoch == ticket.epoch
            && let Some(index) = ticket.number.checked_sub(lane.head)
        {
            lane.slots.truncate(index as usize);
        }
    }

    /// The positions to commit: one past the last released message of every partition that has moved.
    pub fn to_commit(&self) -> Vec<Position> {
        let moved = |(partition, lane): (&Partition, &Lane)| {
            lane.released.map(|offset| Position { partition: partition.clone(), offset })
        };
        self.lanes.iter().filter_map(moved).collect()
    }

    /// Position of a partition: one past the last released message, or its start. `None` if nothing of it has come.
    pub fn position(&self, partition: &Partition) -> Option<Position> {
        let lane = self.lanes.get(partition)?;
        let offset = lane.released.or(lane.base)?;
        Some(Position { partition: partition.clone(), offset })
    }

    /// These positions are committed.
    pub fn committed(&mut self, positions: &[Position]) {
        for position in positions {
            if let Some(lane) = self.lanes.get_mut(&position.partition) {
                lane.base = Some(position.offset);
                if lane.released == Some(position.offset) {
                    lane.released = None;
                }
            }
        }
    }

    /// Ends the epoch of every partition and drops what is in flight. Returns where to continue consuming: partitions from which
    /// nothing has come need no rewind.
    pub fn rewind(&mut self) -> Vec<Position> {
        let mut positions = Vec::new();
        for (partition, lane) in &mut self.lanes {
            self.epochs += 1;
            let base = lane.base;
            *lane = Lane::new(self.epochs);
            if let Some(offset) = base {
                positions.push(Position { partition: partition.clone(), offset });
            }
        }
        self.rewound(&positions);
        positions
    }

    /// Consuming continues at these positions.
    pub fn rewound(&mut self, positions: &[Position]) {
        for position in positions {
            if let Some(lane) = self.lanes.get_mut(&position.partition) {
                lane.base = Some(position.offset);
                lane.expected = position.offset;
            }
        }
    }

    /// Messages that are in flight or wait for one before them.
    pub fn in_work(&self) -> usize {
        self.lanes.values().map(|lane| lane.slots.len()).sum()
    }

    /// The assigned partitions.
    pub fn partitions(&self) -> impl Iterator<Item = &Partition> {
        self.lanes.keys()
    }

    fn slot(&mut self, ticket: &Ticket) -> Option<&mut Slot> {
        let lane = self.lanes.get_mut(&ticket.partition).filter(|lane| lane.epoch == ticket.epoch)?;
        let index = ticket.number.checked_sub(lane.head)?;
        lane.slots.get_mut(index as usize)
    }

    fn next_epoch(&mut self) -> u64 {
        self.epochs += 1;
        self.epochs
    }
}

impl Lane {
    fn new(epoch: u64) -> Self {
        Self { epoch, head: 0, slots: VecDeque::new(), expected: i64::MIN, base: None, released: None }
    }

    fn release(&mut self) -> Option<Released> {
        let output = self.slots.front_mut()?.output.take()?;
        let slot = self.slots.pop_front()?;
        self.head += 1;
        self.released = Some(slot.message.offset + 1);
        Some(Released { message: slot.message, output })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        extract::SkipReason,
        stream::{Budget, Verdict},
    };

    fn partition() -> Partition {
        Partition { topic: "in".into(), number: 0 }
    }

    fn arrival(offset: i64) -> Arrival {
        let message =
            Message { partition: partition(), offset, timestamp: None, key: None, value: None, headers: Vec::new() };
        Arrival { message: Arc::new(message), permit: Budget::new(1000, 1000).take(0) }
    }

    fn output() -> Output {
        Output::new(Vec::new(), Verdict::Skipped(SkipReason::NoText))
    }

    fn ours() -> Tracker {
        let mut tracker = Tracker::default();
        tracker.assign(vec![partition()]);
        tracker
    }

    fn at(offset: i64) -> Vec<Position> {
        vec![Position { partition: partition(), offset }]
    }

    proptest! {
        /// In whatever order results come, what is released is the finished head, and the position is one past it.
        #[test]
        fn only_the_finished_head_is_released(order in Just((0..20_usize).collect::<Vec<_>>()).prop_shuffle()) {
            let mut tracker = ours();
            let tickets: Vec<Ticket> = (0..20).map(|offset| tracker.accept(arrival(offset)).unwrap()).collect();
            let mut is_done = [false; 20];
            let mut next = 0;
            for index in order {
                is_done[index] = true;
                prop_assert!(tracker.complete(&tickets[index], output()));
                while let Some(released) = tracker.release() {
                    prop_assert_eq!(released.message.offset, next);
                    next += 1;
                    prop_assert_eq!(tracker.to_commit(), at(next));
                }
                let finished = is_done.iter().take_while(|done| **done).count();
                prop_assert_eq!(usize::try_from(next), Ok(finished));
            }
            prop_assert_eq!(tracker.in_work(), 0);
        }
    }

    #[test]
    fn a_result_of_an_old_epoch_is_dropped() {
        let mut tracker = ours();
        let old = tracker.accept(arrival(7)).unwrap();
        assert_eq!(tracker.rewind(), at(7));
        assert!(!tracker.complete(&old, output()));
        let new = tracker.accept(arrival(7)).unwrap();
        assert!(!tracker.complete(&old, output()));
        assert!(tracker.release().is_none());
        assert!(tracker.complete(&new, output()));
        assert!(!tracker.complete(&new, output()), "a result counts once");
        assert_eq!(tracker.release().unwrap().message.offset, 7);
    }

    #[test]
    fn a_rewind_goes_to_what_is_committed_and_not_to_what_is_released() {
        let mut tracker = ours();
        let tickets = [3, 4, 9].map(|offset| tracker.accept(arrival(offset)).unwrap());
        assert!(tracker.complete(&tickets[0], output()));
        assert!(tracker.release().is_some());
        tracker.committed(&at(4));
        assert_eq!(tracker.to_commit(), []);
        assert!(tracker.complete(&tickets[1], output()));
        assert!(tracker.release().is_some());
        assert_eq!(tracker.to_commit(), at(5));
        assert_eq!(tracker.rewind(), at(4));
        assert_eq!(tracker.to_commit(), []);
        assert!(tracker.accept(arrival(3)).is_none(), "what is committed does not come again");
        assert!(tracker.accept(arrival(4)).is_some());
    }

    #[test]
    fn a_partition_from_which_nothing_came_is_not_rewound() {
        assert_eq!(ours().rewind(), []);
    }

    #[test]
    fn what_is_withdrawn_takes_what_follows_with_it() {
        let mut tracker = ours();
        let tickets = [0, 1, 2].map(|offset| tracker.accept(arrival(offset)).unwrap());
        tracker.withdraw(&tickets[1]);
        assert_eq!(tracker.in_work(), 1);
        assert!(!tracker.complete(&tickets[2], output()));
        assert!(tracker.complete(&tickets[0], output()));
        assert!(tracker.release().is_some());
        assert_eq!(tracker.to_commit(), at(1));
    }

    #[test]
    fn a_partition_that_is_not_ours_is_not_taken() {
        let mut tracker = ours();
        let ticket = tracker.accept(arrival(0)).unwrap();
        tracker.forget(&[partition()]);
        assert!(tracker.accept(arrival(1)).is_none());
        assert!(!tracker.complete(&ticket, output()));
        assert_eq!((tracker.to_commit(), tracker.rewind()), (vec![], vec![]));
    }
}
