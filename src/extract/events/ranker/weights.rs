//! The trained numbers: weights by row and class, the calibration, and from where on a decision is made.

use super::{CLASSES, features::BITS};
use crate::model::log_odds;

/// The row of the bias, which every case has.
pub(crate) const BIAS: u32 = 1 << BITS;

/// The weights, one byte each, with the number that one step of them is worth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    pub(super) scale: f32,
    /// Rows in ascending order.
    pub(super) rows: Vec<(u32, [i8; CLASSES])>,
    /// For every row of the table, one more than its place in `rows`, or 0.
    places: Vec<u32>,
}

impl Weights {
    pub(super) fn new(scale: f32, rows: Vec<(u32, [i8; CLASSES])>) -> Self {
        let mut places = vec![0; (1 << BITS) + 1];
        for (place, (row, _)) in rows.iter().enumerate() {
            if let Some(slot) = places.get_mut(*row as usize) {
                *slot = place as u32 + 1;
            }
        }
        Self { scale, rows, places }
    }

    /// Rounds weights to bytes. Rows that come to nothing are left out.
    pub(crate) fn rounded(rows: &[(u32, [f64; CLASSES])]) -> Self {
        let largest = rows.iter().flat_map(|(_, row)| row).fold(1e-9_f64, |largest, weight| largest.max(weight.abs()));
        let scale = largest / 127.0;
        let round = |weight: f64| (weight / scale).round().clamp(-127.0, 127.0) as i8;
        let rounded = rows.iter().map(|(row, weights)| (*row, weights.map(round)));
        let kept = rounded.filter(|(_, weights)| weights.iter().any(|weight| *weight != 0));
        Self::new(scale as f32, kept.collect())
    }

    /// The probabilities of the sixteen types, in PLOVER's order, and of none.
    pub(super) fn probabilities(&self, rows: &[u32]) -> [f32; CLASSES] {
        let mut sums = [0_i32; CLASSES];
        for row in rows.iter().chain([&BIAS]) {
            let place = self.places.get(*row as usize).and_then(|place| place.checked_sub(1));
            let Some((_, weights)) = place.and_then(|place| self.rows.get(place as usize)) else { continue };
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
        let highest = sums.iter().copied().max().unwrap_or(0);
        let shares = sums.map(|sum| ((sum - highest) as f32 * self.scale).exp());
        let all: f32 = shares.iter().sum();
        shares.map(|share| share / all)
    }
}

/// From the model's probability of a type to how often it is right, on sentences that it was not trained on
/// (J. Platt, 1999): a logistic curve over the log odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// What the log odds are multiplied by.
    pub slope: f32,
    /// What is added to them.
    pub offset: f32,
    /// What is added to them besides where no rule found the event.
    pub proposed: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0, proposed: 0.0 }
    }
}

impl Calibration {
    pub(super) const fn numbers(self) -> [f32; 3] {
        [self.slope, self.offset, self.proposed]
    }

    pub(super) const fn from_numbers([slope, offset, proposed]: [f32; 3]) -> Self {
        Self { slope, offset, proposed }
    }

    /// The log odds of a probability, kept from infinity.
    pub(crate) fn log_odds(probability: f32) -> f32 {
        log_odds(probability, 1e-4)
    }

    /// How often an event of that probability is right.
    pub fn apply(self, probability: f32, is_proposed: bool) -> f32 {
        let shift = if is_proposed { self.proposed } else { 0.0 };
        1.0 / (1.0 + (-(self.slope * Self::log_odds(probability) + self.offset + shift)).exp())
    }
}

/// From where on a decision is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// An event whose type is less probable is dropped.
    pub keep: f32,
    /// A type replaces the rule's when it is at least this many times as probable.
    pub retype: f32,
    /// A type of at least this probability makes an event where no rule found one.
    pub propose: f32,
}

impl Thresholds {
    pub(super) const fn numbers(self) -> [f32; 3] {
        [self.keep, self.retype, self.propose]
    }

    pub(super) const fn from_numbers([keep, retype, propose]: [f32; 3]) -> Self {
        Self { keep, retype, propose }
    }
}
