//! Windows: as many words of a sentence as an encoder reads at a time.

use std::ops::Range;

use super::wordpiece::WordPiece;

/// A window has at most this many words for each piece that it has room for, lest words without pieces fill the memory.
pub(super) const WORDS_PER_PIECE: usize = 2;

/// The pieces of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    pub(super) ids: Vec<u32>,
    pub(super) first: Vec<u32>,
    words: Range<usize>,
}

impl Pieces {
    /// The pieces; the first opens the window and the last closes it.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The place of the first piece of each word. A word without pieces has that of the piece that opens the window.
    pub fn first(&self) -> &[u32] {
        &self.first
    }

    /// The words of the sentence that the window has.
    pub fn words(&self) -> Range<usize> {
        self.words.clone()
    }

    /// Neighbouring windows as one, in which each piece sees the others. For each of them it has a word for the piece that opens
    /// it, and then its words.
    pub fn joined(windows: &[Self]) -> Self {
        let (mut ids, mut first) = (Vec::new(), Vec::new());
        for window in windows {
            let start = ids.len() as u32;
            ids.extend_from_slice(&window.ids);
            first.push(start);
            first.extend(window.first.iter().map(|piece| start + piece));
        }
        let words = 0..first.len();
        Self { ids, first, words }
    }
}

/// The windows of a sentence, cut between words. A word that has more pieces than a window loses the last ones.
#[derive(Debug)]
pub struct Windows<'a> {
    wordpiece: &'a WordPiece,
    words: &'a [&'a str],
    window: usize,
    next: usize,
}

impl<'a> Windows<'a> {
    pub(super) fn new(wordpiece: &'a WordPiece, words: &'a [&'a str], window: usize) -> Self {
        Self { wordpiece, words, window, next: 0 }
    }
}

impl Iterator for Windows<'_> {
    type Item = Pieces;

    fn next(&mut self) -> Option<Pieces> {
        let begin = self.next;
        let (open, close) = self.wordpiece.ends();
        let (mut ids, mut first) = (vec![open], Vec::new());
        for word in self.words.get(begin..)?.iter().take(WORDS_PER_PIECE * self.window) {
            let start = ids.len();
            self.wordpiece.add(word, self.window - 2, &mut ids);
            if ids.len() >= self.window {
                ids.truncate(start);
                break;
            }
            first.push(if ids.len() > start { start as u32 } else { 0 });
        }
        self.next += first.len();
        ids.push(close);
        (!first.is_empty()).then_some(Pieces { ids, first, words: begin..self.next })
    }
}
