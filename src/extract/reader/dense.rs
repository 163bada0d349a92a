//! Linear layers and the functions behind them, in single precision. A row's result depends on that row alone.

use crate::bert::{EncoderError, EncoderFile};

/// Sums are made in this many lanes, always the same ones, which the compiler puts in vectors.
const LANES: usize = 16;

/// A linear layer: a row of weights and a bias for each output.
#[derive(Debug)]
pub(super) struct Dense {
    inputs: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// Reads `NAME.weight` and `NAME.bias`.
    pub(super) fn load(
        file: &EncoderFile<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self, EncoderError> {
        let weights = file.matrix(&format!("{name}.weight"), outputs, inputs)?;
        Ok(Self { inputs, weights, bias: file.vector(&format!("{name}.bias"), outputs)? })
    }

    /// The outputs for one row of inputs.
    pub(super) fn apply(&self, row: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.inputs);
        rows.zip(&self.bias).map(|(weights, bias)| dot(weights, row) + bias).collect()
    }
}

/// Two linear layers with a bend between them.
#[derive(Debug)]
pub(super) struct Bent(pub Dense, pub Dense);

impl Bent {
    /// The outputs for one row of inputs.
    pub(super) fn apply(&self, row: &[f32]) -> Vec<f32> {
        self.1.apply(&bend(self.0.apply(row)))
    }
}

/// The Gaussian error linear unit of each number.
pub(super) fn bend(mut numbers: Vec<f32>) -> Vec<f32> {
    for number in &mut numbers {
        *number = crate::bert::gelu(*number);
    }
    numbers
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (ones, others) = (one.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    for (one, other) in ones.0.iter().zip(others.0) {
        for ((lane, one), other) in lanes.iter_mut().zip(one).zip(other) {
            *lane += one * other;
        }
    }
    let rest: f32 = ones.1.iter().zip(others.1).map(|(one, other)| one * other).sum();
    lanes.iter().sum::<f32>() + rest
}

/// Numbers as shares of one: the probabilities of exclusive answers.
pub(super) fn shares<const N: usize>(scores: &[f32]) -> [f32; N] {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut shares = [0.0; N];
    shares.iter_mut().zip(scores).for_each(|(share, score)| *share = (score - highest).exp());
    let all: f32 = shares.iter().sum();
    shares.map(|share| share / all)
}

/// A number as the probability of one answer.
pub(super) fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
