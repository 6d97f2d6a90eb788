//! What a change of many runs comes to: done at once, or ordered as a job.

use std::time::Duration;

use ingest::Limits;
use model::filter::Compare;
use model::{Check, Filter, Permission, RunId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::meta::{Actor, Deed, JobOrder};
use store::runs::ListQuery;
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use super::super::asked::{Otherwise, parse_filter};
use super::super::trail::{self, Act};
use super::super::written::Written;
use super::body::{self, Action, Asked, List, Which, run_ids};
use super::dataset;
use crate::app::App;
use crate::error::ApiError;

/// So many runs are changed before the answer.
const AT_ONCE: usize = 1_000;
/// How often, and how many times, it is asked whether the search has come to all runs.
const LOOK_EVERY: Duration = Duration::from_millis(250);
const LOOKS: u32 = 2_400;

/// One change for many runs, as it was asked for.
pub(super) struct Wanted {
    asked: Asked,
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

/// The runs that are meant.
pub(super) enum Meant {
    /// So few that an answer waits for them; some may not be there.
    Few(Vec<RunId>),
    /// About so many.
    Many(u64),
}

impl Wanted {
    pub(super) fn parse(body: Value, limits: &Limits) -> Result<Wanted, ApiError> {
        body::parse(body, limits).map(|(asked, which)| Wanted { asked, which })
    }

    /// What it takes beyond the permission to change runs.
    pub(super) fn permission(&self) -> Option<Permission> {
        match self.asked {
            Asked::Change(Action::Delete) => Some(Permission::LogsDelete),
            Asked::Change(Action::Tag(_) | Action::Untag(_)) => None,
            Asked::AddTo(_) => Some(Permission::DatasetsUpdate),
        }
    }

    /// Does it if there are few enough, and orders it if there are more.
    pub(super) async fn begin(self, app: &App, by: (&ProjectScope, &Actor)) -> Result<Begun, ApiError> {
        let Wanted { asked, which } = self;
        match asked {
            Asked::AddTo(id) => dataset::add(app, by, (id, which)).await,
            Asked::Change(action) => match which.meant(app, by.0).await? {
                Meant::Few(runs) => change(app, by, &action, runs).await,
                Meant::Many(count) => order(app, by, (action, which), count).await,
            },
        }
    }
}

impl Which {
    /// Looks for the runs, as far as it takes to see that they are many.
    pub(super) async fn meant(&self, app: &App, at: &ProjectScope) -> Result<Meant, ApiError> {
        let list = match self {
            Which::Ids(ids) if ids.len() <= AT_ONCE => return Ok(Meant::Few(run_ids(ids))),
            Which::Ids(ids) => return Ok(Meant::Many(ids.len() as u64)),
            Which::List(list) => list,
        };
        let filter = list.written()?.resolve(app, at).await?;
        let query = ListQuery { filter: filter.clone(), limit: AT_ONCE + 1, ..ListQuery::default() };
        let page = app.runs.ids(at, query).await?;
        // What the search has yet to come to may be meant too: the job waits for it.
        if page.next.is_none() && page.behind.is_none() && page.ids.len() <= AT_ONCE {
            return Ok(Meant::Few(page.ids));
        }
        Ok(Meant::Many(app.runs.count(at, filter).await?.runs))
    }
}

async fn change(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    action: &Action,
    runs: Vec<RunId>,
) -> Result<Begun, ApiError> {
    let found = app.runs.present(at, runs).await?;
    if *action == Action::Delete {
        trail::record_all(app, (at, actor), Act::Delete, &found).await?;
    }
    let ids: Vec<RunId> = found.into_iter().map(|(id, _)| id).collect();
    Ok(Begun::Done(carry_out(app, at, action, &ids).await?))
}

async fn order(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    (action, which): (Action, Which),
    count: u64,
) -> Result<Begun, ApiError> {
    let now = app.clock.now();
    let shown = Map::from_iter([("action".to_owned(), action.word().into()), ("runs".to_owned(), count.into())]);
    let deed = (action == Action::Delete).then_some(Deed::DeleteLog);
    let order = Order { project: at.project().0, action, which };
    let told = serde_json::to_string(&order).map_err(ApiError::Unwritable)?;
    let kind = format!("change-runs:{}", Uuid::new_v4());
    let order = JobOrder { kind, shown, told, actor: actor.clone(), deed };
    Ok(Begun::Ordered(app.meta.enqueue_order(at, order, now).await?))
}

impl List {
    /// The runs that it shows.
    pub(crate) fn written(&self) -> Result<Written, ApiError> {
        let refused = |refusal: query::FilterError| ApiError::BadRequest(refusal.to_string());
        let shown = match &self.logic {
            Some(logic) => query::parse_logic(logic).map_err(refused)?,
            None => parse_filter(&self.query, Otherwise::Llm)?.into_filter(),
        };
        // What was shown in that millisecond was shown.
        let as_of = Timestamp::from_micros(Timestamp::from_millis(self.as_of_ms).micros().saturating_add(999));
        Ok(Written::new(shown.and(Check::CreatedAt(Compare::Lte, as_of))))
    }
}

/// Waits until the search has come to all runs that may be meant, also to those that came just before the order; false when that
/// takes too long.
pub(crate) async fn is_searched(app: &App, at: &ProjectScope, filter: &Filter) -> Result<bool, StoreError> {
    let first = ListQuery { filter: filter.clone(), limit: 1, ..ListQuery::default() };
    for _ in 0..LOOKS {
        if app.runs.ids(at, first.clone()).await?.behind.is_none() {
            return Ok(true);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(false)
}

/// Changes these runs; how many changed. Of those that are deleted all count that were there.
pub(crate) async fn carry_out(app: &App, at: &ProjectScope, action: &Action, ids: &[RunId]) -> Result<u64, StoreError> {
    let edit = action.edit(&app.settings.events);
    let changed = app.runs.edit_many(at, ids, &edit, app.time_of_edit()).await?;
    Ok(if *action == Action::Delete { ids.len() as u64 } else { changed })
}
