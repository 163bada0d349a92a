//! The thread "kafka": it alone talks to librdkafka. Commands come from the pipeline, events go to it.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rdkafka::{
    TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
};
use tokio::sync::{mpsc::UnboundedSender, oneshot};

use super::{
    ConnectError,
    config::Configs,
    context::{ConsumerEvents, ConsumerNotes, Rebalance},
    positions::{committed, list, marks, seek, start_at},
    produce::Outlet,
    shares::Shares,
    wire::Names,
};
use crate::{
    settings::{Settings, Start},
    stream::{Arrival, BrokerEvent, Budget, Failure, Marks, Partition, Position, Record},
};

/// One wait for a message while there is work: commands wait behind it.
const BUSY_WAIT: Duration = Duration::from_millis(1);
/// One wait for a message while there is nothing to do.
const IDLE_WAIT: Duration = Duration::from_millis(50);
/// One wait for a command while nothing may be consumed.
const COMMAND_WAIT: Duration = Duration::from_millis(10);
/// How long the thread counts as busy after the last message or command.
const LINGER: Duration = Duration::from_millis(500);
/// Messages that are handed on at once.
const BURST: usize = 256;
/// How long a burst may last.
const BURST_TIME: Duration = Duration::from_millis(5);
/// How often the pipeline is told that the thread is alive.
const BEAT: Duration = Duration::from_secs(1);
/// Without room for so long, or a third of the time within which it must be polled, the consumer is paused and polled, so that
/// rebalances are answered and it stays in the group.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the pipeline wants.
pub(super) enum Command {
    Send(Vec<Record>),
    Commit(Vec<Position>, Marks, oneshot::Sender<Result<(), Failure>>),
    Abort { generation: u64, rewind: Vec<Position>, reply: oneshot::Sender<Result<Vec<Position>, Failure>> },
    HandOver(Vec<Partition>),
    Stop,
    Hold,
    Close(Option<oneshot::Sender<()>>),
}

/// An event and the generation of the consumer's position that it belongs to.
pub(super) type Event = (u64, BrokerEvent);

/// Whether messages are consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intake {
    Open,
    /// The consumer is polled for the group's sake, with every partition paused.
    Held,
    Closed,
}

/// The thread's state.
pub(super) struct Worker {
    consumer: BaseConsumer<ConsumerEvents>,
    notes: Arc<ConsumerNotes>,
    outlet: Outlet,
    commands: Receiver<Command>,
    events: UnboundedSender<Event>,
    budget: Arc<Budget>,
    shares: Shares,
    names: Names,
    start: Start,
    /// What to do when the broker does not let this user read.
    remedy: String,
    patience: Duration,
    /// Counts the rewinds: messages of an earlier generation are void.
    generation: u64,
    /// Partitions that were assigned and of which nothing has come yet.
    fresh: BTreeSet<Partition>,
    is_guarded: bool,
    /// What was revoked and has not been handed over.
    leaving: Option<TopicPartitionList>,
    intake: Intake,
    is_paused: bool,
    was_reachable: bool,
    last_room: Instant,
    last_work: Instant,
    last_beat: Instant,
}

impl Worker {
    pub(super) fn open(
        settings: &Settings,
        configs: &Configs,
        outlet: Outlet,
        commands: Receiver<Command>,
        events: UnboundedSender<Event>,
        budget: Arc<Budget>,
    ) -> Result<Self, ConnectError> {
        let notes = Arc::new(ConsumerNotes::default());
        let refused = |error: KafkaError| ConnectError::Settings { client: "consumer", reason: error.to_string() };
        let context = ConsumerEvents(Arc::clone(&notes));
        let consumer: BaseConsumer<_> = configs.consumer.create_with_context(context).map_err(refused)?;
        let topics: Vec<&str> = settings.topics.articles.iter().map(String::as_str).collect();
        consumer.subscribe(&topics).map_err(refused)?;
        let now = Instant::now();
        Ok(Self {
            consumer,
            notes,
            outlet,
            commands,
            events,
            shares: Shares::new(Arc::clone(&budget)),
            budget,
            names: Names::default(),
            start: settings.delivery.start,
            patience: configs.max_poll_interval.map_or(PATIENCE, |interval| PATIENCE.min(interval / 3)),
            remedy: format!("grant Read on the topics {} and the group {}", topics.join(", "), settings.kafka.group_id),
            generation: 0,
            fresh: BTreeSet::new(),
            is_guarded: settings.delivery.crash_limit > 0,
            leaving: None,
            intake: Intake::Open,
            is_paused: false,
            was_reachable: true,
            last_room: now,
            last_work: now,
            last_beat: now,
        })
    }

    /// Works until it is told to close, or nobody is left to tell it.
    pub(super) fn run(mut self) {
        loop {
            match self.command(Duration::ZERO).or_else(|| self.serve()) {
                Some(Command::Close(reply)) => return self.close(reply),
                Some(command) => self.obey(command),
                None => {}
            }
        }
    }

    /// Looks after the clients; returns a command when there was nothing to do but wait for one.
    fn serve(&mut self) -> Option<Command> {
        self.beat();
        if self.may_consume() {
            self.consume();
            return None;
        }
        self.outlet.poll();
        self.command(COMMAND_WAIT)
    }

    fn command(&self, wait: Duration) -> Option<Command> {
        match self.commands.recv_timeout(wait) {
            Ok(command) => Some(command),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Command::Close(None)),
        }
    }

    fn obey(&mut self, command: Command) {
        self.last_work = Instant::now();
        match command {
            Command::Send(records) => self.outlet.send(&records),
            Command::Commit(positions, marks, reply) => {
                let result = self.commit(&positions, &marks);
                // Nobody waits any more when the pipeline was dropped.
                let _ = reply.send(result);
            }
            Command::Abort { generation, rewind, reply } => {
                self.generation = generation;
                let _ = reply.send(self.abort(rewind));
            }
            Command::HandOver(partitions) => self.hand_over(&partitions),
            Command::Stop => self.intake = Intake::Closed,
            Command::Hold => self.intake = Intake::Held,
            Command::Close(_) => {}
        }
    }

    fn commit(&mut self, positions: &[Position], marks: &Marks) -> Result<(), Failure> {
        self.outlet.commit(&self.consumer, &list(positions, marks)?)?;
        for position in positions {
            self.notes.set_committed(&position.partition.topic, position.partition.number, position.offset);
        }
        Ok(())
    }

    fn abort(&mut self, rewind: Vec<Position>) -> Result<Vec<Position>, Failure> {
        let may_be_committed = self.outlet.abort()?;
        let positions =
            if may_be_committed { committed(&self.consumer, self.outlet.health(), rewind)? } else { rewind };
        seek(&self.consumer, &positions)?;
        self.notes.set_rewound();
        Ok(positions)
    }

    fn hand_over(&mut self, partitions: &[Partition]) {
        for partition in partitions {
            self.fresh.remove(partition);
            self.shares.forget(partition);
            self.notes.forget(&partition.topic, partition.number);
        }
        let Some(leaving) = self.leaving.take() else { return };
        // What is paused when it leaves, librdkafka would still hold paused when it comes back.
        if let Err(error) = self.consumer.resume(&leaving) {
            tracing::warn!("partitions that leave cannot be resumed: {error}");
        }
        if let Err(error) = self.consumer.incremental_unassign(&leaving) {
            self.fail(format!("partitions cannot be handed over: {error}"));
        }
    }

    /// Whether to poll the consumer now. Without room it is not polled, but not for long: a rebalance must be answered.
    fn may_consume(&mut self) -> bool {
        if self.intake == Intake::Closed || self.leaving.is_some() {
            return false;
        }
        if self.intake == Intake::Held {
            self.pause(true);
            return true;
        }
        let now = Instant::now();
        if self.budget.has_room() {
            self.last_room = now;
            self.pause(false);
            return self.keep_shares(now);
        }
        if now.duration_since(self.last_room) < self.patience {
            return false;
        }
        self.pause(true);
        true
    }

    /// Pauses and resumes single partitions by their shares; false when nothing is to be consumed for the moment.
    fn keep_shares(&mut self, now: Instant) -> bool {
        let measures = self.shares.look(now);
        for (partitions, wanted) in [(&measures.pause, true), (&measures.resume, false)] {
            let mut list = TopicPartitionList::new();
            for partition in partitions {
                list.add_partition(&partition.topic, partition.number);
            }
            if list.count() > 0
                && let Err(error) = self.pause_list(&list, wanted)
            {
                tracing::warn!("a partition cannot be paused or resumed for its share: {error}");
            }
        }
        !measures.is_to_wait
    }

    fn pause(&mut self, wanted: bool) {
        if self.is_paused == wanted {
            return;
        }
        let done = self.consumer.assignment().and_then(|all| {
            let rest = self.without_crowded(&all);
            self.pause_list(&rest, wanted)
        });
        match done {
            Ok(()) => self.is_paused = wanted,
            Err(error) => tracing::warn!("the consumer cannot be paused or resumed: {error}"),
        }
    }

    /// What is paused for its share stays so when the others are paused and resumed.
    fn without_crowded(&mut self, all: &TopicPartitionList) -> TopicPartitionList {
        let mut rest = TopicPartitionList::new();
        for partition in self.names.partitions(all).iter().filter(|partition| !self.shares.is_paused(partition)) {
            rest.add_partition(&partition.topic, partition.number);
        }
        rest
    }

    fn pause_list(&self, list: &TopicPartitionList, wanted: bool) -> Result<(), KafkaError> {
        if wanted { self.consumer.pause(list) } else { self.consumer.resume(list) }
    }

    fn consume(&mut self) {
        let is_busy = self.budget.articles() > 0 || self.outlet.is_open() || self.last_work.elapsed() < LINGER;
        let began = Instant::now();
        let mut wait = if is_busy { BUSY_WAIT } else { IDLE_WAIT };
        let mut arrivals = Vec::new();
        let mut ended = None;
        let mut is_crowded = false;
        while let Some(polled) = self.consumer.poll(wait) {
            wait = Duration::ZERO;
            match polled {
                Ok(wire) => {
                    let message = Arc::new(self.names.message(&wire));
                    let permit = self.shares.take(&message.partition, message.size());
                    is_crowded = self.shares.is_used_up(&message.partition);
                    arrivals.push(Arrival { message, permit });
                }
                Err(KafkaError::PartitionEOF(number)) => {
                    ended = Some(number);
                    break;
                }
                Err(KafkaError::MessageConsumptionFatal(code)) => {
                    self.fail(format!("the consumer cannot go on: {code}"));
                    break;
                }
                // Told by the context; librdkafka tries again by itself.
                Err(_) => {}
            }
            let is_long = arrivals.len() >= BURST || began.elapsed() > BURST_TIME;
            if is_long || is_crowded || !self.budget.has_room() || self.notes.has_rebalance() {
                break;
            }
        }
        self.outlet.poll();
        if !arrivals.is_empty() {
            self.last_work = Instant::now();
            self.tell_marks(&arrivals);
            self.tell(BrokerEvent::Arrived(arrivals));
        }
        if let Some(number) = ended {
            self.reached_end(number);
        }
        if let Some(reason) = self.notes.take_refusal() {
            self.fail(format!("{reason}; {}", self.remedy));
        }
        if let Some(rebalance) = self.notes.take_rebalance() {
            self.rebalance(rebalance);
        }
    }

    /// Tells what a process that died has left beside the committed positions of the partitions of which these are the first
    /// articles. When something comes of a partition, its position has been read already, so that no transaction of a dead
    /// worker stands in the way of this question any more.
    fn tell_marks(&mut self, arrivals: &[Arrival]) {
        let first: BTreeSet<Partition> =
            arrivals.iter().filter_map(|arrival| self.fresh.take(&arrival.message.partition)).collect();
        if first.is_empty() {
            return;
        }
        match marks(&self.consumer, self.outlet.health(), &first) {
            Ok(marks) if marks.is_empty() => {}
            Ok(marks) => self.tell(BrokerEvent::Marked(marks)),
            Err(reason) => tracing::warn!("whether a worker crashed here cannot be read: {reason}"),
        }
    }

    /// The end of a partition was met. rdkafka tells its number and not its topic: where several topics have a partition of
    /// that number, the statistics tell a little later which it was.
    fn reached_end(&mut self, number: i32) {
        let Ok(assignment) = self.consumer.assignment() else { return };
        let partitions = self.names.partitions(&assignment);
        let ended: Vec<Partition> = partitions.into_iter().filter(|partition| partition.number == number).collect();
        if ended.len() == 1 {
            self.tell(BrokerEvent::ReachedEnd(ended));
        }
    }

    /// Tells of the partitions whose end the statistics saw.
    fn tell_ended(&mut self) {
        let ended = self.notes.take_ended();
        if ended.is_empty() {
            return;
        }
        let Ok(assignment) = self.consumer.assignment() else { return };
        let mut partitions = self.names.partitions(&assignment);
        partitions.retain(|partition| ended.contains(&(partition.topic.to_string(), partition.number)));
        self.tell(BrokerEvent::ReachedEnd(partitions));
    }

    fn rebalance(&mut self, rebalance: Rebalance) {
        self.last_work = Instant::now();
        match rebalance {
            Rebalance::Assign(list) => self.assign(&list),
            Rebalance::Revoke { partitions, is_lost } => {
                let names = self.names.partitions(&partitions);
                self.leaving = Some(partitions);
                self.tell(if is_lost { BrokerEvent::Lost(names) } else { BrokerEvent::Revoked(names) });
            }
        }
    }

    fn assign(&mut self, list: &TopicPartitionList) {
        let from = match self.start {
            Start::At(time) => start_at(&self.consumer, list, time),
            Start::Earliest | Start::Latest => Ok(list.clone()),
        };
        self.notes.set_rewound();
        let done = from.and_then(|from| self.consumer.incremental_assign(&from).map_err(|error| error.to_string()));
        if let Err(reason) = done {
            return self.fail(format!("partitions cannot be taken over: {reason}"));
        }
        let names = self.names.partitions(list);
        for partition in &names {
            self.shares.assign(partition);
        }
        if self.is_paused
            && let Err(error) = self.consumer.pause(list)
        {
            tracing::warn!("new partitions cannot be paused: {error}");
        }
        if self.is_guarded {
            self.fresh.extend(names.iter().cloned());
        }
        self.tell(BrokerEvent::Assigned(names));
    }

    fn beat(&mut self) {
        if self.last_beat.elapsed() < BEAT {
            return;
        }
        self.last_beat = Instant::now();
        self.tell(BrokerEvent::Beat);
        self.tell_ended();
        let is_reachable = self.notes.is_reachable();
        if is_reachable != self.was_reachable {
            self.was_reachable = is_reachable;
            self.tell(BrokerEvent::Reachable(is_reachable));
        }
    }

    fn fail(&mut self, reason: String) {
        self.intake = Intake::Closed;
        self.tell(BrokerEvent::Failed(Failure::Fatal(reason)));
    }

    fn tell(&self, event: BrokerEvent) {
        // Nobody listens any more when the pipeline was dropped; the command channel tells that too.
        let _ = self.events.send((self.generation, event));
    }

    /// Leaves the group. Whatever was not committed is done again by the next owner.
    fn close(mut self, reply: Option<oneshot::Sender<()>>) {
        if self.outlet.is_open()
            && let Err(error) = self.outlet.abort()
        {
            tracing::warn!("the open transaction could not be aborted: {error}");
        }
        self.notes.set_closing();
        // What librdkafka waits for must be answered, or closing waits for it too.
        while let Some(rebalance) = self.notes.take_rebalance() {
            match rebalance {
                Rebalance::Revoke { partitions, .. } => self.leaving = Some(partitions),
                Rebalance::Assign(partitions) => {
                    let _ = self.consumer.incremental_assign(&partitions);
                }
            }
        }
        self.hand_over(&[]);
        drop(self.consumer);
        drop(self.outlet);
        if let Some(reply) = reply {
            let _ = reply.send(());
        }
    }
}
