//! What the elements around a story say about it: the headline, the byline and its time.

use super::{Outline, Page};
use crate::extract::markup::html::outline::Element;

/// How near to the story an element stands that says something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Between the headline and the story.
    BehindHeadline,
    /// Before the headline, in the element that holds both it and the story.
    BeforeHeadline,
    /// In the story.
    Within,
}

impl Page {
    /// The headline as the page shows it.
    pub(crate) fn headline(&self) -> Option<String> {
        let piece = self.outline.pieces.get(self.headline.as_ref()?.piece)?;
        Some(piece.text())
    }

    /// The elements that may speak of the story, and of no other: those of the byline first.
    pub(crate) fn about(&self) -> Vec<&Element> {
        let Some(around) = Around::of(self) else { return Vec::new() };
        let elements = self.outline.elements.iter().enumerate();
        let mut placed: Vec<(Place, &Element)> = elements
            .filter(|(index, _)| !self.beside.get(*index).is_some_and(|mark| *mark))
            .filter_map(|(index, element)| Some((around.place(&self.outline, index, element)?, element)))
            .collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, element)| element).collect()
    }

    /// The elements of the head of the page.
    pub(crate) fn head(&self) -> impl Iterator<Item = &Element> {
        let outline = &self.outline;
        let is_head = |element: &Element| element.name == "head";
        outline
            .elements
            .iter()
            .filter(move |element| element.parent.and_then(|parent| outline.elements.get(parent)).is_some_and(is_head))
    }
}

/// Where on a page its story is.
struct Around {
    /// The innermost element that holds the headline and the story.
    zone: usize,
    /// It is the page as a whole, which holds everything else too.
    is_whole: bool,
    headline: Option<usize>,
    start: usize,
    end: usize,
}

impl Around {
    fn of(page: &Page) -> Option<Self> {
        let outline = &page.outline;
        let mut holders = outline.around(page.root);
        let (zone, element) = if let Some(headline) = &page.headline {
            holders.find(|(index, _)| headline.is_in(outline, *index))?
        } else {
            let root = holders.next()?;
            holders.find(|(_, element)| matches!(&*element.name, "article" | "main")).unwrap_or(root)
        };
        let headline = page.headline.as_ref().map(|headline| headline.piece);
        let position = |piece: usize| outline.pieces.get(piece)?.letters.first().map(|(_, at)| *at);
        let mut story = page.story().map(|(index, _)| index).filter(|index| Some(*index) != headline);
        let start = position(story.next()?)?;
        let end = story.last().and_then(position).unwrap_or(start);
        let is_whole = matches!(&*element.name, "html" | "body");
        Some(Self { zone, is_whole, headline: headline.and_then(position), start, end })
    }

    fn place(&self, outline: &Outline, index: usize, element: &Element) -> Option<Place> {
        if !outline.is_within(Some(index), self.zone) {
            return None;
        }
        match self.headline {
            Some(headline) if element.start < headline => (!self.is_whole).then_some(Place::BeforeHeadline),
            _ if element.start < self.start => Some(Place::BehindHeadline),
            _ => (element.start <= self.end).then_some(Place::Within),
        }
    }
}
