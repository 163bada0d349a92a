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
    /// Reports every [`BEAT`] that the thread is alive, and what has changed since.
    pub(super) fn beat(&mut self) {
        if self.last_beat.elapsed() < BEAT {
            return;
        }
        self.last_beat = Instant::now();
        self.end.report(BrokerEvent::Beat);
        self.report_placement();
        let is_reachable = self.inlet.notes().is_reachable();
        if is_reachable != self.was_reachable {
            self.was_reachable = is_reachable;
            self.end.report(BrokerEvent::Reachable(is_reachable));
        }
    }

    /// Reports the partitions that wait for their position.
    fn report_placement(&mut self) {
        let Ok(assigned) = self.inlet.assigned() else { return };
        let Some(without) = self.inlet.notes().without_position(assigned) else { return };
        if let Some(late) = self.placement.look(without, Instant::now()) {
            self.end.report(BrokerEvent::WithoutPosition(late));
        }
    }

    /// Reports the partitions whose end the statistics saw.
    pub(super) fn report_ended(&mut self) {
        let ended = self.inlet.notes().take_ended();
        if ended.is_empty() {
            return;
        }
        let Ok(mut partitions) = self.inlet.assigned() else { return };
        partitions.retain(|partition| ended.contains(&(partition.topic.to_string(), partition.number)));
        self.end.report(BrokerEvent::ReachedEnd(partitions));
    }

    /// The clients cannot go on: nothing more is consumed.
    pub(super) fn fail(&mut self, reason: String) {
        self.polling.stop();
        self.end.report(BrokerEvent::Failed(Failure::Fatal(reason)));
    }

    /// Reports the marks that a crashed process left at the committed positions, once the first messages of a partition arrive.
    /// By then no open transaction of a dead worker can block the request.
    pub(super) fn report_marks(&mut self, arrivals: &[Arrival]) {
        let first = self.assignment.first_seen(arrivals);
        if first.is_empty() {
            return;
        }
        match marks(self.inlet.consumer(), self.outlet.health(), &first) {
            Ok(marks) if marks.is_empty() => {}
            Ok(marks) => self.end.report(BrokerEvent::Marked(marks)),
            Err(reason) => tracing::warn!("cannot read the crash marks of the assigned partitions: {reason}"),
        }
    }

    /// The end of a partition of this number was met. Where several topics have one, the statistics report a little later which
    /// it was.
    pub(super) fn report_end_of(&mut self, number: i32) {
        let Ok(mut partitions) = self.inlet.assigned() else { return };
        partitions.retain(|partition| partition.number == number);
        if partitions.len() == 1 {
            self.end.report(BrokerEvent::ReachedEnd(partitions));
        }
    }
}
