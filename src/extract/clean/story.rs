//! Body → the paragraphs of the story, their letters in order.

use super::{boilerplate, plain};
use crate::extract::markup::{Block, Letter, cut_mark, html, references, spacing, text_of, tidy, whole_sentences};
use crate::model::{Body, BodyFormat, SectionKind};

/// Tags that part paragraphs or break lines.
const PARTING: &[&str] = &["<p", "<br", "<div", "<li", "<h", "<td", "<blockquote", "<section"];

/// The paragraphs of a body, none of them empty, and whether its producer cut it.
pub(super) fn paragraphs(body: &Body) -> (Vec<Block>, bool) {
    let mut blocks = match body.format {
        BodyFormat::Plain => plain::blocks(&tidy(&references::letters_of(&body.text))),
        BodyFormat::Html => of_html(&body.text),
    };
    let style = spacing::style(blocks.iter().map(|block| block.letters.as_slice()));
    for block in &mut blocks {
        block.letters = spacing::settle(&block.letters, style);
    }
    let is_cut = drop_what_was_cut(&mut blocks);
    let blocks = blocks.into_iter().flat_map(boilerplate::split_tail);
    (blocks.filter(|block| !block.letters.is_empty()).collect(), is_cut)
}

fn of_html(source: &str) -> Vec<Block> {
    // Markup without a single block or line break leaves the paragraphs to line breaks.
    let lower = source.to_ascii_lowercase();
    let keeps_breaks = !PARTING.iter().any(|tag| lower.contains(tag));
    let mut made = Vec::new();
    for Block { letters, kind, time } in html::blocks(source, keeps_breaks) {
        let parts = plain::blocks(&tidy(&references::decode_escaped(letters)));
        made.extend(parts.into_iter().map(|part| Block { kind, time: time.clone(), ..part }));
    }
    unmark_most(&mut made);
    made
}

/// A wrapper with an unlucky class must not cost the whole story: boilerplate is not more than half of it.
fn unmark_most(blocks: &mut [Block]) {
    let is_marked = |block: &Block| block.kind == Some(SectionKind::Boilerplate);
    let all: usize = blocks.iter().map(|block| block.letters.len()).sum();
    let marked: usize = blocks.iter().filter(|block| is_marked(block)).map(|block| block.letters.len()).sum();
    if marked * 2 > all {
        blocks.iter_mut().filter(|block| is_marked(block)).for_each(|block| block.kind = None);
    }
}

/// Drops the mark of a cut at the end of the story, those of earlier cuts before it, and the sentence that each left
/// unfinished. Whether there was any.
fn drop_what_was_cut(blocks: &mut [Block]) -> bool {
    let mut is_cut = false;
    for block in blocks.iter_mut().rev() {
        let text = block.text();
        if text.is_empty() || block.kind.or_else(|| boilerplate::kind(&text)).is_some() {
            continue;
        }
        let size = block.letters.len();
        block.letters = whole(std::mem::take(&mut block.letters));
        is_cut |= block.letters.len() < size;
        if !block.letters.is_empty() {
            break;
        }
    }
    is_cut
}

/// The letters without the marks of cuts and the sentence that they left unfinished.
pub(super) fn whole(mut letters: Vec<Letter>) -> Vec<Letter> {
    let text = text_of(&letters);
    let mut cut = text.as_str();
    while let Some(kept) = cut_mark(cut).and_then(|at| cut.get(..at)) {
        cut = kept;
    }
    if cut.len() < text.len() {
        // Signs without a word are no sentence.
        let has_word = cut.chars().any(char::is_alphanumeric);
        let mut kept = cut.get(..whole_sentences(cut)).filter(|_| has_word).unwrap_or_default();
        // The cut may leave a full stop after another mark: "Why?. .…".
        while let Some(before) = kept.strip_suffix('.').filter(|before| before.ends_with(['?', '!'])) {
            kept = before;
        }
        letters.truncate(kept.chars().count());
    }
    letters
}
