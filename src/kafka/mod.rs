//! The only code that names rdkafka.
//!
//! One thread, "kafka", owns the consumer (`inlet`) and the transactional producer (`outlet`) and makes every blocking call;
//! [`Client`] is its other end on the async side (`channel`). So no call of librdkafka blocks the runtime, and consuming,
//! producing and committing keep one order. The thread decides when to poll (`polling`), takes what is there (`burst`), and
//! keeps the partitions (`assignment`) and their shares of the budget (`shares`).

mod assignment;
mod burst;
mod channel;
mod check;
mod client;
mod config;
mod context;
mod deadline;
mod inlet;
mod judge;
pub mod mock;
mod outlet;
mod placement;
mod polling;
mod positions;
mod protocol;
mod replay;
mod scrub;
mod shares;
mod wire;
mod worker;

pub use check::{Finding, check, validate};
pub use client::{Client, connect};
pub use judge::judge;
pub use replay::{Replay, ReplayError, Tally};

/// Why the worker could not be connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// A client could not be made of the settings.
    #[error("cannot create the Kafka {client}: {reason}; check [kafka.common] and [kafka.{client}]")]
    Settings {
        /// `consumer` or `producer`.
        client: &'static str,
        /// What librdkafka says.
        reason: String,
    },
    /// The topics cannot be subscribed to.
    #[error("{0}; an entry that starts with ^ must also be a valid POSIX regular expression")]
    Topics(String),
    /// No broker answered in time, or it refused.
    #[error("cannot use the broker at {servers}: {reason}; check kafka.bootstrap_servers and the permissions")]
    Broker {
        /// The addresses that were tried.
        servers: String,
        /// What was seen last.
        reason: String,
    },
    /// Nothing distinguishes this worker from others.
    #[error("cannot determine the host name; set kafka.instance")]
    Instance,
    /// The thread could not be started or ended early.
    #[error("cannot start the thread of the Kafka clients")]
    Thread,
}
