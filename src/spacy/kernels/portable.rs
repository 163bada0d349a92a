//! The kernels in plain code, for every processor: the twin that the others are held equal to.

#![allow(unsafe_code, reason = "the generic kernels read and write through pointers that were checked")]
#![allow(clippy::inline_always, reason = "the operations are single instructions where there are any")]

use super::{LANES, Normalise, Product, Score, generic, generic::Lanes};

#[derive(Clone, Copy)]
struct Plain([f32; LANES]);

impl Plain {
    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        let mut result = self.0;
        for (one, other) in result.iter_mut().zip(other.0) {
            *one = operation(*one, other);
        }
        Self(result)
    }
}

// SAFETY of the trait's functions: only `load` and `store` touch memory, and their callers answer for it.
impl Lanes for Plain {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller says that sixteen numbers are readable; an array of numbers may lie at any of their places.
        Self(unsafe { from.cast::<[f32; LANES]>().read() })
    }

    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        Self([number; LANES])
    }

    #[inline(always)]
    unsafe fn fma(self, by: Self, plus: Self) -> Self {
        let mut result = plus.0;
        for ((result, one), by) in result.iter_mut().zip(self.0).zip(by.0) {
            *result = one.mul_add(by, *result);
        }
        Self(result)
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self.zip(other, |one, other| one + other)
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        self.zip(other, |one, other| one - other)
    }

    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        self.zip(other, |one, other| if one > other { one } else { other })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller says that sixteen numbers are writable.
        unsafe { to.cast::<[f32; LANES]>().write(self.0) }
    }
}

pub(super) fn affine(product: &mut Product<'_>) {
    multiply::<false>(product);
}

pub(super) fn maxout(product: &mut Product<'_>) {
    multiply::<true>(product);
}

fn multiply<const MAXOUT: bool>(product: &mut Product<'_>) {
    // SAFETY: the product was checked, and the number of vectors is that of its matrix.
    unsafe {
        match product.packed.vectors() {
            1 => generic::product::<Plain, 1, 1, MAXOUT>(product),
            2 => generic::product::<Plain, 1, 2, MAXOUT>(product),
            3 => generic::product::<Plain, 1, 3, MAXOUT>(product),
            4 => generic::product::<Plain, 1, 4, MAXOUT>(product),
            5 => generic::product::<Plain, 1, 5, MAXOUT>(product),
            6 => generic::product::<Plain, 1, 6, MAXOUT>(product),
            7 => generic::product::<Plain, 1, 7, MAXOUT>(product),
            _ => generic::product::<Plain, 1, 8, MAXOUT>(product),
        }
    }
}

pub(super) fn normalise(layer: &mut Normalise<'_>) {
    // SAFETY: the lengths were checked.
    unsafe { generic::normalise::<Plain>(layer) }
}

pub(super) fn score(state: &mut Score<'_>) {
    // SAFETY: the lengths were checked.
    unsafe { generic::score::<Plain>(state) }
    if let Some((mut upper, hidden)) = state.upper_product() {
        upper.rows.data = hidden;
        affine(&mut upper);
    } else {
        state.scores.copy_from_slice(state.hidden);
    }
}
