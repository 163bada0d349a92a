//! Walks the tags and texts of a source and gathers the letters of each paragraph.

use std::collections::BTreeSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::elements::{BLOCKS, DROPPED, FACT, PAGE, SIBLINGS, VOID};
use super::outline::{Element, Outline, Piece};
use super::page::names::is_inline_credit;
use super::text::push_text;
use crate::extract::markup::Letter;

/// How many open elements are remembered.
const REMEMBERED: usize = 512;
/// How many open elements an end tag looks back for its start tag.
const LOOK_BACK: usize = 64;

/// Reads a source once. `unclosed` are the bytes at which elements begin that are usually dropped and never end: they are
/// read as ordinary ones.
pub(super) fn read<'a>(source: &'a str, keeps_breaks: bool, unclosed: &BTreeSet<usize>) -> Reader<'a> {
    let unclosed = unclosed.clone();
    let mut reader = Reader { source, keeps_breaks, unclosed, ..Reader::default() };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        reader.event(&event, span);
        None
    });
    emitter.naively_switch_states(true);
    // Reading from memory cannot fail, and the emitter yields nothing.
    let _ = Tokenizer::new_with_emitter(source, emitter).finish();
    reader.finish();
    reader
}

/// A start tag while it is being read.
#[derive(Debug, Default)]
struct Tag {
    element: Element,
    attribute: String,
    is_hidden: bool,
}

/// The element that is being dropped.
#[derive(Debug)]
struct Dropped {
    name: String,
    depth: usize,
    start: usize,
}

/// An element that has begun and not ended.
#[derive(Debug)]
struct Open {
    name: String,
    /// Its number among the elements.
    index: usize,
    is_in_link: bool,
    is_in_credit: bool,
}

/// What was read of a source so far.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    source: &'a str,
    keeps_breaks: bool,
    unclosed: BTreeSet<usize>,
    outline: Outline,
    letters: Vec<Letter>,
    linked: usize,
    credited: usize,
    tag: Tag,
    dropping: Option<Dropped>,
    open: Vec<Open>,
}

impl Reader<'_> {
    /// The byte at which the element begins that is being dropped.
    pub(super) fn unclosed(&self) -> Option<usize> {
        self.dropping.as_ref().map(|dropped| dropped.start)
    }

    /// What was read.
    pub(super) fn into_outline(self) -> Outline {
        self.outline
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let element = Element { name: lossy(name), start: span.start, ..Element::default() };
                self.tag = Tag { element, ..Tag::default() };
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
            CallbackEvent::String { value } if self.outline.title.is_empty() && self.is_dropping("title") => {
                self.outline.title = lossy(value);
            }
            CallbackEvent::Doctype { .. } => self.outline.is_page = true,
            _ => {}
        }
    }

    fn is_dropping(&self, name: &str) -> bool {
        self.dropping.as_ref().is_some_and(|dropped| dropped.name == name)
    }

    fn attribute(&mut self, value: &str) {
        let Tag { element, attribute, is_hidden } = &mut self.tag;
        match attribute.as_str() {
            "class" | "id" | "role" | "itemprop" | "rel" => {
                element.tokens.extend(value.split_whitespace().take(40).map(str::to_owned));
            }
            "datetime" | "content" => element.value = Some(value.to_owned()),
            "style" => {
                let style: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
                *is_hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            "aria-hidden" => *is_hidden |= value == "true",
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let Tag { element, is_hidden, .. } = std::mem::take(&mut self.tag);
        let name = element.name.as_str();
        let is_void = VOID.contains(&name);
        if let Some(dropped) = &mut self.dropping {
            dropped.depth += usize::from(dropped.name == name && !is_void && !self_closing);
            return;
        }
        self.outline.is_page |= PAGE.contains(&name);
        match name {
            "br" => return self.letters.push(('\n', element.start)),
            "q" => self.letters.push(('“', element.start)),
            _ if BLOCKS.contains(&name) => self.end_block(),
            _ => {}
        }
        if is_void {
            return self.push_void(element);
        }
        // What is hidden until a script has run is the page as a whole.
        let is_hidden = is_hidden && !matches!(name, "html" | "body" | "main");
        if (DROPPED.contains(&name) || is_hidden) && !self.unclosed.contains(&element.start) {
            // A slash closes nothing but foreign elements.
            if !(self_closing && matches!(name, "svg" | "math")) {
                self.dropping = Some(Dropped { start: element.start, name: element.name, depth: 1 });
            }
            return;
        }
        self.push(element);
    }

    /// Keeps an element without content that says something about the page.
    fn push_void(&mut self, mut element: Element) {
        if element.name == FACT {
            element.parent = self.open.last().map(|outer| outer.index);
            element.end = element.start;
            self.outline.elements.push(element);
        }
    }

    fn push(&mut self, mut element: Element) {
        let name = element.name.as_str();
        let is_sibling = |last: &Open| last.name == name || last.name == "p" && BLOCKS.contains(&name);
        if self.open.last().is_some_and(|last| SIBLINGS.contains(&last.name.as_str()) && is_sibling(last)) {
            self.close(1, element.start, false);
        }
        if self.open.len() < REMEMBERED {
            let outer = self.open.last();
            let is_in_link = name == "a" || outer.is_some_and(|outer| outer.is_in_link);
            let is_in_credit = is_inline_credit(&element) || outer.is_some_and(|outer| outer.is_in_credit);
            element.parent = outer.map(|outer| outer.index);
            let index = self.outline.elements.len();
            self.open.push(Open { name: element.name.clone(), index, is_in_link, is_in_credit });
            self.outline.elements.push(element);
        }
    }

    /// Closes the innermost elements, the outermost of them by its own end tag or by what follows it.
    fn close(&mut self, count: usize, end: usize, has_end_tag: bool) {
        let from = self.open.len().saturating_sub(count);
        for (position, open) in self.open.drain(from..).enumerate() {
            if let Some(element) = self.outline.elements.get_mut(open.index) {
                element.end = end;
                element.is_ended = has_end_tag && position == 0;
            }
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
            self.close(back + 1, span.start, true);
        }
    }

    /// The letters of a text. In `pre` its line breaks count.
    fn text(&mut self, value: &str, span: Span<usize>) {
        let from = self.letters.len();
        let source = self.source.get(span.start..span.end).unwrap_or_default();
        push_text(value, source, span.start, &mut self.letters);
        let added = self.letters.iter().skip(from).filter(|(letter, _)| !letter.is_whitespace()).count();
        if let Some(open) = self.open.last() {
            self.linked += added * usize::from(open.is_in_link);
            self.credited += added * usize::from(open.is_in_credit);
        }
        if self.keeps_breaks || self.open.iter().rev().take(LOOK_BACK).any(|open| open.name == "pre") {
            return;
        }
        for (letter, _) in self.letters.iter_mut().skip(from) {
            if matches!(letter, '\n' | '\r' | '\u{c}') {
                *letter = ' ';
            }
        }
    }

    /// Ends what is still open at the end of the source.
    fn finish(&mut self) {
        self.end_block();
        self.close(self.open.len(), self.source.len(), false);
    }

    fn end_block(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        let linked = std::mem::take(&mut self.linked);
        let credited = std::mem::take(&mut self.credited);
        if letters.iter().all(|(letter, _)| letter.is_whitespace()) {
            return;
        }
        let element = self.open.last().map(|open| open.index);
        self.outline.pieces.push(Piece { letters, linked, credited, element });
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
