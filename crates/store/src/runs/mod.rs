//! The runs of all projects: merged from events, on disk before anyone is told so, found by key.

mod batch;
mod edit;
mod list;
pub(crate) mod sqlite;

use std::sync::Arc;

use model::{Event, Pricing, Run, RunId, Timestamp};

pub use batch::{Batch, Outcome, RunChange};
pub use edit::{Edited, LastError, LedgerDay, Neighbors, RunEdit, RunsStats};
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
    /// Makes one change of one run.
    async fn edit(&self, at: &ProjectScope, id: RunId, edit: RunEdit, now: Timestamp) -> Result<Edited, StoreError>;
    /// Deletes the run and all below it; false when there is no such run. Later events for them are turned away for a week.
    async fn delete(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<bool, StoreError>;
    /// Makes a link that anybody may read the run by, and returns its token: 64 hexadecimal digits, told this once.
    async fn share(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<Option<String>, StoreError>;
    /// Ends all links to the run; false when there is no such run.
    async fn unshare(&self, at: &ProjectScope, id: RunId) -> Result<bool, StoreError>;
    /// The run that a token leads to, or the run of that id if it is public.
    async fn public_run(&self, id_or_token: &str) -> Result<Option<Run>, StoreError>;
    /// The runs beside one in a list; its page, cursor and limit do not count.
    async fn neighbors(&self, at: &ProjectScope, id: RunId, query: ListQuery) -> Result<Neighbors, StoreError>;
    /// What became of the events of the project's keys in the last `days` days, newest first.
    async fn ledger(&self, at: &ProjectScope, days: u32, now: Timestamp) -> Result<Vec<LedgerDay>, StoreError>;
    /// What the store holds, for operators. Counts rows, so it takes longer with more of them.
    async fn stats(&self) -> Result<RunsStats, StoreError>;
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
    /// writer has none of it.
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

    /// Makes one change of one run.
    pub async fn edit(
        &self,
        at: &ProjectScope,
        id: RunId,
        edit: RunEdit,
        now: Timestamp,
    ) -> Result<Edited, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.edit(at, id, edit, now).await
    }

    /// Deletes the run and all below it; false when there is no such run. Later events for them are turned away for a week.
    pub async fn delete(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<bool, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.delete(at, id, now).await
    }

    /// Makes a link that anybody may read the run by, and returns its token: 64 hexadecimal digits, told this once.
    pub async fn share(&self, at: &ProjectScope, id: RunId, now: Timestamp) -> Result<Option<String>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.share(at, id, now).await
    }

    /// Ends all links to the run; false when there is no such run.
    pub async fn unshare(&self, at: &ProjectScope, id: RunId) -> Result<bool, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.unshare(at, id).await
    }

    /// The run that a token leads to, or the run of that id if it is public.
    pub async fn public_run(&self, id_or_token: &str) -> Result<Option<Run>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.public_run(id_or_token).await
    }

    /// The runs beside one in a list; its page, cursor and limit do not count.
    pub async fn neighbors(&self, at: &ProjectScope, id: RunId, query: ListQuery) -> Result<Neighbors, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.neighbors(at, id, query).await
    }

    /// What became of the events of the project's keys in the last `days` days, newest first.
    pub async fn ledger(&self, at: &ProjectScope, days: u32, now: Timestamp) -> Result<Vec<LedgerDay>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.ledger(at, days, now).await
    }

    /// What the store holds, for operators. Counts rows, so it takes longer with more of them.
    pub async fn stats(&self) -> Result<RunsStats, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.stats().await
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
