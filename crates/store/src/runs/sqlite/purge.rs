//! Taking a deleted project out of `runs.db`, a slice at a time, so that ingestion of the others goes on in between.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::rid::Rid;
use super::writer::{Caches, DELETED};
use crate::StoreError;
use crate::scope::{DeletedScope, Slot};

/// The most rows that go in one transaction.
const SLICE_ROWS: usize = 2_000;
/// The rows of one statement: payloads may be large, so the time is looked at in between.
const STEP_ROWS: usize = 200;
/// How long a transaction may hold up ingestion, but for its last statement.
const SLICE_TIME: Duration = Duration::from_millis(40);

/// A table that holds something of a project, the columns of its key, and which rows are the project's: `?1` is the slot, `?2`
/// and `?3` are the first and the last place.
struct Table {
    name: &'static str,
    key: &'static str,
    owned: &'static str,
}

const fn table(name: &'static str, key: &'static str, owned: &'static str) -> Table {
    Table { name, key, owned }
}

/// The runs themselves: the change log is told of each, so that its followers let go of it too.
const RUN: Table = table("run", "rid", "rid BETWEEN ?2 AND ?3");

/// In the order in which they are emptied. Ids go first: from then on nobody finds a run to change. The change log itself has
/// no more than places, and is cut within minutes.
const TABLES: [Table; 19] = [
    table("run_id", "slot, id", "slot = ?1"),
    table("share", "token_hash", "rid BETWEEN ?2 AND ?3"),
    table("public_run", "id", "rid BETWEEN ?2 AND ?3"),
    table("run_input", "rid", "rid BETWEEN ?2 AND ?3"),
    table("run_output", "rid", "rid BETWEEN ?2 AND ?3"),
    table("run_span", "rid", "rid BETWEEN ?2 AND ?3"),
    table("run_opinion", "rid", "rid BETWEEN ?2 AND ?3"),
    table("run_attribute", "rid", "rid BETWEEN ?2 AND ?3"),
    table("thread_message", "thread, at, message, side, digest", "thread BETWEEN ?2 AND ?3"),
    table("score", "rid, label", "rid BETWEEN ?2 AND ?3"),
    table("run_child", "parent, rid", "parent BETWEEN ?2 AND ?3"),
    RUN,
    table("run_day", "slot, day", "slot = ?1"),
    table("dictionary", "id", "slot = ?1"),
    table("metadata_key", "slot, type, is_root, key", "slot = ?1"),
    table("end_user", "id", "slot = ?1"),
    table("tombstone", "slot, id", "slot = ?1"),
    table("ledger_rejection", "key, slot, day, reason", "slot = ?1"),
    table("ledger", "key, slot, day", "slot = ?1"),
];

impl Table {
    /// Deletes rows of the project; how many, and for runs their places.
    fn delete(&self, tx: &Connection, (slot, limit): (Slot, usize)) -> Result<(usize, Vec<Rid>), StoreError> {
        let Table { name, key, owned } = self;
        let mut sql = format!("DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM {name} WHERE {owned} LIMIT ?4)");
        let (first, last) = Rid::range_of(slot);
        let bounds = params![slot.number(), first.0, last.0, limit];
        if *name != RUN.name {
            return Ok((tx.prepare_cached(&sql)?.execute(bounds)?, Vec::new()));
        }
        sql.push_str(" RETURNING rid");
        let mut delete = tx.prepare_cached(&sql)?;
        let rids: Vec<Rid> = delete.query_map(bounds, |row| row.get(0).map(Rid))?.collect::<Result<_, _>>()?;
        Ok((rids.len(), rids))
    }

    fn count(&self, connection: &Connection, slot: Slot) -> Result<u64, StoreError> {
        let Table { name, owned, .. } = self;
        // The last part names all parameters, so that every statement has them.
        let sql = format!("SELECT count(*) FROM {name} WHERE {owned} AND ?1 + ?2 + ?3 IS NOT NULL");
        let (first, last) = Rid::range_of(slot);
        Ok(connection.query_row(&sql, [slot.number(), first.0, last.0], |row| row.get(0))?)
    }
}

/// How many rows there are to take away.
pub(super) fn count(connection: &Connection, at: DeletedScope) -> Result<u64, StoreError> {
    TABLES.iter().map(|table| table.count(connection, at.slot())).sum()
}

/// Takes a slice away; how many rows that was, 0 once there are none. From the first slice on the writer turns away whatever
/// still comes for the project, so that what is gone stays gone.
pub(super) fn purge(
    tx: &Connection,
    caches: &mut Caches,
    at: DeletedScope,
) -> Result<(u64, Vec<(Rid, i64)>), StoreError> {
    caches.close(at.slot());
    slice(tx, at.slot(), SLICE_TIME)
}

/// Something goes however little time there is, as long as there is something: no rows means that none are left.
fn slice(tx: &Connection, slot: Slot, time: Duration) -> Result<(u64, Vec<(Rid, i64)>), StoreError> {
    let began = Instant::now();
    let (mut gone, mut changed) = (0, Vec::new());
    for table in &TABLES {
        while gone < SLICE_ROWS && (gone == 0 || began.elapsed() < time) {
            let (rows, rids) = table.delete(tx, (slot, STEP_ROWS))?;
            gone += rows;
            changed.extend(rids.into_iter().map(|rid| (rid, DELETED)));
            if rows < STEP_ROWS {
                break;
            }
        }
    }
    Ok((gone as u64, changed))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Tables that hold nothing of one project alone.
    const OF_ALL: [&str; 3] = ["change", "frame_dictionary", "store_fact"];

    #[test]
    fn every_table_is_either_emptied_or_holds_nothing_of_a_project() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::migrations::migrations::runner().run(&mut connection).unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'refinery%'
                      AND name NOT LIKE 'sqlite%'";
        let mut select = connection.prepare(sql).unwrap();
        let there: BTreeSet<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let known: BTreeSet<String> = TABLES.iter().map(|table| table.name).chain(OF_ALL).map(str::to_owned).collect();
        assert_eq!(there, known);
    }

    #[test]
    fn a_slice_without_time_takes_something_as_long_as_there_is_something() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::migrations::migrations::runner().run(&mut connection).unwrap();
        let slot = Slot::new(3).unwrap();
        for rid in 0..1_001 {
            let place = params![Rid::range_of(slot).0.0 + rid];
            connection.execute("INSERT INTO run_output VALUES (?1, x'')", place).unwrap();
        }
        let mut slices = Vec::new();
        while slices.last() != Some(&0) {
            slices.push(slice(&connection, slot, Duration::ZERO).unwrap().0);
        }
        assert_eq!(slices, [200, 200, 200, 200, 200, 1, 0]);
    }

    #[test]
    fn a_slice_finds_its_rows_by_an_index() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::migrations::migrations::runner().run(&mut connection).unwrap();
        for Table { name, key, owned } in TABLES.iter().filter(|table| !table.name.starts_with("ledger")) {
            let sql = format!(
                "EXPLAIN QUERY PLAN DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM {name} WHERE {owned} LIMIT ?4)"
            );
            let mut explain = connection.prepare(&sql).unwrap();
            let plan: Vec<String> =
                explain.query_map([1, 2, 3, 4], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
            assert!(!plan.iter().any(|step| step.starts_with(&format!("SCAN {name}"))), "{name}: {plan:?}");
        }
    }
}
