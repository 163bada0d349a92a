//! The weights of traits, as `scripts/dates/fit.py` fitted them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Trait;

/// One row per trait: what it is about, its value, what it goes with, and its weight, with tabs between. A trait that is not listed
/// has no weight.
static TABLE: LazyLock<FxHashMap<[&str; 3], f32>> =
    LazyLock::new(|| include_str!("../../../../config/dates/weights.tsv").lines().filter_map(row).collect());

fn row(line: &'static str) -> Option<([&'static str; 3], f32)> {
    let mut cells = line.split('\t');
    let key = [cells.next()?, cells.next()?, cells.next()?];
    Some((key, cells.next()?.parse().ok()?))
}

/// The sum of the weights of some traits.
pub(super) fn sum(traits: &[Trait]) -> f32 {
    traits.iter().filter_map(|Trait { about, value, with }| TABLE.get(&[*about, *value, *with])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_weight_and_none_is_listed_twice() {
        let lines = include_str!("../../../../config/dates/weights.tsv").lines();
        let rows: Vec<&str> = lines.filter(|line| !line.starts_with('#')).collect();
        assert!(rows.iter().all(|line| row(line).is_some()));
        assert_eq!(rows.len(), TABLE.len());
        assert!(rows.is_sorted());
    }
}
