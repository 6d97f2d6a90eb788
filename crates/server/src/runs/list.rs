//! The handler that gives pages of runs.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use futures_util::{StreamExt, TryStreamExt, stream};
use model::{RawJson, Run};
use serde_json::Value;
use store::ProjectScope;
use store::runs::ListQuery;

use super::query::Asked;
use super::view::RunView;
use super::wire::RunList;
use super::{cursor, query};
use crate::app::App;
use crate::auth::{In, ListLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::{json_body, json_bytes, write_rows};

/// Longer pages are written on a thread of their own.
const INLINE_ROWS: usize = 50;
/// Pages of at most this many rows are read at once; of longer ones this is the first piece.
const FIRST_ROWS: usize = 100;
/// About how much input and output a later piece holds.
const PIECE_BYTES: usize = 16 << 20;
/// A later piece has at least this many rows, because the store looks for each piece anew.
const LEAST_ROWS: usize = 10;

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
    let mut pieces = Pieces::new(&app, *at, asked);
    let first = pieces.next().await?;
    if pieces.is_finished {
        return Ok(json_bytes(first));
    }
    let rest = stream::try_unfold(pieces, |mut pieces| async move {
        if pieces.is_finished {
            return Ok(None);
        }
        match pieces.next().await {
            Ok(piece) => Ok(Some((piece, pieces))),
            // The status is sent already: only a connection that breaks off tells the reader that this is not all.
            Err(error) => Err(std::io::Error::other(error)),
        }
    });
    let body = stream::once(async { Ok(first) }).chain(rest).inspect_err(|error| {
        tracing::error!(error = error as &dyn std::error::Error, "a list broke off");
    });
    Ok(json_body(Body::from_stream(body)))
}

/// A page as text, in pieces: however long it is, only one piece of it is in memory, and the next one is read when the
/// last one has been taken. Each piece is a read of its own, so a run whose time changes in between may be missed, as it may
/// between two pages.
struct Pieces {
    app: App,
    at: ProjectScope,
    asked: Asked,
    /// What the store is asked for next.
    next: ListQuery,
    /// Rows that the page may yet have.
    left: usize,
    total: Option<u64>,
    is_begun: bool,
    is_finished: bool,
}

impl Pieces {
    fn new(app: &App, at: ProjectScope, asked: Asked) -> Pieces {
        let left = asked.query.limit;
        let next = ListQuery { limit: left.min(FIRST_ROWS), ..asked.query.clone() };
        Pieces { app: app.clone(), at, asked, next, left, total: None, is_begun: false, is_finished: false }
    }

    /// The text that comes next.
    async fn next(&mut self) -> Result<Vec<u8>, ApiError> {
        let page = self.app.runs.page(&self.at, self.next.clone()).await?;
        let count = page.runs.len();
        self.total = self.total.or(page.total);
        self.left = self.left.saturating_sub(count);
        self.is_finished = self.left == 0 || page.next.is_none();
        let rows = rows_of_next(&page.runs).min(self.left);
        self.next = ListQuery { after: page.next, skip: 0, limit: rows, count: false, ..self.asked.query.clone() };
        let before = match std::mem::replace(&mut self.is_begun, true) {
            false => format!("{{\"page\":{},\"limit\":{},\"data\":[", self.asked.page, self.asked.query.limit),
            true if count == 0 => String::new(),
            true => ",".to_owned(),
        };
        let after = if self.is_finished { self.end() } else { String::new() };
        let (keys, abbreviated) = (self.asked.keys, self.asked.abbreviated);
        let row = move |run| RunView::row(run, keys, abbreviated);
        let write = move || write_rows(before, page.runs, row, &after);
        self.app.off_thread_if(count > INLINE_ROWS, write).await
    }

    /// What stands behind the rows.
    fn end(&self) -> String {
        let cursor = self.next.after.map(|place| cursor::write(place, &self.at, &self.asked.query));
        let total = self.total.map_or_else(String::new, |total| format!(",\"total\":{total}"));
        format!("],\"nextCursor\":{}{total}}}", Value::from(cursor))
    }
}

/// How many rows the next piece should have: as many as fit if they are like these, and not too many more than these.
fn rows_of_next(runs: &[Run]) -> usize {
    let bytes_of = |json: &Option<RawJson>| json.as_ref().map_or(0, |json| json.text().len());
    let bytes: usize = runs.iter().map(|run| bytes_of(&run.input) + bytes_of(&run.output)).sum();
    let most = runs.len().saturating_mul(4).max(LEAST_ROWS);
    (PIECE_BYTES.saturating_mul(runs.len()) / bytes.max(1)).clamp(LEAST_ROWS, most)
}
