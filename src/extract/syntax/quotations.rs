//! Quotations: what stands inside quotation marks, how far a quotation reaches, and which sentences stand beside it.

use std::ops::Range;

use crate::model::{Doc, Pos};

/// The quotations and paragraphs of a document.
#[derive(Debug, Clone)]
pub(crate) struct Quotations {
    /// For every token, whether it is inside quotation marks.
    inside: Vec<bool>,
    /// The tokens that are inside where the one before is not, or the other way round.
    turns: Vec<usize>,
    /// For every token, the number of its paragraph.
    paragraphs: Vec<u32>,
}

impl Quotations {
    /// Finds the quotations of a document. A paragraph ends a quotation that nothing else ended.
    pub(super) fn find(doc: &Doc) -> Self {
        let (mut is_open, mut paragraph) = (false, 0);
        let (mut inside, mut paragraphs) = (Vec::new(), Vec::new());
        for token in 0..doc.len() {
            let word = doc.word(token);
            match word {
                "“" | "``" | "«" => is_open = true,
                "”" | "''" | "»" => is_open = false,
                "\"" => is_open = !is_open,
                _ if doc.pos(token) == Pos::Space && word.contains('\n') => {
                    (is_open, paragraph) = (false, paragraph + 1);
                }
                _ => {}
            }
            inside.push(is_open);
            paragraphs.push(paragraph);
        }
        let turns = (1..).zip(inside.windows(2)).filter(|(_, pair)| matches!(pair, [one, other] if one != other));
        let turns = turns.map(|(token, _)| token).collect();
        Self { inside, turns, paragraphs }
    }

    /// Whether a token is inside quotation marks.
    pub(crate) fn contains(&self, token: usize) -> bool {
        self.inside.get(token).copied().unwrap_or(false)
    }

    /// The tokens around a token that are all inside quotation marks, or all outside.
    pub(crate) fn around(&self, token: usize) -> Range<usize> {
        let next = self.turns.partition_point(|turn| *turn <= token);
        let first = next.checked_sub(1).and_then(|turn| self.turns.get(turn)).copied().unwrap_or(0);
        first..self.turns.get(next).copied().unwrap_or(self.inside.len())
    }

    /// Whether two tokens stand in the same paragraph.
    pub(crate) fn are_beside(&self, one: usize, other: usize) -> bool {
        self.paragraphs.get(one) == self.paragraphs.get(other)
    }
}
