//! Positions in the text of a gold file.

use crate::extract::{Reading, encode::CharOffsets};

/// From positions in the cleaned text to characters of the gold's text.
pub(super) struct GoldOffsets<'a> {
    reading: &'a Reading<'a>,
    text: &'a str,
    characters: CharOffsets,
}

impl<'a> GoldOffsets<'a> {
    /// Those of an article that was read from the gold's text.
    pub(super) fn new(reading: &'a Reading<'a>, text: &'a str) -> Self {
        Self { reading, text, characters: CharOffsets::new(text) }
    }

    /// The character of the gold's text that a byte of the cleaned text comes from.
    pub(super) fn at(&self, byte: usize) -> usize {
        let source = self.reading.clean.source_position(byte);
        self.characters.at(self.text.floor_char_boundary(source)) as usize
    }
}
