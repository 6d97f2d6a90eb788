//! The days of projects whose columns are in memory, as long as there is room for them.
//!
//! The writer notes which runs changed, after its commit and before it answers; whoever asks for a day next has these rows read
//! again. So an answer holds everything that was acknowledged before it was asked for, and the writer never waits for a reader.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::part::Part;
use super::row::FactRow;
use crate::StoreError;

/// A project's day: its slot, and days since 2000-01-01, UTC.
pub(crate) type DayKey = (i64, i64);

/// A day of which more runs than this changed is read anew as a whole.
const MOST_CHANGES: usize = 20_000;

/// Where columns come from. What it reads was committed when it was asked.
pub(crate) trait Source {
    /// All runs of a day, in parts that cover it without a gap.
    fn day(&self, key: DayKey) -> Result<Vec<Part>, StoreError>;
    /// All runs between two places, in parts that cover the span without a gap and need no file.
    fn span(&self, places: &RangeInclusive<i64>) -> Result<Vec<Part>, StoreError>;
    /// Those of these runs that readers see.
    fn rows(&self, rids: &[i64]) -> Result<Vec<FactRow>, StoreError>;
}

/// The columns in memory.
pub(crate) struct Columns {
    registry: Mutex<Registry>,
    /// Counts questions, so that what was used longest ago can be told.
    questions: AtomicU64,
    budget: usize,
}

#[derive(Default)]
struct Registry {
    days: HashMap<DayKey, Arc<Day>>,
    /// What changed of the days in memory since it was read.
    changes: HashMap<DayKey, Changes>,
}

enum Changes {
    Of(HashSet<i64>),
    TooMany,
}

#[derive(Default)]
struct Day {
    /// `None` until somebody has read it. Locked while somebody does.
    parts: Mutex<Option<Vec<Arc<Part>>>>,
    bytes: AtomicUsize,
    used: AtomicU64,
}

impl Columns {
    /// Keeps about `budget` bytes.
    pub(crate) fn new(budget: usize) -> Columns {
        Columns { registry: Mutex::default(), questions: AtomicU64::new(0), budget }
    }

    /// Notes that runs changed, once that is committed.
    pub(crate) fn note(&self, changed: impl Iterator<Item = (DayKey, i64)>) {
        let mut registry = self.registry();
        for (key, rid) in changed {
            if !registry.days.contains_key(&key) {
                continue;
            }
            let changes = registry.changes.entry(key).or_insert_with(|| Changes::Of(HashSet::new()));
            if let Changes::Of(rids) = changes {
                rids.insert(rid);
                if rids.len() > MOST_CHANGES {
                    *changes = Changes::TooMany;
                }
            }
        }
    }

    /// The parts of a day, as of now or later.
    pub(crate) fn day(&self, key: DayKey, source: &impl Source) -> Result<Vec<Arc<Part>>, StoreError> {
        let day = {
            let mut registry = self.registry();
            let day = Arc::clone(registry.days.entry(key).or_default());
            day.used.store(self.questions.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
            day
        };
        let mut parts = day.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = {
            let mut registry = self.registry();
            if !registry.days.get(&key).is_some_and(|known| Arc::ptr_eq(known, &day)) {
                // It made room in between, and what changed since is noted nowhere.
                drop((registry, parts));
                return self.day(key, source);
            }
            registry.changes.remove(&key)
        };
        // What cannot be read again is forgotten as a whole, so that no change is.
        let known = parts.take();
        let current = match (known, changes) {
            (Some(known), None) => known,
            (Some(known), Some(Changes::Of(rids))) => successors(known, rids, source)?,
            (None, _) | (_, Some(Changes::TooMany)) => source.day(key)?.into_iter().map(Arc::new).collect(),
        };
        day.bytes.store(current.iter().map(|part| part.bytes()).sum(), Ordering::Relaxed);
        *parts = Some(current.clone());
        Ok(current)
    }

    /// Reads again what changed of the days in memory, so that the next question has less to do.
    pub(crate) fn catch_up(&self, source: &impl Source) -> Result<(), StoreError> {
        let keys: Vec<DayKey> = self.registry().changes.keys().copied().collect();
        for key in keys {
            let used = self.registry().days.get(&key).map(|day| day.used.load(Ordering::Relaxed));
            self.day(key, source)?;
            if let (Some(used), Some(day)) = (used, self.registry().days.get(&key)) {
                day.used.store(used, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Weighs days that a question used, because columns are read while it is answered, and makes room where that is needed.
    pub(crate) fn settle(&self, used: impl IntoIterator<Item = DayKey>) {
        let registry = self.registry();
        used.into_iter().filter_map(|key| registry.days.get(&key)).for_each(|day| {
            day.current_bytes();
        });
        let bytes: usize = registry.days.values().map(|day| day.bytes.load(Ordering::Relaxed)).sum();
        drop(registry);
        if bytes > self.budget {
            self.trim();
        }
    }

    /// Lets go of the days that were used longest ago, until the others fit into the budget.
    pub(crate) fn trim(&self) {
        let mut registry = self.registry();
        let mut days: Vec<(u64, DayKey, usize)> = registry
            .days
            .iter()
            .map(|(key, day)| (day.used.load(Ordering::Relaxed), *key, day.current_bytes()))
            .collect();
        days.sort_unstable();
        let mut bytes: usize = days.iter().map(|(_, _, bytes)| bytes).sum();
        for (_, key, of_day) in days {
            if bytes <= self.budget {
                break;
            }
            registry.days.remove(&key);
            registry.changes.remove(&key);
            bytes -= of_day;
        }
    }

    /// Lets go of all days of a project: of one the columns are not in their file any more.
    pub(crate) fn forget(&self, slot: i64) {
        let mut registry = self.registry();
        registry.days.retain(|(of, _), _| *of != slot);
        registry.changes.retain(|(of, _), _| *of != slot);
    }

    /// How many days were asked for since the start.
    pub(crate) fn questions(&self) -> u64 {
        self.questions.load(Ordering::Relaxed)
    }

    /// Bytes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.registry().days.values().map(|day| day.current_bytes()).sum()
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Day {
    /// Parts grow while columns of them are read: who is at it now is not waited for.
    fn current_bytes(&self) -> usize {
        if let Ok(parts) = self.parts.try_lock() {
            self.bytes.store(parts.iter().flatten().map(|part| part.bytes()).sum(), Ordering::Relaxed);
        }
        self.bytes.load(Ordering::Relaxed)
    }
}

/// The parts after these rows changed; those of which none did stay.
fn successors(parts: Vec<Arc<Part>>, rids: HashSet<i64>, source: &impl Source) -> Result<Vec<Arc<Part>>, StoreError> {
    let mut rids: Vec<i64> = rids.into_iter().collect();
    rids.sort_unstable();
    let mut changes: BTreeMap<i64, Option<FactRow>> = rids.iter().map(|rid| (*rid, None)).collect();
    for row in source.rows(&rids)? {
        changes.insert(row.rid, Some(row));
    }
    let mut current = Vec::with_capacity(parts.len());
    for part in parts {
        let of_part: BTreeMap<i64, Option<FactRow>> =
            changes.range(part.places().clone()).map(|(rid, row)| (*rid, row.clone())).collect();
        if of_part.is_empty() {
            current.push(part);
            continue;
        }
        let next = match part.with(&of_part) {
            Err(StoreError::Unsealed) => source.span(part.places())?,
            other => other?,
        };
        current.extend(next.into_iter().map(Arc::new));
    }
    Ok(current)
}

#[cfg(test)]
mod tests;
