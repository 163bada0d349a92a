//! Shares, with the interval that their sample size leaves them, and scores per class.

use serde::Serialize;

/// So many of so many.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// What is counted.
    pub name: String,
    /// How many were right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1.
    pub share: f64,
    /// The lower end of the 95 % interval (E. B. Wilson, 1927).
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Share {
    /// A share of a count. Of nothing it is 0.
    pub fn new(name: impl Into<String>, right: usize, of: usize) -> Self {
        let share = if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let (low, high) = wilson(share, of as f64);
        Self { name: name.into(), right, of, share, low, high }
    }
}

/// Wilson's score interval at 95 %.
fn wilson(share: f64, count: f64) -> (f64, f64) {
    if count == 0.0 {
        return (0.0, 1.0);
    }
    let z = 1.96_f64;
    let base = 1.0 + z * z / count;
    let middle = (share + z * z / (2.0 * count)) / base;
    let half = z / base * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Precision, recall and F1 of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Class {
    /// The class.
    pub name: String,
    /// How many the gold has.
    pub gold: usize,
    /// How many the system gave.
    pub given: usize,
    /// How many of them were right.
    pub right: usize,
    /// Right of given.
    pub precision: f64,
    /// Right of gold.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Class {
    /// The scores of a class from its counts.
    pub fn new(name: impl Into<String>, gold: usize, given: usize, right: usize) -> Self {
        let of = |count: usize| if count == 0 { 0.0 } else { right as f64 / count as f64 };
        let (precision, recall) = (of(given), of(gold));
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        Self { name: name.into(), gold, given, right, precision, recall, f1 }
    }
}

/// Counts of gold, given and right by class, in the order in which classes are first met.
#[derive(Debug, Default)]
pub struct Tally {
    /// Gold, given and right by class.
    rows: Vec<(String, [usize; 3])>,
}

impl Tally {
    fn add(&mut self, name: &str, counts: [usize; 3]) {
        let known = self.rows.iter_mut().find(|row| row.0 == name);
        match known {
            Some((_, row)) => row.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count),
            None => self.rows.push((name.to_owned(), counts)),
        }
    }

    /// Counts one item: what the gold says and what was given, either of which may be nothing.
    pub fn count(&mut self, gold: Option<&str>, given: Option<&str>) {
        if let Some(gold) = gold {
            self.add(gold, [1, 0, 0]);
        }
        if let Some(given) = given {
            self.add(given, [0, 1, usize::from(gold == Some(given))]);
        }
    }

    /// The scores, sorted by name.
    pub fn classes(mut self) -> Vec<Class> {
        self.rows.sort();
        self.rows.into_iter().map(|(name, [gold, given, right])| Class::new(name, gold, given, right)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_lies_in_its_interval() {
        let share = Share::new("x", 30, 40);
        assert!(share.low < share.share && share.share < share.high);
        assert!((share.low - 0.598).abs() < 0.001 && (share.high - 0.858).abs() < 0.001);
        assert!(Share::new("x", 0, 0).share.abs() < f64::EPSILON);
    }

    #[test]
    fn a_tally_counts_misses_and_false_alarms() {
        let mut tally = Tally::default();
        tally.count(Some("a"), Some("a"));
        tally.count(Some("a"), Some("b"));
        tally.count(Some("b"), None);
        let classes = tally.classes();
        assert_eq!((classes[0].gold, classes[0].given, classes[0].right), (2, 1, 1));
        assert_eq!((classes[1].gold, classes[1].given, classes[1].right), (1, 1, 0));
    }
}
