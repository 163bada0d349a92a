//! What a source is written in: tags, character references, misread and invisible letters, stray spaces. Decoding and
//! cleaning both read texts through this room.

mod blocks;
mod cut;
pub(crate) mod html;
mod line;
pub(crate) mod references;
pub(crate) mod spacing;
mod tidy;

pub(crate) use blocks::{Block, trim};
pub(crate) use cut::{cut_mark, is_cut, whole_sentences};
pub(crate) use line::{line, line_letters};
pub(crate) use tidy::tidy;

/// A letter and the byte of the source that it came from.
pub(crate) type Letter = (char, usize);

/// Letters as text.
pub(crate) fn text_of(letters: &[Letter]) -> String {
    letters.iter().map(|(letter, _)| *letter).collect()
}

/// Applies a pass again and again until it changes nothing, at most `most` times.
fn until_stable(mut letters: Vec<Letter>, most: usize, pass: impl Fn(&[Letter]) -> Vec<Letter>) -> Vec<Letter> {
    for _ in 0..most {
        let next = pass(&letters);
        if next == letters {
            break;
        }
        letters = next;
    }
    letters
}
