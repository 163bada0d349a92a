//! A fragment: the markup of one story. Nothing is weighed; what the markup itself sets apart is left out or marked.

use std::cmp::Reverse;

use super::elements::{ASIDE, kind_of};
use super::outline::Outline;
use crate::extract::markup::Block;
use crate::model::SectionKind;

/// An `article` counts as the story if it has at least this number of letters.
const STORY_LETTERS: usize = 140;

/// The blocks of a fragment: of its largest `article` or `main` where there is one with a story in it; all otherwise.
pub(super) fn blocks(outline: &Outline) -> Vec<Block> {
    let is_set_apart = |name: &str| ASIDE.contains(&name) || name == "form";
    let aside = outline.marked(|_, element| is_set_apart(&element.name) && element.is_ended);
    let is_aside = |element: Option<usize>| element.and_then(|index| aside.get(index)).is_some_and(|mark| *mark);
    let region = |element| outline.around(element).find(|(_, element)| matches!(&*element.name, "article" | "main"));
    let region = |element| region(element).map(|(index, _)| index);
    let mut sizes = vec![0_usize; outline.elements.len()];
    for piece in outline.pieces.iter().filter(|piece| !is_aside(piece.element)) {
        if let Some(size) = region(piece.element).and_then(|found| sizes.get_mut(found)) {
            *size += piece.letters.len();
        }
    }
    let largest = sizes.iter().enumerate().max_by_key(|(index, size)| (**size, Reverse(*index)));
    let story = largest.filter(|(_, size)| **size >= STORY_LETTERS).map(|(index, _)| index);
    let kinds = kinds(outline);
    let kind = |element: Option<usize>| element.and_then(|index| kinds.get(index).copied().flatten());
    let is_all_aside = outline.pieces.iter().all(|piece| is_aside(piece.element));
    let kept = outline.pieces.iter().filter(|piece| {
        (is_all_aside || !is_aside(piece.element)) && story.is_none_or(|story| region(piece.element) == Some(story))
    });
    kept.map(|piece| Block { letters: piece.letters.clone(), kind: kind(piece.element), time: None }).collect()
}

/// For each element, what the outermost one around it that says so says about its content.
fn kinds(outline: &Outline) -> Vec<Option<SectionKind>> {
    let mut kinds: Vec<Option<SectionKind>> = Vec::with_capacity(outline.elements.len());
    for element in &outline.elements {
        let outer = element.parent.and_then(|parent| kinds.get(parent).copied().flatten());
        kinds.push(outer.or_else(|| kind_of(element)));
    }
    kinds
}
