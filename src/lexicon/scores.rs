//! The scales of conflict and cooperation: PLOVER's intensity of types and modes, Goldstein's of CAMEO codes.

use rustc_hash::FxHashMap;

use crate::model::{EventType, Mode};

/// Intensity and Goldstein scores by code.
#[derive(Debug, Default)]
pub struct Scores {
    intensity: FxHashMap<(EventType, Option<Mode>), f64>,
    goldstein: FxHashMap<String, f64>,
}

impl Scores {
    /// The scores of the embedded tables. A line that cannot be read is left out; a test holds that there is none.
    pub fn embedded() -> Self {
        let mut scores = Self::default();
        for row in rows(include_str!("../../config/ontology/intensity.tsv")) {
            if let [name, mode, score] = row[..]
                && let (Some(event_type), Ok(score)) = (EventType::from_name(name), score.parse())
            {
                scores.intensity.insert((event_type, Mode::from_name(mode)), score);
            }
        }
        for row in rows(include_str!("../../config/ontology/goldstein.tsv")) {
            if let [code, score] = row[..]
                && let Ok(score) = score.parse()
            {
                scores.goldstein.insert(code.to_owned(), score);
            }
        }
        scores
    }

    /// PLOVER's intensity, from -10 (most conflictual) to 10: of the mode where it has one, else of the type.
    pub fn intensity(&self, event_type: EventType, mode: Option<Mode>) -> Option<f64> {
        let of = |mode: Option<Mode>| self.intensity.get(&(event_type, mode)).copied();
        of(mode).or_else(|| of(None))
    }

    /// The Goldstein score of a CAMEO code, from -10 to 10; of its parent codes where the code itself has none.
    pub fn goldstein(&self, code: &str) -> Option<f64> {
        (2..=code.len()).rev().find_map(|length| self.goldstein.get(code.get(..length)?).copied())
    }
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_both_tables_is_read() {
        let scores = Scores::embedded();
        assert_eq!(scores.intensity.len(), rows(include_str!("../../config/ontology/intensity.tsv")).count());
        assert_eq!(scores.goldstein.len(), rows(include_str!("../../config/ontology/goldstein.tsv")).count());
    }

    #[test]
    fn a_mode_outranks_its_type_and_a_code_falls_back_to_its_parent() {
        let scores = Scores::embedded();
        assert_eq!(scores.intensity(EventType::Accuse, None), Some(-3.0));
        assert_eq!(scores.intensity(EventType::Accuse, Some(Mode::Disapprove)), Some(-2.0));
        assert_eq!(scores.intensity(EventType::Aid, Some(Mode::Phone)), Some(10.0));
        assert_eq!(scores.goldstein("190"), Some(-10.0));
        assert_eq!(scores.goldstein("1909"), scores.goldstein("190"));
        assert_eq!(scores.goldstein(""), None);
    }
}
