//! The handlers that give one run, or a run and all below it.

use axum::extract::{FromRequestParts, Path, RawQuery, State};
use axum::http::request::Parts;
use axum::response::Response;
use model::RunId;

use super::query::keys_of;
use super::view::{RelatedView, RunView};
use crate::app::App;
use crate::auth::{In, ReadLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_bytes, write_rows};

/// One run.
///
/// Absent ids and those of other projects give the same answer.
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
    PathId(id): PathId,
    RawQuery(query): RawQuery,
) -> Result<Json<RunView>, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let run = app.runs.get(&at, id).await?.ok_or(ApiError::NotFound("Run"))?;
    Ok(Json(RunView::new(run, keys)))
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
    PathId(id): PathId,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let runs = app.runs.related(&at, id).await?;
    let is_large = runs.len() > INLINE_RUNS;
    let write = move || write_rows("[".to_owned(), runs, |run| RelatedView::new(run, keys), "]");
    Ok(json_bytes(app.off_thread_if(is_large, write).await?))
}

/// The run that a path names by any text; what is no text once it is decoded names none.
pub(crate) struct PathId(RunId);

impl FromRequestParts<App> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathId, ApiError> {
        let id = Path::<String>::from_request_parts(parts, app).await;
        let Path(id) =
            id.map_err(|_| ApiError::BadRequest("the id in the path is no UTF-8 once it is decoded".into()))?;
        Ok(PathId(RunId::from_client(&id)))
    }
}
