//! Walks the tags and texts of a source and gathers the letters of each paragraph.

use std::collections::BTreeSet;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::elements::{BLOCKS, DROPPED, SIBLINGS, VOID, kind_of};
use super::text::push_text;
use crate::extract::markup::{Block, Letter};
use crate::model::SectionKind;

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

/// An element that has begun and not ended.
#[derive(Debug)]
struct Open {
    name: String,
    kind: Option<SectionKind>,
    region: u32,
}

/// What was read of a source so far.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    source: &'a str,
    keeps_breaks: bool,
    unclosed: BTreeSet<usize>,
    blocks: Vec<Block>,
    letters: Vec<Letter>,
    tag: Tag,
    dropping: Option<Dropped>,
    open: Vec<Open>,
    regions: u32,
}

impl Reader<'_> {
    /// The byte at which the element begins that is being dropped.
    pub(super) fn unclosed(&self) -> Option<usize> {
        self.dropping.as_ref().map(|dropped| dropped.start)
    }

    /// The blocks in the order of the source.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

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
            let kind = outer.or_else(|| kind_of(name, &tag.words));
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
        push_text(value, source, span.start, &mut self.letters);
        if self.keeps_breaks || self.open.iter().rev().take(LOOK_BACK).any(|open| open.name == "pre") {
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

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
