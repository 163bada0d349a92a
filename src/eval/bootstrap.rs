//! The percentile bootstrap: a figure's 95 % interval from many samples of the items, drawn with replacement from a fixed
//! seed, so that the same counts always give the same interval.

/// How many samples are drawn.
const SAMPLES: usize = 1000;

/// Where the draws begin.
const SEED: u64 = 0x0da7_e11e;

/// The ends of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub low: f64,
    pub high: f64,
}

/// Draws samples of `items` items. A sample is the number of times that each item is in it.
pub(super) fn resample<T>(items: usize, mut of: impl FnMut(&[u32]) -> T) -> Vec<T> {
    let mut state = SEED;
    let mut drawn = vec![0; items];
    (0..SAMPLES)
        .map(|_| {
            drawn.fill(0);
            for _ in 0..items {
                let number = (u128::from(next(&mut state)) * items as u128) >> 64;
                if let Some(times) = drawn.get_mut(number as usize) {
                    *times += 1;
                }
            }
            of(&drawn)
        })
        .collect()
}

/// The middle 95 % of a figure's values; samples in which it has none are left out, and without any it may be anything.
pub(super) fn interval(values: impl Iterator<Item = Option<f64>>) -> Interval {
    let mut values: Vec<f64> = values.flatten().collect();
    values.sort_by(f64::total_cmp);
    let at = |thousandths: usize| values.get((values.len().saturating_sub(1) * thousandths + 500) / 1000).copied();
    Interval { low: at(25).unwrap_or(0.0), high: at(975).unwrap_or(1.0) }
}

/// `SplitMix64` (Guy L. Steele and others, 2014).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_as_many_items_and_all_items_come_up() {
        let mut often = vec![0_u64; 7];
        let sizes = resample(7, |drawn| {
            often.iter_mut().zip(drawn).for_each(|(sum, times)| *sum += u64::from(*times));
            drawn.iter().sum::<u32>()
        });
        assert!(sizes.iter().all(|size| *size == 7) && sizes.len() == SAMPLES);
        assert!(often.iter().all(|times| (900..1100).contains(times)), "{often:?}");
    }

    #[test]
    fn the_ends_cut_off_a_fortieth_on_each_side() {
        let interval = interval((0..1001).map(|value| (value != 500).then_some(f64::from(value))));
        assert_eq!((interval.low, interval.high), (25.0, 975.0));
    }
}
