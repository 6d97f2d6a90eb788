//! What is asked of runs, and where it is answered: by the writer, from the rows, or from the columns.

use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use model::{Event, Filter, RawJson, Run, RunId, Timestamp};
use tokio::sync::oneshot;

use super::super::{
    Batch, Count, DayCount, Edited, FacetQuery, Facets, Histogram, HistogramQuery, IdPage, LedgerDay, ListQuery,
    Neighbors, Outcome, Page, Place, Repriced, RunChange, RunEdit, RunEngine, RunsStats, UsageQuery, UsageRow,
};
use super::writer::{Job, Order};
use super::{SqliteRuns, delete, edit, find, ledger, presence, purge, reader, reprice, share, span_frame};
use crate::scope::DeletedScope;
use crate::{ProjectScope, StoreError};

impl RunEngine for SqliteRuns {
    fn pack(&self, at: &ProjectScope, event: Event) -> RunChange {
        RunChange::pack(at, event, &self.0.codec)
    }

    fn pack_spans(&self, at: &ProjectScope, events: Vec<Event>) -> Vec<RunChange> {
        span_frame::pack(at, events, &self.0.codec)
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
