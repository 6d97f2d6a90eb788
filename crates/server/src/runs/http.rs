//! The handlers that give one run, what is said of it, what lies beside it, and all below it.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use store::runs::ListQuery;
use utoipa::ToSchema;

use super::asked::{Otherwise, keys_of, parse_filter, parse_order};
use super::path::PathId;
use super::related::RelatedView;
use super::shape::shown;
use super::view::RunView;
use super::wire::Feedback;
use crate::app::App;
use crate::auth::{Anyone, In, ReadLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_bytes, write_rows};

/// One run.
///
/// Absent ids and those of other projects give the same answer. The id of any message of a conversation gives its turn, and
/// an id that was given to the Python SDK gives the run that the SDK made of it; so on all routes with an id.
#[utoipa::path(get, path = "/v1/runs/{id}", tag = "runs",
    params(
        ("id" = String, Path, description = "The id as it was sent: any text"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses(
        (status = 200, description = "The run", body = RunView),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn get_run(
    State(app): State<App>,
    at: In<ReadLogs>,
    path: PathId,
    RawQuery(query): RawQuery,
) -> Result<Json<RunView>, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let run = path.find(&app, &at, |id| app.runs.get(&at, id)).await?.ok_or(ApiError::NotFound("Run"))?;
    let slugs = app.meta.slugs_of_versions(&at, run.template_version).await?;
    Ok(Json(RunView::new(run, keys).naming(&slugs)))
}

/// What people think of a run.
///
/// A public key is enough. `null` when nobody said anything.
#[utoipa::path(get, path = "/v1/runs/{id}/feedback", tag = "runs",
    params(
        ("id" = String, Path, description = "The id as it was sent: any text"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses(
        (status = 200, description = "The feedback", body = Option<Feedback>),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn get_feedback(
    State(app): State<App>,
    from: Anyone<ReadLogs>,
    path: PathId,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let at = &from.caller.scope;
    let run = path.find(&app, at, |id| app.runs.get(at, id)).await?;
    Ok(Json(shown(run.ok_or(ApiError::NotFound("Run"))?.feedback.as_ref(), keys)))
}

/// Longer traces are written on a thread of their own.
const INLINE_RUNS: usize = 50;

/// A run and all below it, oldest first.
///
/// Unlike a run by itself these are bare columns: nothing is unwrapped, and `params` may be null. An unknown id gives an
/// empty list.
#[utoipa::path(get, path = "/v1/runs/{id}/related", tag = "runs",
    params(
        ("id" = String, Path, description = "The id as it was sent: any text"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses((status = 200, description = "The run and all below it", body = Vec<RelatedView>)))]
pub(crate) async fn get_related(
    State(app): State<App>,
    at: In<ReadLogs>,
    path: PathId,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let (app, at) = (&app, &*at);
    let find = async |id| Ok(Some(app.runs.related(at, id).await?).filter(|runs| !runs.is_empty()));
    let runs = path.find(app, at, find).await?.unwrap_or_default();
    let is_large = runs.len() > INLINE_RUNS;
    let write = move || write_rows("[".to_owned(), runs, |run| RelatedView::new(run, keys), "]");
    Ok(json_bytes(app.off_thread_if(is_large, write).await?))
}

/// The runs beside one in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Neighbors)]
pub(crate) struct NeighborsView {
    /// The row after it, which is older unless the list is sorted; null at the end of the list.
    #[schema(value_type = Option<String>, format = "uuid")]
    previous_id: Option<model::RunId>,
    /// The row before it, which is newer unless the list is sorted; null at the top of the list.
    #[schema(value_type = Option<String>, format = "uuid")]
    next_id: Option<model::RunId>,
}

/// The runs beside one in the list that the checks make.
///
/// An unknown run has none.
#[utoipa::path(get, path = "/v1/runs/{id}/neighbors", tag = "runs",
    params(
        ("id" = String, Path, description = "The id as it was sent: any text"),
        ("type" = Option<String>, Query, description = "Types, as for the list; `trace` when there is no check. All checks \
            of the list are understood"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
        ("sortField" = Option<String>, Query, description = "As for the list"),
        ("sortDirection" = Option<String>, Query, description = "As for the list"),
    ),
    responses(
        (status = 200, description = "The runs beside it", body = NeighborsView),
        (status = 400, description = "A check or order that cannot be understood", body = ErrorBody),
    ))]
pub(crate) async fn get_neighbors(
    State(app): State<App>,
    at: In<ReadLogs>,
    path: PathId,
    RawQuery(raw): RawQuery,
) -> Result<Json<NeighborsView>, ApiError> {
    let raw = raw.as_deref().unwrap_or_default();
    let (written, order) = (parse_filter(raw, Otherwise::Trace)?, parse_order(raw)?);
    let query = ListQuery { filter: written.resolve(&app, &at).await?, order, ..ListQuery::default() };
    let (app, at, query) = (&app, &*at, &query);
    let find = async |id| {
        let beside = app.runs.neighbors(at, id, query.clone()).await?;
        Ok(Some(beside).filter(|beside| beside.previous.is_some() || beside.next.is_some()))
    };
    let beside = path.find(app, at, find).await?.unwrap_or_default();
    Ok(Json(NeighborsView { previous_id: beside.previous, next_id: beside.next }))
}
