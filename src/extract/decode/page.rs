//! Plain text and whole HTML pages as articles; what a text is by its looks.

use super::page_facts::{PageFacts, page_facts};
use super::{Stop, date, hashed_id, key_id, kind, language, source};
use crate::extract::{Input, RejectReason, SkipReason, markup};
use crate::model::{Article, Body, BodyFormat, Issue, IssueCode, PublishedFrom};

/// Names of elements that a fragment of HTML is told by.
const ELEMENTS: &[&str] = &[
    "p",
    "br",
    "div",
    "a",
    "span",
    "em",
    "strong",
    "b",
    "i",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "img",
    "figure",
    "blockquote",
    "html",
    "head",
    "body",
    "article",
    "section",
    "table",
    "script",
    "style",
    "main",
    "header",
    "title",
    "meta",
    "link",
];

/// May be JSON by its first letter.
pub fn is_json(trimmed: &str) -> bool {
    trimmed.starts_with(['{', '[', '"'])
}

/// Is JSON, whole or broken, by its beginning: a brace and a quotation mark, a bracket and a brace.
pub fn is_surely_json(trimmed: &str) -> bool {
    let mut letters = trimmed.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), next) => matches!(next, Some('"' | '}') | None),
        (Some('['), next) => matches!(next, Some('{' | '"' | ']') | None),
        _ => false,
    }
}

/// Has a tag that HTML knows, closed or void: not merely a `<` somewhere.
pub fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').take(400).any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        if rest.starts_with("!DOCTYPE") || rest.starts_with("!doctype") {
            return true;
        }
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at_checked(length).unwrap_or(("", rest));
        ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name))
            && after.starts_with(['>', ' ', '/', '\n', '\t'])
            && after.get(..after.len().min(4000)).unwrap_or(after).contains('>')
    })
}

/// A headline as plain text, without the publisher's name behind it.
pub fn headline(title: &str, publisher: Option<&str>) -> String {
    let line = markup::line(title);
    let Some(publisher) = publisher else { return line };
    for separator in [" - ", " | ", " – ", " — "] {
        if let Some((before, after)) = line.rsplit_once(separator)
            && after.trim().eq_ignore_ascii_case(publisher)
            && !before.trim().is_empty()
        {
            return before.trim_end().to_owned();
        }
    }
    line
}

/// Plain text or a page as an article.
pub fn from_text(text: String, input: &Input, mut issues: Vec<Issue>) -> Result<Article, Stop> {
    if !text.chars().any(char::is_alphabetic) {
        return Err(Stop::skip(SkipReason::NoText, "the value holds no words", key_id(input.key)));
    }
    if let Some(name) = xml_root(&text) {
        return Err(Stop::reject(
            RejectReason::UnsupportedFormat,
            format!("the value is an XML document <{name}>: send JSON (ninjs for NewsML), HTML or plain text"),
        ));
    }
    let is_html = looks_like_html(&text);
    let facts = if is_html { page_facts(&text) } else { PageFacts::default() };
    let (mut published_at, mut published_from) = (None, PublishedFrom::Article);
    for written in &facts.dates {
        match date::parse(written).filter(|at| date::is_plausible(*at, input.received_at)) {
            Some(at) => {
                published_at = Some(at);
                break;
            }
            None => issues.push(Issue::new(
                IssueCode::DateUnreadable,
                format!("the page's date \"{written}\" is none that can be right"),
            )),
        }
    }
    if published_at.is_none() {
        (published_at, published_from) = date::inferred(input.received_at, &mut issues);
    }
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
        published_at,
        published_from,
        issues,
    })
}

/// The root element of an XML document that is not XHTML.
fn xml_root(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    let declared = rest.starts_with("<?xml");
    while rest.starts_with("<?") || rest.starts_with("<!") {
        rest = rest.split_once('>')?.1.trim_start();
    }
    let name: String = rest
        .strip_prefix('<')?
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_'))
        .collect();
    let known = matches!(
        name.as_str(),
        "newsItem" | "newsMessage" | "NewsML" | "nitf" | "rss" | "feed" | "rdf:RDF" | "urlset" | "packageItem"
    );
    (known || declared && !name.eq_ignore_ascii_case("html")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_html_from_text() {
        assert!(looks_like_html("<p>Talks began.</p>"));
        assert!(looks_like_html("One<br/>two"));
        assert!(!looks_like_html("The price fell from 5 to <3 and b<a rose"));
        assert!(!looks_like_html("He wrote <sic> & left"));
    }

    #[test]
    fn drops_the_publisher_behind_a_headline() {
        assert_eq!(headline("Talks begin in Riga - The Paper", Some("The Paper")), "Talks begin in Riga");
        assert_eq!(headline("Talks begin - at last", Some("The Paper")), "Talks begin - at last");
    }

    #[test]
    fn tells_xml_from_html() {
        assert_eq!(xml_root("<?xml version=\"1.0\"?>\n<newsItem guid=\"x\">").as_deref(), Some("newsItem"));
        assert_eq!(xml_root("<?xml version=\"1.0\"?><html><body>"), None);
        assert_eq!(xml_root("<p>Talks"), None);
    }
}
