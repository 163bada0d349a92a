//! Something odd that was met on the way and did not stop the work.

use super::Span;

named! {
    /// What was odd about an article.
    pub enum IssueCode {
        /// The text is not UTF-8 and was decoded as Windows-1252. Encode the article as UTF-8.
        EncodingGuessed => "encoding_guessed",
        /// An object of the article contains a key twice. The last value counts.
        DuplicateKey => "duplicate_key",
        /// The article has no full text. The summary was read instead.
        TextIsSummary => "text_is_summary",
        /// The producer truncated the text. The rest of the text is missing.
        TextTruncated => "text_truncated",
        /// A publication date has an unknown form and was ignored.
        DateUnreadable => "date_unreadable",
        /// A publication date is implausible and was ignored: a default value, before 1700, or more than 36 h after the timestamp of the message.
        DateImplausible => "date_implausible",
        /// The article has no usable publication date. The timestamp of the message was used instead.
        DateInferred => "date_inferred",
        /// Neither the article nor the message has a usable date. Dates such as "on Monday" are not resolved.
        DateUnknown => "date_unknown",
        /// The annotated article is larger than its topic accepts. Text, sentences, entities and events were left out. Raise `message.max.bytes` in `[kafka.producer]` and `max.message.bytes` on the topic.
        DocumentTooLarge => "document_too_large",
    }
}

/// One oddity of an article: what was seen, where, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// What was odd.
    pub code: IssueCode,
    /// The same as a sentence about this article.
    pub message: String,
    /// The bytes of the cleaned text that it concerns, where it concerns a part of it.
    pub span: Option<Span>,
}

impl Issue {
    /// An issue that concerns the article as a whole.
    pub fn new(code: IssueCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: None }
    }
}
