//! The runs of all projects: merged from events, on disk before anyone is told so, found by key.

mod batch;
mod list;
mod sqlite;

use std::sync::Arc;

use model::{Event, Pricing, Run, RunId};

pub use batch::{Batch, Outcome, RunChange};
pub use list::{Cursor, ListQuery, Page};
pub use sqlite::SqliteRuns;

use crate::{DataDir, ProjectScope, StoreError};

/// How the embedded engine is set up.
#[derive(Clone, Debug)]
pub struct RunsOptions {
    /// Memory for the writer's pages.
    pub writer_cache_bytes: usize,
    /// The write-ahead log is copied into the database when it holds more than this.
    pub checkpoint_bytes: u64,
    /// For the durability tests only: answers before the commit, and so lies. Those tests must notice.
    pub unsafe_ack_early: bool,
}

impl Default for RunsOptions {
    fn default() -> RunsOptions {
        RunsOptions { writer_cache_bytes: 128 << 20, checkpoint_bytes: 64 << 20, unsafe_ack_early: false }
    }
}

/// What every engine can do with runs. Same call, same meaning, on all of them.
trait RunEngine {
    /// Makes one event ready: compresses its input and output.
    fn pack(&self, at: &ProjectScope, event: Event) -> RunChange;
    /// Merges what events say into runs, all or nothing, and returns once it is on disk: one outcome a change, in order.
    /// Waits for room in the queue as long as it takes.
    async fn apply(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError>;
    /// `None` also when the run belongs to another project, or is only known as somebody's parent.
    async fn get(&self, at: &ProjectScope, id: RunId) -> Result<Option<Run>, StoreError>;
    /// The run and all below it, oldest first, at most 50,000; empty when there is no such run.
    async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError>;
    /// Runs by `createdAt`, then id, descending.
    async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError>;
    /// Asks whether reads and writes are answered.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Finishes what is queued, empties the write-ahead log and closes. Later writes answer [`StoreError::Closed`].
    async fn close(&self) -> Result<(), StoreError>;
}

/// The runs of all projects, wherever the operator keeps them.
#[derive(Clone)]
pub enum Runs {
    /// `runs.db` in the data directory.
    Sqlite(SqliteRuns),
}

impl Runs {
    /// Opens `runs.db`, creating or migrating it. `pricing` tells what runs cost.
    pub fn open(dir: &DataDir, options: &RunsOptions, pricing: Arc<dyn Pricing>) -> Result<Runs, StoreError> {
        SqliteRuns::open(dir, options, pricing).map(Runs::Sqlite)
    }

    /// Makes one event ready for [`Runs::apply`]: compresses its input and output. Work for the task of a request, so that the
    /// writer has none of it; 10 to 20 microseconds for a usual event.
    #[must_use]
    pub fn pack(&self, at: &ProjectScope, event: Event) -> RunChange {
        let Runs::Sqlite(engine) = self;
        engine.pack(at, event)
    }

    /// Merges what events say into runs, all or nothing, and returns once it is on disk: one outcome a change, in order.
    /// Waits for room in the queue as long as it takes.
    pub async fn apply(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.apply(batch).await
    }

    /// `None` also when the run belongs to another project, or is only known as somebody's parent.
    pub async fn get(&self, at: &ProjectScope, id: RunId) -> Result<Option<Run>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.get(at, id).await
    }

    /// The run and all below it, oldest first, at most 50,000; empty when there is no such run.
    pub async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.related(at, id).await
    }

    /// Runs by `createdAt`, then id, descending.
    pub async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.page(at, query).await
    }

    /// Asks whether reads and writes are answered.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.ping().await
    }

    /// Finishes what is queued, empties the write-ahead log and closes. Later writes answer [`StoreError::Closed`].
    pub async fn close(&self) -> Result<(), StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.close().await
    }
}
