//! How well confidences agree with the share of what is right: a reliability table, and the expected calibration error.

use serde::Serialize;

/// How many bins the table has.
const BINS: usize = 10;

/// One bin of the reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest confidence of the bin.
    pub from: f64,
    /// The events whose confidence lies in the bin.
    pub events: usize,
    /// How many of them were right.
    pub right: usize,
    /// The mean of their confidences; 0 without events.
    pub mean_confidence: f64,
    /// The share of them that was right; 0 without events.
    pub share_right: f64,
}

/// A reliability table with its error.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reliability {
    /// Ten bins of equal width, from 0 to 1.
    pub bins: Vec<Bin>,
    /// The expected calibration error: the distance of the share right from the mean confidence of each bin, weighted by
    /// the events in it.
    pub expected_error: f64,
}

impl Reliability {
    /// The table of these events: the confidence of each, and whether it was right.
    pub(crate) fn of(judged: impl Iterator<Item = (f64, bool)>) -> Self {
        let mut bins = [Bin::default(); BINS];
        let mut sums = [0.0; BINS];
        for (confidence, is_right) in judged {
            #[expect(clippy::cast_sign_loss, reason = "a confidence is no less than 0")]
            let number = ((confidence * BINS as f64) as usize).min(BINS - 1);
            if let (Some(bin), Some(sum)) = (bins.get_mut(number), sums.get_mut(number)) {
                bin.events += 1;
                bin.right += usize::from(is_right);
                *sum += confidence;
            }
        }
        let events: usize = bins.iter().map(|bin| bin.events).sum();
        let off: f64 = bins.iter().zip(sums).map(|(bin, sum)| (bin.right as f64 - sum).abs()).sum();
        for (number, (bin, sum)) in bins.iter_mut().zip(sums).enumerate() {
            bin.from = number as f64 / BINS as f64;
            bin.mean_confidence = mean(sum, bin.events);
            bin.share_right = mean(bin.right as f64, bin.events);
        }
        Self { bins: bins.to_vec(), expected_error: mean(off, events) }
    }
}

fn mean(sum: f64, events: usize) -> f64 {
    if events == 0 { 0.0 } else { sum / events as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_that_is_too_high_shows_in_the_error() {
        let judged = |confidence: f64, right: usize| (0..10).map(move |n| (confidence, n < right));
        assert!(Reliability::of(judged(0.5, 5).chain(judged(0.9, 9))).expected_error < 1e-6);
        let vain = Reliability::of(judged(0.5, 5).chain(judged(0.9, 5)));
        assert!((vain.expected_error - 0.2).abs() < 1e-6);
        assert_eq!((vain.bins[9].events, vain.bins[9].right, vain.bins[9].share_right), (10, 5, 0.5));
        assert_eq!(Reliability::of([(1.0, true)].into_iter()).bins[9].events, 1);
        assert!(Reliability::of(std::iter::empty()).expected_error.abs() < 1e-9);
    }
}
