//! Rows of numbers as unsigned bytes. Each row has a scale and a zero of its own, so that no other row changes it.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use super::{config::LANES, functions::nearest};

/// Rows of bytes: `number = (byte - zero) * scale`.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    pub(super) data: Vec<u8>,
    pub(super) scales: Vec<Scale>,
}

/// How the bytes of a row are read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Scale {
    pub(super) scale: f32,
    /// The byte that stands for 0.
    pub(super) zero: u8,
}

/// A row that is to be written.
#[derive(Debug)]
pub(super) struct Place<'a> {
    data: &'a mut [u8],
    scale: &'a mut Scale,
}

impl Bytes {
    /// Makes room for rows.
    #[inline(always)]
    pub(super) fn reset(&mut self, count: usize, width: usize) {
        self.data.resize(count * width, 0);
        self.scales.resize(count, Scale::default());
    }

    /// The rows, to be written.
    #[inline(always)]
    pub(super) fn rows(&mut self, width: usize) -> impl Iterator<Item = Place<'_>> {
        self.data.chunks_exact_mut(width).zip(&mut self.scales).map(|(data, scale)| Place { data, scale })
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
        *self.scale = Scale { scale, zero: zero as u8 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_bytes_by_its_own_range() {
        let rows: [([f32; LANES], u8, f32); 4] = [
            (std::array::from_fn(|i| i as f32), 0, 15.0 / 255.0),
            (std::array::from_fn(|i| -(i as f32)), 255, 15.0 / 255.0),
            (std::array::from_fn(|i| if i == 3 { -1.0 } else { 2.0 }), 85, 3.0 / 255.0),
            ([0.0; LANES], 0, f32::MIN_POSITIVE),
        ];
        let mut bytes = Bytes::default();
        bytes.reset(rows.len(), LANES);
        for ((row, ..), place) in rows.iter().zip(bytes.rows(LANES)) {
            place.quantise(row);
        }
        for (at, (row, zero, scale)) in rows.iter().enumerate() {
            assert_eq!(bytes.scales[at], Scale { scale: *scale, zero: *zero });
            for (number, byte) in row.iter().zip(&bytes.data[at * LANES..]) {
                let back = (f32::from(*byte) - f32::from(*zero)) * scale;
                assert!((back - number).abs() <= scale / 2.0 + 1e-6, "{number} became {back}");
            }
        }
    }
}
