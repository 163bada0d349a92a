//! From items to weights: examples, the columns of features that come often enough, the fit.

use rustc_hash::FxHashMap;

use super::{
    fit::{self, Example},
    gold::Item,
    label::label,
};
use crate::extract::events::ranker::{BIAS, CLASSES, Weights};

/// A feature that comes in fewer cases is left out.
const LEAST_CASES: usize = 3;
/// How strongly weights are drawn to zero.
const PENALTY: f64 = 0.7;

/// What a ranker is trained with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Which {
    /// What the rules say, and everything else.
    Both,
    /// Everything else.
    Alone,
}

/// One case of one item.
struct Row {
    item: usize,
    rows: Vec<u32>,
    allowed: u32,
    weight: f64,
}

/// The cases of all items, labelled.
pub(super) struct Examples {
    both: Vec<Row>,
    alone: Vec<Row>,
}

impl Examples {
    pub(super) fn of(items: &[Item<'_>]) -> Self {
        let mut examples = Self { both: Vec::new(), alone: Vec::new() };
        for (number, item) in items.iter().enumerate() {
            for (all, into) in [(&item.collected, &mut examples.both), (&item.alone, &mut examples.alone)] {
                into.extend(all.iter().map(|case| {
                    let (allowed, weight) = label(item, all, case);
                    Row { item: number, rows: case.rows.clone(), allowed, weight }
                }));
            }
        }
        examples
    }

    /// The weights that fit the items outside the held-back folds best.
    pub(super) fn fit(&self, which: Which, items: &[Item<'_>], held_back: &[usize]) -> Weights {
        let all = match which {
            Which::Both => &self.both,
            Which::Alone => &self.alone,
        };
        let is_seen = |row: &&Row| items.get(row.item).is_some_and(|item| !held_back.contains(&item.fold));
        let seen: Vec<&Row> = all.iter().filter(is_seen).collect();
        let columns = columns(&seen);
        let places: FxHashMap<u32, u32> = columns.iter().enumerate().map(|(place, row)| (*row, place as u32)).collect();
        let examples: Vec<Example> = seen
            .iter()
            .map(|row| Example {
                columns: row.rows.iter().filter_map(|row| places.get(row).copied()).collect(),
                allowed: row.allowed,
                weight: row.weight,
            })
            .collect();
        let weights = fit::fit(&examples, columns.len(), PENALTY);
        let rows: Vec<(u32, [f64; CLASSES])> = columns
            .into_iter()
            .chain([BIAS])
            .zip(weights.chunks_exact(CLASSES))
            .map(|(row, weights)| (row, std::array::from_fn(|class| weights.get(class).copied().unwrap_or_default())))
            .collect();
        Weights::rounded(&rows)
    }
}

/// The features that come in cases enough, ascending.
fn columns(seen: &[&Row]) -> Vec<u32> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for row in seen.iter().flat_map(|row| &row.rows) {
        *counts.entry(*row).or_default() += 1;
    }
    let mut columns: Vec<u32> =
        counts.into_iter().filter(|(_, count)| *count >= LEAST_CASES).map(|(row, _)| row).collect();
    columns.sort_unstable();
    columns
}
