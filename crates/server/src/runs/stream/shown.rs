//! What a stream has told of which runs, so that it tells only what is new.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroUsize;

use lru::LruCache;
use model::RunId;
use serde_json::{Map, Value};

/// So many runs are remembered; of one that was told before them, the whole row is told again.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(500).expect("it is not 0");

/// The runs that were told, with a hash of every member of their rows.
pub(super) struct Shown(LruCache<RunId, Vec<(u64, u64)>>);

/// What is to be told of a row.
#[derive(PartialEq, Debug)]
pub(super) enum News {
    /// All of it.
    Run(Map<String, Value>),
    /// Its id and what is new.
    Patch(Map<String, Value>),
    /// Nothing.
    Nothing,
}

impl Shown {
    pub(super) fn new() -> Shown {
        Shown(LruCache::new(REMEMBERED))
    }

    /// Whether the run was told.
    pub(super) fn has(&self, id: RunId) -> bool {
        self.0.contains(&id)
    }

    /// Notes that a row is told, and returns what is news of it.
    pub(super) fn tell(&mut self, id: RunId, mut row: Map<String, Value>) -> News {
        let hashes: Vec<(u64, u64)> = row.iter().map(|(key, value)| (hash(key), hash(&value.to_string()))).collect();
        let Some(before) = self.0.put(id, hashes.clone()) else { return News::Run(row) };
        let mut hashes = hashes.into_iter();
        row.retain(|key, _| hashes.next().is_some_and(|member| key == "id" || !before.contains(&member)));
        if row.len() > 1 { News::Patch(row) } else { News::Nothing }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    #[test]
    fn a_run_is_told_once_and_then_what_is_new_of_it() {
        let mut shown = Shown::new();
        let id = RunId::from_client("a");
        let mut tell = |value: Value| shown.tell(id, row(value));
        let begun = json!({"id": "a", "status": "started", "output": null, "tags": ["x"]});
        assert_eq!(tell(begun.clone()), News::Run(row(begun.clone())));
        assert_eq!(tell(begun), News::Nothing);
        let ended = json!({"id": "a", "status": "success", "output": "hi", "tags": ["x"]});
        assert_eq!(tell(ended), News::Patch(row(json!({"id": "a", "status": "success", "output": "hi"}))));
    }

    #[test]
    fn runs_of_long_ago_are_told_as_a_whole_again() {
        let mut shown = Shown::new();
        let told = row(json!({"id": "a", "name": "n"}));
        for number in 0..=500 {
            shown.tell(RunId::from_client(&number.to_string()), told.clone());
        }
        assert!(!shown.has(RunId::from_client("0")) && shown.has(RunId::from_client("1")));
        assert!(matches!(shown.tell(RunId::from_client("0"), told), News::Run(_)));
    }
}
