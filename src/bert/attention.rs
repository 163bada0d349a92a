//! Attention: each piece of a window looks at all pieces of the same window, with several heads.

#![allow(clippy::inline_always, reason = "the code must be compiled with the features of the variant that calls it")]

use std::ops::Range;

use super::{
    bytes::Scale,
    config::LANES,
    functions::{exp, total},
    linear::Linear,
    vectors::{Vector, Work},
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
    /// A row of a head.
    row: Vec<f32>,
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
    pub(super) scales: &'a [Scale],
    pub(super) windows: &'a [Range<usize>],
    pub(super) buffers: &'a mut Buffers,
    /// Receives a row for each piece.
    pub(super) out: &'a mut [f32],
}

impl Work for Attention<'_> {
    #[inline(always)]
    fn run<V: Vector>(mut self) {
        let hidden = self.qkv.outputs() / 3;
        for window in self.windows {
            for begin in (0..hidden).step_by(self.head) {
                let padded = window.len().next_multiple_of(LANES);
                self.gather(window, begin, padded);
                self.look::<V>(window, begin, padded);
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
        let Buffers { queries, keys, values, row, .. } = &mut *self.buffers;
        row.resize(head, 0.0);
        for buffer in [&mut *queries, &mut *keys, &mut *values] {
            buffer.clear();
            buffer.resize(head * padded, 0.0);
        }
        let rows = self.sums.chunks_exact(3 * hidden).zip(self.scales).skip(window.start).take(window.len());
        for (piece, ((sums, scale), query)) in rows.zip(queries.chunks_exact_mut(head)).enumerate() {
            self.qkv.numbers(sums, *scale, begin, query);
            for number in query {
                *number *= factor;
            }
            self.qkv.numbers(sums, *scale, hidden + begin, row);
            let panel = keys.chunks_exact_mut(head * LANES).nth(piece / LANES).unwrap_or_default();
            for (number, place) in row.iter().zip(panel.iter_mut().skip(piece % LANES).step_by(LANES)) {
                *place = *number;
            }
            self.qkv.numbers(sums, *scale, 2 * hidden + begin, row);
            let panels = values.chunks_exact_mut(padded * LANES);
            for (numbers, panel) in row.as_chunks::<LANES>().0.iter().zip(panels) {
                if let Some(place) = panel.as_chunks_mut::<LANES>().0.get_mut(piece) {
                    *place = *numbers;
                }
            }
        }
    }

    /// What each piece sees: the values of all pieces, weighed by how well their keys fit its query.
    #[inline(always)]
    fn look<V: Vector>(&mut self, window: &Range<usize>, begin: usize, padded: usize) {
        let (head, count) = (self.head, window.len());
        let Buffers { queries, keys, values, weights, seen, .. } = &mut *self.buffers;
        weights.resize(ROWS * padded, 0.0);
        seen.resize(ROWS * head, 0.0);
        let rows = self.out.chunks_exact_mut(self.qkv.outputs() / 3).skip(window.start).take(count);
        let mut places = rows.filter_map(|row| row.get_mut(begin..begin + head));
        for queries in queries.chunks_exact(ROWS * head).take(count.div_ceil(ROWS)) {
            multiply::<V>(queries, keys, weights);
            for weights in weights.chunks_exact_mut(padded) {
                soften(weights, count);
            }
            multiply::<V>(weights, values, seen);
            for (seen, place) in seen.chunks_exact(head).zip(&mut places) {
                place.copy_from_slice(seen);
            }
        }
    }
}

/// The product of [`ROWS`] rows with a matrix in panels of as many columns as there are lanes.
#[inline(always)]
fn multiply<V: Vector>(rows: &[f32], matrix: &[f32], out: &mut [f32]) {
    let (length, width) = (rows.len() / ROWS, out.len() / ROWS);
    let mut own = [&[][..]; ROWS];
    own.iter_mut().zip(rows.chunks_exact(length)).for_each(|(place, row)| *place = row);
    let [r0, r1, r2, r3, r4, r5, r6, r7] = own;
    for (panel, matrix) in matrix.chunks_exact(length * LANES).enumerate() {
        let mut sums = [V::splat(0.0); ROWS];
        let half = r0.iter().zip(r1).zip(r2.iter().zip(r3));
        let factors = half.zip(r4.iter().zip(r5).zip(r6.iter().zip(r7)));
        for (numbers, factors) in matrix.as_chunks::<LANES>().0.iter().zip(factors) {
            let (((f0, f1), (f2, f3)), ((f4, f5), (f6, f7))) = factors;
            let numbers = V::load(numbers);
            for (sum, factor) in sums.iter_mut().zip([f0, f1, f2, f3, f4, f5, f6, f7]) {
                *sum = V::splat(*factor).fma(numbers, *sum);
            }
        }
        for (row, sums) in out.chunks_exact_mut(width).zip(sums) {
            if let Some(place) = row.as_chunks_mut::<LANES>().0.get_mut(panel) {
                sums.store(place);
            }
        }
    }
}

/// Makes the first `count` numbers weights whose sum is 1, and the others zero. There are as many as fill the lanes.
#[inline(always)]
fn soften(weights: &mut [f32], count: usize) {
    for rest in weights.iter_mut().skip(count) {
        *rest = f32::MIN;
    }
    let mut largest = [f32::MIN; LANES];
    for chunk in weights.as_chunks::<LANES>().0 {
        for (largest, weight) in largest.iter_mut().zip(chunk) {
            *largest = if *weight > *largest { *weight } else { *largest };
        }
    }
    let mut top = f32::MIN;
    for largest in largest {
        top = top.max(largest);
    }
    for weight in &mut *weights {
        *weight = exp(*weight - top);
    }
    for rest in weights.iter_mut().skip(count) {
        *rest = 0.0;
    }
    let mut sums = [0.0; LANES];
    for chunk in weights.as_chunks::<LANES>().0 {
        for (sum, weight) in sums.iter_mut().zip(chunk) {
            *sum += weight;
        }
    }
    let factor = 1.0 / total(sums);
    for weight in weights {
        *weight *= factor;
    }
}
