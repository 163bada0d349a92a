//! One article as it was received, before cleaning.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::Issue;

/// How the body of an article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// Plain text, paragraphs separated by line breaks.
    Plain,
    /// HTML or XHTML, a fragment or a whole page.
    Html,
}

/// The body of an article and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The body as received.
    pub text: String,
    /// How it is written.
    pub format: BodyFormat,
}

/// Where the publication date of an article came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedFrom {
    /// A field of the article.
    Article,
    /// The time of the envelope or of a header that it came with.
    Envelope,
    /// The timestamp of the message that carried it.
    Message,
    /// Unknown.
    Unknown,
}

/// One article: identity, words and what its producer said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// The producer's identifier, or a hash of what identifies it.
    pub id: String,
    /// The producer's version, as written.
    pub version: Option<String>,
    /// The headline, as plain text.
    pub title: Option<String>,
    /// The body.
    pub body: Body,
    /// The canonical address.
    pub url: Option<String>,
    /// The publisher's name or host.
    pub publisher: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The language as declared, a BCP 47 or ISO 639 tag reduced to two letters where there is such a code.
    pub language: Option<String>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// Source of the publication date.
    pub published_from: PublishedFrom,
    /// The day on which this version of its text was written, on the publisher's calendar.
    pub written_on: Option<Date>,
    /// An opinion or analysis piece: its events carry a lower confidence.
    pub is_opinion: bool,
    /// A calendar entry or planned coverage: its events are future plans.
    pub is_planned: bool,
    /// What was odd while decoding.
    pub issues: Vec<Issue>,
}

impl Article {
    /// The day that the relative dates of its text are counted from, as far as the article states it: the day on which the text
    /// was written, else that of its publication in UTC.
    pub fn anchor(&self) -> Option<Date> {
        self.written_on.or_else(|| Some(self.published_at?.to_zoned(TimeZone::UTC).date()))
    }

    /// An English article of plain text of which nothing else is known.
    pub fn of_text(id: &str, text: &str) -> Self {
        Self {
            id: id.to_owned(),
            version: None,
            title: None,
            body: Body { text: text.to_owned(), format: BodyFormat::Plain },
            url: None,
            publisher: None,
            authors: Vec::new(),
            language: Some("en".to_owned()),
            published_at: None,
            published_from: PublishedFrom::Unknown,
            written_on: None,
            is_opinion: false,
            is_planned: false,
            issues: Vec::new(),
        }
    }
}
