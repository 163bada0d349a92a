//! Something odd that was met on the way and did not stop the work.

use super::Span;

named! {
    /// What was odd about an article.
    pub enum IssueCode {
        /// The text is not UTF-8 and declares no other encoding. It was decoded with the one that its letters fit alone, which the
        /// message names. Encode the article as UTF-8, or declare its charset in the header `content-type`.
        EncodingGuessed => "encoding_guessed",
        /// An object of the article contains a key twice. The last value counts.
        DuplicateKey => "duplicate_key",
        /// The article has no full text. The summary was read instead.
        TextIsSummary => "text_is_summary",
        /// The article has neither text nor summary. The headline was read instead.
        TextIsTitle => "text_is_title",
        /// The producer truncated the text. The rest of the text is missing, and the sentence that was cut is not read.
        TextTruncated => "text_truncated",
        /// A publication date has an unknown form, or day and month could be exchanged in it, and was ignored. Write it as `YYYY-MM-DD`.
        DateUnreadable => "date_unreadable",
        /// A publication date is implausible and was ignored: a default value, seconds taken for milliseconds, before 1700, or more than 36 h after the timestamp of the message.
        DateImplausible => "date_implausible",
        /// A date names a time zone that is unknown or has several meanings. The time was taken as UTC, or in the most frequent of the
        /// meanings. Write an offset such as `+02:00`.
        ZoneUnknown => "zone_unknown",
        /// The article has no usable publication date. The time of its envelope or of the header `ce_time` was used instead, or the
        /// timestamp of the message.
        DateInferred => "date_inferred",
        /// Neither the article nor its envelope nor its message has a usable date. Dates such as "on Monday" are resolved only where
        /// the text has a dateline with a year.
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
