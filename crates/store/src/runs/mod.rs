//! The runs of all projects: merged from events, on disk before anyone is told so, found by key.

mod batch;
mod edit;
mod engine;
mod list;
mod many;
mod metadata_keys;
mod people;
mod reprice;
pub(crate) mod sqlite;
mod tail;
mod tree;
mod usage;
mod versions;

use std::sync::Arc;

use model::{Event, Filter, Pricing, RawJson, Run, RunId, Timestamp};

pub use batch::{Batch, Outcome, RunChange};
pub use edit::{Edited, FollowerStats, LastError, LedgerDay, Neighbors, RunEdit, RunsStats};
pub use list::{
    Bar, Count, Cursor, Facet, FacetCount, FacetQuery, FacetValue, Facets, Histogram, HistogramQuery, IdPage,
    ListOrder, ListQuery, Page, SortBy, UsageQuery, UsageRow,
};
pub use many::ManyEdit;
pub use people::{Activities, Activity, People, PeopleOrder, PeopleQuery, PersonUsage};
pub use reprice::{Place, Repriced};
pub use sqlite::SqliteRuns;
pub use tail::{Following, Heard, HeardRun, MOST_TAILS, Tail};
pub use tree::{MOST_ADDED, MOST_NODES, Totals, Tree, TreeNode};
pub use usage::DayCount;
pub use versions::{Durations, VersionUsage};

use engine::RunEngine;

use crate::scope::DeletedScope;
use crate::{DataDir, ProjectScope, StoreError};

/// How the embedded engine is set up.
#[derive(Clone, Debug)]
pub struct RunsOptions {
    /// Memory for the writer's pages.
    pub writer_cache_bytes: usize,
    /// The write-ahead log is copied into the database when it holds more than this.
    pub checkpoint_bytes: u64,
    /// Memory for the columns of days that were asked for.
    pub columns_bytes: usize,
    /// For the durability tests only: answers before the commit, and so lies. Those tests must notice.
    pub unsafe_ack_early: bool,
}

impl Default for RunsOptions {
    fn default() -> RunsOptions {
        RunsOptions {
            writer_cache_bytes: 128 << 20,
            checkpoint_bytes: 64 << 20,
            columns_bytes: 256 << 20,
            unsafe_ack_early: false,
        }
    }
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

    /// The same for the events of spans, in their order: what a span said in its own words is compressed against what went in
    /// and came out, which it says again.
    #[must_use]
    pub fn pack_spans(&self, at: &ProjectScope, events: Vec<Event>) -> Vec<RunChange> {
        let Runs::Sqlite(engine) = self;
        engine.pack_spans(at, events)
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

    /// What the run's OpenTelemetry span said in its own words, as a JSON object; `None` when it had none, or when this
    /// project has no such run.
    pub async fn span(&self, at: &ProjectScope, id: RunId) -> Result<Option<RawJson>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.span(at, id).await
    }

    /// The run and all below it, oldest first, at most 50,000; empty when there is no such run.
    pub async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.related(at, id).await
    }

    /// One page of the runs that a filter means. Where texts must be read, 300 ms are spent, and the page says whether it is
    /// complete.
    pub async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.page(at, query).await
    }

    /// The same, of which only the ids are told. Whoever wants all goes on until there is no next page; pages may be empty.
    pub async fn ids(&self, at: &ProjectScope, query: ListQuery) -> Result<IdPage, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.ids(at, query).await
    }

    /// How many runs a filter means.
    pub async fn count(&self, at: &ProjectScope, filter: Filter) -> Result<Count, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.count(at, filter).await
    }

    /// What values these runs have, and how many have each.
    pub async fn facets(&self, at: &ProjectScope, query: FacetQuery) -> Result<Facets, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.facets(at, query).await
    }

    /// When these runs began.
    pub async fn histogram(&self, at: &ProjectScope, query: HistogramQuery) -> Result<Histogram, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.histogram(at, query).await
    }

    /// What runs used, in the order of day, name and type.
    pub async fn usage(&self, at: &ProjectScope, query: UsageQuery) -> Result<Vec<UsageRow>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.usage(at, query).await
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

    /// Which of these projects have any run: one answer each, in their order.
    pub async fn have_runs(&self, projects: &[ProjectScope]) -> Result<Vec<bool>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.have_runs(projects).await
    }

    /// How many runs of these projects were created on each day from `from` on and before `to`, the newest day first; days
    /// without any are left out.
    pub async fn days(
        &self,
        projects: &[ProjectScope],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<DayCount>, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.days(projects, from, to).await
    }

    /// Takes a slice of all that a deleted project has away; how many rows, 0 once there are none. From the first call on
    /// nothing more is stored for it.
    pub async fn purge(&self, at: &DeletedScope) -> Result<u64, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.purge(at).await
    }

    /// How many rows [`Runs::purge`] has to take away.
    pub async fn count_purgeable(&self, at: &DeletedScope) -> Result<u64, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.count_purgeable(at).await
    }

    /// How many runs a project has, those included that readers do not see. Takes longer with more of them.
    pub async fn count_runs(&self, at: &ProjectScope) -> Result<u64, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.count_runs(at).await
    }

    /// Computes anew what the next `limit` runs behind `after` cost, and writes it where it is another cost.
    pub async fn reprice(&self, at: &ProjectScope, after: Option<Place>, limit: u32) -> Result<Repriced, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.reprice(at, after, limit).await
    }

    /// What the store holds, for operators. Counts rows, so it takes longer with more of them.
    pub async fn stats(&self) -> Result<RunsStats, StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.stats().await
    }

    /// Puts on disk what makes lists fast, as far as that is done in the background otherwise. For benchmarks and tests.
    pub async fn seal_columns(&self) -> Result<(), StoreError> {
        let Runs::Sqlite(engine) = self;
        engine.seal_columns().await
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
