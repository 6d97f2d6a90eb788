//! Runs that come into a dataset: at once where they are few, and by the job that imports into datasets where they are more.

use std::collections::HashSet;

use model::{DatasetId, RunId};
use store::meta::{Actor, Change, Duplicates, ImportOrder};
use store::runs::ListQuery;
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use super::body::{Which, run_ids};
use super::work::{Begun, Meant, is_searched};
use crate::app::App;
use crate::datasets::attach;
use crate::datasets_v2::{RUNS, import_runs};
use crate::error::ApiError;

/// The most runs that come into a dataset of items at once.
const MOST_ITEMS: usize = 100_000;
/// Ids of a list that are asked for at once.
const PAGE: usize = 5_000;
const NO_SUCH_DATASET: ApiError = ApiError::NotFound("Dataset");

/// Adds the runs to the dataset, or orders it.
pub(super) async fn add(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    (dataset, which): (DatasetId, Which),
) -> Result<Begun, ApiError> {
    if app.meta.dataset_v2(at, dataset).await?.is_some() {
        let change = Change { actor: actor.clone(), now: app.time_of_edit(), makes_version: true };
        return add_items(app, at, (dataset, which), change).await;
    }
    let format = app.meta.dataset(at, dataset).await?.ok_or(NO_SUCH_DATASET)?.format;
    let runs = match which.meant(app, at).await? {
        Meant::Few(runs) => runs,
        Meant::Many(count) if count <= 1_000 => {
            let text = "the search has not come to all runs that may be meant; try again in a moment";
            return Err(ApiError::BadRequest(text.into()));
        }
        Meant::Many(count) => {
            return Err(ApiError::BadRequest(format!(
                "these are {count} runs, and a dataset of prompts takes 1,000 at once; choose fewer, or a dataset of items"
            )));
        }
    };
    let added = attach(app, (at, actor), (dataset, format), once_each(runs)).await?.ok_or(NO_SUCH_DATASET)?;
    Ok(Begun::Done(added.len() as u64))
}

async fn add_items(
    app: &App,
    at: &ProjectScope,
    (dataset, which): (DatasetId, Which),
    change: Change,
) -> Result<Begun, ApiError> {
    match which.meant(app, at).await? {
        Meant::Few(runs) => {
            let added = import_runs(app, (at, dataset), once_each(runs), (change, None), |_, _| {}).await?;
            Ok(Begun::Done(added.ok_or(NO_SUCH_DATASET)?))
        }
        Meant::Many(count) if count > MOST_ITEMS as u64 => Err(ApiError::BadRequest(too_many(count))),
        Meant::Many(_) => {
            let content = serde_json::to_string(&which).map_err(ApiError::Unwritable)?;
            // A job is due by the clock, and not by the order of edits.
            let change = Change { now: app.clock.now(), ..change };
            let order = ImportOrder { format: RUNS.to_owned(), content, duplicates: Duplicates::Keep, change };
            app.meta.order_import(at, dataset, order).await?.map(Begun::Ordered).ok_or(NO_SUCH_DATASET)
        }
    }
}

/// Does what was ordered; the inner error says why that never will be possible. `progress` is told how many runs of how many
/// have come.
pub(crate) async fn import_ordered_runs(
    app: &App,
    (at, dataset): (&ProjectScope, DatasetId),
    (id, order): (Uuid, ImportOrder),
    progress: impl Fn(u64, u64),
) -> Result<Result<bool, String>, StoreError> {
    let Ok(which) = serde_json::from_str::<Which>(&order.content) else {
        return Ok(Err("its order cannot be read".into()));
    };
    let runs = match which {
        Which::Ids(ids) => run_ids(&ids),
        Which::List(list) => match list.written() {
            Ok(written) => {
                let filter = written.resolve(app, at).await?;
                if !is_searched(app, at, &filter).await? {
                    return Ok(Err("the search has not come to all runs that may be meant".into()));
                }
                all_of(app, at, ListQuery { filter, limit: PAGE, ..ListQuery::default() }).await?
            }
            Err(refusal) => return Ok(Err(refusal.to_string())),
        },
    };
    let runs = once_each(runs);
    if runs.len() > MOST_ITEMS {
        return Ok(Err(too_many(runs.len() as u64)));
    }
    let change = Change { now: app.time_of_edit(), ..order.change };
    let added = import_runs(app, (at, dataset), runs, (change, Some(id)), progress).await?;
    Ok(Ok(added.is_some()))
}

/// The runs of a list in their order, as far as it takes to see that they are too many.
async fn all_of(app: &App, at: &ProjectScope, mut query: ListQuery) -> Result<Vec<RunId>, StoreError> {
    let mut runs = Vec::new();
    loop {
        let page = app.runs.ids(at, query.clone()).await?;
        runs.extend(page.ids);
        query.after = page.next;
        if page.next.is_none() || runs.len() > MOST_ITEMS {
            return Ok(runs);
        }
    }
}

fn once_each(runs: Vec<RunId>) -> Vec<RunId> {
    let mut seen = HashSet::new();
    runs.into_iter().filter(|run| seen.insert(*run)).collect()
}

fn too_many(count: u64) -> String {
    format!("these are {count} runs, and a dataset takes {MOST_ITEMS} at once; choose fewer")
}
