//! Rows of numbers as unsigned bytes. Each row has a scale and a zero of its own, so that no other row changes it.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use super::{config::LANES, functions::nearest};

/// Rows of bytes: `number = (byte - zero) * scale`.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    pub(super) data: Vec<u8>,
    pub(super) zeros: Vec<u8>,
    pub(super) scales: Vec<f32>,
}

/// A row that is to be written.
#[derive(Debug)]
pub(super) struct Place<'a> {
    data: &'a mut [u8],
    zero: &'a mut u8,
    scale: &'a mut f32,
}

impl Bytes {
    /// Makes room for rows.
    #[inline(always)]
    pub(super) fn reset(&mut self, count: usize, width: usize) {
        self.data.resize(count * width, 0);
        self.zeros.resize(count, 0);
        self.scales.resize(count, 0.0);
    }

    /// The rows, to be written.
    #[inline(always)]
    pub(super) fn rows(&mut self, width: usize) -> impl Iterator<Item = Place<'_>> {
        let rows = self.data.chunks_exact_mut(width).zip(&mut self.zeros).zip(&mut self.scales);
        rows.map(|((data, zero), scale)| Place { data, zero, scale })
    }
}

impl Place<'_> {
    /// Writes a row of numbers. Its smallest and its largest number, or zero, become 0 and 255.
    #[inline(always)]
    #[expect(clippy::cast_sign_loss, reason = "clamped before")]
    pub(super) fn quantise(self, row: &[f32]) {
        let (mut lows, mut highs) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        for chunk in row.as_chunks::<LANES>().0 {
            for ((low, high), number) in lows.iter_mut().zip(&mut highs).zip(chunk) {
                *low = if *number < *low { *number } else { *low };
                *high = if *number > *high { *number } else { *high };
            }
        }
        let (mut low, mut high) = (0.0_f32, 0.0_f32);
        for (lowest, highest) in lows.into_iter().zip(highs) {
            low = low.min(lowest);
            high = high.max(highest);
        }
        let scale = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
        let factor = 1.0 / scale;
        let zero = nearest(-low * factor).clamp(0, 255);
        for (byte, number) in self.data.iter_mut().zip(row) {
            *byte = (nearest(number * factor) + zero).clamp(0, 255) as u8;
        }
        *self.zero = zero as u8;
        *self.scale = scale;
    }
}
