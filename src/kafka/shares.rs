//! One partition's share of the budget. A slow article delays those after it in its partition. Without a bound they would use
//! up the whole budget and delay the other partitions too.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::stream::{Budget, Partition, Permit, Share};

/// How long nothing is consumed when a partition has used up its share. Mostly it is enough for the threads to catch up; pausing
/// costs the messages that were fetched ahead.
const PATIENCE: Duration = Duration::from_millis(250);
/// A partition may have one half of the budget, …
const MOST: (usize, usize) = (1, 2);
/// … and one that was paused is resumed when it has a quarter.
const RESUMED: (usize, usize) = (1, 4);

/// The shares of all assigned partitions.
#[derive(Debug)]
pub(super) struct Shares {
    /// The whole.
    budget: Arc<Budget>,
    /// The assigned partitions.
    lanes: BTreeMap<Partition, Lane>,
    /// Since when some partition has more than its share.
    crowded: Option<Instant>,
}

#[derive(Debug, Default)]
struct Lane {
    /// What the partition has of the budget.
    share: Arc<Share>,
    /// Whether it is paused because it had too much.
    is_paused: bool,
}

/// What to do about the shares.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    /// Partitions to pause.
    pub(super) pause: Vec<Partition>,
    /// Partitions to resume.
    pub(super) resume: Vec<Partition>,
    /// Nothing may be consumed now.
    pub(super) is_to_wait: bool,
}

impl Shares {
    pub(super) fn new(budget: Arc<Budget>) -> Self {
        Self { budget, lanes: BTreeMap::new(), crowded: None }
    }

    /// Whether one more message may be taken.
    pub(super) fn has_room(&self) -> bool {
        self.budget.has_room()
    }

    /// Whether anything is in flight.
    pub(super) fn has_work(&self) -> bool {
        self.budget.articles() > 0
    }

    /// Adds an assigned partition, with nothing in flight.
    pub(super) fn assign(&mut self, partition: &Partition) {
        self.lanes.insert(partition.clone(), Lane::default());
    }

    /// Takes a message into the budget and the share of its partition.
    pub(super) fn take(&self, partition: &Partition, bytes: usize) -> Permit {
        match self.lanes.get(partition) {
            Some(lane) => self.budget.take_for(&lane.share, bytes),
            None => self.budget.take(bytes),
        }
    }

    /// Removes a partition that is no longer assigned.
    pub(super) fn forget(&mut self, partition: &Partition) {
        self.lanes.remove(partition);
    }

    /// Whether the partition is paused for its share.
    pub(super) fn is_paused(&self, partition: &Partition) -> bool {
        self.lanes.get(partition).is_some_and(|lane| lane.is_paused)
    }

    /// Whether the partition has its share, and others want theirs.
    pub(super) fn is_used_up(&self, partition: &Partition) -> bool {
        self.lanes.len() > 1 && self.lanes.get(partition).is_some_and(|lane| self.budget.is_above(&lane.share, MOST))
    }

    /// Looks at every share; a partition that is the only one may have everything. What is to be paused and resumed counts as done.
    pub(super) fn look(&mut self, now: Instant) -> Measures {
        let mut measures = Measures::default();
        let is_alone = self.lanes.len() < 2;
        for (partition, lane) in self.lanes.iter_mut().filter(|(_, lane)| lane.is_paused) {
            if is_alone || !self.budget.is_above(&lane.share, RESUMED) {
                lane.is_paused = false;
                measures.resume.push(partition.clone());
            }
        }
        if is_alone {
            return measures;
        }
        let budget = &self.budget;
        let is_crowded = |lane: &Lane| !lane.is_paused && budget.is_above(&lane.share, MOST);
        if !self.lanes.values().any(is_crowded) {
            self.crowded = None;
        } else if now.duration_since(*self.crowded.get_or_insert(now)) < PATIENCE {
            measures.is_to_wait = true;
        } else {
            self.crowded = None;
            for (partition, lane) in self.lanes.iter_mut().filter(|(_, lane)| is_crowded(lane)) {
                lane.is_paused = true;
                measures.pause.push(partition.clone());
            }
        }
        measures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(number: i32) -> Partition {
        Partition { topic: "in".into(), number }
    }

    fn two(budget: Arc<Budget>) -> Shares {
        let mut shares = Shares::new(budget);
        shares.assign(&partition(0));
        shares.assign(&partition(1));
        shares
    }

    #[test]
    fn a_partition_above_its_share_is_waited_for_then_paused_and_resumed() {
        let mut shares = Shares::new(Budget::new(8, 1000));
        let start = Instant::now();
        shares.assign(&partition(0));
        let mut held: Vec<Permit> = (0..4).map(|_| shares.take(&partition(0), 1)).collect();
        assert_eq!(shares.look(start), Measures::default(), "alone it may have everything");
        shares.assign(&partition(1));
        assert!(shares.is_used_up(&partition(0)) && !shares.is_used_up(&partition(1)));
        assert!(shares.look(start).is_to_wait);
        let later = start + PATIENCE;
        assert_eq!(shares.look(later), Measures { pause: vec![partition(0)], ..Measures::default() });
        assert!(shares.is_paused(&partition(0)) && !shares.is_paused(&partition(1)));
        assert_eq!(shares.look(later), Measures::default(), "the others go on");
        held.truncate(2);
        assert_eq!(shares.look(later), Measures::default(), "not yet");
        held.truncate(1);
        assert_eq!(shares.look(later), Measures { resume: vec![partition(0)], ..Measures::default() });
    }

    #[test]
    fn a_paused_partition_that_is_left_alone_is_resumed() {
        let mut shares = two(Budget::new(8, 1000));
        let start = Instant::now();
        let _held: Vec<Permit> = (0..4).map(|_| shares.take(&partition(0), 1)).collect();
        assert!(shares.look(start).is_to_wait);
        assert_eq!(shares.look(start + PATIENCE).pause, [partition(0)]);
        shares.forget(&partition(1));
        assert_eq!(shares.look(start + PATIENCE), Measures { resume: vec![partition(0)], ..Measures::default() });
    }

    #[test]
    fn bytes_count_too_and_records_with_them() {
        let mut shares = two(Budget::new(100, 1000));
        let start = Instant::now();
        let mut large = shares.take(&partition(0), 400);
        assert_eq!(shares.look(start), Measures::default());
        large.grow(100);
        assert!(shares.look(start).is_to_wait);
        drop(large);
        assert_eq!(shares.look(start + PATIENCE), Measures::default());
    }

    #[test]
    fn what_the_threads_catch_up_with_is_not_paused() {
        let mut shares = two(Budget::new(4, 1000));
        let start = Instant::now();
        let held: Vec<Permit> = (0..2).map(|_| shares.take(&partition(0), 1)).collect();
        assert!(shares.look(start).is_to_wait);
        drop(held);
        assert_eq!(shares.look(start + PATIENCE), Measures::default());
        let _again: Vec<Permit> = (0..2).map(|_| shares.take(&partition(0), 1)).collect();
        assert!(shares.look(start + PATIENCE).is_to_wait, "the patience begins anew");
    }
}
