//! What was looked up a moment ago, so that a busy client costs one query a second.

use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

/// How long an answer is believed that somebody else may have made untrue: a key that another process revoked is refused
/// within this time.
const BELIEVED_FOR: Duration = Duration::from_secs(1);
const ANSWERS: NonZeroUsize = NonZeroUsize::new(4096).expect("4096 is not 0");

/// Answers, that nothing was found included. Each holds until the generation of the database is another one, which every
/// change of ours brings about, and for a second at most.
pub(super) struct Cache<K: Hash + Eq, V>(Mutex<LruCache<K, Answer<V>>>);

struct Answer<V> {
    asked_at: Instant,
    generation: u64,
    value: V,
}

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    pub(super) fn new() -> Cache<K, V> {
        Cache(Mutex::new(LruCache::new(ANSWERS)))
    }

    /// The answer, if it was given in this generation and not long ago.
    pub(super) fn get(&self, key: &K, generation: u64) -> Option<V> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answers.get(key)?;
        let is_fresh = answer.generation == generation && answer.asked_at.elapsed() < BELIEVED_FOR;
        is_fresh.then(|| answer.value.clone())
    }

    /// How many answers are kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// `generation` is that of the database before it was asked.
    pub(super) fn put(&self, key: K, generation: u64, value: V) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.put(key, Answer { asked_at: Instant::now(), generation, value });
    }
}
