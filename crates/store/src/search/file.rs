//! The file, and the connections that read it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, ErrorCode};

use super::migrations;
use crate::StoreError;
use crate::follower::Follower;
use crate::runs::FollowerStats;
use crate::sqlite::{Database, ensure_store_id};

/// What the file is called.
pub(crate) const FILE_NAME: &str = "search.db";
/// "PLsr", so that `file` and we can tell which database this is.
const APPLICATION_ID: i32 = 0x504c_7372;
const PAGE_BYTES: u32 = 4096;
/// Connections that are kept for the next reader.
const IDLE_READERS: usize = 8;
/// Memory for the writer's pages.
const WRITER_CACHE_KIB: i64 = 16 << 10;
/// The write-ahead log is copied into the file when it has more pages than this.
const LOG_PAGES: i64 = 4_096;

/// The index of all projects' texts.
#[derive(Debug)]
pub(crate) struct Search {
    path: PathBuf,
    store_id: String,
    readers: Mutex<Vec<Connection>>,
    /// Somebody found the file damaged: it is to be begun anew.
    is_damaged: AtomicBool,
    /// See [`Standing`].
    indexed_from: AtomicI64,
    pub(crate) follower: Arc<Follower>,
}

/// What the file says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    /// All changes up to this number are in it.
    pub(super) mark: i64,
    /// All runs at this place and above are in it; those below are still to come.
    pub(super) indexed_from: i64,
}

impl Standing {
    /// Nothing is in it yet: runs are read from the highest place down, changes from the newest on.
    fn beginning(newest: i64) -> Standing {
        Standing { mark: newest, indexed_from: i64::MAX }
    }
}

impl Search {
    /// Opens the file, or begins it anew when it cannot be used, belongs to another store than `store_id`, or is ahead of the
    /// change log, whose newest number is `newest`. Returns also the connection that writes.
    pub(crate) fn open(dir: &Path, store_id: &str, newest: i64) -> Result<(Arc<Search>, Connection), StoreError> {
        let search = Search {
            path: dir.join(FILE_NAME),
            store_id: store_id.to_owned(),
            readers: Mutex::default(),
            is_damaged: AtomicBool::new(false),
            indexed_from: AtomicI64::new(i64::MAX),
            follower: Arc::default(),
        };
        let writer = match search.try_open(newest) {
            Ok(Some(writer)) => writer,
            Ok(None) => search.begin_anew(newest)?,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "search.db cannot be used; it is begun anew");
                search.begin_anew(newest)?
            }
        };
        search.told(standing(&writer)?);
        search.follower.look(newest);
        Ok((Arc::new(search), writer))
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> FollowerStats {
        FollowerStats {
            name: "search",
            mark: self.follower.mark(),
            lag: self.follower.lag(),
            is_complete: self.indexed_from.load(Ordering::Relaxed) == 0,
        }
    }

    /// Notes what the file says of itself now.
    pub(super) fn told(&self, standing: Standing) {
        self.indexed_from.store(standing.indexed_from, Ordering::Relaxed);
        self.follower.set_mark(standing.mark);
    }

    /// Deletes the file, which nobody may have open to write, and makes a new one. Whoever reads the old one keeps it until
    /// done.
    pub(super) fn begin_anew(&self, newest: i64) -> Result<Connection, StoreError> {
        self.is_damaged.store(true, Ordering::Release);
        self.readers().clear();
        Search::remove(self.path.parent().unwrap_or(Path::new(".")))?;
        let writer = self.try_open(newest)?.ok_or(StoreError::Closed)?;
        // Once more: a reader of the old file may have come back meanwhile.
        self.readers().clear();
        self.is_damaged.store(false, Ordering::Release);
        Ok(writer)
    }

    /// Takes the file out of a directory, so that it is made anew.
    pub(crate) fn remove(dir: &Path) -> Result<(), StoreError> {
        for end in ["", "-wal", "-shm"] {
            let old = dir.join(format!("{FILE_NAME}{end}"));
            match std::fs::remove_file(&old) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Io { path: old, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn try_open(&self, newest: i64) -> Result<Option<Connection>, StoreError> {
        let writer = self.database().open_writer(&migrations::migrations::runner())?;
        // What a loss of power takes away is read again from the change log, or else from the rows.
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        writer.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        writer.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        ensure_store_id(&writer, &self.store_id)?;
        let beginning = Standing::beginning(newest);
        for (name, value) in [("mark", beginning.mark), ("indexed_from", beginning.indexed_from)] {
            let sql = "INSERT INTO store_fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
            writer.execute(sql, [name, &value.to_string()])?;
        }
        let fits = fact(&writer, "store_id")? == self.store_id && standing(&writer)?.mark <= newest;
        Ok(fits.then_some(writer))
    }

    /// A connection with a read transaction.
    pub(super) fn reader(self: &Arc<Search>) -> Result<Lease, StoreError> {
        let kept = self.readers().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.database().open_reader()?,
        };
        connection.execute_batch("BEGIN")?;
        Ok(Lease { connection: Some(connection), of: Arc::clone(self) })
    }

    /// Tells of a failure, and has the file begun anew soon if it is damaged.
    pub(super) fn suspect(&self, error: &StoreError) {
        tracing::warn!(error = error as &dyn std::error::Error, "search.db cannot be used");
        if let StoreError::Sqlite(error) = error
            && matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        {
            self.is_damaged.store(true, Ordering::Release);
            self.follower.ring();
        }
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Acquire)
    }

    /// Closes the connections that nobody uses.
    pub(super) fn close_readers(&self) {
        self.readers().clear();
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn database(&self) -> Database {
        Database { path: self.path.clone(), application_id: APPLICATION_ID, page_bytes: PAGE_BYTES }
    }
}

/// A connection in a read transaction, given back in the end.
#[derive(Debug)]
pub(super) struct Lease {
    connection: Option<Connection>,
    of: Arc<Search>,
}

impl Lease {
    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let mut readers = self.of.readers();
        if readers.len() < IDLE_READERS && connection.execute_batch("ROLLBACK").is_ok() {
            readers.push(connection);
        }
    }
}

/// What the file says of itself.
pub(super) fn standing(connection: &Connection) -> Result<Standing, StoreError> {
    let number = |name| fact(connection, name).map(|text| text.parse().unwrap_or(i64::MAX));
    Ok(Standing { mark: number("mark")?, indexed_from: number("indexed_from")? })
}

pub(super) fn set_standing(tx: &Connection, standing: Standing) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached("UPDATE store_fact SET value = ?2 WHERE name = ?1")?;
    update.execute(["mark", &standing.mark.to_string()])?;
    update.execute(["indexed_from", &standing.indexed_from.to_string()])?;
    Ok(())
}

fn fact(connection: &Connection, name: &str) -> Result<String, StoreError> {
    let sql = "SELECT value FROM store_fact WHERE name = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
}
