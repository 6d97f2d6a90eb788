//! Copies the write-ahead log of `meta.db` into the file, on a thread of its own: nobody who signs in while many items come in
//! pays for what they leave behind.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::Mutex;

use crate::StoreError;
use crate::checkpoint::{Checkpoint, Checkpoints};
use crate::sqlite::Database;

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The log is copied when it holds more than this; of twice as much the rest is copied while nobody writes, so that it begins
/// anew.
const LOG_BYTES: u64 = 32 << 20;

/// The thread, which ends with this.
pub(super) struct Upkeep {
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Upkeep {
    /// Waits for the thread, so that the connection which closes last is the one that writes.
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("upkeep of meta.db broke down");
        }
    }
}

/// Starts the thread. Writers take turns by `turn`.
pub(super) fn start(file: &Database, turn: Arc<Mutex<()>>) -> Result<Upkeep, StoreError> {
    let (stop, stopped) = sync_channel(1);
    let connection = file.open_checkpointer()?;
    let mut checkpoints = Checkpoints::new(file.page_bytes, LOG_BYTES);
    let thread = std::thread::Builder::new()
        .name("meta-upkeep".into())
        .spawn(move || {
            while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = look(&mut checkpoints, &connection, &turn) {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "meta.db could not be copied; trying again"
                    );
                }
            }
        })
        .map_err(|source| StoreError::Io { path: file.path.clone(), source })?;
    Ok(Upkeep { stop: Some(stop), thread: Some(thread) })
}

fn look(checkpoints: &mut Checkpoints, connection: &Connection, turn: &Mutex<()>) -> Result<(), rusqlite::Error> {
    if checkpoints.look(connection)? == Checkpoint::DoneButLong {
        let _turn = turn.blocking_lock();
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    }
    Ok(())
}
