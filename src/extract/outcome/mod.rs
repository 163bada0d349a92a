//! What comes into the extraction and what comes out of it.

mod reject;
mod skip;
mod stage;

use jiff::Timestamp;

use super::encode::EventRecord;

pub use reject::{Reject, RejectReason};
pub use skip::{Skip, SkipReason};
pub use stage::Stage;

/// One message as it came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The value; null is a retraction.
    pub bytes: Option<&'a [u8]>,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The timestamp of the message, which replaces a publication date that the article does not give.
    pub received_at: Option<Timestamp>,
}

/// What came of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The article's id.
    pub article_id: String,
    /// Its events in the order of the text.
    pub records: Vec<EventRecord>,
}

/// What to do with a message.
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
