//! FLOW 2, asynchronous: consume, extract, publish, commit.
//!
//! One task ([`Pipeline`]) holds all state and waits for messages, results, the commit timer and the shutdown. The broker
//! is behind a trait ([`Broker`]), and so is the CPU pool ([`Pool`]); the rest is pure: which message is where
//! ([`Tracker`]), when to commit ([`batch`]), what to publish ([`Processor`]).

pub mod batch;
mod bound;
mod breaker;
mod broker;
mod budget;
pub mod dead_letter;
mod event_message;
pub mod fail_point;
mod guard;
mod hand_over;
mod mark;
mod message;
mod meter;
mod output;
mod panics;
mod pipeline;
mod pool;
mod process;
mod receive;
mod rewinds;
mod rhythm;
mod settle;
#[cfg(test)]
mod tests;
mod threads;
mod tracker;
mod transaction;

pub use bound::Until;
pub use broker::{Arrival, Broker, BrokerEvent, Failure};
pub use budget::{Budget, Permit, Share};
pub use dead_letter::{Carry, Choice, Letter, dead_letter};
pub use fail_point::FailPoint;
pub use mark::{Mark, Marks};
pub use message::{Header, Message, Partition, Position, Record};
pub use meter::Summary;
pub use output::{Output, Verdict};
pub use pipeline::{Error, Parts, Pipeline};
pub use pool::{Done, Job, Pool};
pub use process::{Extract, Processor};
pub use rewinds::Rewinds;
pub use rhythm::Rhythm;
pub use threads::Threads;
pub use tracker::{Released, Ticket, Tracker};
