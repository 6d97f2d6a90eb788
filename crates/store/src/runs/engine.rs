//! What an engine that keeps runs can do.

use model::{Event, Filter, RawJson, Run, RunId, Timestamp};

use super::{
    Batch, Count, DayCount, Edited, FacetQuery, Facets, Histogram, HistogramQuery, IdPage, LedgerDay, ListQuery,
    Neighbors, Outcome, Page, Place, Repriced, RunChange, RunEdit, RunsStats, UsageQuery, UsageRow,
};
use crate::scope::DeletedScope;
use crate::{ProjectScope, StoreError};

/// What every engine can do with runs. Same call, same meaning, on all of them.
pub(super) trait RunEngine {
    /// Makes one event ready: compresses its input and output.
    fn pack(&self, at: &ProjectScope, event: Event) -> RunChange;
    /// Makes the events of spans ready.
    fn pack_spans(&self, at: &ProjectScope, events: Vec<Event>) -> Vec<RunChange>;
    /// Merges what events say into runs, all or nothing, and returns once it is on disk: one outcome a change, in order.
    /// Waits for room in the queue as long as it takes.
    async fn apply(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError>;
    /// `None` also when the run belongs to another project, or is only known as somebody's parent.
    async fn get(&self, at: &ProjectScope, id: RunId) -> Result<Option<Run>, StoreError>;
    /// What the run's OpenTelemetry span said in its own words, as a JSON object; `None` when it had none, or when this
    /// project has no such run.
    async fn span(&self, at: &ProjectScope, id: RunId) -> Result<Option<RawJson>, StoreError>;
    /// The run and all below it, oldest first, at most 50,000; empty when there is no such run.
    async fn related(&self, at: &ProjectScope, id: RunId) -> Result<Vec<Run>, StoreError>;
    /// One page of the runs that a filter means. Where texts must be read, 300 ms are spent, and the page says whether it is
    /// complete.
    async fn page(&self, at: &ProjectScope, query: ListQuery) -> Result<Page, StoreError>;
    /// The same, of which only the ids are told. Whoever wants all goes on until there is no next page; pages may be empty.
    async fn ids(&self, at: &ProjectScope, query: ListQuery) -> Result<IdPage, StoreError>;
    /// How many runs a filter means.
    async fn count(&self, at: &ProjectScope, filter: Filter) -> Result<Count, StoreError>;
    /// What values these runs have, and how many have each.
    async fn facets(&self, at: &ProjectScope, query: FacetQuery) -> Result<Facets, StoreError>;
    /// When these runs began.
    async fn histogram(&self, at: &ProjectScope, query: HistogramQuery) -> Result<Histogram, StoreError>;
    /// What runs used, in the order of day, name and type.
    async fn usage(&self, at: &ProjectScope, query: UsageQuery) -> Result<Vec<UsageRow>, StoreError>;
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
    /// Which of these projects have any run: one answer each, in their order.
    async fn have_runs(&self, projects: &[ProjectScope]) -> Result<Vec<bool>, StoreError>;
    /// How many runs of these projects were created on each day from `from` on and before `to`, the newest day first; days
    /// without any are left out.
    async fn days(
        &self,
        projects: &[ProjectScope],
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<DayCount>, StoreError>;
    /// Takes a slice of all that a deleted project has away; how many rows, 0 once there are none. From the first call on
    /// nothing more is stored for it.
    async fn purge(&self, at: &DeletedScope) -> Result<u64, StoreError>;
    /// How many rows [`RunEngine::purge`] has to take away.
    async fn count_purgeable(&self, at: &DeletedScope) -> Result<u64, StoreError>;
    /// How many runs a project has, those included that readers do not see. Takes longer with more of them.
    async fn count_runs(&self, at: &ProjectScope) -> Result<u64, StoreError>;
    /// Computes anew what the next `limit` runs behind `after` cost, and writes it where it is another cost.
    async fn reprice(&self, at: &ProjectScope, after: Option<Place>, limit: u32) -> Result<Repriced, StoreError>;
    /// What the store holds, for operators. Counts rows, so it takes longer with more of them.
    async fn stats(&self) -> Result<RunsStats, StoreError>;
    /// Puts on disk what makes lists fast, as far as that is done in the background otherwise. For benchmarks and tests.
    async fn seal_columns(&self) -> Result<(), StoreError>;
    /// Asks whether reads and writes are answered.
    async fn ping(&self) -> Result<(), StoreError>;
    /// Finishes what is queued, empties the write-ahead log and closes. Later writes answer [`StoreError::Closed`].
    async fn close(&self) -> Result<(), StoreError>;
}
