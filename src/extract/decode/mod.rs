//! Bytes → article: encodings, envelopes, dialects, aliases, dates. See `article-dialects` in the documentation.

mod aliases;
mod article;
mod block_names;
mod blocks;
mod body;
mod carried;
mod change;
mod cloud_event;
mod date;
mod documents;
mod duplicate_key;
mod encoding;
mod envelope;
mod fields;
mod format;
mod headline;
mod json;
mod key;
mod kind;
mod language;
mod lists;
mod names;
mod nested;
mod ngrams;
mod page;
mod page_about;
mod page_facts;
mod page_graph;
mod prose;
mod shape;
mod slices;
mod source;
mod told;
mod unpack;
mod unread;
mod values;
mod withdrawal;
mod xml;

use super::{Input, InputFormat, Reject, RejectReason, Skip, SkipReason, message_time};
use crate::digest;
use crate::model::{Article, Issue};

use key::key_id;
use told::Told;

pub use documents::{Document, are_json_lines, documents, is_named_lines};
pub use withdrawal::Withdrawal;

/// What a message holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoded {
    /// An article to be read.
    Article(Box<Article>),
    /// An article was withdrawn: its events are no longer valid.
    Retraction {
        /// The article's id.
        article_id: String,
        /// The producer's version of the withdrawal, where it states one.
        version: Option<String>,
        /// How it was withdrawn.
        reason: Withdrawal,
    },
    /// Nothing to read; not an error.
    Skip(Skip),
    /// It cannot be read.
    Reject(Reject),
}

/// Why decoding stopped before there was an article.
#[derive(Debug)]
enum Stop {
    Retraction { article_id: Option<String>, version: Option<String>, reason: Withdrawal },
    Skip(Skip),
    Reject(Reject),
}

impl Stop {
    fn reject(reason: RejectReason, message: impl Into<String>) -> Self {
        Self::Reject(Reject::new(reason, message))
    }

    fn skip(reason: SkipReason, message: impl Into<String>, article_id: Option<String>) -> Self {
        Self::Skip(Skip { reason, message: message.into(), article_id, version: None })
    }
}

/// Reads one message: JSON or XML in any of the dialects, HTML or plain text, inside any of the envelopes. Never panics.
pub fn decode(input: &Input) -> Decoded {
    let received_at = input.received_at.and_then(|at| message_time(at.as_millisecond()));
    let input = &Input { received_at, ..*input };
    let stop = match read(input) {
        Ok(article) => return Decoded::Article(Box::new(article)),
        Err(stop) => stop,
    };
    match stop {
        Stop::Skip(skip) => Decoded::Skip(skip),
        Stop::Reject(reject) => Decoded::Reject(reject),
        Stop::Retraction { article_id, version, reason } => match article_id.or_else(|| key_id(input.key)) {
            Some(article_id) => Decoded::Retraction { article_id, version, reason },
            None => Decoded::Skip(Skip {
                reason: SkipReason::RetractionWithoutId,
                message: "the message retracts an article but names none; use the article's id as the message key"
                    .to_owned(),
                article_id: None,
                version: None,
            }),
        },
    }
}

fn read(input: &Input) -> Result<Article, Stop> {
    let Some(bytes) = input.bytes else {
        return Err(Stop::Retraction { article_id: None, version: None, reason: Withdrawal::Deleted });
    };
    let unpacked = unpack::unpack(bytes)?;
    let mut issues = Vec::new();
    let text = encoding::text(&unpacked, input.declared.content_type, &mut issues)?;
    let trimmed = text.trim_start();
    let may_be_json = matches!(input.format, InputFormat::Auto | InputFormat::Json);
    let declares_json = may_be_json && format::is_json_type(input.declared.content_type);
    if input.format == InputFormat::Json && !declares_json {
        format::check_json(trimmed)?;
    }
    if may_be_json && (shape::is_json(trimmed) || declares_json) {
        match json::parse(trimmed, &mut issues) {
            Ok(value) => return from_value(value, input, issues),
            Err(stop) if input.format == InputFormat::Json || declares_json || shape::is_surely_json(trimmed) => {
                return Err(stop);
            }
            Err(_) => {}
        }
    }
    from_text(text.into_owned(), &Told::by(&input.declared), input, issues)
}

/// Text that is XML of news, a page or plain text.
fn from_text(text: String, told: &Told, input: &Input, issues: Vec<Issue>) -> Result<Article, Stop> {
    let news = if input.format == InputFormat::Auto { xml::article(&text) } else { None };
    match news {
        Some(object) => article::from_object(&object?, told, input, issues),
        None => page::from_text(text, told, input, issues),
    }
}

fn from_value(value: serde_json::Value, input: &Input, mut issues: Vec<Issue>) -> Result<Article, Stop> {
    let mut told = Told::by(&input.declared);
    match envelope::unwrap(value, &mut told)? {
        envelope::Content::Object(object) => {
            article::from_object(&ngrams::as_article(object, &mut issues), &told, input, issues)
        }
        envelope::Content::Text(_) if input.format == InputFormat::Json => Err(format::not_json()),
        envelope::Content::Text(text) => from_text(text, &told, input, issues),
    }
}

/// An id made from what identifies an article: 32 hexadecimal digits.
fn hashed_id<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    digest::hex_of_parts(parts, 32)
}

#[cfg(test)]
mod tests;
