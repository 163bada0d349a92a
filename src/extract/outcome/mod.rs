//! What comes into the extraction and what comes out of it.

mod document;
mod hold;
mod reject;
mod skip;
mod stage;
mod timestamp;

use jiff::Timestamp;

use super::encode::EventRecord;

pub use document::ArticleDocument;
pub use hold::HoldReason;
pub use reject::{Reject, RejectReason};
pub use skip::{Skip, SkipReason};
pub use stage::Stage;
pub use timestamp::message_time;

/// One message as it came in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The value; null is a retraction.
    pub bytes: Option<&'a [u8]>,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The timestamp of the message, which replaces a publication date that neither the article nor its envelope gives. It is
    /// ignored where no message can have it, as `message_time` says.
    pub received_at: Option<Timestamp>,
    /// What the headers of the message say of the value.
    pub declared: Declared<'a>,
    /// What the value is taken for.
    pub format: InputFormat,
}

/// What a value is taken for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputFormat {
    /// What its content looks like.
    #[default]
    Auto,
    /// JSON and nothing else.
    Json,
    /// Plain text, whatever it looks like.
    Text,
    /// An HTML page.
    Html,
}

/// What the headers of a message say of its value: its media type, and the attributes of a `CloudEvents` message in binary mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Declared<'a> {
    /// `content-type`: a media type, with or without a charset.
    pub content_type: Option<&'a str>,
    /// `ce_id`.
    pub id: Option<&'a str>,
    /// `ce_time`, as written.
    pub time: Option<&'a str>,
    /// `ce_source`.
    pub source: Option<&'a str>,
}

/// What came of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The article's id.
    pub article_id: String,
    /// Its events in the order of the text.
    pub records: Vec<EventRecord>,
    /// Why each of its further events is held back.
    pub held_back: Vec<HoldReason>,
    /// The annotated article, where it is wanted.
    pub document: Option<Box<ArticleDocument>>,
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
