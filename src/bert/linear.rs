//! Matrices of eight-bit weights. Products are sums of integers, which are exact: no order and no batch changes them.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::ops::RangeInclusive;

use rayon::{ThreadPool, ThreadPoolBuilder};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_tensor::NdTensorView;

use super::{bytes::Bytes, error::EncoderError, file::EncoderFile};

/// Weights are in this range. On processors without instructions for eight-bit products the library adds two products of a
/// weight and an unsigned byte in sixteen bits, with saturation; two of these fit.
pub(super) const WEIGHTS: RangeInclusive<i8> = -64..=64;
const _: () = assert!(2 * 64 * 255 <= i16::MAX as i32);

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
    weights: PackedBMatrix<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Linear").field("inputs", &self.inputs).field("outputs", &self.bias.len()).finish()
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
    pub(super) fn new(weights: &[i8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize) -> Self {
        let rows = NdTensorView::from_data([bias.len(), inputs], weights);
        let weights = LOCAL.with(|local| local.gemm.prepack_b(rows.transposed()));
        Self { weights, scale, bias, inputs }
    }

    /// The width of a result.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The numbers of outputs from `begin` on, from the sums of a row with this scale.
    #[inline(always)]
    pub(super) fn numbers(&self, sums: &[i32], row_scale: f32, begin: usize, numbers: &mut [f32]) {
        let outputs = begin..begin + numbers.len();
        let sums = sums.get(outputs.clone()).unwrap_or_default();
        let scales = self.scale.get(outputs.clone()).unwrap_or_default();
        let bias = self.bias.get(outputs).unwrap_or_default();
        for (((number, sum), scale), bias) in numbers.iter_mut().zip(sums).zip(scales).zip(bias) {
            *number = (*sum as f32).mul_add(row_scale * scale, *bias);
        }
    }

    /// The sums of the products of each row with each output's weights.
    pub(super) fn sums(&self, rows: &Bytes, sums: &mut Vec<i32>) {
        let count = rows.zeros.len();
        sums.resize(count * self.outputs(), 0);
        let data = NdTensorView::from_data([count, self.inputs], rows.data.as_slice());
        let options =
            GemmOptions { a_quant: Some(QuantParams { zero_point: rows.zeros.as_slice() }), ..GemmOptions::default() };
        let result = LOCAL.with(|local| {
            local.gemm.gemm(sums, GemmInputA::Unpacked(data), GemmInputB::Packed(&self.weights), options)
        });
        assert!(result.is_ok(), "the lengths agree");
    }
}
