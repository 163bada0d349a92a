//! A whole page → the blocks of its story.
//!
//! What the page itself sets apart by elements, roles and classes is left out first. Of what is left, the element with the
//! most prose holds the story; it is joined by its like and freed of lists of links and teasers.

mod about;
mod beside;
mod consent;
mod headline;
pub(super) mod names;
mod parts;
mod prose;
mod root;
mod updates;
mod words;

use super::elements::is_caption;
use super::outline::{Outline, Piece};
use crate::extract::markup::Block;
use crate::model::SectionKind;
use headline::Headline;
use prose::Prose;
use root::Weighed;

/// A whole page, its story found.
#[derive(Debug)]
pub(crate) struct Page {
    outline: Outline,
    headline: Option<Headline>,
    /// For each element, whether it stands beside the story.
    beside: Vec<bool>,
    /// The element that holds the story.
    root: Option<usize>,
    /// For each piece, whether it is of the story.
    kept: Vec<bool>,
}

impl Page {
    pub(super) fn new(outline: Outline) -> Self {
        let prose = Prose::of(&outline);
        let headline = Headline::of(&outline);
        let beside = beside::beside(&outline, &prose, headline.as_ref());
        let weighed = Weighed { outline: &outline, prose: &prose, headline: headline.as_ref(), beside: &beside };
        let root = weighed.root();
        let kept = parts::story(&weighed, root);
        Self { outline, headline, beside, root, kept }
    }

    /// The blocks of the story; none if the page has nothing but links.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let times = updates::times(&self.outline, self.root);
        let captions = self.outline.marked(|_, element| is_caption(element));
        let block = |piece: &Piece| {
            let is_caption = piece.element.and_then(|element| captions.get(element)).is_some_and(|mark| *mark);
            let time = self.outline.around(piece.element).find_map(|(index, _)| times.get(index)?.clone());
            Block { letters: piece.letters.clone(), kind: is_caption.then_some(SectionKind::Caption), time }
        };
        self.story().map(|(_, piece)| block(piece)).collect()
    }

    /// The paragraphs of the story, without its headline.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = String> {
        let headline = self.headline.as_ref().map(|headline| headline.piece);
        self.story().filter(move |(index, _)| Some(*index) != headline).map(|(_, piece)| piece.text())
    }

    fn story(&self) -> impl Iterator<Item = (usize, &Piece)> {
        self.outline
            .pieces
            .iter()
            .zip(&self.kept)
            .enumerate()
            .filter(|(_, (_, kept))| **kept)
            .map(|(index, (piece, _))| (index, piece))
    }
}
