//! What the OpenTelemetry span of a run said, as it said it.

use axum::extract::State;
use axum::response::Response;

use super::path::PathId;
use crate::app::App;
use crate::auth::{In, ReadLogs};
use crate::error::{ApiError, ErrorBody};
use crate::reply::json_bytes;

/// What did the span of this run say?
///
/// Everything as it came: attributes of span, scope and resource, events, links, kind and status. Nothing of it is renamed.
#[utoipa::path(get, path = "/v1/runs/{id}/span", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text, or the id of the span in hexadecimal digits")),
    responses(
        (status = 200, description = "A JSON object", body = serde_json::Value),
        (status = 404, description = "This project has no such run, or it came as no span", body = ErrorBody),
    ))]
pub(crate) async fn get_span(State(app): State<App>, at: In<ReadLogs>, path: PathId) -> Result<Response, ApiError> {
    let span = path.find(&app, &at, |id| app.runs.span(&at, id)).await?.ok_or(ApiError::NotFound("Span"))?;
    Ok(json_bytes(span.text().as_bytes().to_vec()))
}
