//! FLOW 2, asynchronous: consume, extract, publish, commit.
//!
//! One task, the [`Pipeline`], owns all state and does one thing at a time. Messages come in (`receive`), and each has a slot
//! in the [`Tracker`] until the head of its partition is finished; the guard says which may be begun; the [`Pool`] works on
//! them through the [`Processor`]; what is finished is released into the transaction, committed or aborted (`settle`);
//! partitions leave in order (`hand_over`). The [`Broker`] and the [`Pool`] are traits: no backend is named here, and the
//! whole is tested in virtual time and with every order of events.

pub mod batch;
mod bound;
mod breaker;
mod broker;
mod budget;
pub mod dead_letter;
pub mod fail_point;
mod families;
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
mod publish;
mod receive;
mod rewinds;
mod rhythm;
mod sampled;
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
pub use families::register_metrics;
pub use mark::{Mark, Marks};
pub use message::{Header, Message, Partition, Position, Record};
pub use meter::Summary;
pub use output::{Document, Output, Verdict};
pub use pipeline::{Error, Parts, Pipeline};
pub use pool::{Done, Job, Pool};
pub use process::{Extract, Processor};
pub use rewinds::Rewinds;
pub use rhythm::Rhythm;
pub use sampled::Sampler;
pub use threads::Threads;
pub use tracker::{Released, Ticket, Tracker};
