//! The mode of an event that the reader found: the mode by rule and words, and the trigger, are weighed by fitted weights.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::model::{EventType, Mode};

/// Evidence for a mode: the event type, the kind of the evidence (`type`, `rule` or `trigger`), and its value.
type Evidence<'a> = (EventType, &'a str, &'a str);

/// The weights of each piece of evidence for modes, or for no mode, as `scripts/modes/fit.py` fitted them.
type Table = FxHashMap<Evidence<'static>, Vec<(Option<Mode>, f32)>>;

const ROWS: &str = include_str!("../../../../config/modes/weights.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (of, mode, weight) in ROWS.lines().filter_map(row) {
        table.entry(of).or_default().push((mode, weight));
    }
    table
});

/// A row: type, kind, value, mode (`-` for none) and weight, with tabs between; `None` for a comment.
fn row(line: &'static str) -> Option<(Evidence<'static>, Option<Mode>, f32)> {
    let mut cells = line.split('\t');
    let of = (EventType::from_name(cells.next()?)?, cells.next()?, cells.next()?);
    let mode = match cells.next()? {
        NONE => None,
        name => Some(Mode::from_name(name)?),
    };
    Some((of, mode, cells.next()?.parse().ok()?))
}

const NONE: &str = "-";

/// The mode with the greatest sum of weights, given the mode by rule and words, and the trigger in lower case.
pub(super) fn mode(event_type: EventType, by_rule: Option<Mode>, trigger: &str) -> Option<Mode> {
    let evidence = [("type", ""), ("rule", by_rule.map_or(NONE, Mode::name)), ("trigger", trigger)];
    let mut sums: Vec<(Option<Mode>, f32)> = vec![(by_rule, 0.0), (None, 0.0)];
    for (kind, value) in evidence {
        for (mode, weight) in TABLE.get(&(event_type, kind, value)).into_iter().flatten() {
            match sums.iter_mut().find(|(known, _)| known == mode) {
                Some((_, sum)) => *sum += weight,
                None => sums.push((*mode, *weight)),
            }
        }
    }
    // If sums are equal, the mode by rule.
    sums.into_iter().reduce(|best, one| if one.1 > best.1 { one } else { best }).and_then(|(mode, _)| mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Ontology;

    #[test]
    fn every_row_has_a_weight_for_a_mode_of_its_type() {
        let lines: Vec<&str> = ROWS.lines().filter(|line| !line.starts_with('#')).collect();
        let ontology = Ontology::embedded();
        for line in &lines {
            let ((event_type, ..), mode, _) = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(mode.is_none_or(|mode| ontology.is_mode(event_type, mode)), "{line}");
        }
        assert_eq!(lines.len(), TABLE.values().map(Vec::len).sum::<usize>());
        assert!(lines.is_sorted());
    }

    #[test]
    fn the_trigger_counts() {
        assert_eq!(mode(EventType::Coerce, None, "arrested"), Some(Mode::Arrest));
        assert_eq!(mode(EventType::Assault, Some(Mode::Firearms), "killed"), Some(Mode::Firearms));
        assert_eq!(mode(EventType::Concede, None, "no such word"), None);
    }
}
