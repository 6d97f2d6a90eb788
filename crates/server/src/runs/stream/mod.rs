//! Live tail: the runs of a list as they change, as server-sent events.
//!
//! [`feed`] says what is sent and when, [`shown`] whether a run is told as a whole or only what is new of it, [`pace`] how much.
//! Nothing is produced before the reader takes it, so a reader that is slow costs nothing but what it misses.

mod feed;
mod pace;
mod shown;

use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::Sse;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use store::runs::MOST_TAILS;

use super::asked;
use crate::app::App;
use crate::auth::{In, ListLogs, Standing};
use crate::error::{ApiError, ErrorBody};
use feed::Feed;

/// Tells nginx not to hold events back.
const UNBUFFERED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// Runs as they come and change.
///
/// Server-sent events, `data` being one line of JSON. `run`: a row as in the list, of a run that this stream has not told yet.
/// `patch`: the `id` of one that it has, and the members that are new, also when the filter no longer means it. `gap`:
/// `{skipped, reason}`, for runs were left out: `slow`, because more changed than the 20 a second that a stream tells, or than
/// its reader took; `resume`, because they changed while the reader was away. `skipped` is null when nobody knows how many.
/// `ping`: nothing changed for 15 seconds. `end`: `{reason}`, `access` or `shutdown`. Every event has an id; whoever comes back
/// with it as `Last-Event-ID` within ten minutes is told what changed in between. At most 100 streams a project.
#[utoipa::path(get, path = "/v1/runs/stream", tag = "runs",
    params(
        ("type" = Option<String>, Query, description = "And every other check of the list; `type=llm` when there is none"),
        ("filter" = Option<String>, Query, description = "A tree of checks as JSON, in addition to the checks beside it"),
        ("parentRunId" = Option<String>, Query, description = "Only direct children of this run"),
        ("fields" = Option<String>, Query, description = "`preview` shows the beginnings of input and output instead of them"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
        ("Last-Event-ID" = Option<i64>, Header, description = "The id of the last event that was read"),
    ),
    responses(
        (status = 200, description = "The events", body = String, content_type = "text/event-stream"),
        (status = 400, description = "A check, or an id of an event, that cannot be understood; or no project", body = ErrorBody),
        (status = 429, description = "100 streams of this project are open", body = ErrorBody),
    ))]
pub(crate) async fn stream_runs(
    State(app): State<App>,
    at: In<ListLogs>,
    standing: Standing<ListLogs>,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
) -> Result<Response, ApiError> {
    if !at.is_somewhere() {
        return Err(ApiError::BadRequest("projectId is required".into()));
    }
    let asked = asked::parse(&app, &at, raw.as_deref().unwrap_or_default()).await?;
    let after = last_event_id(&headers)?;
    let following = app.runs.follow(&at, after).await?.ok_or(ApiError::Throttled {
        what: "as many streams of this project are open as there may be, 100",
        wait: TRY_AGAIN,
    })?;
    debug_assert_eq!(MOST_TAILS, 100, "the texts above say so");
    let feed = Feed::new((app, *at, standing), following, asked, after).await;
    let events = stream::unfold(feed, |mut feed| async move { Some((feed.next().await?, feed)) });
    let mut response = Sse::new(events).into_response();
    response.headers_mut().extend([UNBUFFERED]);
    Ok(response)
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(sent) = headers.get("last-event-id").filter(|value| !value.is_empty()) else { return Ok(None) };
    let id = sent.to_str().ok().and_then(|text| text.parse::<i64>().ok()).filter(|id| *id >= 0);
    let refusal = "Last-Event-ID is the id of an event of this stream, a number; leave it out to begin now";
    id.map(Some).ok_or_else(|| ApiError::BadRequest(refusal.into()))
}
