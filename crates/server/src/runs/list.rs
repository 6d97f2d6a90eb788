//! The handler that gives pages of runs.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::RunView;
use super::{cursor, query};
use crate::app::App;
use crate::auth::{In, ListLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// Longer pages are written on a thread of their own.
const INLINE_ROWS: usize = 50;

/// A page of runs, newest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunList {
    /// As asked for.
    page: u64,
    /// As asked for, and at most 10,000.
    limit: usize,
    data: Vec<RunView>,
    /// Hand it back as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
    /// All runs that match; only with `total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
}

/// Runs, newest first.
///
/// Checks and orders that are not listed here are refused with 501 where the reference knows them, and ignored otherwise.
#[utoipa::path(get, path = "/v1/runs", tag = "runs",
    params(
        ("type" = Option<String>, Query, description = "Types, with commas between; `llm` when absent. `trace` means \
            agents and chains that are part of no other run. Exactly `llm` also shortens input and output for a table"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
        ("limit" = Option<u64>, Query, description = "Rows per page: 50, or 0 to 10,000"),
        ("page" = Option<u64>, Query, description = "Zero-based; up to 100,000 rows may be left out"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before"),
        ("total" = Option<bool>, Query, description = "Whether to count all matches"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses(
        (status = 200, description = "The page", body = RunList),
        (status = 400, description = "A cursor of another list, or a page too far", body = ErrorBody),
        (status = 422, description = "A limit, page or flag that is none", body = ErrorBody),
        (status = 501, description = "A check or order that is not built yet", body = ErrorBody),
    ))]
pub(crate) async fn list_runs(
    State(app): State<App>,
    at: In<ListLogs>,
    RawQuery(raw): RawQuery,
) -> Result<Response, ApiError> {
    let asked = query::parse(raw.as_deref().unwrap_or_default(), &at)?;
    let page = app.runs.page(&at, asked.query.clone()).await?;
    let next_cursor = page.next.map(|place| cursor::write(place, &at, &asked.query));
    let is_large = page.runs.len() > INLINE_ROWS;
    let write = move || {
        let row = |run| RunView::row(run, asked.keys, asked.abbreviated);
        let data = page.runs.into_iter().map(row).collect();
        let list = RunList { page: asked.page, limit: asked.query.limit, data, next_cursor, total: page.total };
        Json(list).into_response()
    };
    Ok(app.off_thread_if(is_large, write).await)
}
