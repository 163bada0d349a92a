//! The kernels for x86-64 processors with AVX2 and FMA, or with AVX-512.

#![allow(unsafe_code, reason = "instructions of the processor")]
#![allow(clippy::inline_always, reason = "the operations are single instructions")]

use std::arch::x86_64::{
    __m256, __m512, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_set1_ps, _mm256_storeu_ps,
    _mm256_sub_ps, _mm512_add_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_set1_ps, _mm512_storeu_ps,
    _mm512_sub_ps,
};

use super::generic::Lanes;

#[derive(Clone, Copy)]
struct Ymm(__m256, __m256);

#[derive(Clone, Copy)]
struct Zmm(__m512);

// SAFETY of the trait's functions: they are only called from functions that have the features enabled, with pointers that
// their callers answer for. `max` gives its second operand where neither is larger, as the plain code does.
impl Lanes for Ymm {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { Self(_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))) }
    }

    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        unsafe { Self(_mm256_set1_ps(number), _mm256_set1_ps(number)) }
    }

    #[inline(always)]
    unsafe fn fma(self, by: Self, plus: Self) -> Self {
        unsafe { Self(_mm256_fmadd_ps(self.0, by.0, plus.0), _mm256_fmadd_ps(self.1, by.1, plus.1)) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        unsafe { Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)) }
    }

    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        unsafe { Self(_mm256_max_ps(self.0, other.0), _mm256_max_ps(self.1, other.1)) }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe {
            _mm256_storeu_ps(to, self.0);
            _mm256_storeu_ps(to.add(8), self.1);
        }
    }
}

// SAFETY of the trait's functions: as above.
impl Lanes for Zmm {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        unsafe { Self(_mm512_loadu_ps(from)) }
    }

    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        unsafe { Self(_mm512_set1_ps(number)) }
    }

    #[inline(always)]
    unsafe fn fma(self, by: Self, plus: Self) -> Self {
        unsafe { Self(_mm512_fmadd_ps(self.0, by.0, plus.0)) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        unsafe { Self(_mm512_add_ps(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        unsafe { Self(_mm512_sub_ps(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        unsafe { Self(_mm512_max_ps(self.0, other.0)) }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { _mm512_storeu_ps(to, self.0) }
    }
}

macro_rules! variant {
    ($name:ident, $feature:literal, $lanes:ident, $rows:expr) => {
        /// The kernels of one variant. Each needs a processor with its features, and checked arguments.
        pub(super) mod $name {
            use super::{
                super::{Normalise, Product, Score, generic},
                $lanes as Vector,
            };

            const ROWS: [usize; 8] = $rows;

            #[target_feature(enable = $feature)]
            unsafe fn multiply<const MAXOUT: bool>(product: &mut Product<'_>) {
                // SAFETY: the product was checked, the number of vectors is that of its matrix, the features are enabled.
                unsafe {
                    match product.packed.vectors() {
                        1 => generic::product::<Vector, { ROWS[0] }, 1, MAXOUT>(product),
                        2 => generic::product::<Vector, { ROWS[1] }, 2, MAXOUT>(product),
                        3 => generic::product::<Vector, { ROWS[2] }, 3, MAXOUT>(product),
                        4 => generic::product::<Vector, { ROWS[3] }, 4, MAXOUT>(product),
                        5 => generic::product::<Vector, { ROWS[4] }, 5, MAXOUT>(product),
                        6 => generic::product::<Vector, { ROWS[5] }, 6, MAXOUT>(product),
                        7 => generic::product::<Vector, { ROWS[6] }, 7, MAXOUT>(product),
                        _ => generic::product::<Vector, { ROWS[7] }, 8, MAXOUT>(product),
                    }
                }
            }

            #[target_feature(enable = $feature)]
            pub(in super::super) unsafe fn affine(product: &mut Product<'_>) {
                // SAFETY: the caller has the features.
                unsafe { multiply::<false>(product) }
            }

            #[target_feature(enable = $feature)]
            pub(in super::super) unsafe fn maxout(product: &mut Product<'_>) {
                // SAFETY: the caller has the features.
                unsafe { multiply::<true>(product) }
            }

            #[target_feature(enable = $feature)]
            pub(in super::super) unsafe fn normalise(layer: &mut Normalise<'_>) {
                // SAFETY: the lengths were checked, and the features are enabled.
                unsafe { generic::normalise::<Vector>(layer) }
            }

            #[target_feature(enable = $feature)]
            pub(in super::super) unsafe fn score(state: &mut Score<'_>) {
                // SAFETY: the lengths were checked, and the features are enabled.
                unsafe { generic::score::<Vector>(state) }
                if let Some((mut upper, hidden)) = state.upper_product() {
                    upper.rows.data = hidden;
                    // SAFETY: the caller has the features, and the lengths of the upper layer were checked.
                    unsafe { multiply::<false>(&mut upper) }
                } else {
                    state.scores.copy_from_slice(state.hidden);
                }
            }
        }
    };
}

// As many rows at a time as leave registers for the weights of a panel.
variant!(avx2, "avx2,fma", Ymm, [6, 3, 2, 1, 1, 1, 1, 1]);
variant!(avx512, "avx512f", Zmm, [16, 12, 8, 6, 5, 4, 3, 3]);
