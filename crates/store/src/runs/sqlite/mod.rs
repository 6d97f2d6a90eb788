//! Runs in `runs.db`: rows by place, one writer on a thread of its own, readers beside it.
//!
//! Start reading at [`rid`] (where a run lies), then [`writer`] (how events get there) and [`reader`] (how runs come back).

mod ancestry;
mod attributes;
mod bytes;
mod delete;
mod dictionary;
mod edit;
mod engine;
mod facts;
mod find;
mod frame;
pub(crate) mod inspect;
mod ledger;
mod lookup;
mod many;
mod metadata_keys;
mod opinion;
mod people;
mod pool;
mod presence;
mod purge;
mod reader;
mod reprice;
mod rid;
mod said;
mod searching;
mod share;
mod span_frame;
mod tail;
mod totals;
mod training;
mod tree;
mod turn;
mod upkeep;
mod users;
mod writer;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use model::Pricing;
use rusqlite::Connection;
use tokio::sync::Semaphore;
use uuid::Uuid;

pub(super) use frame::{Codec, Frame};
pub use tail::Tail;

use super::RunsOptions;
use crate::columns::{Columns, SealedDays};
use crate::follower::Follower;
use crate::search::{self, Indexer, Search, Source};
use crate::sqlite::{Database, ensure_store_id};
use crate::{DataDir, ProjectScope, StoreError};
use find::{Finder, Rows, Sealer};
use pool::Readers;
use searching::LogReader;
use tail::Tails;
use upkeep::Upkeep;
use writer::Orders;

mod migrations {
    refinery::embed_migrations!("migrations/runs");
}

/// "PLrn", so that `file` and we can tell which database this is.
const APPLICATION_ID: i32 = 0x504c_726e;
/// Measured against 8192: bench/README.md.
const PAGE_BYTES: u32 = 4096;

/// The embedded engine of [`super::Runs`].
#[derive(Clone)]
pub struct SqliteRuns(Arc<Inner>);

struct Inner {
    /// `None` once closed.
    orders: Mutex<Option<Orders>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    upkeep: Upkeep,
    sealer: Sealer,
    indexer: Mutex<Indexer>,
    finder: Arc<Finder>,
    dir: PathBuf,
    /// Reads that may run now.
    turns: Arc<Semaphore>,
    /// Who follows which project.
    tails: Arc<Tails>,
    /// Whoever follows looks in turn.
    looking: Arc<Semaphore>,
    codec: Arc<Codec>,
    pricing: Arc<dyn Pricing>,
}

impl SqliteRuns {
    pub(super) fn open(
        dir: &DataDir,
        options: &RunsOptions,
        pricing: Arc<dyn Pricing>,
    ) -> Result<SqliteRuns, StoreError> {
        let file = Database { path: dir.file("runs.db"), application_id: APPLICATION_ID, page_bytes: PAGE_BYTES };
        let mut connection = file.open_writer(&migrations::migrations::runner())?;
        ensure_store_id(&connection, &Uuid::new_v4().to_string())?;
        tune_writer(&connection, options)?;
        let readers = Readers::open(&file)?;
        let codec = Arc::new(Codec::new(training::learned(&connection)?));
        opinion::fill(&mut connection, &codec)?;
        metadata_keys::fill(&mut connection, &codec)?;
        let columns = Arc::new(Columns::new(options.columns_bytes));
        let sealed = open_sealed(dir, &connection)?;
        let log = LogReader::new(file.open_reader()?, Arc::clone(&codec));
        let (search, search_writer) = Search::open(dir.path(), &log.store_id()?, log.newest()?)?;
        let sealing = Arc::new(Follower::default());
        sealing.set_mark(sealed.mark()?);
        let followers = vec![Arc::clone(&search.follower), Arc::clone(&sealing)];
        let tails = Arc::new(Tails::default());
        let (orders, writer_thread) = writer::start(
            connection,
            (Arc::clone(&pricing), Arc::clone(&codec)),
            (Arc::clone(&columns), Arc::clone(&tails)),
            followers,
            options.unsafe_ack_early,
        )?;
        let (upkeep, upkeep_thread) = upkeep::start(
            file.open_checkpointer()?,
            options.checkpoint_bytes,
            (orders.downgrade(), Arc::clone(&codec)),
        )?;
        let indexer = search::start((Arc::clone(&search), search_writer), log)?;
        let rows = Arc::new(Rows { readers, codec: Arc::clone(&codec), sealed });
        let finder = Arc::new(Finder { rows, columns, search });
        Ok(SqliteRuns(Arc::new(Inner {
            orders: Mutex::new(Some(orders)),
            threads: Mutex::new(vec![upkeep_thread, writer_thread]),
            upkeep,
            sealer: find::start(Arc::clone(&finder), sealing)?,
            indexer: Mutex::new(indexer),
            finder,
            dir: dir.path().to_path_buf(),
            turns: Arc::new(Semaphore::new(pool::CONNECTIONS)),
            tails,
            looking: Arc::new(Semaphore::new(1)),
            codec,
            pricing,
        })))
    }

    /// Where orders for the writer go; `None` once closed.
    fn orders(&self) -> Option<Orders> {
        self.0.orders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Connection, &Codec) -> Result<T, StoreError> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        self.in_turn(move || inner.finder.rows.readers.with(|connection| work(connection, &inner.codec))).await
    }

    /// Answers a question from columns.
    async fn find<T, W>(&self, about: &[ProjectScope], ask: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Finder) -> Result<T, StoreError> + Send + 'static,
    {
        let (finder, about) = (Arc::clone(&self.0.finder), about.to_vec());
        self.in_turn(move || finder.answer(&about, ask)).await
    }

    /// Off the async threads, as one of few. The turn goes along with the work, which goes on when whoever asked is gone.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|_| StoreError::Closed)?
    }
}

/// `cols.db`, as far as it fits to these runs.
fn open_sealed(dir: &DataDir, connection: &Connection) -> Result<Arc<SealedDays>, StoreError> {
    let id: String =
        connection.query_row("SELECT value FROM store_fact WHERE name = 'store_id'", [], |row| row.get(0))?;
    let newest = connection.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?;
    SealedDays::open(dir.path(), &id, newest)
}

/// Checkpoints are the checkpointer's, never in the middle of a commit.
fn tune_writer(connection: &Connection, options: &RunsOptions) -> Result<(), StoreError> {
    let cache_kib = i64::try_from(options.writer_cache_bytes / 1024).unwrap_or(i64::MAX);
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use model::money::NoPrices;

    use super::*;

    #[tokio::test]
    async fn a_read_keeps_its_turn_when_whoever_asked_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::lock(dir.path()).unwrap();
        let runs = SqliteRuns::open(&data, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (go_on, goes_on) = sync_channel::<()>(1);
        let read = runs.read(move |_, _| {
            begun.send(()).unwrap();
            goes_on.recv().unwrap();
            Ok(())
        });
        tokio::select! {
            _ = read => panic!("nobody let it go on"),
            begun = begins => begun.unwrap(),
        }
        assert_eq!(runs.0.turns.available_permits(), pool::CONNECTIONS - 1, "it is still being read");
        go_on.send(()).unwrap();
        let all = u32::try_from(pool::CONNECTIONS).unwrap();
        drop(runs.0.turns.acquire_many(all).await.unwrap());
    }
}
