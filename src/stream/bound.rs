//! Where a bounded run ends, and how far it has come. Pure: the time is given.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use tokio::time::Instant;

use super::{Message, Partition, Position};

/// A bounded run that has had no partition for this long has nothing to do. Other workers may need a while to hand some over.
const NOTHING: Duration = Duration::from_secs(30);

/// Where a bounded run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// At the end of the partitions, as it is when it is reached.
    End,
    /// Before the first message of this time or later, in each partition.
    Time(Timestamp),
}

impl std::str::FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "end" => Ok(Self::End),
            time => time
                .parse()
                .map(Self::Time)
                .map_err(|_| "expected \"end\" or a time such as \"2026-01-31T00:00:00Z\"".to_owned()),
        }
    }
}

/// How far a run has come. A run without a bound takes every message and is never at its end.
#[derive(Debug)]
pub(super) struct Bound {
    /// `None`: the run is not bounded, and `ended` stays empty.
    until: Option<Until>,
    /// Partitions that have given all that the run wants: nothing more is taken from them.
    ended: BTreeSet<Partition>,
    /// Since when a broker could be reached and no partition was assigned; `None` while one of the two is not so.
    bare_since: Option<Instant>,
}

impl Bound {
    /// A run that begins now, with no partition.
    pub(super) fn new(until: Option<Until>, now: Instant) -> Self {
        Self { until, ended: BTreeSet::new(), bare_since: Some(now) }
    }

    /// Whether the run ends by itself.
    pub(super) fn is_set(&self) -> bool {
        self.until.is_some()
    }

    /// Whether the run wants a message. In a run that is bounded by time, the first message of that time or later ends its
    /// partition.
    pub(super) fn takes(&mut self, message: &Message) -> bool {
        if let Some(Until::Time(end)) = self.until
            && message.timestamp.is_some_and(|millis| millis >= end.as_millisecond())
        {
            self.ended.insert(message.partition.clone());
        }
        !self.ended.contains(&message.partition)
    }

    /// All that these partitions hold has come.
    pub(super) fn reached_end(&mut self, partitions: Vec<Partition>) {
        if self.is_set() {
            self.ended.extend(partitions);
        }
    }

    /// These partitions are consumed again from these positions, and will come to their end again.
    pub(super) fn rewound(&mut self, positions: &[Position]) {
        self.ended.retain(|partition| positions.iter().all(|position| position.partition != *partition));
    }

    /// Removes partitions that are no longer assigned.
    pub(super) fn forget(&mut self, partitions: &[Partition]) {
        self.ended.retain(|partition| !partitions.contains(partition));
    }

    /// Notes whether the run has no partition although a broker can be reached.
    pub(super) fn note_bare(&mut self, is_bare: bool, now: Instant) {
        self.bare_since = is_bare.then(|| self.bare_since.unwrap_or(now));
    }

    /// Whether a bounded run has taken all it wants of the assigned partitions, or has been assigned none for too long.
    pub(super) fn is_reached<'a>(&self, ours: impl Iterator<Item = &'a Partition>, now: Instant) -> bool {
        self.is_set() && (self.have_ended(ours) || self.has_nothing(now))
    }

    fn have_ended<'a>(&self, ours: impl Iterator<Item = &'a Partition>) -> bool {
        let mut ours = ours.peekable();
        ours.peek().is_some() && ours.all(|partition| self.ended.contains(partition))
    }

    /// Whether no partition was assigned, and none is to be expected.
    fn has_nothing(&self, now: Instant) -> bool {
        let is_so = self.bare_since.is_some_and(|since| now.duration_since(since) >= NOTHING);
        if is_so {
            tracing::warn!(
                "no partition was assigned within {} s; the topics do not exist, or other workers of the group hold all partitions",
                NOTHING.as_secs()
            );
        }
        is_so
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(number: i32) -> Partition {
        Partition { topic: "in".into(), number }
    }

    fn message(number: i32, timestamp: Option<i64>) -> Message {
        Message { partition: partition(number), offset: 0, timestamp, key: None, value: None, headers: Vec::new() }
    }

    fn is_reached(bound: &Bound, now: Instant) -> bool {
        bound.is_reached([partition(0), partition(1)].iter(), now)
    }

    #[test]
    fn a_run_to_the_end_is_over_when_every_partition_has_ended() {
        let now = Instant::now();
        let mut bound = Bound::new(Some(Until::End), now);
        bound.reached_end(vec![partition(0)]);
        assert!(!bound.takes(&message(0, None)) && bound.takes(&message(1, None)));
        assert!(!is_reached(&bound, now));
        bound.reached_end(vec![partition(1)]);
        assert!(is_reached(&bound, now));
        bound.rewound(&[Position { partition: partition(1), offset: 7 }]);
        assert!(!is_reached(&bound, now) && bound.takes(&message(1, None)), "it comes to its end again");
        bound.reached_end(vec![partition(1)]);
        bound.forget(&[partition(0)]);
        assert!(!is_reached(&bound, now), "it may come back with more");
    }

    #[test]
    fn the_first_message_of_the_time_ends_its_partition() {
        let mut bound = Bound::new(Some(Until::Time(Timestamp::from_millisecond(1000).unwrap())), Instant::now());
        assert!(bound.takes(&message(0, Some(999))) && bound.takes(&message(0, None)));
        assert!(!bound.takes(&message(0, Some(1000))));
        assert!(!bound.takes(&message(0, Some(999))), "what follows is not wanted either");
        assert!(bound.takes(&message(1, Some(999))));
    }

    #[test]
    fn a_run_without_a_bound_takes_everything_and_is_never_over() {
        let now = Instant::now();
        let mut bound = Bound::new(None, now);
        bound.reached_end(vec![partition(0), partition(1)]);
        assert!(bound.takes(&message(0, Some(i64::MAX))));
        assert!(!is_reached(&bound, now + 2 * NOTHING));
    }

    #[test]
    fn a_run_without_partitions_is_over_after_a_while() {
        let now = Instant::now();
        let mut bound = Bound::new(Some(Until::End), now);
        assert!(!is_reached(&bound, now + NOTHING / 2) && is_reached(&bound, now + NOTHING));
        bound.note_bare(false, now);
        assert!(!is_reached(&bound, now + NOTHING), "the broker is away, or there is a partition");
        bound.note_bare(true, now + NOTHING);
        bound.note_bare(true, now + NOTHING + NOTHING / 2);
        assert!(is_reached(&bound, now + 2 * NOTHING));
    }
}
