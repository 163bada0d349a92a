//! The thread "kafka": it alone talks to librdkafka. Commands come from the pipeline, events go to it.

mod report;

use std::{
    mem,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rdkafka::consumer::Consumer;
use tokio::sync::oneshot;

use super::{
    ConnectError,
    assignment::Assignment,
    burst::Burst,
    channel::{Command, ThreadEnd},
    config::Configs,
    context::Rebalance,
    inlet::Inlet,
    outlet::Outlet,
    placement::Placement,
    polling::{Polling, Turn},
    positions::{committed, list, seek},
};
use crate::{
    settings::Settings,
    stream::{BrokerEvent, Budget, Failure, Marks, Partition, Position},
};

/// One wait for a command while nothing may be consumed.
const COMMAND_WAIT: Duration = Duration::from_millis(10);

/// The thread's state. Only the thread has it, so it does one thing at a time.
pub(super) struct Worker {
    /// The consumer. It is polled only while no partition is on its way out.
    inlet: Inlet,
    /// The producer and its transaction.
    outlet: Outlet,
    /// The partitions that the consumer has.
    assignment: Assignment,
    /// Which of them have waited long for a position.
    placement: Placement,
    /// Whether to poll the consumer.
    polling: Polling,
    /// Commands and events.
    end: ThreadEnd,
    /// What an operator can do when the broker does not let this user read.
    remedy: String,
    /// What the consumer is made of.
    configs: Configs,
    /// When the thread last reported to the pipeline.
    last_beat: Instant,
    /// Whether any broker could be reached, as last reported to the pipeline.
    was_reachable: bool,
}

impl Worker {
    /// Makes the consumer. The producer was made before it, which ended what an earlier process of this name left open.
    pub(super) fn open(
        settings: &Settings,
        configs: &Configs,
        outlet: Outlet,
        budget: Arc<Budget>,
        end: ThreadEnd,
    ) -> Result<Self, ConnectError> {
        let topics = settings.topics.articles.join(", ");
        let now = Instant::now();
        Ok(Self {
            inlet: Inlet::subscribe(configs)?,
            outlet,
            assignment: Assignment::new(&settings.delivery, budget),
            placement: Placement::default(),
            polling: Polling::new(configs.max_poll_interval, now),
            end,
            remedy: format!("grant Read on the topics {topics} and the group {}", settings.kafka.group_id),
            configs: configs.clone(),
            last_beat: now,
            was_reachable: true,
        })
    }

    /// Serves commands until `Close`, or until the client is dropped.
    pub(super) fn run(mut self) {
        loop {
            match self.end.command(Duration::ZERO).or_else(|| self.serve()) {
                Some(Command::Close(reply)) => return self.close(reply),
                Some(command) => self.obey(command),
                None => {}
            }
        }
    }

    /// Looks after the clients; returns a command when there was nothing to do but wait for one.
    fn serve(&mut self) -> Option<Command> {
        self.beat();
        if self.inlet.notes().has_no_broker() && !self.assignment.is_leaving() && !self.polling.is_stopped() {
            self.reconnect();
        }
        if self.may_consume() {
            self.consume();
            return None;
        }
        self.outlet.poll();
        self.end.command(COMMAND_WAIT)
    }

    fn obey(&mut self, command: Command) {
        self.polling.worked(Instant::now());
        match command {
            Command::Send(records) => self.outlet.send(&records),
            Command::Commit { positions, marks, reply } => {
                let result = self.commit(&positions, &marks);
                // Nobody waits any more when the pipeline was dropped.
                let _ = reply.send(result);
            }
            Command::Abort { generation, rewind, reply } => {
                self.end.begin(generation);
                let _ = reply.send(self.abort(rewind));
            }
            Command::HandOver(partitions) => self.hand_over(&partitions),
            Command::Stop => self.polling.stop(),
            Command::Hold => self.polling.hold(),
            Command::Close(_) => {}
        }
    }

    fn commit(&mut self, positions: &[Position], marks: &Marks) -> Result<(), Failure> {
        self.outlet.commit(self.inlet.consumer(), &list(positions, marks)?)?;
        for position in positions {
            self.inlet.notes().set_committed(&position.partition.topic, position.partition.number, position.offset);
        }
        Ok(())
    }

    fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let may_be_committed = self.outlet.abort()?;
        let consumer = self.inlet.consumer();
        let positions = if may_be_committed { committed(consumer, self.outlet.health(), rewind)? } else { rewind };
        seek(consumer, &positions)?;
        self.inlet.notes().set_rewound();
        Ok(positions)
    }

    fn hand_over(&mut self, partitions: &[Partition]) {
        if let Err(error) = self.assignment.hand_over(&self.inlet, partitions) {
            self.fail(format!("cannot hand over the revoked partitions: {error}"));
        }
    }

    /// Replaces a consumer that knows no broker any more. If it has partitions, this only reports them lost, and the next call, after the
    /// pipeline has let go of them, replaces it.
    fn reconnect(&mut self) {
        match self.inlet.consumer().assignment() {
            Ok(partitions) if partitions.count() > 0 => {
                return self.rebalance(Rebalance::Revoke { partitions, is_lost: true });
            }
            Ok(_) => {}
            Err(error) => return self.fail(format!("cannot read the assignment: {error}")),
        }
        if self.configs.is_bounded {
            // The group would need a while to assign the partitions again, and a bounded run without partitions is at its end.
            return self.fail("the consumer knows no broker any more; start the run again".to_owned());
        }
        tracing::warn!("the consumer knows no broker any more; a new one connects to {}", self.configs.servers);
        match Inlet::subscribe(&self.configs) {
            Ok(inlet) => {
                self.let_go();
                let old = mem::replace(&mut self.inlet, inlet);
                // Closing may wait for a coordinator that nobody knows any more.
                if let Err(error) = thread::Builder::new().name("kafka-close".to_owned()).spawn(move || drop(old)) {
                    tracing::warn!("cannot start a thread that closes the old consumer: {error}");
                }
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// Whether to poll the consumer now.
    fn may_consume(&mut self) -> bool {
        if self.assignment.is_leaving() {
            return false;
        }
        let now = Instant::now();
        match self.polling.turn(self.assignment.shares().has_room(), now) {
            Turn::Wait => false,
            Turn::Attend => {
                self.assignment.pause(&mut self.inlet, true);
                true
            }
            Turn::Consume => {
                self.assignment.pause(&mut self.inlet, false);
                self.assignment.keep_shares(&self.inlet, now)
            }
        }
    }

    fn consume(&mut self) {
        let has_work = self.assignment.shares().has_work() || self.outlet.is_open();
        let wait = self.polling.wait(has_work, Instant::now());
        let Burst { arrivals, ended, failure } = Burst::poll(&mut self.inlet, self.assignment.shares(), wait);
        if let Some(reason) = failure {
            self.fail(reason);
        }
        self.outlet.poll();
        if !arrivals.is_empty() {
            self.polling.worked(Instant::now());
            self.report_marks(&arrivals);
            self.end.report(BrokerEvent::Arrived(arrivals));
        }
        if let Some(number) = ended {
            self.report_end_of(number);
        }
        self.report_ended();
        if let Some(reason) = self.inlet.notes().take_refusal() {
            self.fail(format!("{reason}; {}", self.remedy));
        }
        if let Some(rebalance) = self.inlet.notes().take_rebalance() {
            self.rebalance(rebalance);
        }
    }

    fn rebalance(&mut self, rebalance: Rebalance) {
        self.polling.worked(Instant::now());
        match rebalance {
            Rebalance::Assign(list) => match self.assignment.take_over(&mut self.inlet, &list) {
                Ok(partitions) => self.end.report(BrokerEvent::Assigned(partitions)),
                Err(reason) => self.fail(format!("cannot take over the assigned partitions: {reason}")),
            },
            Rebalance::Revoke { partitions, is_lost } => {
                let names = self.inlet.names().partitions(&partitions);
                self.assignment.leave(partitions);
                self.end.report(if is_lost { BrokerEvent::Lost(names) } else { BrokerEvent::Revoked(names) });
            }
        }
    }

    /// Makes the consumer ready to be closed: what librdkafka waits for must be answered, or closing waits for it too.
    fn let_go(&mut self) {
        self.inlet.notes().set_closing();
        while let Some(rebalance) = self.inlet.notes().take_rebalance() {
            match rebalance {
                Rebalance::Revoke { partitions, .. } => self.assignment.leave(partitions),
                Rebalance::Assign(partitions) => {
                    let _ = self.inlet.consumer().incremental_assign(&partitions);
                }
            }
        }
        self.hand_over(&[]);
    }

    /// Leaves the group. Whatever was not committed is done again by the next owner.
    fn close(mut self, reply: Option<oneshot::Sender<()>>) {
        if self.outlet.is_open()
            && let Err(error) = self.outlet.abort()
        {
            tracing::warn!("cannot abort the open transaction: {error}");
        }
        self.let_go();
        drop(self.inlet);
        drop(self.outlet);
        if let Some(reply) = reply {
            let _ = reply.send(());
        }
    }
}
