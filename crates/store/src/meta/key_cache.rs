//! Keys that were looked up a moment ago, so that a busy client costs one query a second.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use uuid::Uuid;

use super::Caller;

/// How long an answer is believed: a revoked key is refused within this time.
const BELIEVED_FOR: Duration = Duration::from_secs(1);
const KEYS: NonZeroUsize = NonZeroUsize::new(4096).expect("4096 is not 0");

/// Answers to "whose key is this", unknown keys included.
pub(super) struct KeyCache(Mutex<LruCache<Uuid, (Instant, Option<Caller>)>>);

impl KeyCache {
    pub(super) fn new() -> KeyCache {
        KeyCache(Mutex::new(LruCache::new(KEYS)))
    }

    /// The answer of at most a second ago.
    pub(super) fn get(&self, key: Uuid) -> Option<Option<Caller>> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(&key).filter(|(asked_at, _)| asked_at.elapsed() < BELIEVED_FOR).map(|(_, answer)| *answer)
    }

    pub(super) fn put(&self, key: Uuid, answer: Option<Caller>) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.put(key, (Instant::now(), answer));
    }
}
