//! The kernels over any kind of vector of sixteen numbers. The variants instantiate this code with their own.

#![allow(unsafe_code, reason = "the kernels read and write through pointers that their callers checked")]
#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]
#![allow(clippy::needless_range_loop, reason = "loops over registers are unrolled")]
#![allow(clippy::indexing_slicing, reason = "indices of arrays of constant length")]

use super::{LANES, Normalise, Product, Score};

/// Sixteen numbers. Every operation is exact or correctly rounded, so all kinds give the same bits.
pub(super) trait Lanes: Copy {
    /// # Safety
    /// Sixteen numbers must be readable.
    unsafe fn load(from: *const f32) -> Self;
    /// # Safety
    /// The processor must have the features of the kind.
    unsafe fn splat(number: f32) -> Self;
    /// `self * by + plus`, rounded once.
    ///
    /// # Safety
    /// The processor must have the features of the kind.
    unsafe fn fma(self, by: Self, plus: Self) -> Self;
    /// # Safety
    /// The processor must have the features of the kind.
    unsafe fn add(self, other: Self) -> Self;
    /// # Safety
    /// The processor must have the features of the kind.
    unsafe fn sub(self, other: Self) -> Self;
    /// The larger of each pair, the other where they are equal.
    ///
    /// # Safety
    /// The processor must have the features of the kind.
    unsafe fn max(self, other: Self) -> Self;
    /// # Safety
    /// Sixteen numbers must be writable.
    unsafe fn store(self, to: *mut f32);
}

/// `M` rows by one panel of `V` vectors.
///
/// # Safety
/// The rows, the panel and its bias must be readable, and the processor must have the features.
#[inline(always)]
unsafe fn tile<L: Lanes, const M: usize, const V: usize>(
    rows: *const f32,
    stride: usize,
    inputs: usize,
    panel: *const f32,
    bias: *const f32,
) -> [[L; V]; M] {
    // SAFETY: the caller answers for all pointers.
    unsafe {
        let mut sums = [[L::splat(0.0); V]; M];
        for m in 0..M {
            for v in 0..V {
                sums[m][v] = L::load(bias.add(v * LANES));
            }
        }
        for k in 0..inputs {
            let weights: [L; V] = std::array::from_fn(|v| L::load(panel.add((k * V + v) * LANES)));
            for m in 0..M {
                let number = L::splat(*rows.add(m * stride + k));
                for v in 0..V {
                    sums[m][v] = number.fma(weights[v], sums[m][v]);
                }
            }
        }
        sums
    }
}

/// All rows by all panels, `M` rows at a time.
///
/// # Safety
/// The product must be checked, its matrix must have `V` vectors a panel, and the processor must have the features.
#[inline(always)]
pub(super) unsafe fn product<L: Lanes, const M: usize, const V: usize, const MAXOUT: bool>(product: &mut Product<'_>) {
    let Product { rows, packed, out, out_stride } = product;
    let inputs = packed.inputs();
    let width = if MAXOUT { LANES } else { V * LANES };
    for panel in 0..packed.panels() {
        // SAFETY: the callers checked that every row and the panel are readable and every output row is writable.
        unsafe {
            let weights = packed.data().as_ptr().add(panel * inputs * V * LANES);
            let bias = packed.bias().as_ptr().add(panel * V * LANES);
            let mut row = 0;
            while row + M <= rows.count {
                let sums =
                    tile::<L, M, V>(rows.data.as_ptr().add(row * rows.stride), rows.stride, inputs, weights, bias);
                for m in 0..M {
                    put::<L, V, MAXOUT>(&sums[m], out.as_mut_ptr().add((row + m) * *out_stride + panel * width));
                }
                row += M;
            }
            while row < rows.count {
                let sums =
                    tile::<L, 1, V>(rows.data.as_ptr().add(row * rows.stride), rows.stride, inputs, weights, bias);
                put::<L, V, MAXOUT>(&sums[0], out.as_mut_ptr().add(row * *out_stride + panel * width));
                row += 1;
            }
        }
    }
}

/// # Safety
/// The output must be writable, and the processor must have the features.
#[inline(always)]
unsafe fn put<L: Lanes, const V: usize, const MAXOUT: bool>(sums: &[L; V], out: *mut f32) {
    // SAFETY: the caller answers for the pointer.
    unsafe {
        if MAXOUT {
            let mut largest = sums[0];
            for v in 1..V {
                largest = sums[v].max(largest);
            }
            largest.store(out);
        } else {
            for v in 0..V {
                sums[v].store(out.add(v * LANES));
            }
        }
    }
}

/// Adds up sixteen numbers in pairs, always the same ones.
#[inline(always)]
fn total(mut numbers: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            numbers[lane] += numbers[lane + half];
        }
        half /= 2;
    }
    numbers[0]
}

/// # Safety
/// The lengths must be checked, and the processor must have the features.
#[inline(always)]
pub(super) unsafe fn normalise<L: Lanes>(layer: &mut Normalise<'_>) {
    let width = layer.gain.len();
    for row in 0..layer.rows.len() / width {
        // SAFETY: the callers checked that rows, gain, bias and residual are of one width, a multiple of the lanes.
        unsafe {
            let numbers = layer.rows.as_mut_ptr().add(row * width);
            let mut lanes = [0.0_f32; LANES];
            let mut sum = L::splat(0.0);
            for at in (0..width).step_by(LANES) {
                sum = sum.add(L::load(numbers.add(at)));
            }
            sum.store(lanes.as_mut_ptr());
            let mean = L::splat(total(lanes) / width as f32);
            let mut squares = L::splat(0.0);
            for at in (0..width).step_by(LANES) {
                let distance = L::load(numbers.add(at)).sub(mean);
                squares = distance.fma(distance, squares);
            }
            squares.store(lanes.as_mut_ptr());
            let scale = L::splat(1.0 / (total(lanes) / width as f32 + 1e-8).sqrt());
            for at in (0..width).step_by(LANES) {
                let zero = L::splat(0.0);
                let scaled = L::load(numbers.add(at)).sub(mean).fma(scale, zero);
                let result = scaled.fma(L::load(layer.gain.as_ptr().add(at)), L::load(layer.bias.as_ptr().add(at)));
                match &mut layer.into {
                    Some(into) => {
                        let place = into.as_mut_ptr().add(row * width + at);
                        L::load(place).add(result).store(place);
                    }
                    None => result.store(numbers.add(at)),
                }
            }
        }
    }
}

/// # Safety
/// The lengths must be checked, and the processor must have the features.
#[inline(always)]
pub(super) unsafe fn score<L: Lanes>(state: &mut Score<'_>) {
    let width = state.hidden.len();
    // SAFETY: the callers checked that each feature is as long as the bias, which is `pieces` times the state's vector.
    unsafe {
        let cached = state.cached.as_ptr();
        for at in (0..width).step_by(LANES) {
            let mut largest = L::splat(f32::NEG_INFINITY);
            for piece in 0..state.pieces {
                let place = piece * width + at;
                let mut sum = L::splat(0.0);
                for offset in state.offsets {
                    sum = sum.add(L::load(cached.add(offset + place)));
                }
                sum = sum.add(L::load(state.bias.as_ptr().add(place)));
                largest = sum.max(largest);
            }
            largest.store(state.hidden.as_mut_ptr().add(at));
        }
    }
}
