//! What comes into the extraction and what comes out of it.

use jiff::Timestamp;

use super::encode::EventRecord;

/// One message as it came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The value; null is a retraction.
    pub bytes: Option<&'a [u8]>,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The timestamp of the message, which stands in for a publication date that the article does not tell.
    pub received_at: Option<Timestamp>,
}

/// Why an article gave no events and is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skip {
    /// A stable, `snake_case` reason: a label of the metric `articles_skipped_total`.
    pub reason: &'static str,
    /// A sentence for a person.
    pub message: String,
    /// The article, where it is known.
    pub article_id: Option<String>,
}

impl Skip {
    /// The skip of an article that its producer has withdrawn: the worker keeps no memory of what it published.
    pub fn retraction(article_id: String, why: &str) -> Self {
        let message = format!("{why} by its producer: its events are to be dropped downstream");
        Self { reason: "retraction", message, article_id: Some(article_id) }
    }
}

/// Why an article could not be read: it becomes a dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// A stable, `snake_case` reason: a label of the metric `articles_dead_lettered_total`.
    pub reason: &'static str,
    /// The stage that gave up: `decode`, `clean`, `extract`, `encode`.
    pub stage: &'static str,
    /// A sentence for a person that says what to do.
    pub message: String,
}

/// What came of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The article's id.
    pub article_id: String,
    /// Its events in the order of the text.
    pub records: Vec<EventRecord>,
}

/// What is to be done with a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Publish these records (there may be none).
    Emit(Extraction),
    /// Count it, with the reason, and go on.
    Skip(Skip),
    /// Dead-letter it with the reason.
    Reject(Reject),
}

impl From<Skip> for Outcome {
    fn from(skip: Skip) -> Self {
        Self::Skip(skip)
    }
}

impl From<Reject> for Outcome {
    fn from(reject: Reject) -> Self {
        Self::Reject(reject)
    }
}
