//! Linear layers in single precision. A row's result depends on that row alone, not on its place or on how many there are.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::mem;

use super::{
    config::LANES,
    error::EncoderError,
    file::EncoderFile,
    functions,
    vectors::{Vector, Work, widest},
};

/// Rows that are multiplied together, so that weights are loaded once for all of them. With more, their sums would not fit in
/// the registers of AVX2.
const ROWS: usize = 6;

/// A linear layer: weights and a bias for each output.
#[derive(Debug)]
pub struct Dense {
    inputs: usize,
    /// Blocks of [`LANES`] outputs; a block has the weights of one input after another. Beyond the last output they are 0.
    weights: Vec<[f32; LANES]>,
    bias: Vec<f32>,
}

impl Dense {
    /// Reads `NAME.weight`, a row for each output, and `NAME.bias`.
    ///
    /// # Errors
    /// When there are no such tensors, or they are of another shape or type.
    pub fn load(file: &EncoderFile<'_>, name: &str, outputs: usize, inputs: usize) -> Result<Self, EncoderError> {
        let weights = file.matrix(&format!("{name}.weight"), outputs, inputs)?;
        Ok(Self::new(&weights, file.vector(&format!("{name}.bias"), outputs)?, inputs))
    }

    /// Reads a layer as layers of some of its inputs each, of these widths. Their outputs add up to those of the layer; the first
    /// has the bias.
    ///
    /// # Errors
    /// As [`Dense::load`].
    pub fn load_parts<const N: usize>(
        file: &EncoderFile<'_>,
        name: &str,
        outputs: usize,
        widths: [usize; N],
    ) -> Result<[Self; N], EncoderError> {
        let inputs: usize = widths.iter().sum();
        let weights = file.matrix(&format!("{name}.weight"), outputs, inputs)?;
        let mut bias = file.vector(&format!("{name}.bias"), outputs)?;
        let mut begin = 0;
        Ok(widths.map(|width| {
            let own = weights.chunks_exact(inputs).flat_map(|row| row.iter().skip(begin).take(width));
            let own: Vec<f32> = own.copied().collect();
            begin += width;
            Self::new(&own, mem::replace(&mut bias, vec![0.0; outputs]), width)
        }))
    }

    fn new(weights: &[f32], bias: Vec<f32>, inputs: usize) -> Self {
        let mut blocks = vec![[0.0; LANES]; bias.len().div_ceil(LANES) * inputs];
        for (output, weights) in weights.chunks_exact(inputs).enumerate() {
            let block = blocks.iter_mut().skip(output / LANES * inputs);
            for (lanes, weight) in block.zip(weights) {
                lanes.iter_mut().skip(output % LANES).take(1).for_each(|lane| *lane = *weight);
            }
        }
        Self { inputs, weights: blocks, bias }
    }

    /// The width of a result.
    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The outputs for rows of inputs that stand one after the other.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut outputs = vec![0.0; rows.len() / self.inputs * self.outputs()];
        widest(Apply { layer: self, rows, outputs: &mut outputs });
        outputs
    }
}

/// The product of rows and a layer.
struct Apply<'a> {
    layer: &'a Dense,
    rows: &'a [f32],
    outputs: &'a mut [f32],
}

impl Work for Apply<'_> {
    #[inline(always)]
    fn run<V: Vector>(self) {
        let Self { layer, rows, outputs } = self;
        let (inputs, width) = (layer.inputs, layer.outputs());
        let mut tile = vec![[0.0_f32; ROWS]; inputs];
        for (rows, outputs) in rows.chunks(ROWS * inputs).zip(outputs.chunks_mut(ROWS * width)) {
            for (row, numbers) in rows.chunks_exact(inputs).enumerate() {
                for (tile, number) in tile.iter_mut().zip(numbers) {
                    tile.iter_mut().skip(row).take(1).for_each(|place| *place = *number);
                }
            }
            for (block, weights) in layer.weights.chunks_exact(inputs).enumerate() {
                let mut sums = [V::splat(0.0); ROWS];
                for (numbers, weights) in tile.iter().zip(weights) {
                    let weights = V::load(weights);
                    for (sum, number) in sums.iter_mut().zip(numbers) {
                        *sum = V::splat(*number).fma(weights, *sum);
                    }
                }
                let begin = block * LANES;
                for (sum, outputs) in sums.into_iter().zip(outputs.chunks_exact_mut(width)) {
                    let mut numbers = [0.0; LANES];
                    sum.store(&mut numbers);
                    let places = outputs.iter_mut().zip(&layer.bias).skip(begin);
                    places.zip(numbers).for_each(|((output, bias), number)| *output = number + bias);
                }
            }
        }
    }
}

/// Applies the Gaussian error linear unit to numbers in their places.
pub fn gelu(numbers: &mut [f32]) {
    struct Gelu<'a>(&'a mut [f32]);
    impl Work for Gelu<'_> {
        #[inline(always)]
        fn run<V: Vector>(self) {
            for number in self.0 {
                *number = functions::gelu(*number);
            }
        }
    }
    widest(Gelu(numbers));
}

#[cfg(test)]
mod tests {
    use super::{super::vectors::tests::with_each, Dense, gelu};

    #[test]
    fn rows_have_the_same_bits_alone_and_together_on_every_kind_of_vectors() {
        let number = |seed: usize| ((seed * 7919 % 1009) as f32 - 504.0) / 331.0;
        for (inputs, outputs, count) in [(5, 3, 1), (37, 16, 4), (40, 35, 11)] {
            let weights: Vec<f32> = (0..inputs * outputs).map(number).collect();
            let bias: Vec<f32> = (0..outputs).map(|place| number(place + 3)).collect();
            let rows: Vec<f32> = (0..inputs * count).map(|place| number(place + 11)).collect();
            let layer = Dense::new(&weights, bias.clone(), inputs);
            let mut expected: Option<Vec<f32>> = None;
            with_each(|level| {
                let mut found = layer.apply(&rows);
                let alone: Vec<f32> = rows.chunks_exact(inputs).flat_map(|row| layer.apply(row)).collect();
                assert_eq!(found, alone, "{level:?}");
                for (place, number) in found.iter().enumerate() {
                    let (row, output) = (place / outputs, place % outputs);
                    let products =
                        (0..inputs).map(|k| f64::from(rows[row * inputs + k] * weights[output * inputs + k]));
                    let exact = products.sum::<f64>() + f64::from(bias[output]);
                    assert!((f64::from(*number) - exact).abs() < 1e-4, "{level:?}: {number} for {exact}");
                }
                gelu(&mut found);
                assert_eq!(*expected.get_or_insert_with(|| found.clone()), found, "{level:?}");
            });
        }
        assert!(Dense::new(&[1.0], vec![0.0], 1).apply(&[]).is_empty());
    }
}
