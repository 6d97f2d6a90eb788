//! The days of projects whose columns are in memory, as long as there is room for them.
//!
//! The writer notes which runs changed, after its commit and before it answers; whoever asks for a day next has these rows read
//! again. So an answer holds everything that was acknowledged before it was asked for, and the writer never waits for a reader.

use std::collections::{BTreeMap, HashMap, HashSet};
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
    /// Those of these runs that readers see.
    fn rows(&self, key: DayKey, rids: &[i64]) -> Result<Vec<FactRow>, StoreError>;
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
            (Some(known), Some(Changes::Of(rids))) => successors(known, key, rids, source)?,
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
fn successors(
    parts: Vec<Arc<Part>>,
    key: DayKey,
    rids: HashSet<i64>,
    source: &impl Source,
) -> Result<Vec<Arc<Part>>, StoreError> {
    let mut rids: Vec<i64> = rids.into_iter().collect();
    rids.sort_unstable();
    let mut changes: BTreeMap<i64, Option<FactRow>> = rids.iter().map(|rid| (*rid, None)).collect();
    for row in source.rows(key, &rids)? {
        changes.insert(row.rid, Some(row));
    }
    let mut current = Vec::with_capacity(parts.len());
    for part in parts {
        let of_part: BTreeMap<i64, Option<FactRow>> =
            changes.range(part.places().clone()).map(|(rid, row)| (*rid, row.clone())).collect();
        if of_part.is_empty() {
            current.push(part);
        } else {
            current.extend(part.with(&of_part)?.into_iter().map(Arc::new));
        }
    }
    Ok(current)
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::super::part::tests::row;
    use super::*;

    const DAY: DayKey = (1, 2);

    /// Rows that change behind the columns' back.
    #[derive(Default)]
    struct Table {
        rows: RefCell<BTreeMap<i64, FactRow>>,
        days_read: Cell<usize>,
        rows_read: Cell<usize>,
        is_broken: Cell<bool>,
    }

    impl Table {
        fn put(&self, rid: i64, value: i64) {
            let mut row = row(rid);
            row.values[0] = Some(value);
            self.rows.borrow_mut().insert(rid, row);
        }

        fn in_memory(&self, columns: &Columns) -> Vec<FactRow> {
            columns.day(DAY, self).unwrap().iter().flat_map(|part| part.all().unwrap()).collect()
        }

        #[track_caller]
        fn check(&self, columns: &Columns) {
            assert_eq!(self.in_memory(columns), self.rows.borrow().values().cloned().collect::<Vec<_>>());
        }
    }

    impl Source for Table {
        fn day(&self, _: DayKey) -> Result<Vec<Part>, StoreError> {
            self.days_read.set(self.days_read.get() + 1);
            Ok(Part::cut(0..=1_000_000, &self.rows.borrow().values().cloned().collect::<Vec<_>>()))
        }

        fn rows(&self, _: DayKey, rids: &[i64]) -> Result<Vec<FactRow>, StoreError> {
            if self.is_broken.get() {
                return Err(StoreError::Closed);
            }
            self.rows_read.set(self.rows_read.get() + rids.len());
            Ok(rids.iter().filter_map(|rid| self.rows.borrow().get(rid).cloned()).collect())
        }
    }

    #[test]
    fn a_question_sees_every_change_that_was_noted() {
        let (table, columns) = (Table::default(), Columns::new(usize::MAX));
        (0..40_000).for_each(|rid| table.put(rid, 1));
        table.check(&columns);
        table.put(5, 7);
        table.put(39_999, 8);
        table.put(500_000, 9);
        table.rows.borrow_mut().remove(&6);
        columns.note([5, 6, 39_999, 500_000].into_iter().map(|rid| (DAY, rid)));
        table.check(&columns);
        assert_eq!((table.days_read.get(), table.rows_read.get()), (1, 4), "only what changed is read again");
        table.check(&columns);
        assert_eq!(table.rows_read.get(), 4);
    }

    #[test]
    fn when_too_much_changed_the_day_is_read_anew() {
        let (table, columns) = (Table::default(), Columns::new(usize::MAX));
        table.check(&columns);
        for rid in 0..30_000 {
            table.put(rid, 1);
        }
        columns.note((0..30_000).map(|rid| (DAY, rid)));
        table.check(&columns);
        assert_eq!((table.days_read.get(), table.rows_read.get()), (2, 0));
    }

    #[test]
    fn a_change_that_cannot_be_read_is_not_forgotten() {
        let (table, columns) = (Table::default(), Columns::new(usize::MAX));
        table.put(1, 1);
        table.check(&columns);
        table.put(1, 2);
        columns.note([(DAY, 1)].into_iter());
        table.is_broken.set(true);
        assert!(columns.day(DAY, &table).is_err());
        table.is_broken.set(false);
        table.check(&columns);
    }

    #[test]
    fn days_that_were_used_longest_ago_make_room() {
        let table = Table::default();
        (0..1_000).for_each(|rid| table.put(rid, 1));
        let one = Columns::new(usize::MAX);
        one.day(DAY, &table).unwrap();
        let columns = Columns::new(one.bytes() * 5 / 2);
        for day in [1, 2, 3] {
            columns.day((1, day), &table).unwrap();
        }
        columns.day((1, 1), &table).unwrap();
        columns.trim();
        let kept: HashSet<DayKey> = columns.registry().days.keys().copied().collect();
        assert_eq!(kept, HashSet::from([(1, 1), (1, 3)]));
        assert!(columns.bytes() <= columns.budget);
        columns.note([((1, 2), 1)].into_iter());
        assert!(columns.registry().changes.is_empty(), "what is not in memory has nothing to catch up with");
    }

    #[test]
    fn catching_up_leaves_less_to_do() {
        let (table, columns) = (Table::default(), Columns::new(usize::MAX));
        table.put(1, 1);
        table.check(&columns);
        table.put(1, 2);
        columns.note([(DAY, 1)].into_iter());
        columns.catch_up(&table).unwrap();
        assert_eq!(table.rows_read.get(), 1);
        table.check(&columns);
        assert_eq!(table.rows_read.get(), 1);
    }
}
