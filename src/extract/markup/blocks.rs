//! Blocks of letters: what markup or line breaks make of a source before its letters are put in order.

use super::{Letter, text_of};
use crate::model::SectionKind;

/// One paragraph to be, and what the markup says that it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its letters.
    pub(crate) letters: Vec<Letter>,
    /// A caption or boilerplate by its element or class.
    pub(crate) kind: Option<SectionKind>,
    /// When the update of a live blog was published that it is in, as written.
    pub(crate) time: Option<String>,
}

impl Block {
    /// Its letters as text.
    pub(crate) fn text(&self) -> String {
        text_of(&self.letters)
    }
}

/// The letters without white space at both ends.
pub(crate) fn trim(mut letters: &[Letter]) -> &[Letter] {
    while let [(first, _), rest @ ..] = letters {
        if !first.is_whitespace() {
            break;
        }
        letters = rest;
    }
    while let [rest @ .., (last, _)] = letters {
        if !last.is_whitespace() {
            break;
        }
        letters = rest;
    }
    letters
}
