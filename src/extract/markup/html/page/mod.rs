//! A whole page → the blocks of its story.
//!
//! What the page itself sets apart by elements, roles and classes is left out first. Of what is left, the element with the
//! most prose holds the story; it is joined by its like and freed of lists of links and teasers.

mod beside;
mod consent;
mod headline;
mod names;
mod parts;
mod prose;
mod root;
mod words;

use super::elements::is_caption;
use super::outline::{Outline, Piece};
use crate::extract::markup::Block;
use crate::model::SectionKind;
use headline::Headline;
use prose::Prose;
use root::Weighed;

/// The blocks of a page's story; none if it has nothing but links.
pub(super) fn blocks(outline: &Outline) -> Vec<Block> {
    let prose = Prose::of(outline);
    let headline = Headline::of(outline);
    let beside = beside::beside(outline, &prose, headline.as_ref());
    let weighed = Weighed { outline, prose: &prose, headline: headline.as_ref(), beside: &beside };
    let kept = parts::story(&weighed);
    outline.pieces.iter().zip(kept).filter(|(_, is_kept)| *is_kept).map(|(piece, _)| block(outline, piece)).collect()
}

fn block(outline: &Outline, piece: &Piece) -> Block {
    let is_caption = outline.around(piece.element).any(|(_, element)| is_caption(element));
    Block { letters: piece.letters.clone(), kind: is_caption.then_some(SectionKind::Caption) }
}
