//! Checkpoints: the write-ahead log is copied into the database on a thread of its own, so that no commit pays for it.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::mpsc::WeakSender;

use super::PAGE_BYTES;
use super::writer::Order;
use crate::StoreError;

/// How often the log's size is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A log that is smaller than the limit is copied this often, so that a start after a crash has little to read.
const COPY_EVERY: Duration = Duration::from_secs(60);
/// Under steady load a log never stands still to be begun anew; at this multiple of the limit the writer is asked to.
const RESTART_FACTOR: u64 = 2;

/// Ends the thread.
pub(super) struct Checkpointer {
    stop: SyncSender<()>,
}

impl Checkpointer {
    pub(super) fn stop(&self) {
        match self.stop.try_send(()) {
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

/// Pages in the log, and how many of them are in the database already.
#[derive(Clone, Copy)]
struct Progress {
    log_pages: u64,
    copied_pages: u64,
}

impl Progress {
    fn log_bytes(self) -> u64 {
        self.log_pages * u64::from(PAGE_BYTES)
    }

    fn waiting_bytes(self) -> u64 {
        self.log_pages.saturating_sub(self.copied_pages) * u64::from(PAGE_BYTES)
    }
}

/// Starts the thread. It holds no sender of its own, so that the writer ends when everybody else is gone.
pub(super) fn start(
    connection: Connection,
    limit_bytes: u64,
    writer: WeakSender<Order>,
) -> Result<(Checkpointer, JoinHandle<()>), StoreError> {
    let (stop, stopped) = sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("runs-checkpoint".into())
        .spawn(move || {
            let mut copied_at = Instant::now();
            while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                order(&writer, Order::Tidy);
                let is_due = copied_at.elapsed() >= COPY_EVERY;
                match look(&connection, limit_bytes, is_due, &writer) {
                    Ok(true) => copied_at = Instant::now(),
                    Ok(false) => {}
                    Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "checkpoint failed"),
                }
            }
        })
        .map_err(|source| StoreError::Io { path: "runs.db".into(), source })?;
    Ok((Checkpointer { stop }, thread))
}

/// Copies if there is reason to; says whether it did.
fn look(
    connection: &Connection,
    limit_bytes: u64,
    is_due: bool,
    writer: &WeakSender<Order>,
) -> Result<bool, rusqlite::Error> {
    let before = checkpoint(connection, "PRAGMA wal_checkpoint(NOOP)")?;
    if before.waiting_bytes() < limit_bytes && !(is_due && before.waiting_bytes() > 0) {
        return Ok(false);
    }
    let after = checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)")?;
    if after.log_bytes() > limit_bytes * RESTART_FACTOR {
        order(writer, Order::RestartLog);
    }
    Ok(true)
}

fn checkpoint(connection: &Connection, sql: &str) -> Result<Progress, rusqlite::Error> {
    connection.prepare_cached(sql)?.query_row([], |row| {
        let pages = |column| row.get(column).map(|pages: i64| u64::try_from(pages).unwrap_or(0));
        Ok(Progress { log_pages: pages(1)?, copied_pages: pages(2)? })
    })
}

/// A writer that is too busy to take the order gets it again in a second.
fn order(writer: &WeakSender<Order>, order: Order) {
    if let Some(writer) = writer.upgrade() {
        let _ = writer.try_send(order);
    }
}
