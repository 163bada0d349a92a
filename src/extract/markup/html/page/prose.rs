//! How much of a page's text is prose: sentences that are no links.

use super::consent;
use crate::extract::markup::html::outline::{Outline, Piece};

/// A piece of prose has at least this number of letters outside of links.
const LEAST: usize = 22;
/// Letters beyond this number add nothing to a line: a wall of text is one paragraph.
const MOST: usize = 800;
/// What a comma is worth in letters.
const COMMA: usize = 15;

/// The prose of each piece.
#[derive(Debug)]
pub(super) struct Prose {
    weights: Vec<usize>,
    lines: Vec<usize>,
}

impl Prose {
    /// Weighs the pieces of a page.
    pub(super) fn of(outline: &Outline) -> Self {
        let weighed = outline.pieces.iter().map(|piece| weigh(outline, piece));
        let (weights, lines) = weighed.unzip();
        Self { weights, lines }
    }

    /// The weight of a piece, in letters; 0 if it is no prose.
    pub(super) fn of_piece(&self, piece: usize) -> usize {
        self.weights.get(piece).copied().unwrap_or(0)
    }

    /// The paragraphs of prose in a piece: its lines between line breaks.
    pub(super) fn lines_of(&self, piece: usize) -> usize {
        self.lines.get(piece).copied().unwrap_or(0)
    }

    /// All prose outside of marked elements.
    pub(super) fn total(&self, outline: &Outline, marks: &[bool]) -> usize {
        let is_marked = |piece: &Piece| piece.element.and_then(|index| marks.get(index)).is_some_and(|mark| *mark);
        let left = outline.pieces.iter().zip(&self.weights).filter(|(piece, _)| !is_marked(piece));
        left.map(|(_, weight)| *weight).sum()
    }
}

/// Whether a piece is a heading.
pub(super) fn is_heading(outline: &Outline, piece: &Piece) -> bool {
    let mut inner =
        outline.around(piece.element).take_while(|(_, element)| !element.is_block() || heading(&element.name));
    inner.any(|(_, element)| heading(&element.name))
}

fn heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn weigh(outline: &Outline, piece: &Piece) -> (usize, usize) {
    let size = piece.size();
    let unlinked = size.saturating_sub(piece.linked);
    if unlinked < LEAST || piece.linked * 2 > size || is_heading(outline, piece) || consent::asks(&piece.text()) {
        return (0, 0);
    }
    let (mut weight, mut lines) = (0, 0);
    for line in piece.letters.split(|(letter, _)| *letter == '\n') {
        let letters = line.iter().filter(|(letter, _)| !letter.is_whitespace()).count();
        if letters >= LEAST {
            let commas = line.iter().filter(|(letter, _)| matches!(letter, ',' | '،' | '、' | '，')).count();
            weight += letters.min(MOST) + COMMA * commas.min(10);
            lines += 1;
        }
    }
    (weight.max(unlinked.min(MOST)) * unlinked / size.max(1), lines.max(1))
}
