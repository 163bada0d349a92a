//! What goes between the async end and the thread "kafka": commands one way, events the other.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use tokio::sync::{
    mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    oneshot,
};

use crate::stream::{BrokerEvent, Failure, Marks, Partition, Position, Record};

/// The answer to a command.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Failure>>;

/// What the pipeline wants, one method of [`Broker`](crate::stream::Broker) each.
pub(super) enum Command {
    Send(Vec<Record>),
    Commit {
        positions: Vec<Position>,
        marks: Marks,
        reply: Reply<()>,
    },
    /// Every event reported before belongs to an earlier generation, and is void for the partitions of `rewind`.
    Abort {
        generation: u64,
        rewind: Vec<Position>,
        reply: Reply<Vec<Position>>,
    },
    HandOver(Vec<Partition>),
    Stop,
    Hold,
    /// Nobody waits for an answer when the async end was dropped.
    Close(Option<oneshot::Sender<()>>),
}

/// An event and the generation in which it was reported.
pub(super) type Event = (u64, BrokerEvent);

/// The end of the pipeline.
#[derive(Debug)]
pub(super) struct AsyncEnd {
    /// Handled one after the other.
    commands: Sender<Command>,
    /// In the order in which they were reported.
    events: UnboundedReceiver<Event>,
}

/// The end of the thread.
#[derive(Debug)]
pub(super) struct ThreadEnd {
    /// In the order in which they were given.
    commands: Receiver<Command>,
    /// Never full: the budget bounds the messages in it.
    events: UnboundedSender<Event>,
    /// The generation of the last abort. Only rises.
    generation: u64,
}

/// Both ends of a new channel.
pub(super) fn channel() -> (AsyncEnd, ThreadEnd) {
    let (commands, orders) = crossbeam_channel::unbounded();
    let (sender, events) = unbounded_channel();
    (AsyncEnd { commands, events }, ThreadEnd { commands: orders, events: sender, generation: 0 })
}

impl AsyncEnd {
    pub(super) fn order(&self, command: Command) {
        // The thread is gone only after it has failed or panicked; the events report both.
        let _ = self.commands.send(command);
    }

    /// The next event; `None` when the thread has ended.
    pub(super) async fn event(&mut self) -> Option<Event> {
        self.events.recv().await
    }
}

impl ThreadEnd {
    /// The next command, when one comes in time.
    pub(super) fn command(&self, wait: Duration) -> Option<Command> {
        match self.commands.recv_timeout(wait) {
            Ok(command) => Some(command),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Command::Close(None)),
        }
    }

    pub(super) fn report(&self, event: BrokerEvent) {
        // The pipeline may have been dropped; the commands report that too.
        let _ = self.events.send((self.generation, event));
    }

    /// Events belong to this generation from now on.
    pub(super) fn begin(&mut self, generation: u64) {
        self.generation = generation;
    }
}
