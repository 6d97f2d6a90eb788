//! Checkpoints: the write-ahead log is copied into the database beside the writer, so that no commit pays for it.

use std::time::{Duration, Instant};

use rusqlite::Connection;

/// A log that is smaller than the limit is copied this often, so that a start after a crash has little to read.
const COPY_EVERY: Duration = Duration::from_secs(60);
/// Under steady load a log never stands still to be begun anew; at this multiple of the limit the writer is asked to.
const RESTART_FACTOR: u64 = 2;

/// Copies when there is reason to.
pub(crate) struct Checkpoints {
    page_bytes: u64,
    limit_bytes: u64,
    copied_at: Instant,
}

/// What came of a look at the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Checkpoint {
    /// There was no reason to copy.
    NotDue,
    /// The log was copied.
    Done,
    /// The log was copied, and is so long that the writer should begin it anew.
    DoneButLong,
}

/// Pages in the log, and how many of them are in the database already.
#[derive(Clone, Copy)]
struct Progress {
    log_pages: u64,
    copied_pages: u64,
}

impl Checkpoints {
    pub(crate) fn new(page_bytes: u32, limit_bytes: u64) -> Checkpoints {
        Checkpoints { page_bytes: page_bytes.into(), limit_bytes, copied_at: Instant::now() }
    }

    /// Copies if the log is long or old.
    pub(crate) fn look(&mut self, connection: &Connection) -> Result<Checkpoint, rusqlite::Error> {
        let before = checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)")?;
        let waiting_bytes = before.log_pages.saturating_sub(before.copied_pages) * self.page_bytes;
        let is_old = self.copied_at.elapsed() >= COPY_EVERY && waiting_bytes > 0;
        if waiting_bytes < self.limit_bytes && !is_old {
            return Ok(Checkpoint::NotDue);
        }
        let after = checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)")?;
        self.copied_at = Instant::now();
        let is_long = after.log_pages * self.page_bytes > self.limit_bytes * RESTART_FACTOR;
        Ok(if is_long { Checkpoint::DoneButLong } else { Checkpoint::Done })
    }
}

fn checkpoint(connection: &Connection, sql: &str) -> Result<Progress, rusqlite::Error> {
    connection.prepare_cached(sql)?.query_row([], |row| {
        let pages = |column| row.get(column).map(|pages: i64| u64::try_from(pages).unwrap_or(0));
        Ok(Progress { log_pages: pages(1)?, copied_pages: pages(2)? })
    })
}
