//! What the thread reports to the pipeline besides messages: that it is alive, marks, ends of partitions, failures.

use std::time::{Duration, Instant};

use super::Worker;
use crate::{
    kafka::positions::marks,
    stream::{Arrival, BrokerEvent, Failure},
};

/// How often the pipeline hears that the thread is alive.
const BEAT: Duration = Duration::from_secs(1);

impl Worker {
    /// Tells once in a while that the thread is alive, and what has changed since.
    pub(super) fn beat(&mut self) {
        if self.last_beat.elapsed() < BEAT {
            return;
        }
        self.last_beat = Instant::now();
        self.end.tell(BrokerEvent::Beat);
        self.tell_ended();
        let is_reachable = self.inlet.notes().is_reachable();
        if is_reachable != self.was_reachable {
            self.was_reachable = is_reachable;
            self.end.tell(BrokerEvent::Reachable(is_reachable));
        }
    }

    /// Tells of the partitions whose end the statistics saw.
    fn tell_ended(&mut self) {
        let ended = self.inlet.notes().take_ended();
        if ended.is_empty() {
            return;
        }
        let Ok(mut partitions) = self.inlet.assigned() else { return };
        partitions.retain(|partition| ended.contains(&(partition.topic.to_string(), partition.number)));
        self.end.tell(BrokerEvent::ReachedEnd(partitions));
    }

    /// The clients cannot go on: nothing more is consumed.
    pub(super) fn fail(&mut self, reason: String) {
        self.polling.stop();
        self.end.tell(BrokerEvent::Failed(Failure::Fatal(reason)));
    }

    /// Tells what a process that died has left beside the committed positions of the partitions of which these are the first
    /// messages. Since something has come, the position has been read already, and no transaction of a dead worker stands in
    /// the way of this question.
    pub(super) fn tell_marks(&mut self, arrivals: &[Arrival]) {
        let first = self.assignment.first_seen(arrivals);
        if first.is_empty() {
            return;
        }
        match marks(self.inlet.consumer(), self.outlet.health(), &first) {
            Ok(marks) if marks.is_empty() => {}
            Ok(marks) => self.end.tell(BrokerEvent::Marked(marks)),
            Err(reason) => tracing::warn!("cannot read the crash marks of the assigned partitions: {reason}"),
        }
    }

    /// The end of a partition of this number was met. Where several topics have one, the statistics report a little later which
    /// it was.
    pub(super) fn tell_end_of(&mut self, number: i32) {
        let Ok(mut partitions) = self.inlet.assigned() else { return };
        partitions.retain(|partition| partition.number == number);
        if partitions.len() == 1 {
            self.end.tell(BrokerEvent::ReachedEnd(partitions));
        }
    }
}
