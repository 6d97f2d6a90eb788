//! The handlers that give pages of runs, and their number.

use std::fmt::Write;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, TryStreamExt, stream};
use model::filter::Class;
use model::{RawJson, Run, Timestamp};
use query::text::SearchText;
use serde_json::Value;
use store::ProjectScope;
use store::runs::{Count, ListQuery, Totals};

use super::asked::{self, Asked, Otherwise, RowForm};
use super::cursor;
use super::preview::PreviewRow;
use super::view::RunView;
use super::wire::RunList;
use crate::app::App;
use crate::auth::{In, ListLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_body, json_bytes, write_rows};

/// Longer pages are written on a thread of their own.
const INLINE_ROWS: usize = 50;
/// Pages of at most this many rows are read at once; of longer ones this is the first piece.
const FIRST_ROWS: usize = 100;
/// About how much input and output a later piece holds.
const PIECE_BYTES: usize = 16 << 20;
/// A later piece has at least this many rows, because the store looks for each piece anew.
const LEAST_ROWS: usize = 10;
/// A page for which runs must be read to find those that match takes hardly longer.
const LONGEST_SEARCH: Duration = Duration::from_millis(300);

/// Runs, newest first.
///
/// All checks of the filter language are understood: `models`, `tags`, `status`, `users`, `metadata`, `search` and so on, and
/// `filter` as a tree of JSON; `OR` by itself means any of them. Where texts must be read, 300 ms are spent: then `complete` is
/// false, and `nextCursor` goes on.
#[utoipa::path(get, path = "/v1/runs", tag = "runs",
    params(
        ("type" = Option<String>, Query, description = "Types, with commas between; `llm` when absent. `trace` means \
            agents and chains that are part of no other run. Exactly `llm` also shortens input and output for a table"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
        ("sortField" = Option<String>, Query, description = "`createdAt`, `duration`, `tokens`, `cost` or `messagesCount`"),
        ("sortDirection" = Option<String>, Query, description = "`desc`; everything else, and nothing, is ascending"),
        ("limit" = Option<u64>, Query, description = "Rows per page: 50, or 0 to 10,000"),
        ("page" = Option<u64>, Query, description = "Zero-based; up to 100,000 rows may be left out"),
        ("cursor" = Option<String>, Query, description = "`nextCursor` of the page before"),
        ("total" = Option<bool>, Query, description = "Whether to count all matches"),
        ("fields" = Option<String>, Query, description = "`preview` shows the beginnings of input and output instead of them"),
        ("totals" = Option<bool>, Query, description = "With `fields=preview` and at most 100 rows: each row also says what \
            the run and all below it add up to"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses(
        (status = 200, description = "The page", body = RunList),
        (status = 400, description = "A check or order that cannot be understood, a cursor of another list, or a page too far",
            body = ErrorBody),
        (status = 422, description = "A limit, page or flag that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_runs(
    State(app): State<App>,
    at: In<ListLogs>,
    RawQuery(raw): RawQuery,
) -> Result<Response, ApiError> {
    let asked = asked::parse(&app, &at, raw.as_deref().unwrap_or_default()).await?;
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

/// How many runs match.
///
/// A bare number, exact unless `x-total-is-lower-bound` says `true`: where runs must be read, at most 10,000 are.
#[utoipa::path(get, path = "/v1/runs/count", tag = "runs",
    params(
        ("type" = Option<String>, Query, description = "Types, with commas between; `llm` when there is no check. All checks \
            of the list are understood"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
    ),
    responses(
        (status = 200, description = "The number", body = u64,
            headers(("x-total-is-lower-bound" = bool, description = "Whether there may be more"))),
        (status = 400, description = "A check that cannot be understood", body = ErrorBody),
    ))]
pub(crate) async fn count_runs(
    State(app): State<App>,
    at: In<ListLogs>,
    RawQuery(raw): RawQuery,
) -> Result<impl IntoResponse, ApiError> {
    let written = asked::parse_filter(raw.as_deref().unwrap_or_default(), Otherwise::Llm)?;
    let filter = written.resolve(&app, &at).await?;
    let Count { runs, is_lower_bound } = app.runs.count(&at, filter).await?;
    Ok(([("x-total-is-lower-bound", is_lower_bound.to_string())], Json(runs)))
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
    total: Option<Count>,
    /// Up to when all that was stored was searched, where something is left out.
    searched_up_to: Option<Timestamp>,
    /// When runs are read no more to find those that match.
    until: Instant,
    is_complete: bool,
    is_begun: bool,
    is_finished: bool,
}

impl Pieces {
    fn new(app: &App, at: ProjectScope, asked: Asked) -> Pieces {
        let left = asked.query.limit;
        Pieces {
            app: app.clone(),
            at,
            next: ListQuery { limit: left.min(FIRST_ROWS), ..asked.query.clone() },
            asked,
            left,
            total: None,
            searched_up_to: None,
            until: Instant::now() + LONGEST_SEARCH,
            is_complete: true,
            is_begun: false,
            is_finished: false,
        }
    }

    /// The text that comes next.
    async fn next(&mut self) -> Result<Vec<u8>, ApiError> {
        let page = self.app.runs.page(&self.at, self.next.clone()).await?;
        let count = page.runs.len();
        self.total = self.total.or(page.total);
        let behind = page.behind.map(|behind| i64::try_from(behind.as_micros()).unwrap_or(i64::MAX));
        let up_to = behind.map(|micros| Timestamp::from_micros(self.app.clock.now().micros().saturating_sub(micros)));
        self.searched_up_to = self.searched_up_to.into_iter().chain(up_to).min();
        self.left = self.left.saturating_sub(count);
        let is_cheap = self.next.filter.class() == Class::Facts;
        self.is_complete = page.is_complete && (is_cheap || self.left == 0 || Instant::now() < self.until);
        self.is_finished = self.left == 0 || page.next.is_none() || !self.is_complete;
        self.is_complete |= page.next.is_none();
        let rows = rows_of_next(&page.runs).min(self.left);
        self.next = ListQuery { after: page.next, skip: 0, limit: rows, total: false, ..self.asked.query.clone() };
        let before = match std::mem::replace(&mut self.is_begun, true) {
            false => format!("{{\"page\":{},\"limit\":{},\"data\":[", self.asked.page, self.asked.query.limit),
            true if count == 0 => String::new(),
            true => ",".to_owned(),
        };
        let after = if self.is_finished { self.end() } else { String::new() };
        let (keys, form) = (self.asked.keys, self.asked.form.clone());
        let versions = page.runs.iter().filter_map(|run| run.template_version);
        let slugs = self.app.meta.slugs_of_versions(&self.at, versions.collect::<Vec<_>>()).await?;
        let totals = self.totals(&page.runs).await?;
        let write = move || match form {
            RowForm::Preview(search) => {
                let search = search.as_deref().map(SearchText::parse);
                let row = |(run, totals)| PreviewRow::new(run, keys, search.as_ref()).naming(&slugs).adding(totals);
                write_rows(before, page.runs.into_iter().zip(totals).collect(), row, &after)
            }
            form => {
                let is_abbreviated = form == RowForm::Abbreviated;
                let row = |run| RunView::row(run, keys, is_abbreviated).naming(&slugs);
                write_rows(before, page.runs, row, &after)
            }
        };
        self.app.off_thread_if(count > INLINE_ROWS, write).await
    }

    /// What each of these runs and all below it add up to, in their order, if that was asked for.
    async fn totals(&self, runs: &[Run]) -> Result<Vec<Option<Totals>>, ApiError> {
        if !self.asked.with_totals {
            return Ok(vec![None; runs.len()]);
        }
        Ok(self.app.runs.totals(&self.at, runs.iter().map(|run| run.id).collect()).await?)
    }

    /// What stands behind the rows.
    fn end(&self) -> String {
        let cursor =
            self.next.after.map(|place| cursor::write(place, &self.at, (&self.asked.written, self.asked.query.order)));
        let mut end = format!("],\"nextCursor\":{}", Value::from(cursor));
        if !self.is_complete {
            end.push_str(",\"complete\":false");
        }
        if let Some(Count { runs, is_lower_bound }) = self.total {
            let _ = write!(end, ",\"total\":{runs}");
            if is_lower_bound {
                end.push_str(",\"totalIsLowerBound\":true");
            }
        }
        if let Some(searched_up_to) = self.searched_up_to {
            let _ = write!(end, ",\"searchedUpTo\":\"{searched_up_to}\"");
        }
        end.push('}');
        end
    }
}

/// How many rows the next piece should have: as many as fit if they are like these, and not too many more than these.
fn rows_of_next(runs: &[Run]) -> usize {
    let bytes_of = |json: &Option<RawJson>| json.as_ref().map_or(0, |json| json.text().len());
    let bytes: usize = runs.iter().map(|run| bytes_of(&run.input) + bytes_of(&run.output)).sum();
    let most = runs.len().saturating_mul(4).max(LEAST_ROWS);
    (PIECE_BYTES.saturating_mul(runs.len()) / bytes.max(1)).clamp(LEAST_ROWS, most)
}
