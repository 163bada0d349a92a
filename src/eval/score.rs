//! Shares and scores per class, counted by item, with intervals from a bootstrap over the items.

use serde::Serialize;

use super::bootstrap::{self, Interval};

/// `right` items of `of`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// What is counted.
    pub name: String,
    /// How many were right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1. Of nothing it is 0.
    #[serde(rename = "share")]
    pub value: f64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Precision, recall and F1 of one class, each with the ends of its 95 % interval.
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
    /// The lower end of its interval.
    pub precision_low: f64,
    /// The upper end of its interval.
    pub precision_high: f64,
    /// Right of gold.
    pub recall: f64,
    /// The lower end of its interval.
    pub recall_low: f64,
    /// The upper end of its interval.
    pub recall_high: f64,
    /// The harmonic mean of precision and recall.
    pub f1: f64,
    /// The lower end of its interval.
    pub f1_low: f64,
    /// The upper end of its interval.
    pub f1_high: f64,
}

/// What one item adds to a share or a class.
#[derive(Debug, Clone, Copy)]
enum Count {
    Share { number: usize, right: usize, of: usize },
    Class { number: usize, gold: usize, given: usize, right: usize },
}

/// The counts of a task, item by item: what is resampled is the item.
#[derive(Debug, Default)]
pub(crate) struct Board {
    shares: Vec<String>,
    classes: Vec<String>,
    items: Vec<Vec<Count>>,
}

impl Board {
    /// Opens the next item, to which the following counts belong.
    pub(crate) fn item(&mut self) {
        self.items.push(Vec::new());
    }

    /// The number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    fn push(&mut self, count: Count) {
        if self.items.is_empty() {
            self.item();
        }
        if let Some(item) = self.items.last_mut() {
            item.push(count);
        }
    }

    /// Adds `right` of `of` to a share. Shares keep the order in which they are first counted.
    pub(crate) fn share(&mut self, name: &str, right: usize, of: usize) {
        let number = number_of(&mut self.shares, name);
        self.push(Count::Share { number, right, of });
    }

    /// Counts one case for a share where it applies: right or not.
    pub(crate) fn case(&mut self, name: &str, is_right: bool, applies: bool) {
        self.share(name, usize::from(is_right && applies), usize::from(applies));
    }

    /// Counts for a class: how many the gold has, how many were given, how many of these were right.
    pub(crate) fn class(&mut self, name: &str, gold: usize, given: usize, right: usize) {
        let number = number_of(&mut self.classes, name);
        self.push(Count::Class { number, gold, given, right });
    }

    /// Counts one answer: what the gold says and what was given, either of which may be nothing.
    pub(crate) fn answer(&mut self, gold: Option<&str>, given: Option<&str>) {
        if let Some(gold) = gold {
            self.class(gold, 1, 0, 0);
        }
        if let Some(given) = given {
            self.class(given, 0, 1, usize::from(gold == Some(given)));
        }
    }

    /// The shares, and the classes sorted by name.
    pub(crate) fn scores(self) -> (Vec<Share>, Vec<Class>) {
        let drawn = bootstrap::resample(self.items.len(), |drawn| self.sums(drawn));
        let all: Vec<u32> = vec![1; self.items.len()];
        let sums = self.sums(&all);
        let shares = self.shares.iter().enumerate().map(|(number, name)| {
            let counts = |sums: &Sums| sums.shares.get(number).copied().unwrap_or_default();
            let [right, of] = counts(&sums);
            let Interval { low, high } = bootstrap::interval(drawn.iter().map(|sums| {
                let [right, of] = counts(sums);
                ratio(right, of)
            }));
            Share { name: name.clone(), right, of, value: ratio(right, of).unwrap_or_default(), low, high }
        });
        let shares = shares.collect();
        let classes = self.classes.iter().enumerate().map(|(number, name)| class(name, number, &sums, &drawn));
        let mut classes: Vec<Class> = classes.collect();
        classes.sort_by(|one, other| one.name.cmp(&other.name));
        (shares, classes)
    }

    /// The sums over the items, each taken as often as it was drawn.
    fn sums(&self, drawn: &[u32]) -> Sums {
        let mut sums = Sums { shares: vec![[0; 2]; self.shares.len()], classes: vec![[0; 3]; self.classes.len()] };
        for (item, times) in self.items.iter().zip(drawn).filter(|(_, times)| **times > 0) {
            let times = *times as usize;
            for count in item {
                match *count {
                    Count::Share { number, right, of } => add(sums.shares.get_mut(number), [right, of], times),
                    Count::Class { number, gold, given, right } => {
                        add(sums.classes.get_mut(number), [gold, given, right], times);
                    }
                }
            }
        }
        sums
    }
}

struct Sums {
    /// Right and of.
    shares: Vec<[usize; 2]>,
    /// Gold, given and right.
    classes: Vec<[usize; 3]>,
}

fn add<const N: usize>(sums: Option<&mut [usize; N]>, counts: [usize; N], times: usize) {
    for (sum, count) in sums.into_iter().flatten().zip(counts) {
        *sum += count * times;
    }
}

fn number_of(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}

/// A share; nothing of nothing.
fn ratio(right: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| right as f64 / of as f64)
}

/// F1, which is twice the right of the sum of gold and given.
fn f1([gold, given, right]: [usize; 3]) -> Option<f64> {
    ratio(2 * right, gold + given)
}

fn class(name: &str, number: usize, sums: &Sums, drawn: &[Sums]) -> Class {
    let of = |sums: &Sums| sums.classes.get(number).copied().unwrap_or_default();
    let counts @ [gold, given, right] = of(sums);
    let interval =
        |figure: fn([usize; 3]) -> Option<f64>| bootstrap::interval(drawn.iter().map(|sums| figure(of(sums))));
    let precision = interval(|[_, given, right]| ratio(right, given));
    let recall = interval(|[gold, _, right]| ratio(right, gold));
    let mean = interval(f1);
    Class {
        name: name.to_owned(),
        gold,
        given,
        right,
        precision: ratio(right, given).unwrap_or_default(),
        precision_low: precision.low,
        precision_high: precision.high,
        recall: ratio(right, gold).unwrap_or_default(),
        recall_low: recall.low,
        recall_high: recall.high,
        f1: f1(counts).unwrap_or_default(),
        f1_low: mean.low,
        f1_high: mean.high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_lies_in_its_interval_and_the_interval_is_the_same_each_time() {
        let score = || {
            let mut board = Board::default();
            for number in 0..40 {
                board.item();
                board.case("x", number % 4 != 0, true);
                board.case("never", true, false);
            }
            board.scores().0
        };
        let shares = score();
        assert_eq!((shares[0].right, shares[0].of), (30, 40));
        // The normal approximation gives 0.75 ± 0.134.
        assert!((shares[0].low - 0.616).abs() < 0.03 && (shares[0].high - 0.884).abs() < 0.03, "{shares:?}");
        assert_eq!((shares[1].of, shares[1].low, shares[1].high), (0, 0.0, 1.0));
        assert_eq!(shares, score());
    }

    #[test]
    fn answers_count_misses_and_false_alarms() {
        let mut board = Board::default();
        for (gold, given) in [(Some("a"), Some("a")), (Some("a"), Some("b")), (Some("b"), None)] {
            board.item();
            board.answer(gold, given);
        }
        let (_, classes) = board.scores();
        assert_eq!((classes[0].gold, classes[0].given, classes[0].right), (2, 1, 1));
        assert_eq!((classes[1].gold, classes[1].given, classes[1].right), (1, 1, 0));
        assert!((classes[0].f1 - 2.0 / 3.0).abs() < 1e-9 && classes[0].recall_low < classes[0].recall_high);
    }
}
