//! The messages of one turn: handed on together, so that a busy stream costs few events.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    inlet::{Inlet, Polled},
    shares::Shares,
};
use crate::stream::Arrival;

/// The most messages of one burst.
const MOST: usize = 256;
/// How long a burst may last.
const LONGEST: Duration = Duration::from_millis(5);

/// What one turn of polling gave.
#[derive(Debug, Default)]
pub(super) struct Burst {
    /// Messages, in the order of each partition, that the budget has room for.
    pub(super) arrivals: Vec<Arrival>,
    /// The number of a partition whose end was met after them.
    pub(super) ended: Option<i32>,
    /// Why the consumer failed.
    pub(super) failure: Option<String>,
}

impl Burst {
    /// Waits at most `wait` for a message, then takes those that have arrived by then.
    pub(super) fn poll(inlet: &mut Inlet, shares: &Shares, mut wait: Duration) -> Self {
        let began = Instant::now();
        let mut burst = Self::default();
        while let Some(polled) = inlet.poll(wait) {
            wait = Duration::ZERO;
            let mut is_crowded = false;
            match polled {
                Polled::Message(message) => {
                    let permit = shares.take(&message.partition, message.size());
                    is_crowded = shares.is_used_up(&message.partition);
                    burst.arrivals.push(Arrival { message: Arc::new(message), permit });
                }
                Polled::End(number) => {
                    burst.ended = Some(number);
                    break;
                }
                Polled::Fatal(reason) => {
                    burst.failure = Some(reason);
                    break;
                }
                Polled::Passing(_) => {}
            }
            let is_long = burst.arrivals.len() >= MOST || began.elapsed() > LONGEST;
            if is_long || is_crowded || !shares.has_room() || inlet.notes().has_rebalance() {
                break;
            }
        }
        burst
    }
}
