//! When to poll the consumer, and how long to wait in a poll. Pure: the time is given.

use std::time::{Duration, Instant};

/// One wait for a message while there is work: it delays commands.
const BUSY_WAIT: Duration = Duration::from_millis(1);
/// One wait for a message while there is nothing to do.
const IDLE_WAIT: Duration = Duration::from_millis(50);
/// How long the thread counts as busy after the last message or command.
const LINGER: Duration = Duration::from_millis(500);
/// After this time without room, or a third of `max.poll.interval.ms` if that is shorter, the consumer is paused and polled: it
/// answers rebalances and stays in the group.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether messages are consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intake {
    Open,
    Held,
    Closed,
}

/// What to do with the consumer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Do not poll it.
    Wait,
    /// Poll it for the group's sake, with every partition paused.
    Attend,
    /// Poll it for messages.
    Consume,
}

/// Decides when the consumer is polled.
#[derive(Debug)]
pub(super) struct Polling {
    /// Never goes back to open.
    intake: Intake,
    /// The longest time without a poll while messages are consumed.
    patience: Duration,
    /// When there was room for a message last.
    last_room: Instant,
    /// When a message, a command or a rebalance came last.
    last_work: Instant,
}

impl Polling {
    /// Consumes from now on. `max_interval`: `max.poll.interval.ms`, if known.
    pub(super) fn new(max_interval: Option<Duration>, now: Instant) -> Self {
        let patience = max_interval.map_or(PATIENCE, |interval| PATIENCE.min(interval / 3));
        Self { intake: Intake::Open, patience, last_room: now, last_work: now }
    }

    /// Stops consuming and polling.
    pub(super) fn stop(&mut self) {
        self.intake = Intake::Closed;
    }

    /// Whether nothing is consumed any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.intake == Intake::Closed
    }

    /// Stops consuming; the consumer stays in the group.
    pub(super) fn hold(&mut self) {
        self.intake = Intake::Held;
    }

    /// There was something to do.
    pub(super) fn worked(&mut self, now: Instant) {
        self.last_work = now;
    }

    /// What to do now. Without room the consumer is not polled, but not for long: a rebalance must be answered.
    pub(super) fn turn(&mut self, has_room: bool, now: Instant) -> Turn {
        match self.intake {
            Intake::Closed => Turn::Wait,
            Intake::Open if has_room => {
                self.last_room = now;
                Turn::Consume
            }
            Intake::Open if now.duration_since(self.last_room) < self.patience => Turn::Wait,
            Intake::Open | Intake::Held => Turn::Attend,
        }
    }

    /// How long to wait for the first message of a poll. `has_work`: something is in flight or in the open transaction.
    pub(super) fn wait(&self, has_work: bool, now: Instant) -> Duration {
        if has_work || now.duration_since(self.last_work) < LINGER { BUSY_WAIT } else { IDLE_WAIT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_room_it_is_polled_only_for_the_group() {
        let start = Instant::now();
        let mut polling = Polling::new(Some(Duration::from_secs(6)), start);
        let patience = Duration::from_secs(2);
        assert_eq!(polling.turn(true, start), Turn::Consume);
        assert_eq!(polling.turn(false, start + patience / 2), Turn::Wait);
        assert_eq!(polling.turn(false, start + patience), Turn::Attend);
        assert_eq!(polling.turn(true, start + patience), Turn::Consume);
        assert_eq!(polling.turn(false, start + patience + patience / 2), Turn::Wait);
    }

    #[test]
    fn what_was_held_stays_in_the_group_and_what_was_stopped_does_not() {
        let start = Instant::now();
        let mut polling = Polling::new(None, start);
        polling.hold();
        assert_eq!(polling.turn(true, start), Turn::Attend);
        polling.stop();
        assert_eq!(polling.turn(true, start + PATIENCE), Turn::Wait);
    }

    #[test]
    fn a_poll_waits_longer_when_there_has_been_nothing_to_do() {
        let start = Instant::now();
        let mut polling = Polling::new(None, start);
        assert_eq!(polling.wait(false, start), BUSY_WAIT);
        assert_eq!(polling.wait(false, start + LINGER), IDLE_WAIT);
        assert_eq!(polling.wait(true, start + LINGER), BUSY_WAIT);
        polling.worked(start + LINGER);
        assert_eq!(polling.wait(false, start + LINGER), BUSY_WAIT);
    }
}
