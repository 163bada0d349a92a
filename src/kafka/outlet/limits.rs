//! The largest records that topics were found to take.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The largest record by topic, in bytes, where the broker has refused one that the client would send. Limits only fall.
#[derive(Debug, Default)]
pub(in crate::kafka) struct SizeLimits(Mutex<BTreeMap<String, usize>>);

impl SizeLimits {
    pub(in crate::kafka) fn get(&self, topic: &str) -> Option<usize> {
        self.lock().get(topic).copied()
    }

    /// Lowers the limit of `topic` below `bytes`, the size of a refused record.
    pub(super) fn learn(&self, topic: &str, bytes: usize) {
        let mut limits = self.lock();
        let limit = limits.entry(topic.to_owned()).or_insert(usize::MAX);
        *limit = (*limit).min(bytes.saturating_sub(1));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
