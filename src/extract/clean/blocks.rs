//! Blocks of letters: what markup or line breaks make of a source before its letters are put in order.

use super::entities::Letter;
use crate::model::SectionKind;

/// One paragraph to be, and what the markup says that it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Its letters.
    pub letters: Vec<Letter>,
    /// A caption or boilerplate by its element or class.
    pub kind: Option<SectionKind>,
    /// The number of the `article` or `main` element it is in; 0 outside of any.
    pub region: u32,
}

impl Block {
    /// Its letters as text.
    pub fn text(&self) -> String {
        self.letters.iter().map(|(letter, _)| *letter).collect()
    }
}

/// A line and the source of the line break before it.
pub type Line<'a> = (usize, &'a [Letter]);

/// Splits letters at their line breaks.
pub fn lines(letters: &[Letter]) -> Vec<Line<'_>> {
    let mut before = 0;
    let mut lines = Vec::new();
    for line in letters.split_inclusive(|(letter, _)| *letter == '\n') {
        match line {
            [text @ .., ('\n', at)] => {
                lines.push((before, text));
                before = *at;
            }
            text => lines.push((before, text)),
        }
    }
    lines
}

/// The letters without white space at both ends.
pub fn trim(mut letters: &[Letter]) -> &[Letter] {
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
