//! What came of a message: what to publish, and what to count.

use super::Record;
use crate::extract::{RejectReason, SkipReason};

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What to publish, in this order.
    pub records: Vec<Record>,
    /// What to count.
    pub verdict: Verdict,
}

impl Output {
    /// The bytes of its records.
    pub fn size(&self) -> usize {
        self.records.iter().map(Record::size).sum()
    }
}

/// What came of a message, for the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Events of these types.
    Emitted(Vec<String>),
    /// No records, for this reason; not an error.
    Skipped(SkipReason),
    /// A dead letter, for this reason.
    DeadLettered(RejectReason),
}
