//! Events in: decode, see which project each goes to, compress, store, and tell the sender what became of each.
//!
//! This is the hot path. What takes long for a large body runs off the threads that serve other requests.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use futures_util::future::join_all;
use ingest::{Decoded, Refusal, decode_batch};
use model::ids::parse_hyphenated;
use model::{RawJson, Timestamp};
use store::meta::Caller;
use store::runs::{Batch, Outcome, RunChange};
use store::{ProjectScope, StoreError};
use uuid::Uuid;

use super::wire::{IngestRequest, IngestResponse};
use crate::app::App;
use crate::auth::{Anyone, PublicIngest};
use crate::body::WholeBody;
use crate::error::{ApiError, ErrorBody};
use crate::metrics::EventCounts;
use crate::reply::json_bytes;

/// Larger bodies are decoded on a thread of their own.
const INLINE_BYTES: usize = 256 * 1024;
/// The writer takes so many changes at a time; a larger request is handed over in slices, so that others come in between.
const SLICE_CHANGES: usize = 2_000;

const OTHER_START: &str = "Run with this ID already exists in the database.";

/// Takes in events about runs.
///
/// The answer comes when they are on disk. A bad event is refused by itself, with a reason, and the others are stored.
#[utoipa::path(post, path = "/v1/runs/ingest", tag = "runs",
    request_body(content = IngestRequest, description = "JSON, whatever the media type; also gzip, deflate, br or zstd"),
    responses(
        (status = 200, description = "What became of each event", body = IngestResponse),
        (status = 400, description = "No JSON, no object, or no events", body = ErrorBody),
        (status = 413, description = "A limit of the server", body = ErrorBody),
        (status = 415, description = "An unknown content encoding", body = ErrorBody),
        (status = 429, description = "No room within --ingest-wait; nothing was stored", body = ErrorBody),
        (status = 503, description = "The disk or the server is not up to it now; the message says what was stored", body = ErrorBody),
    ))]
pub(crate) async fn post_ingest(
    State(app): State<App>,
    from: Anyone<PublicIngest>,
    body: WholeBody,
) -> Result<Response, ApiError> {
    let arrival = app.clock.now();
    let size = body.bytes.len();
    let decoded = decode(&app, body.bytes, arrival).await?;
    let scopes = scopes(&app, &from.caller.scope, &decoded).await?;
    let (told, changes, rejected) = sort_out(&app, decoded, scopes, size).await;
    let rejected_count = rejected.values().map(|&count| u64::from(count)).sum();
    let outcomes = store(&app, from.caller, arrival, changes, rejected).await?;
    app.metrics.count_events(size, count(&outcomes, rejected_count));
    drop(body.room);
    Ok(json_bytes(write_results(&told, &outcomes)))
}

async fn decode(app: &App, body: Bytes, arrival: Timestamp) -> Result<Vec<Decoded>, ApiError> {
    let settings = Arc::clone(&app.settings);
    let size = body.len();
    let work = move || decode_batch(&body, arrival, &settings.events);
    let decoded = app.off_thread_if(size > INLINE_BYTES, work).await;
    decoded.map_err(|refusal| match refusal {
        Refusal::TooManyEvents { limit, .. } => {
            ApiError::TooLarge { what: "the batch", limit: format!("{limit} events"), option: "--max-events" }
        }
        Refusal::NotJson(cause) => ApiError::BadRequest(format!("The body is not JSON: {cause}")),
        Refusal::NotAnObject | Refusal::MissingEvents => ApiError::BadRequest(refusal.to_string()),
    })
}

/// Where events go that name another project by `appId`.
struct Scopes {
    own: ProjectScope,
    others: HashMap<Uuid, ProjectScope>,
}

impl Scopes {
    /// The project that the event names if the sender's organisation owns it, else the sender's own.
    fn of(&self, app_id: Option<&str>) -> &ProjectScope {
        app_id.and_then(parse_hyphenated).and_then(|id| self.others.get(&id)).unwrap_or(&self.own)
    }
}

async fn scopes(app: &App, own: &ProjectScope, decoded: &[Decoded]) -> Result<Scopes, StoreError> {
    let named: HashSet<Uuid> = decoded.iter().filter_map(|one| parse_hyphenated(one.app_id.as_deref()?)).collect();
    let mut others = HashMap::new();
    for id in named.into_iter().filter(|&id| id != own.project().0) {
        if let Some(scope) = app.meta.project_of_app_id(own, id).await? {
            others.insert(id, scope);
        }
    }
    Ok(Scopes { own: *own, others })
}

/// What a sender is told of one event.
struct Told {
    echo: Option<RawJson>,
    /// Why it was turned away before it came to the store; `None` when the store says what became of it.
    refused: Option<String>,
}

type Rejected = HashMap<&'static str, u32>;

/// Events for the store, compressed; and those that are turned away, by reason.
async fn sort_out(
    app: &App,
    decoded: Vec<Decoded>,
    scopes: Scopes,
    size: usize,
) -> (Vec<Told>, Vec<RunChange>, Rejected) {
    let runs = app.runs.clone();
    let work = move || {
        let mut told = Vec::with_capacity(decoded.len());
        let mut changes = Vec::with_capacity(decoded.len());
        let mut rejected = Rejected::new();
        for Decoded { echo, app_id, result } in decoded {
            let refused = match result {
                Ok(event) => {
                    changes.push(runs.pack(scopes.of(app_id.as_deref()), event));
                    None
                }
                Err(rejection) => {
                    *rejected.entry(rejection.reason()).or_default() += 1;
                    Some(rejection.to_string())
                }
            };
            told.push(Told { echo, refused });
        }
        (told, changes, rejected)
    };
    app.off_thread_if(size > INLINE_BYTES, work).await
}

/// Hands the changes to the store, all slices at once, and waits until all are on disk.
async fn store(
    app: &App,
    sender: Caller,
    arrival: Timestamp,
    mut changes: Vec<RunChange>,
    rejected: Rejected,
) -> Result<Vec<Outcome>, ApiError> {
    let mut rejected: Vec<(&'static str, u32)> = rejected.into_iter().collect();
    if changes.is_empty() && rejected.is_empty() {
        return Ok(Vec::new());
    }
    let mut slices = Vec::with_capacity(changes.len() / SLICE_CHANGES + 1);
    loop {
        let rest = changes.split_off(changes.len().min(SLICE_CHANGES));
        slices.push(Batch { sender, arrival, changes, rejected: std::mem::take(&mut rejected) });
        if rest.is_empty() {
            break;
        }
        changes = rest;
    }
    let is_sliced = slices.len() > 1;
    let answers = join_all(slices.into_iter().map(|slice| app.runs.apply(slice))).await;
    let is_in_part = is_sliced && answers.iter().any(Result::is_ok);
    let mut outcomes = Vec::new();
    for answer in answers {
        match answer {
            Ok(some) => outcomes.extend(some),
            Err(error) if is_in_part => return Err(ApiError::StoredInPart(error)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(outcomes)
}

fn count(outcomes: &[Outcome], rejected: u64) -> EventCounts {
    let merged = outcomes.iter().filter(|&&outcome| outcome == Outcome::Merged).count() as u64;
    EventCounts { stored: outcomes.len() as u64 - merged, merged, rejected }
}

/// `{"results":[{"id":"...","success":true}]}`, without a tree.
fn write_results(told: &[Told], outcomes: &[Outcome]) -> Vec<u8> {
    let mut out = Vec::with_capacity(16 + told.len() * 64);
    out.extend_from_slice(b"{\"results\":[");
    let mut outcomes = outcomes.iter();
    for (position, Told { echo, refused }) in told.iter().enumerate() {
        out.extend_from_slice(if position == 0 { b"{" } else { b",{" });
        if let Some(echo) = echo {
            out.extend_from_slice(b"\"id\":");
            out.extend_from_slice(echo.text().as_bytes());
            out.push(b',');
        }
        let error = refused.as_deref().or_else(|| match outcomes.next() {
            Some(Outcome::Stored | Outcome::Merged) => None,
            Some(Outcome::OtherStart) => Some(OTHER_START),
            None => Some("The server lost track of this event; send it again"),
        });
        match error {
            None => out.extend_from_slice(b"\"success\":true}"),
            Some(error) => {
                out.extend_from_slice(b"\"success\":false,\"error\":");
                out.extend_from_slice(serde_json::Value::from(error).to_string().as_bytes());
                out.push(b'}');
            }
        }
    }
    out.extend_from_slice(b"]}");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(echo: Option<&str>, refused: Option<&str>) -> Told {
        Told { echo: echo.map(RawJson::from_checked), refused: refused.map(str::to_owned) }
    }

    #[track_caller]
    fn check(told: &[Told], outcomes: &[Outcome], want: &str) {
        assert_eq!(String::from_utf8(write_results(told, outcomes)).unwrap(), want);
    }

    #[test]
    fn each_event_has_its_own_result_in_order() {
        check(&[], &[], r#"{"results":[]}"#);
        check(&[told(Some("\"a\""), None)], &[Outcome::Stored], r#"{"results":[{"id":"a","success":true}]}"#);
        check(
            &[told(None, None), told(Some("\"b\""), Some("no \"runId\"")), told(Some("\"c\""), None)],
            &[Outcome::Merged, Outcome::OtherStart],
            concat!(
                r#"{"results":[{"success":true},{"id":"b","success":false,"error":"no \"runId\""},"#,
                r#"{"id":"c","success":false,"error":"Run with this ID already exists in the database."}]}"#
            ),
        );
    }
}
