//! Article → cleaned text: markup, Unicode, boilerplate, datelines, with a map back to the source.
//!
//! Cleaning its own output, as plain text without a title, changes nothing.

mod assemble;
mod blocks;
mod boilerplate;
mod dateline;
mod entities;
mod facts;
mod html;
mod language;
mod letters;
mod plain;
mod spacing;

use crate::model::{Article, BodyFormat, CleanText, SectionKind};
use blocks::Block;
use entities::Letter;

pub use assemble::source_position;
pub use dateline::{Dateline, dateline};
pub use facts::{PageFacts, page_facts};
pub use language::language;

/// How often character references are decoded that were escaped more than once.
const ESCAPES: usize = 4;

/// Cleans an article.
pub fn clean(article: &Article) -> CleanText {
    let title = article.title.as_deref().map(title_letters).filter(|letters| !letters.is_empty());
    let mut blocks = match article.body.format {
        BodyFormat::Plain => plain::blocks(&plain_letters(&article.body.text)),
        BodyFormat::Html => html_blocks(&article.body.text),
    };
    drop_cut_mark(&mut blocks);
    let style = spacing::style(blocks.iter().map(|block| block.letters.as_slice()));
    for block in &mut blocks {
        block.letters = spacing::settle(&block.letters, style);
    }
    let blocks: Vec<Block> =
        blocks.into_iter().flat_map(boilerplate::split_tail).filter(|block| !block.letters.is_empty()).collect();
    assemble::assemble(title.as_deref(), blocks)
}

/// A short text on one line, such as a headline or a name: without markup, in order.
pub fn line(text: &str) -> String {
    title_letters(text).iter().map(|(letter, _)| *letter).collect()
}

fn title_letters(title: &str) -> Vec<Letter> {
    let tagged = title.contains('<') && title.contains('>') && title.contains("</");
    let letters = if tagged {
        let mut letters: Vec<Letter> = Vec::new();
        for block in html::blocks(title, false) {
            // The space between two blocks stands for the markup that parts them.
            let markup = |at: usize| title.get(at..).and_then(|rest| rest.find('<')).map_or(at, |found| at + found);
            letters.extend(letters.last().map(|(_, at)| (' ', markup(*at))));
            letters.extend(block.letters);
        }
        letters::tidy(&letters)
    } else {
        plain_letters(title)
    };
    let spaced: Vec<Letter> =
        letters.into_iter().map(|(letter, at)| (if letter == '\n' { ' ' } else { letter }, at)).collect();
    spacing::settle(&spaced, spacing::Style::default())
}

fn plain_letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    entities::decode(text, 0, &mut letters);
    for _ in 1..ESCAPES {
        let again = decode_again(&letters);
        if again == letters {
            break;
        }
        letters = again;
    }
    letters::tidy(&letters)
}

/// Decodes references that decoding laid bare ("&amp;amp;"), keeping where they came from.
fn decode_again(letters: &[Letter]) -> Vec<Letter> {
    if !letters.iter().any(|(letter, _)| *letter == '&') {
        return letters.to_vec();
    }
    let text: String = letters.iter().map(|(letter, _)| *letter).collect();
    let sources: Vec<(usize, usize)> =
        text.char_indices().zip(letters).map(|((byte, _), (_, at))| (byte, *at)).collect();
    let mut decoded = Vec::with_capacity(letters.len());
    entities::decode(&text, 0, &mut decoded);
    let source_of = |byte: usize| {
        sources.binary_search_by_key(&byte, |(byte, _)| *byte).unwrap_or_else(|next| next.saturating_sub(1))
    };
    decoded.into_iter().filter_map(|(letter, byte)| Some((letter, sources.get(source_of(byte))?.1))).collect()
}

fn html_blocks(source: &str) -> Vec<Block> {
    // Markup without a single block or line break leaves the paragraphs to line breaks.
    let lower = source.to_ascii_lowercase();
    let breaks_count =
        !["<p", "<br", "<div", "<li", "<h", "<td", "<blockquote", "<section"].iter().any(|tag| lower.contains(tag));
    let mut made = Vec::new();
    for block in html::blocks(source, breaks_count) {
        let mut letters = block.letters;
        for _ in 1..ESCAPES {
            let again = decode_again(&letters);
            if again == letters {
                break;
            }
            letters = again;
        }
        let parts = plain::blocks(&letters::tidy(&letters));
        made.extend(parts.into_iter().map(|part| Block { kind: block.kind, region: block.region, ..part }));
    }
    // A wrapper with an unlucky class must not cost the whole story.
    let marked: usize =
        made.iter().filter(|block| block.kind == Some(SectionKind::Boilerplate)).map(|block| block.letters.len()).sum();
    let all: usize = made.iter().map(|block| block.letters.len()).sum();
    if marked * 2 > all {
        made.iter_mut()
            .filter(|block| block.kind == Some(SectionKind::Boilerplate))
            .for_each(|block| block.kind = None);
    }
    made
}

/// The byte at which the mark of a cut begins that a producer leaves at the end of a text: "… [+1234 chars]".
pub fn cut_mark(text: &str) -> Option<usize> {
    let before = text.trim_end().strip_suffix(']')?;
    let before = before.strip_suffix("chars").or_else(|| before.strip_suffix("characters"))?.trim_end();
    let before = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).strip_suffix("[+")?.trim_end();
    let before = before.strip_suffix('…').or_else(|| before.strip_suffix("...")).unwrap_or(before);
    Some(before.trim_end().len())
}

/// Drops the mark of a cut, and those of earlier cuts that stand before it.
fn drop_cut_mark(blocks: &mut Vec<Block>) {
    while let Some(last) = blocks.last_mut() {
        let text = last.text();
        let Some(at) = cut_mark(&text) else { return };
        last.letters.truncate(text.get(..at).map_or(0, |kept| kept.chars().count()));
        if last.letters.is_empty() {
            blocks.pop();
        }
    }
}

#[cfg(test)]
mod tests;
