//! Log-odds of probabilities.

/// The natural logarithm of the odds of a probability, which counts as at least `least` and at most `1 - least`, so that the
/// result is finite.
pub(crate) fn log_odds(probability: f32, least: f32) -> f32 {
    let bounded = probability.clamp(least, 1.0 - least);
    (bounded / (1.0 - bounded)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_even_at_a_half_and_finite_at_the_ends() {
        assert!(log_odds(0.5, 0.01).abs() < 1e-6);
        assert!((log_odds(0.8, 0.01) - 4_f32.ln()).abs() < 1e-5);
        assert!((log_odds(1.0, 0.01) - 99_f32.ln()).abs() < 1e-4);
        assert!((log_odds(0.0, 0.01) + 99_f32.ln()).abs() < 1e-4);
    }
}
