//! What a whole page says about itself outside of its story: headline, date, address, publisher, authors, language.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::extract::markup::line;

/// What a page says about itself, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The headline.
    pub title: Option<String>,
    /// Dates of publication, the most trustworthy first.
    pub dates: Vec<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The language.
    pub language: Option<String>,
}

/// Names of `meta` elements that hold the date of publication.
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
];

/// Reads the facts of a page.
pub fn page_facts(source: &str) -> PageFacts {
    let mut facts = PageFacts::default();
    let (mut heading, mut page_title, mut times, mut graph_dates) = (None, None, Vec::new(), Vec::new());
    let mut within: Option<(String, String)> = None;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                start(&tag, &mut facts, &mut times);
                let name = text(&tag.name);
                let is_graph = attribute(&tag, "type").is_some_and(|kind| kind.contains("ld+json"));
                if matches!(name.as_str(), "h1" | "title") || name == "script" && is_graph {
                    within = Some((name, String::new()));
                }
            }
            Token::String(string) => {
                if let Some((_, content)) = &mut within {
                    content.push_str(&text(&string));
                }
            }
            Token::EndTag(tag) => {
                let Some((name, content)) = within.take_if(|(name, _)| *name == text(&tag.name)) else { continue };
                match name.as_str() {
                    "h1" if heading.is_none() => heading = Some(line(&content)).filter(|title| !title.is_empty()),
                    "title" if page_title.is_none() => {
                        page_title = Some(line(&content)).filter(|title| !title.is_empty());
                    }
                    "script" => graph(&content, &mut graph_dates),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    // The graph comes before what the elements tell, and of its dates the last one first.
    facts.dates = graph_dates.into_iter().rev().chain(facts.dates).chain(times).collect();
    facts.title = facts.title.or(heading).or(page_title);
    facts
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| text(value).trim().to_owned()).filter(|value| !value.is_empty())
}

fn start(tag: &StartTag<()>, facts: &mut PageFacts, times: &mut Vec<String>) {
    match &**tag.name {
        b"html" => facts.language = facts.language.take().or_else(|| attribute(tag, "lang")),
        b"link" if attribute(tag, "rel").as_deref() == Some("canonical") => {
            facts.url = attribute(tag, "href").or(facts.url.take());
        }
        b"time" => times.extend(attribute(tag, "datetime")),
        b"meta" => meta(tag, facts),
        _ => {}
    }
}

fn meta(tag: &StartTag<()>, facts: &mut PageFacts) {
    let name = attribute(tag, "property").or_else(|| attribute(tag, "name")).or_else(|| attribute(tag, "itemprop"));
    let (Some(name), Some(content)) = (name, attribute(tag, "content")) else { return };
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "og:title" => facts.title = Some(line(&content)),
        "twitter:title" if facts.title.is_none() => facts.title = Some(line(&content)),
        "og:url" if facts.url.is_none() => facts.url = Some(content),
        "og:site_name" => facts.publisher = Some(line(&content)),
        "author" | "article:author" if !content.starts_with("http") => facts.authors.push(content),
        "og:locale" | "language" if facts.language.is_none() => facts.language = Some(content),
        _ if DATES.contains(&name.as_str()) => facts.dates.push(content),
        _ => {}
    }
}

/// The dates of a JSON-LD script.
fn graph(content: &str, dates: &mut Vec<String>) {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(content) else { return };
    let mut waiting = vec![&value];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::Array(items) => waiting.extend(items),
            serde_json::Value::Object(object) => {
                if let Some(date) = object.get("datePublished").and_then(serde_json::Value::as_str) {
                    dates.push(date.to_owned());
                }
                waiting.extend(object.get("@graph"));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_about_itself() {
        let page = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Talks end | The Paper</title>
            <meta property="og:site_name" content="The Paper"><meta property="article:published_time" content="2024-05-08T09:00:00Z">
            <link rel="canonical" href="https://paper.example/talks"><meta name="author" content="Ann Lee">
            <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-07"}]}</script></head>
            <body><h1>Talks end &amp; fail</h1><p>Text</p></body></html>"#;
        let facts = page_facts(page);
        assert_eq!(facts.title.as_deref(), Some("Talks end & fail"));
        assert_eq!(facts.dates, ["2024-05-07", "2024-05-08T09:00:00Z"]);
        assert_eq!(facts.url.as_deref(), Some("https://paper.example/talks"));
        assert_eq!(facts.publisher.as_deref(), Some("The Paper"));
        assert_eq!(facts.authors, ["Ann Lee"]);
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
    }
}
