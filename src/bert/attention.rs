//! Attention: each piece of a window looks at all pieces of the same window, with several heads.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::ops::Range;

use super::{
    config::LANES,
    functions::{exp, total},
    linear::Linear,
    vectors::Work,
};

/// The rows that are worked on together.
const ROWS: usize = 8;

/// Buffers for one head over one window. Behind its last piece there are zeros.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// A row for each piece.
    queries: Vec<f32>,
    /// Panels of as many pieces as there are lanes: in a panel, a row for each number of a key.
    keys: Vec<f32>,
    /// Panels of as many numbers as there are lanes: in a panel, a row for each piece.
    values: Vec<f32>,
    /// How much each of [`ROWS`] pieces looks at each piece.
    weights: Vec<f32>,
    /// What each of them sees.
    seen: Vec<f32>,
}

/// The attention of one layer over windows, from the sums of queries, keys and values.
pub(super) struct Attention<'a> {
    pub(super) qkv: &'a Linear,
    /// The width of a head.
    pub(super) head: usize,
    pub(super) sums: &'a [i32],
    /// The scales of the rows that the sums were made of.
    pub(super) scales: &'a [f32],
    pub(super) windows: &'a [Range<usize>],
    pub(super) buffers: &'a mut Buffers,
    /// Receives a row for each piece.
    pub(super) out: &'a mut [f32],
}

impl Work for Attention<'_> {
    #[inline(always)]
    fn run(mut self) {
        let hidden = self.qkv.outputs() / 3;
        for window in self.windows {
            for begin in (0..hidden).step_by(self.head) {
                let padded = window.len().next_multiple_of(LANES);
                self.gather(window, begin, padded);
                self.look(window, begin, padded);
            }
        }
    }
}

impl Attention<'_> {
    /// The queries, keys and values of one head.
    #[inline(always)]
    fn gather(&mut self, window: &Range<usize>, begin: usize, padded: usize) {
        let (head, hidden) = (self.head, self.qkv.outputs() / 3);
        let factor = 1.0 / (head as f32).sqrt();
        let Buffers { queries, keys, values, .. } = &mut *self.buffers;
        for buffer in [&mut *queries, &mut *keys, &mut *values] {
            buffer.clear();
            buffer.resize(head * padded, 0.0);
        }
        let rows = self.sums.chunks_exact(3 * hidden).zip(self.scales).skip(window.start).take(window.len());
        for (piece, ((sums, scale), query)) in rows.zip(queries.chunks_exact_mut(head)).enumerate() {
            let part = |part: usize| self.qkv.numbers(sums, *scale, part * hidden + begin..part * hidden + begin + head);
            query.iter_mut().zip(part(0)).for_each(|(to, number)| *to = number * factor);
            let place = piece / LANES * LANES * head + piece % LANES;
            keys.iter_mut().skip(place).step_by(LANES).zip(part(1)).for_each(|(to, number)| *to = number);
            let panels = values.chunks_exact_mut(padded * LANES);
            let places = panels.flat_map(|panel| panel.iter_mut().skip(piece * LANES).take(LANES));
            places.zip(part(2)).for_each(|(to, number)| *to = number);
        }
    }

    /// What each piece sees: the values of all pieces, weighed by how well their keys fit its query.
    #[inline(always)]
    fn look(&mut self, window: &Range<usize>, begin: usize, padded: usize) {
        let (head, count) = (self.head, window.len());
        let Buffers { queries, keys, values, weights, seen } = &mut *self.buffers;
        weights.resize(ROWS * padded, 0.0);
        seen.resize(ROWS * head, 0.0);
        let rows = self.out.chunks_exact_mut(self.qkv.outputs() / 3).skip(window.start).take(count);
        let mut places = rows.filter_map(|row| row.get_mut(begin..begin + head));
        for queries in queries.chunks_exact(ROWS * head).take(count.div_ceil(ROWS)) {
            multiply(queries, keys, weights);
            weights.chunks_exact_mut(padded).for_each(|weights| soften(weights, count));
            multiply(weights, values, seen);
            for (seen, place) in seen.chunks_exact(head).zip(&mut places) {
                place.copy_from_slice(seen);
            }
        }
    }
}

/// The product of [`ROWS`] rows with a matrix in panels of as many columns as there are lanes.
#[inline(always)]
fn multiply(rows: &[f32], matrix: &[f32], out: &mut [f32]) {
    let (depth, width) = (rows.len() / ROWS, out.len() / ROWS);
    let mut rows = rows.chunks_exact(depth);
    let rows: [&[f32]; ROWS] = std::array::from_fn(|_| rows.next().unwrap_or_default());
    for (panel, matrix) in matrix.chunks_exact(depth * LANES).enumerate() {
        let mut sums = [[0.0_f32; LANES]; ROWS];
        let mut rows = rows.map(<[f32]>::iter);
        for numbers in matrix.as_chunks::<LANES>().0 {
            for (sums, row) in sums.iter_mut().zip(&mut rows) {
                let factor = row.next().copied().unwrap_or_default();
                for (sum, number) in sums.iter_mut().zip(numbers) {
                    *sum = factor.mul_add(*number, *sum);
                }
            }
        }
        for (row, sums) in out.chunks_exact_mut(width).zip(sums) {
            let (places, _) = row.as_chunks_mut::<LANES>();
            if let Some(place) = places.get_mut(panel) {
                *place = sums;
            }
        }
    }
}

/// Makes the first `count` numbers weights whose sum is 1, and the others zero.
#[inline(always)]
fn soften(weights: &mut [f32], count: usize) {
    let Some((weights, rest)) = weights.split_at_mut_checked(count) else { return };
    let largest = weights.iter().copied().fold(f32::NEG_INFINITY, |one, other| if one > other { one } else { other });
    weights.iter_mut().for_each(|weight| *weight = exp(*weight - largest));
    let mut sums = [0.0; LANES];
    for chunk in weights.chunks(LANES) {
        for (sum, weight) in sums.iter_mut().zip(chunk) {
            *sum += weight;
        }
    }
    let factor = 1.0 / total(sums);
    weights.iter_mut().for_each(|weight| *weight *= factor);
    rest.fill(0.0);
}
