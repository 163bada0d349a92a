//! What a whole page says about itself outside of its story: headline, date, address, publisher, authors, language.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::extract::markup::line;

/// What a page says about itself, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageFacts {
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
pub(super) fn page_facts(source: &str) -> PageFacts {
    let mut reader = Reader::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::String(string) => reader.string(&string),
            Token::EndTag(tag) => reader.end(&text(&tag.name)),
            _ => {}
        }
    }
    reader.facts()
}

/// What was read of a page so far.
#[derive(Debug, Default)]
struct Reader {
    facts: PageFacts,
    /// The first `h1` and the first `title`, which replace a headline that no `meta` element gives.
    heading: Option<String>,
    page_title: Option<String>,
    /// Dates of `time` elements and of JSON-LD scripts.
    times: Vec<String>,
    graph_dates: Vec<String>,
    /// The element whose text is being read, and its text so far.
    within: Option<(String, String)>,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let facts = &mut self.facts;
        match &**tag.name {
            b"html" => facts.language = facts.language.take().or_else(|| attribute(tag, "lang")),
            b"link" if attribute(tag, "rel").as_deref() == Some("canonical") => {
                facts.url = attribute(tag, "href").or(facts.url.take());
            }
            b"time" => self.times.extend(attribute(tag, "datetime")),
            b"meta" => meta(tag, facts),
            _ => {}
        }
        let is_graph = || attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json"));
        if matches!(&**tag.name, b"h1" | b"title") || &**tag.name == b"script" && is_graph() {
            self.within = Some((text(&tag.name), String::new()));
        }
    }

    fn string(&mut self, string: &[u8]) {
        if let Some((_, content)) = &mut self.within {
            content.push_str(&text(string));
        }
    }

    fn end(&mut self, tag: &str) {
        let Some((name, content)) = self.within.take_if(|(name, _)| name == tag) else { return };
        let title = || Some(line(&content)).filter(|title| !title.is_empty());
        match name.as_str() {
            "h1" if self.heading.is_none() => self.heading = title(),
            "title" if self.page_title.is_none() => self.page_title = title(),
            "script" => graph(&content, &mut self.graph_dates),
            _ => {}
        }
    }

    /// The graph comes before what the elements state, and of its dates the last one first.
    fn facts(self) -> PageFacts {
        let dates = self.graph_dates.into_iter().rev().chain(self.facts.dates).chain(self.times).collect();
        let title = self.facts.title.or(self.heading).or(self.page_title);
        PageFacts { title, dates, ..self.facts }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| text(value).trim().to_owned()).filter(|value| !value.is_empty())
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
