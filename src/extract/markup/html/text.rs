//! The letters of a text between two tags, with the bytes that they came from.

use crate::extract::markup::{Letter, references};

/// Appends the letters of `text`, as the tokenizer read it from the stretch `source` that begins at the byte `start`.
pub(super) fn push_text(text: &str, source: &str, start: usize, letters: &mut Vec<Letter>) {
    let from = letters.len();
    references::decode(source, start, letters);
    if !is_in_step(letters.get(from..).unwrap_or_default(), text) {
        // Text that is not decoded (of a script that never ends), or in which the tokenizer replaced something.
        letters.truncate(from);
        align(text, source, start, letters);
    }
}

/// Whether letters are those of a text.
fn is_in_step(letters: &[Letter], text: &str) -> bool {
    letters.iter().map(|(letter, _)| *letter).eq(text.chars())
}

/// Maps a text to a source that is nearly equal: letter by letter, over what was left out or replaced.
fn align(text: &str, source: &str, start: usize, letters: &mut Vec<Letter>) {
    /// The most letters of the source that are passed over for one of the text.
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
