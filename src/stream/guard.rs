//! The crash-loop guard: an article that takes the whole process down with it is found out and becomes a dead letter.
//!
//! Before the first articles of a partition are begun, a [`Mark`] is written beside its committed position; the next commit
//! that moves the position wipes it away. So whoever finds a mark knows that a process ended here before it had
//! finished anything. From then on it works on that partition with care: one article alone in the whole process, each with a mark
//! of its own, which counts how often work on it was begun. At the limit the article is not begun any more. Pure: what
//! next is returned by [`Guard::step`].

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{BuildHasher, Hasher, RandomState},
    mem,
};

use super::{Job, Mark, Marks, Partition, Position, Ticket};

/// Articles of a partition that may be begun before one of them is committed. As many are done alone after a crash: the one
/// that did it is among them.
const PROBATION: usize = 64;

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Step {
    /// Nothing, until something has happened.
    Wait,
    /// Commit, with these marks.
    Mark(Marks),
    /// Work on these articles.
    Begin(Vec<Job>),
    /// The article has ended the process too often.
    Reject(Job),
}

/// Which articles may be begun.
#[derive(Debug)]
pub(super) struct Guard {
    /// How often an article alone may end the process; 0: nothing is guarded.
    limit: u32,
    /// The number by which this process knows its own marks.
    process: u64,
    /// The assigned partitions; empty when nothing is guarded.
    lanes: BTreeMap<Partition, Lane>,
    /// Messages that need no guard and were not begun.
    ready: Vec<Job>,
    /// Articles that threads work on or that wait for one.
    in_pool: usize,
    /// Whether the article in the pool is worked on alone: nothing else is begun before it has left.
    is_alone: bool,
}

#[derive(Debug, Default)]
struct Lane {
    /// What is known of the partition.
    standing: Standing,
    /// Messages that have come and were not begun, in their order.
    held: VecDeque<Job>,
}

#[derive(Debug, Default)]
enum Standing {
    /// Nothing has come yet.
    #[default]
    New,
    /// The first articles may be begun, and none is committed.
    Trial { is_marked: bool, begun: usize },
    /// A process died here: the number of articles that are still to be processed alone.
    Suspect { left: usize, found: Mark, written: Option<Mark> },
    /// Something was committed.
    Trusted,
}

impl Guard {
    /// A guard that rejects an article after `limit` crashes; with 0 it rejects nothing.
    pub(super) fn new(limit: u32) -> Self {
        // Keys of the standard library's hash maps are random.
        let process = RandomState::new().build_hasher().finish();
        Self { limit, process, lanes: BTreeMap::new(), ready: Vec::new(), in_pool: 0, is_alone: false }
    }

    /// Adds assigned partitions.
    pub(super) fn assign(&mut self, partitions: &[Partition]) {
        if self.limit > 0 {
            self.lanes.extend(partitions.iter().map(|partition| (partition.clone(), Lane::default())));
        }
    }

    /// Removes partitions that are no longer assigned.
    pub(super) fn forget(&mut self, partitions: &[Partition]) {
        self.lanes.retain(|partition, _| !partitions.contains(partition));
        self.ready.retain(|job| !partitions.contains(&job.message.partition));
    }

    /// Takes the marks stored with the committed positions of partitions that have just been assigned. One that this process has
    /// left means partitions that were lost and came back, not a crash.
    pub(super) fn found(&mut self, marks: Marks) {
        for (partition, mut found) in marks {
            let Some(lane) = self.lanes.get_mut(&partition) else { continue };
            if found.by != self.process {
                tracing::warn!(%partition, begun = found.begun, alone = found.alone, "a process died before it finished an article of this partition; the next articles are processed one at a time");
            } else if found.alone.is_none() {
                continue;
            } else {
                found.begun = found.begun.saturating_sub(1);
            }
            lane.standing = Standing::Suspect { left: PROBATION, found, written: None };
        }
    }

    /// A message has come.
    pub(super) fn take(&mut self, job: Job) {
        match self.lanes.get_mut(&job.message.partition) {
            Some(lane) => lane.held.push_back(job),
            None => self.ready.push(job),
        }
    }

    /// What to do next. Call again until the answer is to wait.
    pub(super) fn step(&mut self) -> Step {
        if let Some(step) = self.step_alone() {
            return step;
        }
        let marks = self.missing_marks();
        if !marks.is_empty() {
            return Step::Mark(marks);
        }
        let mut jobs = mem::take(&mut self.ready);
        for lane in self.lanes.values_mut() {
            let room = match &mut lane.standing {
                Standing::Trial { begun, .. } => {
                    let room = PROBATION.saturating_sub(*begun).min(lane.held.len());
                    *begun += room;
                    room
                }
                Standing::Trusted => lane.held.len(),
                Standing::New | Standing::Suspect { .. } => 0,
            };
            jobs.extend(lane.held.drain(..room));
        }
        if jobs.is_empty() {
            return Step::Wait;
        }
        self.in_pool += jobs.len();
        Step::Begin(jobs)
    }

    /// While an article of a suspect partition waits or is in flight, nothing else is started.
    fn step_alone(&mut self) -> Option<Step> {
        if self.is_alone {
            return Some(Step::Wait);
        }
        let is_suspect = |lane: &Lane| matches!(lane.standing, Standing::Suspect { .. });
        let (partition, lane) = self.lanes.iter_mut().find(|(_, lane)| is_suspect(lane) && !lane.held.is_empty())?;
        if self.in_pool > 0 {
            return Some(Step::Wait);
        }
        let Standing::Suspect { left, found, written } = &mut lane.standing else { return None };
        let job = lane.held.pop_front()?;
        let offset = job.message.offset;
        let before = if found.alone == Some(offset) { found.begun } else { 0 };
        let mark = Mark { begun: before + 1, alone: Some(offset), by: self.process };
        if before < self.limit && *written != Some(mark) {
            lane.held.push_front(job);
            return Some(Step::Mark(Marks::from([(partition.clone(), mark)])));
        }
        *left = left.saturating_sub(1);
        if *left == 0 {
            lane.standing = Standing::Trusted;
        }
        if before >= self.limit {
            return Some(Step::Reject(job));
        }
        (self.is_alone, self.in_pool) = (true, 1);
        Some(Step::Begin(vec![job]))
    }

    /// The marks of partitions whose first articles have come.
    fn missing_marks(&mut self) -> Marks {
        let mut marks = Marks::new();
        for (partition, lane) in &mut self.lanes {
            if matches!(lane.standing, Standing::New) && !lane.held.is_empty() {
                lane.standing = Standing::Trial { is_marked: false, begun: 0 };
            }
            if matches!(lane.standing, Standing::Trial { is_marked: false, .. }) && !lane.held.is_empty() {
                marks.insert(partition.clone(), Mark { begun: 1, alone: None, by: self.process });
            }
        }
        marks
    }

    /// So many articles have left the pool, done or not.
    pub(super) fn left_pool(&mut self, count: usize) {
        self.in_pool = self.in_pool.saturating_sub(count);
        self.is_alone &= self.in_pool > 0;
    }

    /// These positions were committed, and these marks with them; what has no mark has moved.
    pub(super) fn committed(&mut self, positions: &[Position], marks: &Marks) {
        for Position { partition, .. } in positions {
            let Some(lane) = self.lanes.get_mut(partition) else { continue };
            match (&mut lane.standing, marks.get(partition)) {
                (Standing::Trial { is_marked, .. }, Some(_)) => *is_marked = true,
                (Standing::Trial { .. }, None) => lane.standing = Standing::Trusted,
                (Standing::Suspect { written, .. }, mark) => *written = mark.copied(),
                _ => {}
            }
        }
    }

    /// Consuming continues at the committed positions: everything comes again.
    pub(super) fn rewound(&mut self) {
        self.ready.clear();
        for lane in self.lanes.values_mut() {
            lane.held.clear();
            if let Standing::Trial { begun, .. } = &mut lane.standing {
                *begun = 0;
            }
        }
    }

    /// Takes back what was not begun.
    pub(super) fn withdraw(&mut self) -> Vec<Ticket> {
        let held = self.lanes.values_mut().flat_map(|lane| lane.held.drain(..));
        self.ready.drain(..).chain(held).map(|job| job.ticket).collect()
    }

    /// Articles that have come and were not begun.
    pub(super) fn held(&self) -> usize {
        self.ready.len() + self.lanes.values().map(|lane| lane.held.len()).sum::<usize>()
    }

    /// Partitions with a mark at their position. An orderly exit clears it.
    pub(super) fn marked(&self) -> impl Iterator<Item = &Partition> {
        let is_marked = |lane: &Lane| match &lane.standing {
            Standing::Trial { is_marked, .. } => *is_marked,
            Standing::Suspect { written, .. } => written.is_some(),
            Standing::New | Standing::Trusted => false,
        };
        self.lanes.iter().filter(move |(_, lane)| is_marked(lane)).map(|(partition, _)| partition)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::stream::{Arrival, Budget, Message, Tracker};

    /// The mark that a process writes which is given a partition where these marks stand, and then its first article.
    fn first_mark(guard: &mut Guard, found: Marks) -> Marks {
        let partition = Partition { topic: "articles".into(), number: 0 };
        let message = Message {
            partition: partition.clone(),
            offset: 7,
            timestamp: None,
            key: None,
            value: None,
            headers: Vec::new(),
        };
        let message = Arc::new(message);
        let mut tracker = Tracker::default();
        tracker.assign(vec![partition.clone()]);
        let permit = Budget::new(1, 1).take(0);
        let ticket = tracker.accept(Arrival { message: Arc::clone(&message), permit }).unwrap();
        guard.forget(std::slice::from_ref(&partition));
        guard.assign(&[partition]);
        guard.found(found);
        guard.take(Job { ticket, message });
        match guard.step() {
            Step::Mark(marks) => marks,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_partition_that_was_lost_and_came_back_is_not_taken_for_an_end() {
        let (mut one, mut other) = (Guard::new(3), Guard::new(3));
        let alone = |marks: &Marks| marks.values().map(|mark| (mark.begun, mark.alone)).collect::<Vec<_>>();
        let first = first_mark(&mut one, Marks::new());
        assert_eq!(alone(&first), [(1, None)]);
        assert_eq!(alone(&first_mark(&mut one, first.clone())), [(1, None)], "its own mark");
        let second = first_mark(&mut other, first);
        assert_eq!(alone(&second), [(1, Some(7))], "the mark of a process that is gone");
        assert_eq!(alone(&first_mark(&mut other, second.clone())), [(1, Some(7))], "begun once, and lost");
        assert_eq!(alone(&first_mark(&mut one, second)), [(2, Some(7))]);
    }
}
