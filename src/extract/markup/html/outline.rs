//! A source as its elements and the pieces of text in them.

use super::elements::BLOCKS;
use crate::extract::markup::{Letter, text_of};

/// An element with content.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name in lower case.
    pub(crate) name: String,
    /// The element around it. A parent comes before its children.
    pub(crate) parent: Option<usize>,
    /// Where its start tag begins and where its content ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// It has an end tag of its own.
    pub(crate) is_ended: bool,
    /// Its classes, id, role, `itemprop` and `rel`, as written.
    pub(crate) tokens: Vec<String>,
    /// `datetime` and `content`, which say in figures what the text says to a reader.
    pub(crate) value: Option<String>,
}

impl Element {
    /// Whether it opens and closes a paragraph.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// Whether one of its classes, its role, its `itemprop` or its `rel` is this.
    pub(crate) fn has_token(&self, token: &str) -> bool {
        self.tokens.iter().any(|own| own.eq_ignore_ascii_case(token))
    }
}

/// The letters between two boundaries of paragraphs.
#[derive(Debug)]
pub(super) struct Piece {
    /// The letters.
    pub(super) letters: Vec<Letter>,
    /// How many of them are in links, and in elements that say who wrote the story or when.
    pub(super) linked: usize,
    pub(super) credited: usize,
    /// The innermost element around its end.
    pub(super) element: Option<usize>,
}

impl Piece {
    /// The letters that are no spaces.
    pub(super) fn size(&self) -> usize {
        self.letters.iter().filter(|(letter, _)| !letter.is_whitespace()).count()
    }

    /// The letters as text.
    pub(super) fn text(&self) -> String {
        text_of(&self.letters)
    }
}

/// What was read of a source.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// It is a whole page, no fragment.
    pub(super) is_page: bool,
    /// What `title` says.
    pub(super) title: String,
    /// The elements in the order of their start tags.
    pub(super) elements: Vec<Element>,
    /// The texts in order.
    pub(super) pieces: Vec<Piece>,
}

impl Outline {
    /// An element and those around it, from the inside out.
    pub(super) fn around(&self, element: Option<usize>) -> impl Iterator<Item = (usize, &Element)> {
        let of = |index: usize| self.elements.get(index).map(|element| (index, element));
        std::iter::successors(element.and_then(of), move |(_, element)| element.parent.and_then(of))
    }

    /// Whether an element is another one or inside it.
    pub(super) fn is_within(&self, element: Option<usize>, outer: usize) -> bool {
        self.around(element).take_while(|(index, _)| *index >= outer).any(|(index, _)| index == outer)
    }

    /// Marks elements, and with each of them all inside it.
    pub(super) fn marked(&self, is_marked: impl Fn(usize, &Element) -> bool) -> Vec<bool> {
        let mut marks: Vec<bool> = Vec::with_capacity(self.elements.len());
        for (index, element) in self.elements.iter().enumerate() {
            let outer = element.parent.and_then(|parent| marks.get(parent)).is_some_and(|mark| *mark);
            marks.push(outer || is_marked(index, element));
        }
        marks
    }

    /// Sums up a figure of the pieces for each element that they are in.
    pub(super) fn sums(&self, figure: impl Fn(usize, &Piece) -> usize) -> Vec<usize> {
        let mut sums = vec![0; self.elements.len()];
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Some(sum) = piece.element.and_then(|element| sums.get_mut(element)) {
                *sum += figure(index, piece);
            }
        }
        for (index, element) in self.elements.iter().enumerate().rev() {
            let own = sums.get(index).copied().unwrap_or(0);
            if let Some(sum) = element.parent.and_then(|parent| sums.get_mut(parent)) {
                *sum += own;
            }
        }
        sums
    }
}
