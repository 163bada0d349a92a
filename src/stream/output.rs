//! What came of a message: what to publish, and what to count.

use super::Record;
use crate::extract::{HoldReason, RejectReason, SkipReason};

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What to publish, in this order.
    pub records: Vec<Record>,
    /// What to count.
    pub verdict: Verdict,
    /// Which document of the article is among the records, if there is one.
    pub document: Option<Document>,
}

named! {
    /// A document on the annotated topic. The name is the label `kind` of the metric `annotated_articles_produced_total`.
    pub enum Document {
        /// The annotated article.
        Article => "article",
        /// The annotated article without text, annotations and events, since it was larger than its topic accepts.
        Reference => "reference",
        /// The retraction of an article.
        Retraction => "retraction",
    }
}

impl Output {
    /// An output without a document.
    pub fn new(records: Vec<Record>, verdict: Verdict) -> Self {
        Self { records, verdict, document: None }
    }

    /// The bytes of its records.
    pub fn size(&self) -> usize {
        self.records.iter().map(Record::size).sum()
    }
}

/// What came of a message, for the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Events.
    Emitted {
        /// The types of those that are published.
        types: Vec<String>,
        /// Why each of the others is held back.
        held_back: Vec<HoldReason>,
    },
    /// No records, for this reason; not an error.
    Skipped(SkipReason),
    /// A dead letter, for this reason.
    DeadLettered(RejectReason),
}
