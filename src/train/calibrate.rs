//! Calibration: from the model's probability to how often events of that probability are right.

use super::gold::Item;
use crate::{
    extract::events::{
        self, Judges,
        ranker::{Calibration, Ranker},
    },
    model::FoundBy,
};

/// One event that a ranker let stand, and whether the gold agrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged {
    pub confidence: f32,
    pub is_proposed: bool,
    pub is_right: bool,
}

/// The events that a ranker makes of a sentence.
pub(super) fn judge(item: &Item<'_>, ranker: &Ranker) -> Vec<Judged> {
    let events = events::find(item.reading.prepared(), Judges::ranker(ranker)).events;
    let judged = events
        .iter()
        .filter(|event| !item.is_silent_on(Some(event.event_type), event.attribution.is_some()))
        .map(|event| Judged {
            confidence: event.confidence,
            is_proposed: event.found_by == FoundBy::Ranker,
            is_right: item.admits_event(event),
        });
    judged.collect()
}

/// Steps of Newton's method; it converges in fewer.
const STEPS: usize = 30;
/// The longest step, in units of log odds.
const LONGEST: f64 = 0.5;
/// Draws the curve to the identity, so that few events do not bend it.
const RIDGE: f64 = 1.0;

/// The logistic curve over the log odds that makes what was judged most likely. The confidences must not have been
/// calibrated before.
pub(super) fn platt(judged: &[Judged]) -> Calibration {
    let mut numbers = [1.0_f64, 0.0, 0.0];
    let neutral = numbers;
    for _ in 0..STEPS {
        let mut slopes = [0.0; 3];
        let mut bends = [[0.0; 3]; 3];
        for (at, slope) in slopes.iter_mut().enumerate() {
            let (number, rest) = (numbers.get(at), neutral.get(at));
            *slope = RIDGE * (number.copied().unwrap_or_default() - rest.copied().unwrap_or_default());
        }
        for one in judged {
            let odds = f64::from(Calibration::log_odds(one.confidence));
            let inputs = [odds, 1.0, f64::from(u8::from(one.is_proposed))];
            let sum: f64 = inputs.iter().zip(&numbers).map(|(input, number)| input * number).sum();
            let share = 1.0 / (1.0 + (-sum).exp());
            let miss = share - f64::from(u8::from(one.is_right));
            for ((slope, row), input) in slopes.iter_mut().zip(&mut bends).zip(inputs) {
                *slope += miss * input;
                row.iter_mut().zip(inputs).for_each(|(bend, other)| *bend += share * (1.0 - share) * input * other);
            }
        }
        for (at, row) in bends.iter_mut().enumerate() {
            row.iter_mut().skip(at).take(1).for_each(|bend| *bend += RIDGE);
        }
        let step = solve(bends, slopes);
        // A whole step from where the curve is flat leads out of sight.
        let largest = step.iter().fold(LONGEST, |most, one| one.abs().max(most));
        numbers.iter_mut().zip(step).for_each(|(number, step)| *number -= step * LONGEST / largest);
    }
    let [slope, offset, proposed] = numbers.map(|number| number as f32);
    Calibration { slope, offset, proposed }
}

/// Solves three linear equations whose matrix is positive definite, by Cramer's rule.
fn solve([a, b, c]: [[f64; 3]; 3], right: [f64; 3]) -> [f64; 3] {
    let determinant = |x: [f64; 3], y: [f64; 3], z: [f64; 3]| {
        x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0])
    };
    // The matrix is symmetric: its rows are its columns.
    let whole = determinant(a, b, c);
    [determinant(right, b, c) / whole, determinant(a, right, c) / whole, determinant(a, b, right) / whole]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_is_too_sure_is_calmed() {
        let judged: Vec<Judged> = (0..400)
            .map(|n| Judged {
                confidence: 0.95,
                is_proposed: n % 2 == 0,
                is_right: n % 10 < if n % 2 == 0 { 4 } else { 8 },
            })
            .collect();
        let calibration = platt(&judged);
        let (ruled, proposed) = (calibration.apply(0.95, false), calibration.apply(0.95, true));
        assert!((ruled - 0.8).abs() < 0.03 && (proposed - 0.4).abs() < 0.03, "{ruled} {proposed}");
    }
}
