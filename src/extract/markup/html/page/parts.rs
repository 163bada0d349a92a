//! Which pieces of a page are its story, once the element is known that holds it.

use super::consent;
use super::names::{is_credit_line, opens_another, opens_comments};
use super::prose::is_heading;
use super::root::Weighed;
use crate::extract::markup::html::outline::{Element, Piece};

/// A paragraph beside the element of the story that belongs to it has at least this number of letters.
const LEAST_BESIDE: usize = 60;
/// Elements with more than this share of links are lists of them.
const LINKS: f64 = 0.5;

/// For each piece, whether it is of the story.
pub(super) fn story(weighed: &Weighed, root: Option<usize>) -> Vec<bool> {
    let Weighed { outline, .. } = weighed;
    let Some(root) = root else {
        // No prose: whatever is no link.
        let is_text = |(index, piece): (usize, &Piece)| !weighed.is_beside(index) && piece.linked * 2 <= piece.size();
        return outline.pieces.iter().enumerate().map(is_text).collect();
    };
    let parts = Parts::new(weighed, root);
    let mut kept: Vec<bool> = (0..outline.pieces.len()).map(|index| parts.is_kept(index)).collect();
    parts.drop_teasers(&mut kept);
    parts.drop_others(&mut kept);
    kept
}

struct Parts<'a> {
    weighed: &'a Weighed<'a>,
    root: usize,
    /// The element around the root that has more than the root, and the one inside it around the root.
    outer: Option<usize>,
    own: usize,
    /// The first piece of the root.
    first: usize,
    /// For each element, whether it is a list of links.
    lists: Vec<bool>,
    /// For each element: the weight of its prose, its paragraphs of prose, and its letters.
    weights: Vec<usize>,
    lines: Vec<usize>,
    sizes: Vec<usize>,
    /// For each element, the share of its letters that are in links.
    shares: Vec<f64>,
    /// For each element, whether it is a line that says who wrote the story, and when.
    credits: Vec<bool>,
    /// The first paragraph behind the headline.
    opening: usize,
}

/// A line between the headline and the story that has a figure in it and no more than this number of letters is a date, a
/// length or a count.
const LONGEST_LABEL: usize = 60;

impl<'a> Parts<'a> {
    fn new(weighed: &'a Weighed<'a>, root: usize) -> Self {
        let outline = weighed.outline;
        let lines = weighed.lines();
        let shares = weighed.link_shares();
        let counts = outline.sums(|index, _| usize::from(!weighed.is_beside(index)));
        let size = |index: usize| counts.get(index).copied().unwrap_or(0);
        let mut own = root;
        let mut outer = None;
        for (index, _) in outline.around(Some(root)) {
            if size(index) > size(root) {
                outer = Some(index);
                break;
            }
            own = index;
        }
        let first = outline.pieces.iter().position(|piece| outline.is_within(piece.element, root)).unwrap_or(0);
        let share = |index: usize| shares.get(index).copied().unwrap_or(0.0);
        let holds_root = |index: usize| outline.is_within(Some(root), index);
        let lists = outline.marked(|index, element| {
            element.is_block() && size(index) >= 2 && share(index) > LINKS && !holds_root(index)
        });
        let sizes = outline.sums(|_, piece| piece.size());
        let credits =
            outline.elements.iter().zip(&sizes).map(|(element, size)| is_credit_line(element, *size)).collect();
        let weights = outline.sums(|index, _| weighed.weight(index));
        let headline = weighed.headline.map_or(0, |headline| headline.piece);
        let behind = headline..outline.pieces.len();
        let is_paragraph = |index: &usize| weighed.weight(*index) >= LEAST_BESIDE;
        let opening = behind.into_iter().find(is_paragraph).unwrap_or(headline);
        Self { weighed, root, outer, own, first, lists, weights, lines, sizes, shares, credits, opening }
    }

    fn is_kept(&self, index: usize) -> bool {
        let Some(piece) = self.weighed.outline.pieces.get(index) else { return false };
        let is_list = piece.element.and_then(|element| self.lists.get(element)).is_some_and(|mark| *mark);
        let is_before = self.weighed.headline.is_some_and(|headline| index < headline.piece);
        let is_link = piece.linked * 2 > piece.size();
        if self.weighed.is_beside(index) || self.is_credits(index, piece) || is_list || is_before || is_link {
            return false;
        }
        self.weighed.outline.is_within(piece.element, self.root) || self.joins(index, piece)
    }

    /// Whether a piece says who wrote the story or when, or asks for consent.
    fn is_credits(&self, index: usize, piece: &Piece) -> bool {
        let outline = self.weighed.outline;
        let mut around = outline.around(piece.element).take_while(|(at, _)| *at != self.root);
        let is_label = index < self.opening
            && self.weighed.headline.is_some_and(|headline| headline.piece < index)
            && piece.size() <= LONGEST_LABEL
            && piece.letters.iter().any(|(letter, _)| letter.is_ascii_digit())
            && !piece.text().trim_end().ends_with(['.', '!', '?', '”', '"'])
            && !is_heading(outline, piece);
        let is_credited = piece.credited * 2 > piece.size();
        is_label
            || is_credited
            || around.any(|(at, _)| self.credits.get(at) == Some(&true))
            // Prose has been asked before it was weighed.
            || self.weighed.weight(index) == 0 && consent::asks(&piece.text())
    }

    /// Whether a piece outside of the root belongs to the story all the same.
    fn joins(&self, index: usize, piece: &Piece) -> bool {
        let outline = self.weighed.outline;
        let is_prose = self.weighed.weight(index) > 0;
        let headline = self.weighed.headline.map(|headline| headline.piece);
        // What stands between the headline and the story sums it up.
        if is_prose && headline.is_some_and(|headline| headline < index) && index < self.first {
            return true;
        }
        let Some(outer) = self.outer else { return false };
        if headline.is_none() && index < self.first || !outline.is_within(piece.element, outer) {
            return false;
        }
        let sibling =
            outline.around(piece.element).take_while(|(at, _)| *at != outer).filter(|(_, element)| element.is_block());
        match sibling.last() {
            Some((at, element)) if element.name != "p" => self.is_like(at, element),
            _ => is_prose && piece.size() >= LEAST_BESIDE && piece.linked * 4 < piece.size(),
        }
    }

    /// Whether a sibling of the root is another part of the same story: of its class, or as nameless and as full of prose.
    fn is_like(&self, index: usize, element: &Element) -> bool {
        let Some(own) = self.weighed.outline.elements.get(self.own) else { return false };
        let of = |figures: &[usize], at: usize| figures.get(at).copied().unwrap_or(0);
        let mean = |at: usize| of(&self.weights, at) / of(&self.lines, at).max(1);
        let is_prose = self.shares.get(index).is_some_and(|share| *share < 0.25) && of(&self.weights, index) > 0;
        let is_as_full = mean(index) * 2 > mean(self.own) && self.shares.get(index) < Some(&0.02);
        let is_same = own.name == element.name && own.tokens == element.tokens;
        is_prose && (is_same && !own.tokens.is_empty() || is_as_full && (is_same || self.is_about_headline()))
    }

    /// Whether the element around the root holds the headline too, and is not the page as a whole.
    fn is_about_headline(&self) -> bool {
        let outline = self.weighed.outline;
        let outer = self.outer.and_then(|outer| Some((outer, outline.elements.get(outer)?)));
        outer.is_some_and(|(index, element)| {
            !matches!(&*element.name, "html" | "body" | "form")
                && self.weighed.headline.is_some_and(|headline| headline.is_in(outline, index))
        })
    }

    /// Drops the text of teasers: what follows a heading that is a link.
    fn drop_teasers(&self, kept: &mut [bool]) {
        let outline = self.weighed.outline;
        let mut card = None;
        for (index, piece) in outline.pieces.iter().enumerate() {
            if is_heading(outline, piece) {
                card = if piece.linked * 2 > piece.size() { self.container(piece) } else { None };
            } else if card.is_some_and(|card| outline.is_within(piece.element, card))
                && let Some(kept) = kept.get_mut(index)
            {
                *kept = false;
            }
        }
    }

    /// Drops what follows a heading such as "Most read": all in its container and all that joined the story behind it. Behind
    /// "Comments" the story itself ends, up to the next heading.
    fn drop_others(&self, kept: &mut [bool]) {
        let outline = self.weighed.outline;
        let (mut card, mut is_over, mut is_comment) = (None, false, false);
        for (index, piece) in outline.pieces.iter().enumerate() {
            let mut is_other = false;
            if is_heading(outline, piece) {
                let text = piece.text();
                is_other = opens_another(&text) && !self.weighed.is_beside(index);
                is_comment = is_other && opens_comments(&text);
                is_over |= is_other && index > self.first;
                card = if is_other { self.container(piece) } else { card };
            }
            let is_inside = card.is_some_and(|card| outline.is_within(piece.element, card));
            let is_behind = is_over && !outline.is_within(piece.element, self.root);
            if (is_other || is_comment || is_inside || is_behind)
                && let Some(kept) = kept.get_mut(index)
            {
                *kept = false;
            }
        }
    }

    /// The element around a heading and what belongs to it, unless it holds the story too.
    fn container(&self, heading: &Piece) -> Option<usize> {
        let outline = self.weighed.outline;
        let size = |index: usize| self.sizes.get(index).copied().unwrap_or(0);
        let own = heading.size();
        let mut around = outline.around(heading.element);
        let found = around.find(|(index, element)| element.is_block() && size(*index) > own)?;
        Some(found.0).filter(|index| !outline.is_within(Some(self.root), *index))
    }
}
