//! Networks of linear layers, and their scores as probabilities.

use crate::bert::{Dense, EncoderError, EncoderFile, gelu};

/// A multilayer perceptron: two linear layers with a Gaussian error linear unit between them.
#[derive(Debug)]
pub(super) struct Mlp {
    hidden: Dense,
    output: Dense,
}

impl Mlp {
    /// Reads the layers `NAME.in` and `NAME.out`.
    pub(super) fn load(
        file: &EncoderFile<'_>,
        name: &str,
        [outputs, hidden, inputs]: [usize; 3],
    ) -> Result<Self, EncoderError> {
        Ok(Self {
            hidden: Dense::load(file, &format!("{name}.in"), hidden, inputs)?,
            output: Dense::load(file, &format!("{name}.out"), outputs, hidden)?,
        })
    }

    /// The outputs for rows of inputs that stand one after the other.
    pub(super) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut hidden = self.hidden.apply(rows);
        gelu(&mut hidden);
        self.output.apply(&hidden)
    }
}

/// The probabilities of answers of which one is right.
pub(super) fn softmax<const N: usize>(scores: &[f32]) -> [f32; N] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = [0.0; N];
    shares.iter_mut().zip(scores).for_each(|(share, score)| *share = (score - highest).exp());
    let all: f32 = shares.iter().sum();
    shares.map(|share| share / all)
}

/// The probability of one answer.
pub(super) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
