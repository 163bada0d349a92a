//! Plain code compiled once more for each set of vector instructions; the best for this processor is chosen at run time.
//!
//! All variants give the same bits: multiplications and additions are fused where the code says so and nowhere else, and no
//! compiler changes the order of sums. On a processor without fused multiply-add they round in software, slowly.

#![allow(unsafe_code, reason = "instructions that the processor was seen to have")]
#![allow(clippy::inline_always, reason = "the operations are single instructions")]

use super::config::LANES;

/// Code that is to be compiled for every variant: `run` and all that it calls must be `#[inline(always)]`.
pub(super) trait Work {
    /// Does the work, where it helps with vectors of this kind.
    fn run<V: Vector>(self);
}

/// As many numbers as there are lanes, for loops that a compiler does not see through.
pub(super) trait Vector: Copy {
    /// The numbers in memory.
    fn load(numbers: &[f32; LANES]) -> Self;
    /// One number in all lanes.
    fn splat(number: f32) -> Self;
    /// `self * by + plus`, rounded once.
    fn fma(self, by: Self, plus: Self) -> Self;
    /// Puts the numbers into memory.
    fn store(self, numbers: &mut [f32; LANES]);
}

#[derive(Clone, Copy)]
struct Plain([f32; LANES]);

impl Vector for Plain {
    #[inline(always)]
    fn load(numbers: &[f32; LANES]) -> Self {
        Self(*numbers)
    }

    #[inline(always)]
    fn splat(number: f32) -> Self {
        Self([number; LANES])
    }

    #[inline(always)]
    fn fma(self, by: Self, mut plus: Self) -> Self {
        for ((plus, one), by) in plus.0.iter_mut().zip(self.0).zip(by.0) {
            *plus = one.mul_add(by, *plus);
        }
        plus
    }

    #[inline(always)]
    fn store(self, numbers: &mut [f32; LANES]) {
        *numbers = self.0;
    }
}

/// The variants for x86-64.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256, __m512, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_storeu_ps, _mm512_fmadd_ps,
        _mm512_loadu_ps, _mm512_set1_ps, _mm512_storeu_ps,
    };

    use super::{LANES, Vector, Work};

    #[derive(Clone, Copy)]
    struct Ymm(__m256, __m256);

    #[derive(Clone, Copy)]
    struct Zmm(__m512);

    // SAFETY of all blocks: only the two functions below name the kinds, and they have the features enabled; the arrays are
    // as long as is read and written.
    impl Vector for Ymm {
        #[inline(always)]
        fn load(numbers: &[f32; LANES]) -> Self {
            unsafe { Self(_mm256_loadu_ps(numbers.as_ptr()), _mm256_loadu_ps(numbers.as_ptr().add(8))) }
        }

        #[inline(always)]
        fn splat(number: f32) -> Self {
            unsafe { Self(_mm256_set1_ps(number), _mm256_set1_ps(number)) }
        }

        #[inline(always)]
        fn fma(self, by: Self, plus: Self) -> Self {
            unsafe { Self(_mm256_fmadd_ps(self.0, by.0, plus.0), _mm256_fmadd_ps(self.1, by.1, plus.1)) }
        }

        #[inline(always)]
        fn store(self, numbers: &mut [f32; LANES]) {
            unsafe {
                _mm256_storeu_ps(numbers.as_mut_ptr(), self.0);
                _mm256_storeu_ps(numbers.as_mut_ptr().add(8), self.1);
            }
        }
    }

    impl Vector for Zmm {
        #[inline(always)]
        fn load(numbers: &[f32; LANES]) -> Self {
            unsafe { Self(_mm512_loadu_ps(numbers.as_ptr())) }
        }

        #[inline(always)]
        fn splat(number: f32) -> Self {
            unsafe { Self(_mm512_set1_ps(number)) }
        }

        #[inline(always)]
        fn fma(self, by: Self, plus: Self) -> Self {
            unsafe { Self(_mm512_fmadd_ps(self.0, by.0, plus.0)) }
        }

        #[inline(always)]
        fn store(self, numbers: &mut [f32; LANES]) {
            unsafe { _mm512_storeu_ps(numbers.as_mut_ptr(), self.0) }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn avx2(work: impl Work) {
        work.run::<Ymm>();
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
    pub(super) fn avx512(work: impl Work) {
        work.run::<Zmm>();
    }

    pub(super) fn has_avx2() -> bool {
        std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
    }

    pub(super) fn has_avx512() -> bool {
        std::is_x86_feature_detected!("avx512f")
            && std::is_x86_feature_detected!("avx512bw")
            && std::is_x86_feature_detected!("avx512dq")
            && std::is_x86_feature_detected!("avx512vl")
    }
}

/// The kinds of vectors, the widest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The widest that this processor has.
    fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if x86::has_avx512() {
                return Self::Avx512;
            }
            if x86::has_avx2() {
                return Self::Avx2;
            }
        }
        Self::Plain
    }
}

/// Runs with the widest vectors of this processor.
pub(super) fn widest(work: impl Work) {
    let level = Level::widest();
    #[cfg(test)]
    let level = tests::FORCED.get().unwrap_or(level);
    match level {
        Level::Plain => work.run::<Plain>(),
        // SAFETY: these levels are only taken when the processor was seen to have the features.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { x86::avx2(work) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { x86::avx512(work) },
    }
}

/// What another kind of vectors gives.
#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use super::Level;

    thread_local! {
        pub(super) static FORCED: Cell<Option<Level>> = const { Cell::new(None) };
    }

    /// Runs with every kind of vectors that this processor has.
    pub(in super::super) fn with_each(mut run: impl FnMut(Level)) {
        let mut levels = vec![Level::Plain];
        #[cfg(target_arch = "x86_64")]
        {
            if super::x86::has_avx2() {
                levels.push(Level::Avx2);
            }
            if super::x86::has_avx512() {
                levels.push(Level::Avx512);
            }
        }
        for level in levels {
            FORCED.set(Some(level));
            run(level);
        }
        FORCED.set(None);
    }
}
