//! Log lines about what happens again and again: the first of each kind, then one in a while with the number left out.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Which events of each kind are logged. All threads share one.
#[derive(Debug)]
pub struct Sampler<K> {
    /// Silence about a kind that has just been logged.
    silence: Duration,
    seen: Mutex<BTreeMap<K, Seen>>,
}

/// What became of one kind.
#[derive(Debug)]
struct Seen {
    /// When it was logged last.
    logged: Instant,
    /// How many were left out since then.
    left_out: u64,
}

impl<K: Ord> Sampler<K> {
    /// Nothing has been logged.
    pub const fn new(silence: Duration) -> Self {
        Self { silence, seen: Mutex::new(BTreeMap::new()) }
    }

    /// Whether to log this event: `Some` with the number of events of the same kind that were left out before it.
    pub fn takes(&self, kind: K, now: Instant) -> Option<u64> {
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(seen) = all.get_mut(&kind) else {
            all.insert(kind, Seen { logged: now, left_out: 0 });
            return Some(0);
        };
        if now.duration_since(seen.logged) < self.silence {
            seen.left_out += 1;
            return None;
        }
        seen.logged = now;
        Some(std::mem::take(&mut seen.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::SkipReason;

    #[test]
    fn each_reason_is_logged_at_once_and_then_once_a_minute_with_the_number_left_out() {
        let start = Instant::now();
        let sampler = Sampler::new(Duration::from_mins(1));
        let at = |seconds, reason| sampler.takes(reason, start + Duration::from_secs(seconds));
        assert_eq!(at(0, SkipReason::Language), Some(0));
        assert_eq!(at(1, SkipReason::Retraction), Some(0), "another reason");
        assert_eq!(at(1, SkipReason::Language), None);
        assert_eq!(at(59, SkipReason::Language), None);
        assert_eq!(at(60, SkipReason::Language), Some(2));
        assert_eq!(at(61, SkipReason::Language), None);
        assert_eq!(at(600, SkipReason::Language), Some(1));
        assert_eq!(at(700, SkipReason::Language), Some(0));
    }
}
