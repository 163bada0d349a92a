//! Plain text and whole HTML pages as articles.

use super::date::Sent;
use super::format::is_html;
use super::headline::headline;
use super::page_facts::{PageFacts, page_facts};
use super::shape::{looks_like_html, xml_root};
use super::{Stop, Told, date, hashed_id, key_id, kind, language, source};
use crate::extract::markup::html::{self, Page};
use crate::extract::{Input, InputFormat, RejectReason, SkipReason};
use crate::model::{Article, Body, BodyFormat, Issue};

/// Two texts are of the same story if a paragraph of one begins with this number of letters of the other.
const SAME: usize = 40;

/// Reads plain text or a page as an article.
pub(super) fn from_text(text: String, told: &Told, input: &Input, mut issues: Vec<Issue>) -> Result<Article, Stop> {
    check(&text, input)?;
    let page = is_html(&text, input.format).then(|| html::page(&text));
    let facts = page.as_ref().map_or_else(PageFacts::default, |page| page_facts(&text, page));
    let sent = Sent { told: told.time.as_deref(), received_at: input.received_at };
    let dated = date::published_in_page(&facts.dates, sent, &mut issues);
    let publisher = facts.publisher.or_else(|| facts.url.as_deref().and_then(source::host));
    let title = facts.title.map(|title| headline(&title, publisher.as_deref())).filter(|title| !title.is_empty());
    let id = key_id(input.key).or_else(|| facts.url.clone()).unwrap_or_else(|| hashed_id([text.as_str()]));
    let told = facts.body.filter(|body| page.as_ref().is_some_and(|page| is_fuller(body, page)));
    let body = match told {
        Some(told) => Body { format: format_of(&told), text: told },
        None => Body { text, format: if page.is_some() { BodyFormat::Html } else { BodyFormat::Plain } },
    };
    Ok(Article {
        id,
        version: None,
        is_opinion: facts.is_opinion || title.as_deref().is_some_and(kind::is_opinion_title),
        is_planned: false,
        title,
        body,
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

fn format_of(text: &str) -> BodyFormat {
    if looks_like_html(text) { BodyFormat::Html } else { BodyFormat::Plain }
}

/// Whether the text in the metadata of a page says more than what the page shows: where a reader has to pay, or a script has
/// to run, before the story is there.
fn is_fuller(told: &str, page: &Page) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let told = letters(told);
    let shown: Vec<String> = page.paragraphs().map(|paragraph| letters(&paragraph)).collect();
    let size = shown.iter().map(String::len).sum::<usize>();
    let opening = |paragraph: &String| paragraph.chars().take(SAME).collect::<String>();
    let is_same = shown.iter().map(opening).any(|opening| opening.len() >= SAME && told.contains(&opening));
    told.len() > 2 * size || is_same && told.len() * 5 > size * 6
}

/// Refuses a text without words, and XML that is no page.
fn check(text: &str, input: &Input) -> Result<(), Stop> {
    if !text.chars().any(char::is_alphabetic) {
        return Err(Stop::skip(SkipReason::NoText, "the value contains no words", key_id(input.key)));
    }
    let Some(name) = xml_root(text).filter(|_| input.format != InputFormat::Text) else { return Ok(()) };
    Err(Stop::reject(
        RejectReason::UnsupportedFormat,
        format!("the value is an XML document <{name}>; send RSS, Atom, NewsML, NITF, JSON, HTML or plain text"),
    ))
}
