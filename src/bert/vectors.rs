//! Plain code compiled once more for each set of vector instructions; the best for this processor is chosen at run time.
//!
//! All variants give the same bits: multiplications and additions are fused where the code says so and nowhere else, and no
//! compiler changes the order of sums. On a processor without fused multiply-add they round in software, slowly.

#![allow(unsafe_code, reason = "code for instructions that the processor was seen to have")]

/// Code that is to be compiled for every variant: `run` and all that it calls must be `#[inline(always)]`.
pub(super) trait Work {
    /// Does the work.
    fn run(self);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2(work: impl Work) {
    work.run();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn avx512(work: impl Work) {
    work.run();
}

/// Runs with the widest vectors of this processor.
pub(super) fn widest(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::is_x86_feature_detected as has;
        if has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") {
            // SAFETY: the processor has the features.
            return unsafe { avx512(work) };
        }
        if has!("avx2") && has!("fma") {
            // SAFETY: as above.
            return unsafe { avx2(work) };
        }
    }
    work.run();
}

/// Runs every variant that this processor has.
#[cfg(test)]
pub(super) fn each<W: Work>(mut work: impl FnMut() -> W) {
    work().run();
    widest(work());
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
        // SAFETY: the processor has the features.
        unsafe { avx2(work()) }
    }
}
