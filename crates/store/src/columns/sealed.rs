//! `cols.db`: the columns of days that rest. Derived from `runs.db`, so whatever is wrong with the file, it is begun anew.
//!
//! It is true as of a number of the change log, its mark: what changed later is read again from the rows. Whoever follows the
//! log takes the parts that changed out of it and moves the mark on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::cache::DayKey;
use super::part::{Part, Sealed, Stored};
use crate::StoreError;
use crate::sqlite::{Database, ensure_store_id};

mod migrations {
    refinery::embed_migrations!("migrations/columns");
}

/// "PLcl", so that `file` and we can tell which database this is.
const APPLICATION_ID: i32 = 0x504c_636c;
const PAGE_BYTES: u32 = 8192;
/// Fast, and half the size; columns are read much more often than written.
const LEVEL: i32 = 1;

/// The file.
#[derive(Debug)]
pub(crate) struct SealedDays {
    reader: Mutex<Connection>,
    /// Closed after the reader, so that the file takes in its write-ahead log.
    writer: Mutex<Connection>,
    path: PathBuf,
    /// It is damaged beyond mending while it is open.
    is_unusable: AtomicBool,
}

impl SealedDays {
    /// Opens the file, or begins it anew when it cannot be used, belongs to another store than `store_id`, or is ahead of the
    /// change log, whose newest number is `newest`.
    pub(crate) fn open(dir: &Path, store_id: &str, newest: i64) -> Result<Arc<SealedDays>, StoreError> {
        let path = dir.join("cols.db");
        match SealedDays::try_open(&path, store_id, newest) {
            Ok(Some(sealed)) => return Ok(sealed),
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "cols.db cannot be used; it is begun anew");
            }
        }
        SealedDays::remove(dir)?;
        SealedDays::try_open(&path, store_id, newest)?.ok_or(StoreError::Closed)
    }

    /// Takes the file away, so that it is written anew; nobody may have it open.
    pub(crate) fn remove(dir: &Path) -> Result<(), StoreError> {
        for name in ["cols.db", "cols.db-wal", "cols.db-shm"] {
            let old = dir.join(name);
            match std::fs::remove_file(&old) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Io { path: old, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn try_open(path: &Path, store_id: &str, newest: i64) -> Result<Option<Arc<SealedDays>>, StoreError> {
        let file = Database { path: path.to_path_buf(), application_id: APPLICATION_ID, page_bytes: PAGE_BYTES };
        let writer = file.open_writer(&migrations::migrations::runner())?;
        // What a loss of power takes away is read again from the rows.
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        ensure_store_id(&writer, store_id)?;
        let sql = "INSERT INTO store_fact (name, value) VALUES ('mark', ?1) ON CONFLICT (name) DO NOTHING";
        writer.execute(sql, [newest.to_string()])?;
        let own: String = fact(&writer, "store_id")?;
        let mark: i64 = fact(&writer, "mark")?.parse().unwrap_or(i64::MAX);
        if own != store_id || mark > newest {
            return Ok(None);
        }
        let reader = Mutex::new(file.open_reader()?);
        Ok(Some(Arc::new(SealedDays {
            writer: Mutex::new(writer),
            reader,
            path: path.to_path_buf(),
            is_unusable: AtomicBool::new(false),
        })))
    }

    /// Up to which number of the change log the file is true.
    pub(crate) fn mark(&self) -> Result<i64, StoreError> {
        mark(&self.reader())
    }

    /// The parts of a day that are sealed, in order, and the mark as of which they are true.
    pub(crate) fn day(self: &Arc<Self>, (slot, day): DayKey) -> Result<(Vec<Part>, i64), StoreError> {
        if self.is_unusable.load(Ordering::Relaxed) {
            return Ok((Vec::new(), 0));
        }
        let reader = self.reader();
        let tx = reader.unchecked_transaction()?;
        let mark = mark(&tx)?;
        let mut select =
            tx.prepare_cached("SELECT id, first, last, rows FROM part WHERE slot = ?1 AND day = ?2 ORDER BY first")?;
        let parts = select.query_map([slot, day], |row| {
            let chunks = Chunks { file: Arc::clone(self), part: row.get(0)? };
            let rows = usize::try_from(row.get::<_, i64>(3)?).unwrap_or_default();
            Ok(Part::sealed(row.get(1)?..=row.get(2)?, rows, Arc::new(chunks)))
        })?;
        Ok((parts.collect::<Result<_, _>>()?, mark))
    }

    /// Takes the parts out that hold any of these places, which are sorted, and moves the mark.
    pub(crate) fn unseal(&self, changed: &BTreeMap<DayKey, Vec<i64>>, mark: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let mut select = tx.prepare_cached("SELECT id, first, last FROM part WHERE slot = ?1 AND day = ?2")?;
            for ((slot, day), places) in changed {
                let parts = select.query_map([slot, day], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
                for part in parts.collect::<Result<Vec<(i64, i64, i64)>, _>>()? {
                    let (id, first, last) = part;
                    let next = places.partition_point(|place| *place < first);
                    if places.get(next).is_some_and(|place| *place <= last) {
                        tx.prepare_cached("DELETE FROM chunk WHERE part = ?1")?.execute([id])?;
                        tx.prepare_cached("DELETE FROM part WHERE id = ?1")?.execute([id])?;
                    }
                }
            }
            set_mark(tx, mark)
        })
    }

    /// Takes all out: the change log does not reach back to the mark any more.
    pub(crate) fn clear(&self, mark: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute_batch("DELETE FROM chunk; DELETE FROM part")?;
            set_mark(tx, mark)
        })
    }

    /// Keeps a part of a day, where none is kept yet. It was read after the mark was moved last.
    pub(crate) fn seal(&self, (slot, day): DayKey, part: &Part) -> Result<(), StoreError> {
        self.write(|tx| {
            let (first, last) = (part.places().start(), part.places().end());
            let id: i64 = tx
                .prepare_cached(
                    "INSERT INTO part (slot, day, first, last, rows) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
                )?
                .query_row(params![slot, day, first, last, part.rows()], |row| row.get(0))?;
            for column in Stored::all() {
                let body = zstd::bulk::compress(&part.encode(column)?, LEVEL).map_err(|source| self.io(source))?;
                tx.prepare_cached("INSERT INTO chunk (part, column, body) VALUES (?1, ?2, ?3)")?.execute(params![
                    id,
                    column.number(),
                    body
                ])?;
            }
            Ok(())
        })
    }

    /// Gives space back that was freed.
    pub(crate) fn shrink(&self) -> Result<(), StoreError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut vacuum = writer.prepare_cached("PRAGMA incremental_vacuum(256)")?;
        let mut steps = vacuum.query([])?;
        while steps.next()?.is_some() {}
        Ok(())
    }

    fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn io(&self, source: std::io::Error) -> StoreError {
        StoreError::Io { path: self.path.clone(), source }
    }
}

fn fact(connection: &Connection, name: &str) -> Result<String, StoreError> {
    let sql = "SELECT value FROM store_fact WHERE name = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
}

fn mark(connection: &Connection) -> Result<i64, StoreError> {
    Ok(fact(connection, "mark")?.parse().unwrap_or(0))
}

fn set_mark(tx: &Transaction<'_>, mark: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE store_fact SET value = ?1 WHERE name = 'mark'")?.execute([mark.to_string()])?;
    Ok(())
}

/// The columns of one part in the file.
#[derive(Debug)]
struct Chunks {
    file: Arc<SealedDays>,
    part: i64,
}

impl Chunks {
    fn try_read(&self, column: Stored) -> Result<Vec<u8>, StoreError> {
        let reader = self.file.reader();
        let mut select = reader.prepare_cached("SELECT body FROM chunk WHERE part = ?1 AND column = ?2")?;
        let body: Option<Vec<u8>> = select.query_row([self.part, column.number()], |row| row.get(0)).optional()?;
        zstd::stream::decode_all(&body.ok_or(StoreError::Unsealed)?[..]).map_err(|source| self.file.io(source))
    }
}

impl Sealed for Chunks {
    fn read(&self, column: Stored) -> Result<Vec<u8>, StoreError> {
        match self.try_read(column) {
            Err(StoreError::Unsealed) => Err(StoreError::Unsealed),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a column cannot be read");
                Err(self.damaged(column))
            }
            read => read,
        }
    }

    /// The part is taken out, so that whoever asks again gets it from the rows.
    fn damaged(&self, column: Stored) -> StoreError {
        tracing::warn!(column = column.number(), part = self.part, "a part of cols.db is damaged; it is written anew");
        let removed = self.file.write(|tx| {
            tx.prepare_cached("DELETE FROM part WHERE id = ?1")?.execute([self.part])?;
            Ok(())
        });
        if let Err(error) = removed {
            tracing::error!(error = &error as &dyn std::error::Error, "cols.db is not used until the next start");
            self.file.is_unusable.store(true, Ordering::Relaxed);
        }
        StoreError::Unsealed
    }
}

#[cfg(test)]
mod tests {
    use super::super::part::tests::row;
    use super::super::row::{Fact, FactRow};
    use super::*;

    const DAY: DayKey = (1, 9_000);

    fn open(dir: &Path, newest: i64) -> Arc<SealedDays> {
        SealedDays::open(dir, "this store", newest).unwrap()
    }

    fn rows() -> Vec<FactRow> {
        (0..20_000).map(|rid| row(rid * 2)).collect()
    }

    fn parts() -> Vec<Part> {
        Part::cut(0..=99_999, &rows())
    }

    fn sealed(dir: &Path) -> Arc<SealedDays> {
        let file = open(dir, 7);
        parts().iter().for_each(|part| file.seal(DAY, part).unwrap());
        file
    }

    fn rows_of(file: &Arc<SealedDays>) -> Vec<FactRow> {
        file.day(DAY).unwrap().0.iter().flat_map(|part| part.all().unwrap()).collect()
    }

    #[test]
    fn a_sealed_day_comes_back_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        drop(sealed(dir.path()));
        let file = open(dir.path(), 7);
        assert_eq!(rows_of(&file), rows());
        assert_eq!(file.day((2, 9_000)).unwrap().0.len(), 0);
    }

    #[test]
    fn only_the_part_that_changed_is_unsealed() {
        let dir = tempfile::tempdir().unwrap();
        let file = sealed(dir.path());
        let all = parts();
        assert_eq!(all.len(), 2);
        let changed = [(DAY, vec![*all[1].places().start()]), ((2, 9_000), vec![4])];
        file.unseal(&BTreeMap::from(changed), 9).unwrap();
        assert_eq!((rows_of(&file), file.mark().unwrap()), (all[0].all().unwrap(), 9));
        file.seal(DAY, &all[1]).unwrap();
        assert_eq!(rows_of(&file), rows());
        file.clear(11).unwrap();
        file.shrink().unwrap();
        assert_eq!((rows_of(&file), file.mark().unwrap()), (vec![], 11));
    }

    #[test]
    fn a_part_that_was_unsealed_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let file = sealed(dir.path());
        let (parts, mark) = file.day(DAY).unwrap();
        assert_eq!(mark, 7);
        parts[0].fact(Fact::Cost).unwrap();
        file.unseal(&BTreeMap::from([(DAY, vec![0])]), 8).unwrap();
        assert!(parts[0].fact(Fact::Cost).is_ok());
        assert!(matches!(parts[0].fact(Fact::Type), Err(StoreError::Unsealed)));
        assert!(parts[1].fact(Fact::Type).is_ok());
    }

    #[test]
    fn a_file_that_does_not_fit_is_begun_anew() {
        let dir = tempfile::tempdir().unwrap();
        drop(sealed(dir.path()));
        assert_eq!(rows_of(&SealedDays::open(dir.path(), "another store", 7).unwrap()), []);
        drop(sealed(dir.path()));
        assert_eq!(rows_of(&open(dir.path(), 6)), [], "it knows more than the log");
        drop(sealed(dir.path()));
        std::fs::write(dir.path().join("cols.db"), "no database").unwrap();
        assert_eq!(rows_of(&open(dir.path(), 7)), []);
        assert_eq!(rows_of(&sealed(dir.path())), rows());
    }
}
