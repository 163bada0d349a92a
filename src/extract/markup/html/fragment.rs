//! A fragment: the markup of one story. Nothing is weighed; what the markup itself sets apart is left out or marked.

use super::elements::{ASIDE, kind_of};
use super::outline::Outline;
use crate::extract::markup::Block;

/// An `article` counts as the story if it has at least this number of letters.
const STORY_LETTERS: usize = 140;
/// No more regions than this are compared.
const REGIONS: usize = 200;

/// The blocks of a fragment: of its largest `article` or `main` where there is one with a story in it; all otherwise.
pub(super) fn blocks(outline: &Outline) -> Vec<Block> {
    let aside = outline.marked(|_, element| ASIDE.contains(&element.name.as_str()) && element.is_ended);
    let is_aside = |element: Option<usize>| element.and_then(|index| aside.get(index)).is_some_and(|mark| *mark);
    let region = |element| outline.around(element).find(|(_, element)| matches!(&*element.name, "article" | "main"));
    let region = |element| region(element).map(|(index, _)| index);
    let mut regions: Vec<(usize, usize)> = Vec::new();
    for piece in outline.pieces.iter().filter(|piece| !is_aside(piece.element)) {
        let Some(found) = region(piece.element) else { continue };
        if let Some((_, size)) = regions.iter_mut().find(|(known, _)| *known == found) {
            *size += piece.letters.len();
        } else if regions.len() < REGIONS {
            regions.push((found, piece.letters.len()));
        }
    }
    let largest = regions.iter().max_by_key(|(index, size)| (*size, std::cmp::Reverse(*index)));
    let story = largest.filter(|(_, size)| *size >= STORY_LETTERS).map(|(index, _)| *index);
    let kind = |element| {
        let kinds: Vec<_> = outline.around(element).filter_map(|(_, element)| kind_of(element)).collect();
        kinds.last().copied()
    };
    let is_all_aside = outline.pieces.iter().all(|piece| is_aside(piece.element));
    let kept = outline.pieces.iter().filter(|piece| {
        (is_all_aside || !is_aside(piece.element)) && story.is_none_or(|story| region(piece.element) == Some(story))
    });
    kept.map(|piece| Block { letters: piece.letters.clone(), kind: kind(piece.element), time: None }).collect()
}
