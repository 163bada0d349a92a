//! A bounded cache that threads share. It only spares work: what it holds follows from its key.

use std::{
    hash::{BuildHasher, Hash},
    sync::RwLock,
};

use rustc_hash::{FxBuildHasher, FxHashMap};

const SHARDS: usize = 16;

/// A map with a bound on its entries, split into shards so that threads seldom wait for each other.
/// A full shard is emptied, so that a change of subject does not leave the cache useless.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    shards: [RwLock<FxHashMap<K, V>>; SHARDS],
    shard_capacity: usize,
}

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    /// An empty cache for about this many entries.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            shards: std::array::from_fn(|_| RwLock::new(FxHashMap::default())),
            shard_capacity: (capacity / SHARDS).max(1),
        }
    }

    /// The value of a key, when it is there.
    pub(super) fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.shard(key)?.read().ok()?.get(key).cloned()
    }

    /// Keeps a value.
    pub(super) fn insert(&self, key: K, value: V) {
        if let Some(mut shard) = self.shard(&key).and_then(|shard| shard.write().ok()) {
            if shard.len() >= self.shard_capacity {
                shard.clear();
            }
            shard.insert(key, value);
        }
    }

    fn shard<Q: Hash + ?Sized>(&self, key: &Q) -> Option<&RwLock<FxHashMap<K, V>>> {
        // The map uses the low bits and the top seven; the shard is taken from the middle.
        let hash = FxBuildHasher.hash_one(key);
        self.shards.get((hash >> 40) as usize % SHARDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_holds_more_than_its_bound() {
        let cache = Cache::new(160);
        for number in 0..10_000_u32 {
            cache.insert(number, number);
        }
        let held = (0..10_000).filter(|number| cache.get(number).is_some()).count();
        assert!(held > 0 && held <= 160, "{held}");
        assert!((0..10_000).filter_map(|number| Some((number, cache.get(&number)?))).all(|(key, value)| key == value));
    }
}
