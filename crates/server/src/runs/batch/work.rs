//! What a change of many runs comes to: done at once, or ordered as a job.

use ingest::Limits;
use model::filter::Compare;
use model::{Check, Filter, RunId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::meta::{Actor, Deed, JobOrder};
use store::runs::ListQuery;
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use super::super::asked::{Otherwise, parse_filter};
use super::super::trail::{self, Act};
use super::body::{self, Action, List, Which, run_ids};
use crate::app::App;
use crate::error::ApiError;

/// So many runs are changed before the answer.
const AT_ONCE: usize = 1_000;

/// One change for many runs, as it was asked for.
pub(super) struct Wanted {
    action: Action,
    which: Which,
}

/// What came of it.
pub(super) enum Begun {
    /// So many runs are changed.
    Done(u64),
    /// This job changes them.
    Ordered(Uuid),
}

/// What a job is told.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Order {
    /// Where.
    pub(crate) project: Uuid,
    /// What is to be done.
    pub(crate) action: Action,
    /// To which runs.
    pub(crate) which: Which,
}

impl Wanted {
    pub(super) fn parse(body: Value, limits: &Limits) -> Result<Wanted, ApiError> {
        body::parse(body, limits).map(|(action, which)| Wanted { action, which })
    }

    pub(super) fn is_deletion(&self) -> bool {
        self.action == Action::Delete
    }

    /// Does it if there are few enough, and orders it if there are more.
    pub(super) async fn begin(self, app: &App, (at, actor): (&ProjectScope, &Actor)) -> Result<Begun, ApiError> {
        match &self.which {
            Which::Ids(ids) if ids.len() <= AT_ONCE => {
                let found = app.runs.present(at, run_ids(ids)).await?;
                self.change(app, (at, actor), found).await
            }
            Which::Ids(ids) => {
                let count = ids.len() as u64;
                self.order(app, (at, actor), count).await
            }
            Which::List(list) => {
                let filter = list.filter()?;
                let query = ListQuery { filter: filter.clone(), limit: AT_ONCE + 1, ..ListQuery::default() };
                let page = app.runs.ids(at, query).await?;
                // What the search has yet to come to may be meant too: the job waits for it.
                if page.next.is_none() && page.behind.is_none() && page.ids.len() <= AT_ONCE {
                    let found = app.runs.present(at, page.ids).await?;
                    return self.change(app, (at, actor), found).await;
                }
                let count = app.runs.count(at, filter).await?.runs;
                self.order(app, (at, actor), count).await
            }
        }
    }

    async fn change(
        &self,
        app: &App,
        (at, actor): (&ProjectScope, &Actor),
        found: Vec<(RunId, String)>,
    ) -> Result<Begun, ApiError> {
        if self.is_deletion() {
            trail::record_all(app, (at, actor), Act::Delete, &found).await?;
        }
        let ids: Vec<RunId> = found.into_iter().map(|(id, _)| id).collect();
        Ok(Begun::Done(carry_out(app, at, &self.action, &ids).await?))
    }

    async fn order(self, app: &App, (at, actor): (&ProjectScope, &Actor), count: u64) -> Result<Begun, ApiError> {
        let now = app.clock.now();
        let shown =
            Map::from_iter([("action".to_owned(), self.action.word().into()), ("runs".to_owned(), count.into())]);
        let deed = self.is_deletion().then_some(Deed::DeleteLog);
        let order = Order { project: at.project().0, action: self.action, which: self.which };
        let told = serde_json::to_string(&order).map_err(ApiError::Unwritable)?;
        let kind = format!("change-runs:{}", Uuid::new_v4());
        let order = JobOrder { kind, shown, told, actor: actor.clone(), deed };
        Ok(Begun::Ordered(app.meta.enqueue_order(at, order, now).await?))
    }
}

impl List {
    /// The runs that it shows.
    pub(crate) fn filter(&self) -> Result<Filter, ApiError> {
        let refused = |refusal: query::FilterError| ApiError::BadRequest(refusal.to_string());
        let shown = match &self.logic {
            Some(logic) => query::parse_logic(logic).map_err(refused)?,
            None => parse_filter(&self.query, Otherwise::Llm)?,
        };
        // What was shown in that millisecond was shown.
        let as_of = Timestamp::from_micros(Timestamp::from_millis(self.as_of_ms).micros().saturating_add(999));
        Ok(shown.and(Check::CreatedAt(Compare::Lte, as_of)))
    }
}

/// Changes these runs; how many changed. Of those that are deleted all count that were there.
pub(crate) async fn carry_out(app: &App, at: &ProjectScope, action: &Action, ids: &[RunId]) -> Result<u64, StoreError> {
    let edit = action.edit(&app.settings.events);
    let changed = app.runs.edit_many(at, ids, &edit, app.time_of_edit()).await?;
    Ok(if *action == Action::Delete { ids.len() as u64 } else { changed })
}
