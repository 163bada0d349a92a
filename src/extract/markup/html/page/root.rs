//! Which element of a page holds its story.
//!
//! As in Readability, prose counts for the element around its paragraphs, in part for those further out, and less the more
//! of an element is links. The headline says where the story begins.

use super::headline::Headline;
use super::names::{Says, says};
use super::prose::Prose;
use crate::extract::markup::html::outline::{Element, Outline};

/// What the elements around a paragraph get of its weight, from the inside out. Wrappers that add nothing do not count.
const SHARES: [f64; 5] = [1.0, 0.5, 1.0 / 6.0, 1.0 / 9.0, 1.0 / 12.0];
/// What a paragraph with a wrapper of its own counts for the elements around that.
const WRAPPED: f64 = 0.5;
/// How much more the element is worth that begins with the first paragraph behind the headline, and in part those that
/// begin soon after; how much less those that end before it.
const FOLLOWS: f64 = 3.0;
const PRECEDES: f64 = 0.2;
/// How much more an element is worth whose names say that it is the story.
const NAMED: f64 = 1.5;

/// Elements whose paragraphs count for what is around them.
const PARTS: &[&str] =
    &["p", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "table", "tbody", "tr", "pre", "figure"];

/// What is known of the pieces of a page.
pub(super) struct Weighed<'a> {
    pub(super) outline: &'a Outline,
    pub(super) prose: &'a Prose,
    pub(super) headline: Option<&'a Headline>,
    /// For each element, whether it stands beside the story.
    pub(super) beside: &'a [bool],
}

impl Weighed<'_> {
    /// The weight of a piece's prose, unless it stands beside the story.
    pub(super) fn weight(&self, piece: usize) -> usize {
        if self.is_beside(piece) { 0 } else { self.prose.of_piece(piece) }
    }

    /// Whether a piece stands beside the story.
    pub(super) fn is_beside(&self, piece: usize) -> bool {
        let element = self.outline.pieces.get(piece).and_then(|piece| piece.element);
        element.and_then(|element| self.beside.get(element)).is_some_and(|mark| *mark)
    }

    /// For each element, its paragraphs of prose.
    pub(super) fn lines(&self) -> Vec<usize> {
        self.outline.sums(|index, _| if self.is_beside(index) { 0 } else { self.prose.lines_of(index) })
    }

    /// For each element, the share of its letters that are in links.
    pub(super) fn link_shares(&self) -> Vec<f64> {
        let count = |figure: fn(&super::Piece) -> usize| {
            self.outline.sums(|index, piece| if self.is_beside(index) { 0 } else { figure(piece) })
        };
        let (linked, sizes) = (count(|piece| piece.linked), count(super::Piece::size));
        linked.iter().zip(&sizes).map(|(linked, size)| *linked as f64 / (*size).max(1) as f64).collect()
    }

    /// The elements that a paragraph counts for, from the inside out, each with its share. A wrapper of a single paragraph
    /// is none of them; what is in one counts less for those around it.
    fn containers<'b>(&'b self, element: Option<usize>, lines: &'b [usize]) -> impl Iterator<Item = (usize, f64)> + 'b {
        let mut size = 0;
        let is_own = |element: &Element| matches!(&*element.name, "article" | "main") || says(element) == Says::Story;
        let mut worth = 1.0;
        let holders = self.outline.around(element).filter_map(move |(index, element)| {
            let lines = lines.get(index).copied().unwrap_or(0);
            let is_outermost = element.parent.is_none() && size < 2;
            if !element.is_block() || PARTS.contains(&&*element.name) || lines <= size && !is_outermost {
                return None;
            }
            size = lines;
            let counts = lines >= 2 || is_outermost || is_own(element);
            if !counts {
                worth = WRAPPED;
            }
            counts.then_some((index, worth))
        });
        holders.zip(SHARES).map(|((index, worth), share)| (index, worth * share))
    }

    /// The element that holds the story.
    pub(super) fn root(&self) -> Option<usize> {
        let lines = self.lines();
        let mut scores = vec![0.0; self.outline.elements.len()];
        let mut firsts = vec![usize::MAX; scores.len()];
        let mut rank = 0;
        for (index, piece) in self.outline.pieces.iter().enumerate() {
            let weight = self.weight(index);
            if weight == 0 {
                continue;
            }
            let is_behind = self.headline.is_none_or(|headline| index > headline.piece);
            rank += usize::from(is_behind);
            for (container, share) in self.containers(piece.element, &lines) {
                let place = if is_behind { rank } else { usize::MAX };
                if let (Some(score), Some(first)) = (scores.get_mut(container), firsts.get_mut(container)) {
                    *score += weight as f64 * share;
                    *first = (*first).min(place);
                }
            }
        }
        let shares = self.link_shares();
        let value = |index: usize, element: &Element| {
            let score: f64 = scores.get(index).copied().unwrap_or(0.0);
            let first = firsts.get(index).copied().unwrap_or(usize::MAX);
            let place = match self.headline {
                Some(_) if first == usize::MAX => PRECEDES,
                Some(_) => 1.0 + FOLLOWS / first as f64,
                None => 1.0,
            };
            let name = if says(element) == Says::Story { NAMED } else { 1.0 };
            score * (1.0 - shares.get(index).copied().unwrap_or(0.0)) * place * name
        };
        let valued = self.outline.elements.iter().enumerate().filter(|(index, _)| scores.get(*index) > Some(&0.0));
        let best = valued
            .map(|(index, element)| (index, value(index, element)))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        best.map(|(index, _)| index)
    }
}
