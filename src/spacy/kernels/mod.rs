//! Matrix kernels with one order of summation for every processor: each sum runs over its inputs in order, with fused
//! multiply-add, so that the same bits come alone, in a batch, on any number of threads, and from every variant.
//!
//! The variant is chosen at run time: AVX-512, AVX2 with FMA, or portable code. On a processor without fused multiply-add the
//! portable code rounds in software: slow, but to the same bits.

mod generic;
mod packed;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::ops::Range;

pub use self::packed::Packed;

/// The numbers that are worked on together; widths of layers are multiples of it.
pub const LANES: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The kernels that this processor runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernels {
    level: Level,
}

/// Rows of numbers in memory: row `i` begins at `i * stride`.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The numbers.
    pub data: &'a [f32],
    /// From the beginning of one row to that of the next; rows may overlap.
    pub stride: usize,
    /// How many rows there are.
    pub count: usize,
}

impl Rows<'_> {
    /// The rows in this range, of rows that do not overlap; none when there are not as many.
    #[must_use]
    pub fn within(self, range: &Range<usize>) -> Self {
        let data = self.data.get(range.start * self.stride..range.end * self.stride).unwrap_or_default();
        Self { data, count: data.len() / self.stride.max(1), ..self }
    }
}

/// What the generic code gets: everything is checked before.
#[derive(Debug)]
struct Product<'a> {
    rows: Rows<'a>,
    packed: &'a Packed,
    out: &'a mut [f32],
    out_stride: usize,
}

/// A layer normalisation of rows, with a residual: `into += (rows - mean) / deviation * gain + bias`.
#[derive(Debug)]
struct Normalise<'a> {
    rows: &'a mut [f32],
    gain: &'a [f32],
    bias: &'a [f32],
    into: Option<&'a mut [f32]>,
}

/// A state's vector and scores from its features.
#[derive(Debug)]
pub struct Score<'a> {
    /// The features of all tokens, computed beforehand.
    pub cached: &'a [f32],
    /// Where the features of the state begin in `cached`.
    pub offsets: &'a [usize],
    /// Added to the sum of the features.
    pub bias: &'a [f32],
    /// The pieces of each number, of which the largest is taken.
    pub pieces: usize,
    /// The upper layer, if the network has one.
    pub upper: Option<&'a Packed>,
    /// Receives the vector of the state.
    pub hidden: &'a mut [f32],
    /// Receives the scores of the moves.
    pub scores: &'a mut [f32],
}

impl Score<'_> {
    /// The upper layer as a product of one row, when there is one. The row is the state's vector, which has to be put in.
    fn upper_product(&mut self) -> Option<(Product<'_>, &[f32])> {
        let packed = self.upper?;
        let rows = Rows { data: &[], stride: 0, count: 1 };
        Some((Product { rows, packed, out_stride: packed.outputs(), out: self.scores }, self.hidden))
    }
}

macro_rules! dispatch {
    ($self:ident, $function:ident, $arguments:expr) => {
        match $self.level {
            Level::Portable => portable::$function($arguments),
            // SAFETY: these levels are only chosen when the processor was seen to have the features.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "the features were detected")]
            Level::Avx2 => unsafe { x86::avx2::$function($arguments) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            #[allow(unsafe_code, reason = "the features were detected")]
            Level::Avx512 => unsafe { x86::avx512::$function($arguments) },
        }
    };
}

impl Kernels {
    /// The fastest that this processor runs.
    pub fn detect() -> Self {
        Self { level: Self::levels().last().copied().unwrap_or(Level::Portable) }
    }

    /// Every variant that this processor runs.
    #[cfg(test)]
    pub fn all() -> Vec<Self> {
        Self::levels().into_iter().map(|level| Self { level }).collect()
    }

    fn levels() -> Vec<Level> {
        #[cfg_attr(not(target_arch = "x86_64"), expect(unused_mut, reason = "there is one level"))]
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
                if std::is_x86_feature_detected!("avx512f") {
                    levels.push(Level::Avx512);
                }
            }
        }
        levels
    }

    /// What the variant is called.
    #[cfg(test)]
    pub fn name(self) -> &'static str {
        match self.level {
            Level::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => "avx512",
        }
    }

    /// A linear layer: each row times the matrix, plus its bias. Rows of `out` are `packed.outputs()` long or longer.
    ///
    /// # Panics
    /// When the rows or the output are too short.
    pub fn affine(self, rows: Rows<'_>, packed: &Packed, out: &mut [f32], out_stride: usize) {
        check(rows, packed, out.len(), out_stride, packed.outputs());
        dispatch!(self, affine, &mut Product { rows, packed, out, out_stride });
    }

    /// A maxout layer: of each output the largest piece. The matrix must be packed for it, with [`Packed::maxout`].
    ///
    /// # Panics
    /// When the rows or the output are too short.
    pub fn maxout(self, rows: Rows<'_>, packed: &Packed, out: &mut [f32], out_stride: usize) {
        check(rows, packed, out.len(), out_stride, packed.maxed_outputs());
        dispatch!(self, maxout, &mut Product { rows, packed, out, out_stride });
    }

    /// Layer normalisation of rows that are as long as the gain; the result replaces them, or is added to `into`.
    ///
    /// # Panics
    /// When lengths do not agree.
    pub fn normalise(self, rows: &mut [f32], gain: &[f32], bias: &[f32], into: Option<&mut [f32]>) {
        let width = gain.len();
        assert!(width > 0 && width.is_multiple_of(LANES) && bias.len() == width && rows.len().is_multiple_of(width));
        assert!(into.as_ref().is_none_or(|into| into.len() == rows.len()));
        dispatch!(self, normalise, &mut Normalise { rows, gain, bias, into });
    }

    /// Scores a state: adds up its features and the bias, takes the largest piece of each number, and applies the upper layer.
    /// Without an upper layer the scores are the state's vector itself.
    ///
    /// # Panics
    /// When lengths do not agree.
    pub fn score(self, mut state: Score<'_>) {
        let Score { cached, offsets, bias, pieces, upper, hidden, scores } = &state;
        assert!(hidden.len().is_multiple_of(LANES) && bias.len() == hidden.len() * pieces && !offsets.is_empty());
        assert!(offsets.iter().all(|offset| offset.checked_add(bias.len()).is_some_and(|end| end <= cached.len())));
        match upper {
            Some(upper) => assert!(upper.inputs() <= hidden.len() && scores.len() == upper.outputs()),
            None => assert_eq!(scores.len(), hidden.len()),
        }
        dispatch!(self, score, &mut state);
    }
}

fn check(rows: Rows<'_>, packed: &Packed, out: usize, out_stride: usize, outputs: usize) {
    let Some(last) = rows.count.checked_sub(1) else { return };
    let needed = |stride: usize, length: usize| last.checked_mul(stride).and_then(|start| start.checked_add(length));
    assert!(needed(rows.stride, packed.inputs()).is_some_and(|length| length <= rows.data.len()), "rows are too short");
    assert!(out_stride >= outputs && needed(out_stride, outputs).is_some_and(|length| length <= out), "no room");
}

#[cfg(test)]
mod tests;
