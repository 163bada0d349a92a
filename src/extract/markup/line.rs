//! Short texts on one line: headlines and names.

use super::{Letter, html, references, spacing, text_of, tidy};

/// A short text on one line: without markup, its spaces in order.
pub(crate) fn line(text: &str) -> String {
    text_of(&line_letters(text))
}

/// The letters of [`line`].
pub(crate) fn line_letters(text: &str) -> Vec<Letter> {
    let is_tagged = text.contains('<') && text.contains('>') && text.contains("</");
    let letters = if is_tagged { letters_between_tags(text) } else { references::letters_of(text) };
    let spaced: Vec<Letter> =
        tidy::tidy(&letters).into_iter().map(|(letter, at)| (if letter == '\n' { ' ' } else { letter }, at)).collect();
    spacing::settle(&spaced, spacing::Style::default())
}

fn letters_between_tags(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for block in html::blocks(text, false) {
        // The space between two blocks stands for the markup that parts them.
        let markup = |at: usize| text.get(at..).and_then(|rest| rest.find('<')).map_or(at, |found| at + found);
        letters.extend(letters.last().map(|(_, at)| (' ', markup(*at))));
        letters.extend(block.letters);
    }
    letters
}
