//! Events in, by way of a key: the route that all SDKs use.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use ingest::decode_batch;

use super::intake::{Delivery, decode, take_in};
use super::wire::{IngestRequest, IngestResponse};
use crate::app::App;
use crate::auth::{Anyone, PublicIngest};
use crate::body::WholeBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::json_bytes;

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
    let delivery = Delivery { sender: from.caller, arrival: app.clock.now(), bytes: body.bytes.len() };
    let settings = Arc::clone(&app.settings);
    let bytes = body.bytes;
    let read = move || decode_batch(&bytes, delivery.arrival, &settings.events);
    let decoded = decode(&app, delivery.bytes, read).await?;
    let results = take_in(&app, delivery, decoded).await?;
    drop(body.room);
    Ok(json_bytes([b"{\"results\":", &*results, b"}"].concat()))
}
