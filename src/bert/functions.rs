//! The functions of numbers between the matrices. Each result depends on its own number or row alone, not on its place.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use super::{config::LANES, error::EncoderError, file::EncoderFile};

/// Added and taken away again, it rounds a small number to an integer, halves to even; the integer is in the low bits.
const ROUNDING: f32 = 12_582_912.0;

/// The integer that a small number is nearest to.
#[inline(always)]
#[expect(clippy::cast_possible_wrap, reason = "the bits of a positive number")]
pub(super) fn nearest(number: f32) -> i32 {
    (number + ROUNDING).to_bits() as i32 - ROUNDING.to_bits() as i32
}

/// `e` to the power of a number that is not positive, within 2 units in the last place.
#[inline(always)]
#[expect(clippy::cast_sign_loss, reason = "the exponent of a number that is not tiny")]
pub(super) fn exp(number: f32) -> f32 {
    const HIGH: f32 = 0.693_359_4;
    const LOW: f32 = -2.121_944_4e-4;
    let number = number.max(-87.0);
    let power = number.mul_add(std::f32::consts::LOG2_E, ROUNDING) - ROUNDING;
    let rest = power.mul_add(-LOW, power.mul_add(-HIGH, number));
    let mut sum = 1.987_569_1e-4_f32;
    for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5, 1.0, 1.0] {
        sum = sum.mul_add(rest, factor);
    }
    sum * f32::from_bits(((nearest(power) + 127) as u32) << 23)
}

/// The error function, within 4e-7: a quotient of polynomials between the numbers where it is 1 to the last bit.
#[inline(always)]
fn erf(number: f32) -> f32 {
    const UPPER: [f32; 6] =
        [2.770_681_4e-8, -2.101_024_1e-6, -5.692_506_5e-5, -7.349_906e-4, -2.954_6e-3, -1.609_603_3e-2];
    const LOWER: [f32; 4] = [-2.133_740_6e-4, -1.682_827e-3, -7.373_329_3e-3, -1.426_473_9e-2];
    let number = number.clamp(-4.0, 4.0);
    let square = number * number;
    let mut upper = -2.726_142_3e-10_f32;
    for factor in UPPER {
        upper = upper.mul_add(square, factor);
    }
    let mut lower = -1.456_607_2e-5_f32;
    for factor in LOWER {
        lower = lower.mul_add(square, factor);
    }
    number * upper / lower
}

/// The Gaussian error linear unit.
#[inline(always)]
pub(super) fn gelu(number: f32) -> f32 {
    let half = 0.5 * number;
    half.mul_add(erf(number * std::f32::consts::FRAC_1_SQRT_2), half)
}

/// Adds up the numbers of all lanes in pairs, always the same ones.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "indices of an array of constant length")]
pub(super) fn total(mut numbers: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            numbers[lane] += numbers[lane + half];
        }
        half /= 2;
    }
    numbers[0]
}

/// A layer normalisation.
#[derive(Debug)]
pub(super) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    /// Reads `NAME.weight` and `NAME.bias`.
    pub(super) fn load(file: &EncoderFile<'_>, name: &str, width: usize) -> Result<Self, EncoderError> {
        Ok(Self {
            weight: file.vector(&format!("{name}.weight"), width)?,
            bias: file.vector(&format!("{name}.bias"), width)?,
        })
    }

    /// Normalises a row in its place. Its width is a multiple of the lanes.
    #[inline(always)]
    pub(super) fn normalise(&self, row: &mut [f32]) {
        let width = row.len() as f32;
        let (chunks, _) = row.as_chunks_mut::<LANES>();
        let mut sums = [0.0; LANES];
        for chunk in &*chunks {
            for (sum, number) in sums.iter_mut().zip(chunk) {
                *sum += number;
            }
        }
        let mean = total(sums) / width;
        let mut squares = [0.0; LANES];
        for chunk in &*chunks {
            for (sum, number) in squares.iter_mut().zip(chunk) {
                let distance = number - mean;
                *sum = distance.mul_add(distance, *sum);
            }
        }
        let scale = 1.0 / (total(squares) / width + 1e-12).sqrt();
        for ((number, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *number = ((*number - mean) * scale).mul_add(*weight, *bias);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error function by its series, which converges everywhere.
    fn exact(number: f64) -> f64 {
        let (mut sum, mut term) = (0.0, number);
        for n in 1..200 {
            sum += term / f64::from(2 * n - 1);
            term *= -number * number / f64::from(n);
        }
        sum * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn functions_are_near_the_exact_ones() {
        for step in -4000..=4000_i16 {
            let number = f32::from(step) / 1000.0;
            let wide = f64::from(number);
            assert!((f64::from(erf(number)) - exact(wide)).abs() < 4e-7, "erf {number}");
            let expected = 0.5 * wide * (1.0 + exact(wide * std::f64::consts::FRAC_1_SQRT_2));
            assert!((f64::from(gelu(number)) - expected).abs() < 1e-6, "gelu {number}");
            let power = -10.0 * wide.abs();
            let expected = power.exp();
            assert!((f64::from(exp(power as f32)) / expected - 1.0).abs() < 4e-6, "exp {power}");
        }
        assert!((gelu(9.0) - 9.0).abs() < 2e-6 && gelu(-9.0).abs() < 2e-6 && gelu(0.0) == 0.0);
        assert!((0.0..1e-37).contains(&exp(-1000.0)));
        assert_eq!(exp(0.0).to_bits(), 1.0_f32.to_bits());
    }
}
