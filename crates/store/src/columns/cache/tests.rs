//! Columns in memory, over rows that change behind their back.

use std::cell::{Cell, RefCell};

use super::*;
use crate::columns::part::tests::row;

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

    fn span(&self, _: &RangeInclusive<i64>) -> Result<Vec<Part>, StoreError> {
        Err(StoreError::Closed)
    }

    fn rows(&self, rids: &[i64]) -> Result<Vec<FactRow>, StoreError> {
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
