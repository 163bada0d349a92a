//! The updates of a live blog: elements of one name side by side, each with a time of its own.

use rustc_hash::FxHashMap;

use super::Outline;
use crate::extract::markup::html::outline::Element;

/// A page with at least this number of updates is a live blog.
const LEAST: usize = 2;

/// An element and its time.
type Update = (usize, String);

/// For each element, the time of the update that it is; none for any other element.
pub(super) fn times(outline: &Outline, root: Option<usize>) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> = vec![None; outline.elements.len()];
    let Some(root) = root else { return found };
    let time_of = |element: &Element| element.value.clone().filter(|_| element.name == "time");
    // How many times and how much text each element holds.
    let sizes = outline.sums(|_, piece| piece.size());
    let mut counts = vec![0_usize; outline.elements.len()];
    for (index, element) in outline.elements.iter().enumerate().rev() {
        let own = counts.get(index).copied().unwrap_or(0) + usize::from(time_of(element).is_some());
        if let Some(count) = counts.get_mut(index) {
            *count = own;
        }
        if let Some(count) = element.parent.and_then(|parent| counts.get_mut(parent)) {
            *count += own;
        }
    }
    // Updates side by side have one parent and one name.
    let mut updates: FxHashMap<(Option<usize>, &str), Vec<Update>> = FxHashMap::default();
    for (index, element) in outline.elements.iter().enumerate() {
        let Some(time) = time_of(element).filter(|_| outline.is_within(Some(index), root)) else { continue };
        let alone = |(at, _): &(usize, &Element)| counts.get(*at) == Some(&1) && *at != root;
        let outermost = outline.around(Some(index)).take_while(alone).last();
        if let Some((at, update)) = outermost.filter(|(at, _)| sizes.get(*at) > sizes.get(index)) {
            updates.entry((update.parent, &update.name)).or_default().push((at, time));
        }
    }
    for (update, time) in updates.into_values().filter(|like| like.len() >= LEAST).flatten() {
        if let Some(found) = found.get_mut(update) {
            *found = Some(time);
        }
    }
    found
}
