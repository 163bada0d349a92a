//! Which elements of a page stand beside its story.

use super::headline::Headline;
use super::names::{Says, says};
use super::prose::Prose;
use crate::extract::markup::html::elements::ASIDE;
use crate::extract::markup::html::outline::{Element, Outline};

/// An element whose name leaves doubt holds the story if it has this share of the prose that is left without it.
const SHARE_OF_DOUBTFUL: usize = 3;

/// For each element, whether it stands beside the story.
pub(super) fn beside(outline: &Outline, prose: &Prose, headline: Option<&Headline>) -> Vec<bool> {
    let holds_headline = |index: usize| headline.is_some_and(|headline| headline.is_in(outline, index));
    let surely = outline.marked(|index, element| is_beside(outline, index, element) && !holds_headline(index));
    // Names that leave nothing were given to something else.
    let by_element = || outline.marked(|index, element| is_aside(element) && !holds_headline(index));
    let choices = std::iter::once(surely).chain(std::iter::once_with(by_element));
    let none = vec![false; outline.elements.len()];
    let left = choices.into_iter().find(|marks| prose.total(outline, marks) > 0).unwrap_or(none);
    let is_left = |element: Option<usize>| !element.and_then(|index| left.get(index)).is_some_and(|mark| *mark);
    let sums = outline.sums(|index, piece| if is_left(piece.element) { prose.of_piece(index) } else { 0 });
    let all: usize = prose.total(outline, &left);
    outline.marked(|index, element| {
        let own = sums.get(index).copied().unwrap_or(0);
        let said = if is_wrapper(element) { says(element) } else { Says::Nothing };
        let is_doubtful = match said {
            Says::Doubtful => true,
            // Without an end tag of its own it may have swallowed the story.
            Says::Beside => !element.is_ended,
            _ => element.name == "form" && element.is_ended,
        };
        left.get(index).is_some_and(|mark| *mark)
            || is_doubtful && own * SHARE_OF_DOUBTFUL < all && !holds_headline(index)
    })
}

/// By its name or its class. An element that never ends says nothing about what follows in it.
fn is_beside(outline: &Outline, index: usize, element: &Element) -> bool {
    let is_named = match element.name.as_str() {
        "footer" | "address" => true,
        "header" => !outline.around(element.parent).any(|(_, outer)| matches!(&*outer.name, "article" | "main")),
        name => ASIDE.contains(&name),
    };
    let is_said = is_wrapper(element) && says(element) == Says::Beside;
    (is_named || is_said) && element.is_ended && index > 0
}

fn is_aside(element: &Element) -> bool {
    ASIDE.contains(&&*element.name) && element.is_ended
}

/// Whether the names of an element are about its own content.
fn is_wrapper(element: &Element) -> bool {
    !matches!(element.name.as_str(), "html" | "body" | "main" | "article")
}
