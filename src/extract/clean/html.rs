//! HTML → blocks: what a reader sees as paragraphs, without scripts, navigation and forms.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::blocks::Block;
use super::entities::{self, Letter};
use crate::model::SectionKind;

/// Elements whose content no reader of the story reads.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "nav", "aside",
    "form", "button", "select", "textarea", "head", "title", "audio", "video", "map", "dialog", "menu",
];
/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that open and close a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "hgroup",
];
/// Elements that end where the next of their name begins.
const SIBLINGS: &[&str] = &["p", "li", "dt", "dd", "td", "th", "tr", "option"];
/// Words of a class or id that mark what is not the story, compared whole between hyphens and underscores.
const BOILERPLATE_CLASSES: &[&str] = &[
    "share",
    "sharing",
    "social",
    "newsletter",
    "related",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "promo",
    "cookie",
    "cookies",
    "comments",
    "byline",
    "breadcrumb",
    "breadcrumbs",
    "subscribe",
    "paywall",
    "signup",
    "recirculation",
    "outbrain",
    "taboola",
    "copyright",
];
/// How many open elements are remembered, and how far an end tag looks back for its beginning.
const REMEMBERED: usize = 512;
const LOOK_BACK: usize = 64;
/// A page's `article` counts as its story if it has so many letters.
const STORY_LETTERS: usize = 140;
/// How often a page is read again because an element that is dropped never ended.
const ATTEMPTS: usize = 8;

/// The blocks of a page or fragment. `breaks_count`: its line breaks are kept, as those of plain text are.
pub fn blocks(source: &str, breaks_count: bool) -> Vec<Block> {
    // The tokenizer's positions count the two letters of a line break as one; with none of those they are bytes.
    let source = &if source.contains('\r') {
        Cow::Owned(source.replace("\r\n", " \n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(source)
    };
    let mut unclosed = BTreeSet::new();
    let mut reader = read(source, breaks_count, &unclosed);
    for _ in 0..ATTEMPTS {
        // An element that would swallow the rest of the page because it never ends is read as an ordinary one.
        let Some(start) = reader.dropping.as_ref().map(|dropped| dropped.start) else { break };
        unclosed.insert(start);
        reader = read(source, breaks_count, &unclosed);
    }
    story(reader.blocks)
}

/// The blocks of the largest `article` or `main` where there is one with a story in it; all blocks otherwise.
fn story(blocks: Vec<Block>) -> Vec<Block> {
    let regions = blocks.iter().map(|block| block.region).max().unwrap_or(0);
    let size = |region: u32| {
        blocks.iter().filter(|block| block.region == region).map(|block| block.letters.len()).sum::<usize>()
    };
    let largest = (1..=regions.min(200)).max_by_key(|region| (size(*region), std::cmp::Reverse(*region)));
    match largest.filter(|region| size(*region) >= STORY_LETTERS) {
        Some(region) => blocks.into_iter().filter(|block| block.region == region).collect(),
        None => blocks,
    }
}

fn read<'a>(source: &'a str, breaks_count: bool, unclosed: &BTreeSet<usize>) -> Reader<'a> {
    let unclosed = unclosed.clone();
    let mut reader = Reader { source, breaks_count, unclosed, ..Reader::default() };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        reader.event(&event, span);
        None
    });
    emitter.naively_switch_states(true);
    // Reading from memory cannot fail, and the emitter yields nothing.
    let _ = Tokenizer::new_with_emitter(source, emitter).finish();
    reader.end_block();
    reader
}

/// A start tag while it is being read.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    start: usize,
    attribute: String,
    words: Vec<String>,
    is_hidden: bool,
}

/// The element that is being dropped.
#[derive(Debug)]
struct Dropped {
    name: String,
    depth: usize,
    start: usize,
}

#[derive(Debug)]
struct Open {
    name: String,
    kind: Option<SectionKind>,
    region: u32,
}

#[derive(Debug, Default)]
struct Reader<'a> {
    source: &'a str,
    breaks_count: bool,
    unclosed: BTreeSet<usize>,
    blocks: Vec<Block>,
    letters: Vec<Letter>,
    tag: Tag,
    dropping: Option<Dropped>,
    open: Vec<Open>,
    regions: u32,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: lossy(name), start: span.start, ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = lossy(name);
                self.tag.is_hidden |= self.tag.attribute == "hidden";
            }
            CallbackEvent::AttributeValue { value } => self.attribute(&lossy(value)),
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing),
            CallbackEvent::EndTag { name } => self.end(&lossy(name), span),
            CallbackEvent::String { value } if self.dropping.is_none() => {
                self.text(&String::from_utf8_lossy(value), span);
            }
            _ => {}
        }
    }

    fn attribute(&mut self, value: &str) {
        match self.tag.attribute.as_str() {
            "class" | "id" | "role" | "itemprop" => {
                let words = value.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
                self.tag.words.extend(words.take(40).map(str::to_ascii_lowercase));
            }
            "style" => {
                let style: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
                self.tag.is_hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            "aria-hidden" => self.tag.is_hidden |= value == "true",
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let name = tag.name.as_str();
        let is_void = VOID.contains(&name);
        if let Some(dropped) = &mut self.dropping {
            dropped.depth += usize::from(dropped.name == name && !is_void && !self_closing);
            return;
        }
        match name {
            "br" => return self.letters.push(('\n', tag.start)),
            "q" => self.letters.push(('“', tag.start)),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
        if is_void {
            return;
        }
        if (DROPPED.contains(&name) || tag.is_hidden) && !self.unclosed.contains(&tag.start) {
            // A slash closes nothing but foreign elements.
            if !(self_closing && matches!(name, "svg" | "math")) {
                self.dropping = Some(Dropped { name: tag.name, depth: 1, start: tag.start });
            }
            return;
        }
        self.push(tag);
    }

    fn push(&mut self, tag: Tag) {
        let name = tag.name.as_str();
        if SIBLINGS.contains(&name) && self.open.last().is_some_and(|open| open.name == name) {
            self.open.pop();
        }
        let (outer, region) = self.open.last().map_or((None, 0), |open| (open.kind, open.region));
        let region = if matches!(name, "article" | "main") {
            self.regions += 1;
            self.regions
        } else {
            region
        };
        if self.open.len() < REMEMBERED {
            let kind = outer.or_else(|| kind_of(&tag));
            self.open.push(Open { name: tag.name, kind, region });
        }
    }

    fn end(&mut self, name: &str, span: Span<usize>) {
        if let Some(dropped) = &mut self.dropping {
            dropped.depth -= usize::from(dropped.name == name);
            if dropped.depth == 0 {
                self.dropping = None;
            }
            return;
        }
        match name {
            "q" => self.letters.push(('”', span.start)),
            // A stray end tag of these is an element of its own.
            "br" => self.letters.push(('\n', span.start)),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
        if let Some(back) = self.open.iter().rev().take(LOOK_BACK).position(|open| open.name == name) {
            self.open.truncate(self.open.len() - back - 1);
        }
    }

    /// The letters of a text. In `pre` its line breaks count.
    fn text(&mut self, value: &str, span: Span<usize>) {
        let from = self.letters.len();
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        entities::decode(source, span.start, &mut self.letters);
        if !is_in_step(self.letters.get(from..).unwrap_or_default(), value) {
            // Text that is not decoded (of a script that never ends), or in which the tokenizer replaced something.
            self.letters.truncate(from);
            align(value, source, span.start, &mut self.letters);
        }
        if self.breaks_count || self.open.iter().rev().take(LOOK_BACK).any(|open| open.name == "pre") {
            return;
        }
        for (letter, _) in self.letters.iter_mut().skip(from) {
            if matches!(letter, '\n' | '\r' | '\u{c}') {
                *letter = ' ';
            }
        }
    }

    fn end_block(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        if letters.iter().all(|(letter, _)| letter.is_whitespace()) {
            return;
        }
        let (kind, region) = self.open.last().map_or((None, 0), |open| (open.kind, open.region));
        self.blocks.push(Block { letters, kind, region });
    }
}

/// Whether letters are those of a text.
fn is_in_step(letters: &[Letter], text: &str) -> bool {
    letters.iter().map(|(letter, _)| *letter).eq(text.chars())
}

/// Maps a text to a source that is nearly equal: letter by letter, over what was left out or replaced.
fn align(text: &str, source: &str, start: usize, letters: &mut Vec<Letter>) {
    const SKIPPED: usize = 8;
    let mut rest = source.char_indices().peekable();
    for letter in text.chars() {
        let found = rest.clone().take(SKIPPED).position(|(_, original)| original == letter);
        let at = match found {
            Some(skipped) => rest.nth(skipped),
            None => rest.next(),
        };
        letters.push((letter, start + at.map_or(source.len(), |(at, _)| at)));
    }
}

/// What an element or its class says about its content.
fn kind_of(tag: &Tag) -> Option<SectionKind> {
    let has = |words: &[&str]| tag.words.iter().any(|word| words.contains(&word.as_str()));
    match tag.name.as_str() {
        "figure" | "figcaption" => Some(SectionKind::Caption),
        "body" | "html" | "main" | "article" => None,
        "address" | "footer" => Some(SectionKind::Boilerplate),
        _ if has(&["caption", "captions"]) => Some(SectionKind::Caption),
        _ if has(BOILERPLATE_CLASSES) => Some(SectionKind::Boilerplate),
        _ => None,
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&str]) {
        let found: Vec<String> = blocks(source, false).iter().map(|block| block.text().trim().to_owned()).collect();
        assert_eq!(found, expected, "{source}");
        for (letter, at) in blocks(source, false).into_iter().flat_map(|block| block.letters) {
            assert!(source.get(at..).is_some(), "{letter} at {at}");
        }
    }

    #[test]
    fn paragraphs_are_what_a_reader_sees() {
        check("<p>One <b>two</b>.</p><p>Three", &["One two.", "Three"]);
        check("<div>One<ul><li>Two<li>Three</ul>Four</div>", &["One", "Two", "Three", "Four"]);
        check("One<script>var a = '<p>';</script> two<style>p {}</style>", &["One two"]);
        check(
            "<nav>Home</nav><p>One</p><aside><p>More</p></aside><p>Two</p><form>Mail <input></form>",
            &["One", "Two"],
        );
        check("<p>She said <q>no</q>.</p>", &["She said “no”."]);
        check("<p hidden>One</p><p style='display: none'>Two</p><p>Three", &["Three"]);
    }

    #[test]
    fn an_element_that_never_ends_swallows_nothing() {
        check("<p>One</p><aside><p>Two</p><p>Three</p>", &["One", "Two", "Three"]);
        check("<form><p>One</p><nav><p>Two</p>", &["One", "Two"]);
    }

    #[test]
    fn the_story_of_a_page_is_its_largest_article() {
        let long = "Word ".repeat(60);
        let page =
            format!("<body><p>Top</p><article><p>{long}</p></article><article><p>Other</p></article><p>End</p></body>");
        check(&page, &[long.trim()]);
    }

    #[test]
    fn classes_and_captions_are_marked() {
        let kinds: Vec<_> = blocks(
            "<figure><img><figcaption>A</figcaption></figure><div class='social-share'>B</div><p class=shared>C</p>",
            false,
        )
        .iter()
        .map(|block| block.kind)
        .collect();
        assert_eq!(kinds, [Some(SectionKind::Caption), Some(SectionKind::Boilerplate), None]);
    }
}
