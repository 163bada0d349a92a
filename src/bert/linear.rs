//! Matrices of eight-bit weights. Products are sums of integers, which are exact: no order and no batch changes them.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::ops::RangeInclusive;

use rayon::{ThreadPool, ThreadPoolBuilder};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::NdTensorView;

use super::{
    bytes::{Bytes, Scale},
    error::EncoderError,
    file::EncoderFile,
};

/// Weights are in this range.
const WEIGHTS: RangeInclusive<i8> = -127..=127;
/// On processors without instructions for eight-bit products the library adds two products of a weight and an unsigned byte
/// in sixteen bits, with saturation. There weights are split in two, of which none is farther from zero than this.
const HALF: i32 = 64;
const _: () = assert!(2 * HALF * 255 <= i16::MAX as i32 && HALF == (*WEIGHTS.end() as i32 + 1) / 2);

type Gemm = GemmExecutor<u8, i8, i32>;

/// What each thread has of its own.
struct Local {
    gemm: Gemm,
    /// Makes this thread a pool of one, so that the library does not spread the work of an article over others.
    _alone: Option<ThreadPool>,
}

thread_local! {
    static LOCAL: Local = Local {
        gemm: Gemm::new(),
        _alone: ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok(),
    };
}

/// A linear layer: integers by rows of outputs, a scale and a bias for each.
pub(super) struct Linear {
    /// The matrices whose sum are the weights.
    parts: Vec<PackedBMatrix<i8>>,
    /// The sum of each output's weights.
    totals: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Linear")
            .field("inputs", &self.inputs)
            .field("outputs", &self.bias.len())
            .finish_non_exhaustive()
    }
}

impl Linear {
    /// Reads `NAME.weight`, `NAME.scale` and `NAME.bias`.
    pub(super) fn load(
        file: &EncoderFile<'_>,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self, EncoderError> {
        let weights = file.integers(&format!("{name}.weight"), outputs, inputs)?;
        if !weights.iter().all(|weight| WEIGHTS.contains(weight)) {
            return Err(EncoderError::damaged(format!("{name:?} has a weight outside {WEIGHTS:?}")));
        }
        let scale = file.vector(&format!("{name}.scale"), outputs)?;
        let bias = file.vector(&format!("{name}.bias"), outputs)?;
        Ok(Self::new(&weights, scale, bias, inputs))
    }

    /// Packs a matrix whose rows are outputs.
    fn new(weights: &[i8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize) -> Self {
        let is_split = LOCAL.with(|local| local.gemm.may_saturate());
        Self { parts: pack(weights, inputs, is_split), totals: totals(weights, inputs), scale, bias, inputs }
    }

    /// The width of a result.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The numbers of outputs from `begin` on, from the sums of a row of this scale.
    #[inline(always)]
    pub(super) fn numbers(&self, sums: &[i32], row: Scale, begin: usize, numbers: &mut [f32]) {
        let outputs = begin..begin + numbers.len();
        let sums = sums.get(outputs.clone()).unwrap_or_default();
        let totals = self.totals.get(outputs.clone()).unwrap_or_default();
        let scales = self.scale.get(outputs.clone()).unwrap_or_default();
        let bias = self.bias.get(outputs).unwrap_or_default();
        let zero = i32::from(row.zero);
        for ((((number, sum), total), scale), bias) in numbers.iter_mut().zip(sums).zip(totals).zip(scales).zip(bias) {
            *number = ((sum - zero * total) as f32).mul_add(row.scale * scale, *bias);
        }
    }

    /// The sums of the products of each row's bytes with each output's weights. What the byte for 0 adds to them, `numbers`
    /// takes away: the library takes that of another row (0.27, in all rows but the first eight).
    pub(super) fn sums(&self, rows: &Bytes, sums: &mut Vec<i32>) {
        let count = rows.scales.len();
        sums.resize(count * self.outputs(), 0);
        let data = NdTensorView::from_data([count, self.inputs], rows.data.as_slice());
        for (part, weights) in self.parts.iter().enumerate() {
            let options = GemmOptions { beta: i32::from(part > 0), ..GemmOptions::default() };
            let (rows, weights) = (GemmInputA::Unpacked(data), GemmInputB::Packed(weights));
            let result = LOCAL.with(|local| local.gemm.gemm(sums, rows, weights, options));
            assert!(result.is_ok(), "the lengths agree");
        }
    }
}

/// Packs weights as they are, or split in two.
fn pack(weights: &[i8], inputs: usize, is_split: bool) -> Vec<PackedBMatrix<i8>> {
    let pack = |weights: &[i8]| {
        let rows = NdTensorView::from_data([weights.len() / inputs, inputs], weights);
        LOCAL.with(|local| local.gemm.prepack_b(rows.transposed()))
    };
    if !is_split {
        return vec![pack(weights)];
    }
    let halves: Vec<i8> = weights.iter().map(|weight| weight / 2).collect();
    let rest: Vec<i8> = weights.iter().zip(&halves).map(|(weight, half)| weight - half).collect();
    vec![pack(&halves), pack(&rest)]
}

/// The sum of each output's weights.
fn totals(weights: &[i8], inputs: usize) -> Vec<i32> {
    weights.chunks(inputs).map(|weights| weights.iter().copied().map(i32::from).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random, the smallest and the largest byte among them.
    fn random(count: usize, mut seed: u32) -> Vec<u8> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 23) as u16
        };
        (0..count).map(|_| next().saturating_sub(128).min(255) as u8).collect()
    }

    #[test]
    fn sums_are_exact_for_all_weights_and_bytes_whole_and_split() {
        let (least, most) = WEIGHTS.into_inner();
        let shapes = [(1, 48, 32), (3, 17, 96), (17, 64, 1536), (70, 33, 384)];
        for ((count, outputs, inputs), is_split) in shapes.into_iter().flat_map(|shape| [(shape, false), (shape, true)])
        {
            let weight = |byte: u8| (i16::from(byte) - 128).clamp(least.into(), most.into()) as i8;
            let mut weights: Vec<i8> = random(outputs * inputs, 1).into_iter().map(weight).collect();
            weights[..inputs].fill(least);
            weights[inputs..2 * inputs].fill(most);
            let mut rows = Bytes::default();
            rows.reset(count, inputs);
            rows.data = random(count * inputs, 2);
            rows.data[..inputs].fill(255);
            for (scale, zero) in rows.scales.iter_mut().zip(random(count, 3)) {
                *scale = Scale { scale: 1.0, zero };
            }
            let mut linear = Linear::new(&weights, vec![1.0; outputs], vec![0.0; outputs], inputs);
            linear.parts = pack(&weights, inputs, is_split);
            let (mut sums, mut numbers) = (vec![1; 7], vec![0.0; outputs]);
            linear.sums(&rows, &mut sums);
            for ((row, scale), sums) in rows.data.chunks(inputs).zip(&rows.scales).zip(sums.chunks(outputs)) {
                let dot = |weights: &[i8], zero: u8| -> i32 {
                    let products = row.iter().zip(weights);
                    products.map(|(byte, weight)| (i32::from(*byte) - i32::from(zero)) * i32::from(*weight)).sum()
                };
                let exact: Vec<i32> = weights.chunks(inputs).map(|weights| dot(weights, 0)).collect();
                assert_eq!(sums, exact, "{count} by {outputs} by {inputs}");
                linear.numbers(sums, *scale, 0, &mut numbers);
                let exact: Vec<f32> = weights.chunks(inputs).map(|weights| dot(weights, scale.zero) as f32).collect();
                assert_eq!(numbers, exact, "{count} by {outputs} by {inputs}");
            }
        }
    }

    #[test]
    fn split_weights_do_not_saturate() {
        for weight in WEIGHTS {
            let half = weight / 2;
            assert!(i32::from(half).abs() <= HALF && i32::from(weight - half).abs() <= HALF, "{weight}");
        }
    }
}
