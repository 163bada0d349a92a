//! From a probability of a network to how often what has it is right.

use super::dense::sigmoid;

/// A line over the log odds (J. Platt, 1999), fitted on articles that training did not see.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Platt {
    pub slope: f32,
    pub offset: f32,
}

impl Platt {
    /// The calibrated probability.
    pub(super) fn apply(self, probability: f32) -> f32 {
        let odds = (probability / (1.0 - probability).max(1e-6)).max(1e-6).ln();
        sigmoid(self.slope * odds + self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_moves_the_log_odds() {
        for (slope, offset, probability, expected) in [
            (1.0, 0.0, 0.3, 0.3),
            (1.0, 0.0, 0.0, 0.0),
            (1.0, 0.0, 1.0, 1.0),
            // Odds of 4 to 1 whose root is 2 to 1.
            (0.5, 0.0, 0.8, 2.0 / 3.0),
            (1.0, std::f32::consts::LN_2, 0.5, 2.0 / 3.0),
            (0.0, 0.0, 0.9, 0.5),
        ] {
            let found = Platt { slope, offset }.apply(probability);
            assert!((found - expected).abs() < 1e-5, "{probability} becomes {found}, not {expected}");
        }
    }
}
