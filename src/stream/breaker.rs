//! The circuit breaker: when most articles end as dead letters, the fault is not in the articles. Pure.

use std::collections::{BTreeMap, VecDeque};

use super::Verdict;

/// When the breaker opens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Number of consecutive articles to observe; 0: the breaker is off.
    pub articles: usize,
    /// Share of dead letters at which the breaker opens, 0 to 1.
    pub ratio: f64,
}

/// Watches what becomes of the articles.
#[derive(Debug)]
pub(super) struct Breaker {
    /// Never changes.
    threshold: Threshold,
    /// The last articles: for each that became a dead letter, the reason.
    window: VecDeque<Option<&'static str>>,
}

impl Breaker {
    /// A closed one.
    pub(super) fn new(threshold: Threshold) -> Self {
        Self { threshold, window: VecDeque::with_capacity(threshold.articles) }
    }

    /// Something became of one more article.
    pub(super) fn note(&mut self, verdict: &Verdict) {
        if self.threshold.articles == 0 {
            return;
        }
        if self.window.len() >= self.threshold.articles {
            self.window.pop_front();
        }
        let reason = match verdict {
            Verdict::DeadLettered(reason) => Some(reason.name()),
            Verdict::Emitted { .. } | Verdict::Skipped(_) => None,
        };
        self.window.push_back(reason);
    }

    /// Forgets what was seen, for it is done again.
    pub(super) fn clear(&mut self) {
        self.window.clear();
    }

    /// Why the breaker is open, if it is.
    pub(super) fn opened(&self) -> Option<String> {
        let dead = self.window.iter().flatten().count();
        let is_full = self.threshold.articles > 0 && self.window.len() >= self.threshold.articles;
        if !is_full || (dead as f64) < self.threshold.ratio * self.window.len() as f64 {
            return None;
        }
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.window.iter().flatten() {
            *reasons.entry(reason).or_default() += 1;
        }
        let told: Vec<String> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        Some(format!(
            "{dead} of the last {} articles became dead letters ({}); fix the source or the settings and restart, or raise delivery.breaker_ratio",
            self.window.len(),
            told.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{RejectReason, SkipReason};

    const DEAD: Verdict = Verdict::DeadLettered(RejectReason::InvalidJson);
    const FINE: Verdict = Verdict::Skipped(SkipReason::NoText);

    fn breaker() -> Breaker {
        Breaker::new(Threshold { articles: 10, ratio: 0.8 })
    }

    #[test]
    fn it_opens_when_most_of_the_last_articles_are_dead_letters() {
        let mut breaker = breaker();
        (0..10).for_each(|_| breaker.note(&FINE));
        (0..7).for_each(|_| breaker.note(&DEAD));
        assert_eq!(breaker.opened(), None);
        breaker.note(&DEAD);
        let reason = breaker.opened().unwrap();
        assert!(reason.starts_with("8 of the last 10 articles became dead letters (8 invalid_json)"), "{reason}");
        breaker.clear();
        assert_eq!(breaker.opened(), None);
    }

    #[test]
    fn a_few_articles_tell_nothing_and_every_tenth_is_no_reason() {
        let mut breaker = breaker();
        (0..9).for_each(|_| breaker.note(&DEAD));
        assert_eq!(breaker.opened(), None, "fewer than the window");
        breaker.clear();
        for number in 0..100 {
            breaker.note(if number % 10 == 0 { &DEAD } else { &FINE });
            assert_eq!(breaker.opened(), None);
        }
    }

    #[test]
    fn it_can_be_switched_off() {
        let mut breaker = Breaker::new(Threshold { articles: 0, ratio: 0.8 });
        (0..100).for_each(|_| breaker.note(&DEAD));
        assert_eq!(breaker.opened(), None);
    }
}
