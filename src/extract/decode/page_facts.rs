//! What a whole page says about itself: headline, date, address, publisher, authors, language, and a text beside its story.
//!
//! The node of the article in the JSON-LD comes first, then the `meta` elements, microdata, the byline, and `title` last.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::fields::Object;
use super::page_about::{About, about};
use super::page_graph::{self, Graph};
use super::{fields, kind, source};
use crate::extract::markup::{html::Page, line};

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
    /// The text of the article in the JSON-LD.
    pub body: Option<String>,
    /// The JSON-LD calls it opinion.
    pub is_opinion: bool,
}

/// Names of `meta` elements that hold the date of publication, the best first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "date",
];
/// Those that hold the headline.
const TITLES: &[&str] =
    &["og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "dc.title", "dcterms.title"];
/// Those that hold the authors.
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
];
/// Those that hold the publisher.
const PUBLISHERS: &[&str] = &["og:site_name", "dc.publisher", "dcterms.publisher", "application-name"];
/// Those that hold the language.
const LANGUAGES: &[&str] = &["og:locale", "language", "dc.language", "dcterms.language"];

/// Reads the facts of a page.
pub(super) fn page_facts(source: &str, page: &Page) -> PageFacts {
    let mut head = Head::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => head.start(&tag),
            Token::String(string) => head.string(&string),
            Token::EndTag(tag) => head.end(&text(&tag.name)),
            _ => {}
        }
    }
    let about = about(source, page);
    let titles = [head.first(TITLES), about.headline.as_deref(), head.title.as_deref()];
    let node = head.graph.article(&titles).unwrap_or_default();
    head.facts(&node, &about)
}

/// What the elements of a page say that a reader does not see.
#[derive(Debug, Default)]
struct Head {
    /// Names and contents of the `meta` elements.
    metas: Vec<(String, String)>,
    /// The first `title`.
    title: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    graph: Graph,
    /// The element whose text is being read, and its text so far.
    within: Option<(String, String)>,
}

impl Head {
    fn start(&mut self, tag: &StartTag<()>) {
        match &**tag.name {
            b"html" => self.language = self.language.take().or_else(|| attribute(tag, "lang")),
            b"link" if attribute(tag, "rel").as_deref() == Some("canonical") => {
                self.canonical = attribute(tag, "href").or(self.canonical.take());
            }
            b"meta" => self.metas.extend(meta(tag)),
            _ => {}
        }
        let is_graph = || attribute(tag, "type").is_some_and(|kind| kind.contains("ld+json"));
        if &**tag.name == b"title" || &**tag.name == b"script" && is_graph() {
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
        match name.as_str() {
            "title" if self.title.is_none() => self.title = Some(line(&content)).filter(|title| !title.is_empty()),
            "script" => self.graph.add(&content),
            _ => {}
        }
    }

    /// The contents of the `meta` elements with a name.
    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(own, _)| own == name).map(|(_, content)| content.as_str())
    }

    fn first<'a>(&'a self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.named(name).next())
    }

    /// The authors under the first of the names that has any; an address is none.
    fn authors(&self) -> Vec<String> {
        let under = |name: &&str| -> Vec<String> {
            self.named(name).filter(|author| !source::is_address(author)).map(str::to_owned).collect()
        };
        AUTHORS.iter().map(under).find(|authors| !authors.is_empty()).unwrap_or_default()
    }

    fn facts(&self, node: &Object, about: &About) -> PageFacts {
        let said = |names: &[&str]| fields::string(node, names).filter(|text| !source::is_address(text));
        let meta = |names: &[&str]| self.first(names).map(str::to_owned);
        let dates = fields::string(node, &["datepublished", "datecreated"]).into_iter();
        let metas = DATES.iter().flat_map(|name| self.named(name)).map(str::to_owned);
        let authors = source::authors(node).into_iter().filter(|author| !source::is_address(author)).collect();
        let authors = [authors, self.authors(), about.authors.clone()].into_iter().find(|names| !names.is_empty());
        let shown = about.headline.clone().or_else(|| self.title.clone());
        PageFacts {
            title: said(&["headline"]).or_else(|| meta(TITLES)).or(shown).map(|title| line(&title)),
            dates: dates.chain(metas).chain(self.graph.page_date()).chain(about.dates.iter().cloned()).collect(),
            url: self.canonical.clone().or_else(|| meta(&["og:url"])).or_else(|| source::address(node)),
            publisher: said(&["publisher", "sourceorganization"]).or_else(|| meta(PUBLISHERS)).map(|name| line(&name)),
            authors: authors.unwrap_or_default(),
            language: self.language.clone().or_else(|| meta(LANGUAGES)).or_else(|| said(&["inlanguage"])),
            body: page_graph::body(node),
            is_opinion: kind::is_opinion(node, None),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| text(value).trim().to_owned()).filter(|value| !value.is_empty())
}

fn meta(tag: &StartTag<()>) -> Option<(String, String)> {
    let name = attribute(tag, "property").or_else(|| attribute(tag, "name"))?;
    Some((name.to_ascii_lowercase(), attribute(tag, "content")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::markup::html;

    fn facts(page: &str) -> PageFacts {
        page_facts(page, &html::page(page))
    }

    #[test]
    fn a_page_tells_about_itself() {
        let page = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Talks end | The Paper</title>
            <meta property="og:site_name" content="The Paper"><meta property="article:published_time" content="2024-05-08T09:00:00Z">
            <link rel="canonical" href="https://paper.example/talks"><meta name="author" content="Ann Lee">
            <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-07"}]}</script></head>
            <body><h1>Talks end &amp; fail</h1><p>Text</p></body></html>"#;
        let facts = facts(page);
        assert_eq!(facts.title.as_deref(), Some("Talks end & fail"));
        assert_eq!(facts.dates, ["2024-05-07", "2024-05-08T09:00:00Z"]);
        assert_eq!(facts.url.as_deref(), Some("https://paper.example/talks"));
        assert_eq!(facts.publisher.as_deref(), Some("The Paper"));
        assert_eq!(facts.authors, ["Ann Lee"]);
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
    }

    /// Headline, first date, publisher and authors of a page with this head and body.
    fn check(head: &str, body: &str, expected: (&str, &str, &str, &[&str])) {
        let page =
            format!("<html><head><title>Fire in Riga - The Paper</title>{head}</head><body>{body}</body></html>");
        let facts = facts(&page);
        let found = (facts.title.unwrap_or_default(), facts.dates.first().cloned().unwrap_or_default());
        assert_eq!((found.0.as_str(), found.1.as_str()), (expected.0, expected.1), "{page}");
        assert_eq!(
            (facts.publisher.as_deref().unwrap_or_default(), facts.authors.as_slice()),
            (expected.2, &*expected.3.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()),
            "{page}"
        );
    }

    #[test]
    fn the_best_source_of_each_fact_is_taken() {
        const STORY: &str = "<p>A fire broke out in a hotel in Riga on Monday, and two guests were hurt.</p>";
        let graph = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Hotel burns", "datePublished": "2026-04-01",
            "author": [{"name": "Ann Lee"}, "Bo Kim"], "publisher": {"name": "Daily Sun"}}</script>"#;
        let metas = r#"<meta property="og:title" content="Riga fire"><meta name="parsely-pub-date" content="2026-04-02"><meta name="sailthru.author" content="Cy Dunn">
            <meta property="og:site_name" content="Sun"><meta property="article:author" content="https://sun.example/cy">"#;
        check(graph, STORY, ("Hotel burns", "2026-04-01", "Daily Sun", &["Ann Lee", "Bo Kim"]));
        check(metas, STORY, ("Riga fire", "2026-04-02", "Sun", &["Cy Dunn"]));
        check(&format!("{metas}{graph}"), STORY, ("Hotel burns", "2026-04-01", "Daily Sun", &["Ann Lee", "Bo Kim"]));
        let byline = r#"<div><time datetime="2026-04-09">Storm</time> <a href="/x">Storm</a></div><aside><time datetime="2026-04-08">Later</time></aside>"#;
        check(
            "",
            &format!(
                r#"{byline}<article><h1>Fire in Riga</h1><p class="byline">By Dee Fox <time datetime="2026-04-03">3 April</time></p>{STORY}</article>"#
            ),
            ("Fire in Riga", "2026-04-03", "", &["Dee Fox"]),
        );
        check(
            "",
            &format!(
                r#"{byline}<main><h1 itemprop="headline">Fire in Riga</h1><time class="updated" datetime="2026-04-07"></time><span itemprop="author"><span itemprop="name">Eli Gray</span></span>
                <meta itemprop="datePublished" content="2026-04-04">{STORY}</main><div class="related"><meta itemprop="datePublished" content="2026-04-06"></div>"#
            ),
            ("Fire in Riga", "2026-04-04", "", &["Eli Gray"]),
        );
        check("", &format!("{byline}<h1>Fire in Riga</h1>{STORY}"), ("Fire in Riga", "", "", &[]));
    }
}
