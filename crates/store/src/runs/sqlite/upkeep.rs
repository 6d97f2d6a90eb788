//! What has to be done beside writing, once a second, on a thread of its own: checkpoints, cutting the change log, learning
//! compression dictionaries.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::mpsc::WeakSender;

use super::PAGE_BYTES;
use super::frame::Codec;
use super::training::Training;
use super::writer::Order;
use crate::StoreError;
use crate::checkpoint::{Checkpoint, Checkpoints};

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Ends the thread.
pub(super) struct Upkeep {
    stop: SyncSender<()>,
    copied_at: Arc<Mutex<Option<Instant>>>,
}

impl Upkeep {
    /// How long ago the write-ahead log was last copied; `None` when it was not since the start.
    pub(super) fn seconds_since_checkpoint(&self) -> Option<u64> {
        self.copied_at.lock().unwrap_or_else(PoisonError::into_inner).map(|at| at.elapsed().as_secs())
    }

    pub(super) fn stop(&self) {
        match self.stop.try_send(()) {
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

struct Chores {
    connection: Connection,
    /// No sender that would keep the writer alive when everybody else is gone.
    writer: WeakSender<Order>,
    codec: Arc<Codec>,
    checkpoints: Checkpoints,
    copied_at: Arc<Mutex<Option<Instant>>>,
    training: Training,
}

/// Starts the thread.
pub(super) fn start(
    connection: Connection,
    checkpoint_bytes: u64,
    (writer, codec): (WeakSender<Order>, Arc<Codec>),
) -> Result<(Upkeep, JoinHandle<()>), StoreError> {
    let (stop, stopped) = sync_channel(1);
    let (checkpoints, training) = (Checkpoints::new(PAGE_BYTES, checkpoint_bytes), Training::new(&codec));
    let copied_at = Arc::default();
    let told = Arc::clone(&copied_at);
    let mut chores = Chores { connection, writer, codec, checkpoints, copied_at, training };
    let thread = std::thread::Builder::new()
        .name("runs-upkeep".into())
        .spawn(move || {
            while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = chores.look() {
                    tracing::warn!(error = &error as &dyn std::error::Error, "upkeep of runs.db failed; trying again");
                }
            }
        })
        .map_err(|source| StoreError::Io { path: "runs.db".into(), source })?;
    Ok((Upkeep { stop, copied_at: told }, thread))
}

impl Chores {
    fn look(&mut self) -> Result<(), StoreError> {
        self.order(Order::Tidy);
        let checkpoint = self.checkpoints.look(&self.connection)?;
        if checkpoint != Checkpoint::NotDue {
            *self.copied_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        if checkpoint == Checkpoint::DoneButLong {
            self.order(Order::RestartLog);
        }
        if let Some(dictionary) = self.training.look(&self.connection, &self.codec)? {
            self.order(Order::Learn(dictionary));
        }
        Ok(())
    }

    /// A writer that is too busy to take the order gets the next one.
    fn order(&self, order: Order) {
        if let Some(writer) = self.writer.upgrade() {
            let _ = writer.try_send(order);
        }
    }
}
