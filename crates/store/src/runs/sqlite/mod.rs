//! Runs in `runs.db`: rows by place, one writer on a thread of its own, readers beside it.
//!
//! Start reading at [`rid`] (where a run lies), then [`writer`] (how events get there) and [`reader`] (how runs come back).

mod ancestry;
mod attributes;
mod bytes;
mod checkpoint;
mod delete;
mod dictionary;
mod edit;
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
mod tail;
mod training;
mod tree;
mod turn;
mod upkeep;
mod users;
mod writer;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use model::{Event, Filter, Pricing, RawJson, Run, RunId, Timestamp};
use rusqlite::Connection;
use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

pub(super) use frame::{Codec, Frame};
pub use tail::Tail;

use super::{
    Batch, Count, DayCount, Edited, FacetQuery, Facets, Histogram, HistogramQuery, IdPage, LedgerDay, ListQuery,
    Neighbors, Outcome, Page, Place, Repriced, RunChange, RunEdit, RunEngine, RunsOptions, RunsStats, UsageQuery,
    UsageRow,
};
use crate::columns::{Columns, SealedDays};
use crate::follower::Follower;
use crate::scope::DeletedScope;
use crate::search::{self, Indexer, Search, Source};
use crate::sqlite::{Database, ensure_store_id};
use crate::{DataDir, ProjectScope, StoreError};
use find::{Finder, Rows, Sealer};
use pool::Readers;
use searching::LogReader;
use tail::Tails;
use upkeep::Upkeep;
use writer::{Job, Order, Orders};

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
    turns: Semaphore,
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
            turns: Semaphore::new(pool::CONNECTIONS),
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
        let _turn = self.0.turns.acquire().await.map_err(|_| StoreError::Closed)?;
        tokio::task::spawn_blocking(move || inner.finder.rows.readers.with(|connection| work(connection, &inner.codec)))
            .await
            .map_err(|_| StoreError::Closed)?
    }

    /// Answers a question from columns.
    async fn find<T, W>(&self, about: &[ProjectScope], ask: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: Fn(&Finder) -> Result<T, StoreError> + Send + 'static,
    {
        let (finder, about) = (Arc::clone(&self.0.finder), about.to_vec());
        let _turn = self.0.turns.acquire().await.map_err(|_| StoreError::Closed)?;
        tokio::task::spawn_blocking(move || finder.answer(&about, ask)).await.map_err(|_| StoreError::Closed)?
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

impl RunEngine for SqliteRuns {
    fn pack(&self, at: &ProjectScope, event: Event) -> RunChange {
        RunChange::pack(at, event, &self.0.codec)
    }

    async fn apply(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        let orders = self.orders();
        let (answer, outcomes) = oneshot::channel();
        let order = Order::Write(Box::new(Job { batch, answer }));
        orders.ok_or(StoreError::Closed)?.send(order).await.map_err(|_| StoreError::Closed)?;
        outcomes.await.map_err(|_| StoreError::Closed)?
    }

    async fn get(&self, at: &ProjectScope, id: RunId) -> Result<Option<Run>, StoreError> {
        let at = *at;
        self.read(move |connection, codec| reader::get(connection, codec, &at, id)).await
    }

    async fn span(&self, at: &ProjectScope, id: RunId) -> Result<Option<RawJson>, StoreError> {
        let at = *at;
        self.read(move |connection, codec| reader::span(connection, codec, &at, id)).await
    }

    async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError> {
        let at = *at;
        self.read(move |connection, codec| reader::related(connection, codec, &at, id)).await
    }

    async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::page(finder, &at, &query)).await
    }

    async fn ids(&self, at: &ProjectScope, query: ListQuery) -> Result<IdPage, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::ids(finder, &at, &query)).await
    }

    async fn count(&self, at: &ProjectScope, filter: Filter) -> Result<Count, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::count(finder, &at, &filter)).await
    }

    async fn facets(&self, at: &ProjectScope, query: FacetQuery) -> Result<Facets, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::facets(finder, &at, &query)).await
    }

    async fn histogram(&self, at: &ProjectScope, query: HistogramQuery) -> Result<Histogram, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::histogram(finder, &at, &query)).await
    }

    async fn usage(&self, at: &ProjectScope, query: UsageQuery) -> Result<Vec<UsageRow>, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::usage(finder, &at, &query)).await
    }

    async fn edit(&self, at: &ProjectScope, id: RunId, edit: RunEdit, now: Timestamp) -> Result<Edited, StoreError> {
        let at = *at;
        self.on_writer(move |tx, caches| edit::edit(tx, caches, (at, id), (edit, now))).await
    }

    async fn days(
        &self,
        projects: &[ProjectScope],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<DayCount>, StoreError> {
        let about = projects.to_vec();
        self.find(projects, move |finder| find::days(finder, &about, (from, to))).await
    }

    async fn delete(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<bool, StoreError> {
        let at = *at;
        self.on_writer(move |tx, caches| delete::delete(tx, caches, (at, id), now)).await
    }

    async fn share(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<Option<String>, StoreError> {
        let at = *at;
        self.on_writer(move |tx, _| Ok((share::share(tx, (at, id), now)?, Vec::new()))).await
    }

    async fn unshare(&self, at: &ProjectScope, id: RunId) -> Result<bool, StoreError> {
        let at = *at;
        self.on_writer(move |tx, _| Ok((share::unshare(tx, (at, id))?, Vec::new()))).await
    }

    async fn public_run(&self, id_or_token: &str) -> Result<Option<Run>, StoreError> {
        let text = id_or_token.to_owned();
        self.read(move |connection, codec| share::public_run(connection, codec, &text)).await
    }

    async fn neighbors(&self, at: &ProjectScope, id: RunId, query: ListQuery) -> Result<Neighbors, StoreError> {
        let at = *at;
        self.find(&[at], move |finder| find::neighbors(finder, &at, (id, &query))).await
    }

    async fn ledger(&self, at: &ProjectScope, days: u32, now: Timestamp) -> Result<Vec<LedgerDay>, StoreError> {
        let at = *at;
        self.read(move |connection, _| ledger::ledger(connection, &at, days, now)).await
    }

    async fn have_runs(&self, projects: &[ProjectScope]) -> Result<Vec<bool>, StoreError> {
        let projects = projects.to_vec();
        self.read(move |connection, _| presence::have_runs(connection, &projects)).await
    }

    async fn purge(&self, at: &DeletedScope) -> Result<u64, StoreError> {
        let at = *at;
        self.on_writer(move |tx, caches| purge::purge(tx, caches, at)).await
    }

    async fn count_purgeable(&self, at: &DeletedScope) -> Result<u64, StoreError> {
        let at = *at;
        self.read(move |connection, _| purge::count(connection, at)).await
    }

    async fn count_runs(&self, at: &ProjectScope) -> Result<u64, StoreError> {
        let at = *at;
        self.read(move |connection, _| reprice::count(connection, &at)).await
    }

    async fn reprice(&self, at: &ProjectScope, after: Option<Place>, limit: u32) -> Result<Repriced, StoreError> {
        let (at, pricing) = (*at, Arc::clone(&self.0.pricing));
        let slice = self
            .read(move |connection, codec| reprice::look((connection, codec), &*pricing, &at, (after, limit)))
            .await?;
        if slice.wrong.is_empty() {
            return Ok(slice.repriced(0));
        }
        let wrong = slice.wrong.clone();
        let changed = self.on_writer(move |tx, caches| reprice::correct(tx, caches, (at, wrong))).await?;
        Ok(slice.repriced(changed))
    }

    async fn stats(&self) -> Result<RunsStats, StoreError> {
        let dir = self.0.dir.clone();
        let stats = self.read(move |connection, _| ledger::stats(connection, &dir)).await?;
        let queued = self.orders().map_or(0, |orders| orders.max_capacity() - orders.capacity());
        Ok(RunsStats {
            queued_requests: queued as u64,
            last_checkpoint_seconds: self.0.upkeep.seconds_since_checkpoint(),
            columns_bytes: self.0.finder.columns.bytes() as u64,
            followers: vec![self.0.sealer.progress(stats.change_seq), self.0.finder.search.progress()],
            ..stats
        })
    }

    async fn seal_columns(&self) -> Result<(), StoreError> {
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || inner.sealer.seal_all()).await.map_err(|_| StoreError::Closed)?
    }

    async fn ping(&self) -> Result<(), StoreError> {
        let orders = self.orders();
        if orders.is_none_or(|orders| orders.is_closed()) {
            return Err(StoreError::Closed);
        }
        self.read(|connection, _| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?)).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.0.orders.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.0.upkeep.stop();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let inner = Arc::clone(&self.0);
        let end = move || {
            inner.sealer.stop();
            inner.indexer.lock().unwrap_or_else(PoisonError::into_inner).stop();
            // Before the writer: the last connection to close tidies the log away, and one that only reads cannot.
            inner.finder.rows.readers.close();
            threads.into_iter().try_for_each(JoinHandle::join)
        };
        let joined = tokio::task::spawn_blocking(end).await;
        match joined {
            Ok(Ok(())) => Ok(()),
            _ => Err(StoreError::Closed),
        }
    }
}
