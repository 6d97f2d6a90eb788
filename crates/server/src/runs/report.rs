//! Events in, the old way: the first event names the project (spec `api-runs.md` 6). SDKs of the LLMonitor era send here.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use ingest::{Report, decode_report};
use model::ids::parse_hyphenated;
use store::meta::{Caller, KeyKind};

use super::intake::{Delivery, decode, take_in};
use super::wire::{IngestResult, ReportRequest};
use crate::app::App;
use crate::auth::Open;
use crate::body::WholeBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::json_bytes;

/// Takes in events of old SDKs.
///
/// As `/v1/runs/ingest`, but the project is the one whose public key the first event has as `projectId` or `app`, and the
/// results have no object around them. Credentials are not looked at.
#[utoipa::path(post, path = "/api/report", tag = "runs",
    request_body(content = ReportRequest, description = "JSON, whatever the media type; also gzip, deflate, br or zstd"),
    responses(
        (status = 200, description = "What became of each event", body = Vec<IngestResult>),
        (status = 400, description = "No JSON, no object, or no events", body = ErrorBody),
        (status = 401, description = "The first event names no project of this server", body = ErrorBody),
        (status = 413, description = "A limit of the server", body = ErrorBody),
        (status = 415, description = "An unknown content encoding", body = ErrorBody),
        (status = 429, description = "No room within --ingest-wait; nothing was stored", body = ErrorBody),
        (status = 503, description = "The disk or the server is not up to it now; the message says what was stored", body = ErrorBody),
    ))]
pub(crate) async fn post_report(State(app): State<App>, _gate: Open, body: WholeBody) -> Result<Response, ApiError> {
    report(&app, body).await
}

/// Takes in events of old SDKs that were set up with the address of the dashboard.
///
/// The same as `/api/report`.
#[utoipa::path(post, path = "/api/v1/report", tag = "runs",
    request_body(content = ReportRequest, description = "JSON, whatever the media type; also gzip, deflate, br or zstd"),
    responses(
        (status = 200, description = "What became of each event", body = Vec<IngestResult>),
        (status = 400, description = "No JSON, no object, or no events", body = ErrorBody),
        (status = 401, description = "The first event names no project of this server", body = ErrorBody),
        (status = 413, description = "A limit of the server", body = ErrorBody),
        (status = 429, description = "No room within --ingest-wait; nothing was stored", body = ErrorBody),
        (status = 503, description = "The disk or the server is not up to it now; the message says what was stored", body = ErrorBody),
    ))]
pub(crate) async fn post_report_of_dashboard(
    State(app): State<App>,
    _gate: Open,
    body: WholeBody,
) -> Result<Response, ApiError> {
    report(&app, body).await
}

async fn report(app: &App, body: WholeBody) -> Result<Response, ApiError> {
    let (arrival, bytes) = (app.clock.now(), body.bytes.len());
    let settings = Arc::clone(&app.settings);
    let sent = body.bytes;
    let read = move || decode_report(&sent, arrival, &settings.events);
    let Report { project, events } = decode(app, bytes, read).await?;
    let sender = sender(app, project.as_deref()).await?;
    let results = take_in(app, Delivery { sender, arrival, bytes }, events).await?;
    drop(body.room);
    Ok(json_bytes(results))
}

/// Whoever sends as the public of this project. A private key names none: it does not belong into a body.
async fn sender(app: &App, project: Option<&str>) -> Result<Caller, ApiError> {
    let id = project.and_then(parse_hyphenated).ok_or(ApiError::Unauthorized("Incorrect project id format"))?;
    let caller = app.meta.caller_in_project(id, app.clock.now()).await?.filter(|caller| caller.kind == KeyKind::Public);
    let caller = caller.ok_or(ApiError::Unauthorized("This project does not exist"))?;
    app.throttle.request_of_key(None, &caller)?;
    Ok(caller)
}
