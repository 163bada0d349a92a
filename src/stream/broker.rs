//! The broker as the pipeline sees it. A transaction couples both ends, so there is no separate source and sink.

use std::{future::Future, sync::Arc};

use super::{Marks, Message, Partition, Permit, Position, Record};

/// A message with its part of the budget.
#[derive(Debug)]
pub struct Arrival {
    /// The message.
    pub message: Arc<Message>,
    /// What it takes of the budget while it is in flight.
    pub permit: Permit,
}

/// What comes from the broker.
#[derive(Debug)]
pub enum BrokerEvent {
    /// Messages, in the order of each partition.
    Arrived(Vec<Arrival>),
    /// These partitions have been assigned.
    Assigned(Vec<Partition>),
    /// Marks stored with the committed positions of partitions of which the first messages are about to come.
    Marked(Marks),
    /// These partitions are to be handed over: nothing more comes until [`Broker::hand_over`] answers.
    Revoked(Vec<Partition>),
    /// These partitions are another worker's already: nothing more comes until [`Broker::hand_over`] answers.
    Lost(Vec<Partition>),
    /// Everything that these partitions held has come.
    ReachedEnd(Vec<Partition>),
    /// The assigned partitions that have had no position for a minute, when that has changed.
    WithoutPosition(Vec<Partition>),
    /// Whether any broker can be reached, when that has changed.
    Reachable(bool),
    /// The broker's client is alive; comes about once a second.
    Beat,
    /// The client cannot go on.
    Failed(Failure),
}

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The transaction cannot be committed; it must be aborted and done again.
    #[error("{0}")]
    Abort(String),
    /// A permission is missing, so a retry would fail too. The client still works: open work can be undone.
    #[error("{0}")]
    Refused(String),
    /// Nothing can be done any more with this client; a new process may have more luck.
    #[error("{0}")]
    Fatal(String),
}

/// The way to the broker: what comes in, what goes out, and the transaction around both.
///
/// A transaction begins by itself with the first record or offset after the last commit or abort.
pub trait Broker: Send {
    /// The next event. Cancel-safe: an event is never lost when the future is dropped.
    fn next(&mut self) -> impl Future<Output = BrokerEvent> + Send;

    /// Publishes records, in order, within the transaction. The commit reports errors.
    fn send(&mut self, records: Vec<Record>);

    /// Commits the records sent and these positions together, with marks beside some of them; marks that stood beside the
    /// others are gone.
    fn commit(&mut self, positions: Vec<Position>, marks: Marks) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Drops the transaction and consumes again from these positions. Messages that came before it and have not been
    /// returned by [`Broker::next`] yet will not be. Returns where each partition in fact continues, which is another
    /// place when it turns out that the transaction had been committed after all.
    fn abort(&mut self, rewind: Vec<Position>) -> impl Future<Output = Result<Vec<Position>, Failure>> + Send;

    /// Answers [`BrokerEvent::Revoked`] and [`BrokerEvent::Lost`]: nothing of these partitions is in flight any more.
    fn hand_over(&mut self, partitions: Vec<Partition>);

    /// Consumes nothing more.
    fn stop(&mut self);

    /// Consumes nothing more, but stays in the group with its partitions.
    fn hold(&mut self);

    /// The largest record, as [`Record::size`] counts, that the topic takes.
    fn max_record_bytes(&self, topic: &str) -> usize;

    /// What an operator can do so that a topic takes larger records, as an order: "raise …".
    fn larger_records(&self) -> &'static str;

    /// Leaves the group and closes the clients; an open transaction is aborted.
    fn close(self) -> impl Future<Output = ()> + Send;
}
