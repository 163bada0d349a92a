//! Plain text and whole HTML pages as articles.

use super::date::Sent;
use super::format::is_html;
use super::headline::headline;
use super::page_facts::{PageFacts, page_facts};
use super::shape::xml_root;
use super::{Stop, Told, date, hashed_id, key_id, kind, language, source};
use crate::extract::{Input, InputFormat, RejectReason, SkipReason};
use crate::model::{Article, Body, BodyFormat, Issue};

/// Reads plain text or a page as an article.
pub(super) fn from_text(text: String, told: &Told, input: &Input, mut issues: Vec<Issue>) -> Result<Article, Stop> {
    check(&text, input)?;
    let is_html = is_html(&text, input.format);
    let facts = if is_html { page_facts(&text) } else { PageFacts::default() };
    let sent = Sent { told: told.time.as_deref(), received_at: input.received_at };
    let dated = date::published_in_page(&facts.dates, sent, &mut issues);
    let publisher = facts.publisher.or_else(|| facts.url.as_deref().and_then(source::host));
    let title = facts.title.map(|title| headline(&title, publisher.as_deref())).filter(|title| !title.is_empty());
    let id = key_id(input.key).or_else(|| facts.url.clone()).unwrap_or_else(|| hashed_id([text.as_str()]));
    let format = if is_html { BodyFormat::Html } else { BodyFormat::Plain };
    Ok(Article {
        id,
        version: None,
        is_opinion: title.as_deref().is_some_and(kind::is_opinion_title),
        is_planned: false,
        title,
        body: Body { text, format },
        url: facts.url.filter(|url| source::is_address(url)),
        publisher,
        authors: facts.authors.iter().flat_map(|names| source::split_names(names)).collect(),
        language: facts.language.and_then(|tag| language::two_letters(&tag)).map(str::to_owned),
        published_at: dated.published_at,
        published_from: dated.published_from,
        written_on: dated.written_on,
        issues,
    })
}

/// Refuses a text without words, and XML that is no page.
fn check(text: &str, input: &Input) -> Result<(), Stop> {
    if !text.chars().any(char::is_alphabetic) {
        return Err(Stop::skip(SkipReason::NoText, "the value contains no words", key_id(input.key)));
    }
    let Some(name) = xml_root(text).filter(|_| input.format != InputFormat::Text) else { return Ok(()) };
    Err(Stop::reject(
        RejectReason::UnsupportedFormat,
        format!("the value is an XML document <{name}>; send JSON (ninjs for NewsML), HTML or plain text"),
    ))
}
