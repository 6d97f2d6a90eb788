//! The handlers of the service's own routes.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::document::Document;
use crate::app::App;
use crate::auth::{In, Open, Operator, ReadProject};
use crate::error::{ApiError, ErrorBody};
use crate::metrics;
use crate::reply::Json;

/// That the server is well.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `OK`.
    status: &'static str,
}

/// Which version answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    /// Such as `0.1.0`.
    version: &'static str,
}

/// Is the server well?
///
/// 200 when both databases answer.
#[utoipa::path(get, path = "/v1/health", tag = "service", responses(
    (status = 200, description = "It is", body = Health),
    (status = 503, description = "It is not", body = ErrorBody),
))]
pub(crate) async fn health(State(app): State<App>, _gate: Open) -> Result<Json<Health>, ApiError> {
    app.meta.ping().await.map_err(ApiError::Unhealthy)?;
    app.runs.ping().await.map_err(ApiError::Unhealthy)?;
    Ok(Json(Health { status: "OK" }))
}

/// Which version answers?
#[utoipa::path(get, path = "/v1/version", tag = "service", 
    responses((status = 200, description = "This one", body = Version)))]
pub(crate) async fn version(_app: State<App>, _gate: In<ReadProject>) -> Json<Version> {
    Json(Version { version: crate::version() })
}

/// What is this?
#[utoipa::path(get, path = "/v1", tag = "service", 
    responses((status = 200, description = "A sentence", body = String, content_type = "text/plain")))]
pub(crate) async fn root(_app: State<App>, _gate: In<ReadProject>) -> &'static str {
    "Perilune API v1: /v1/openapi lists its routes"
}

/// This document.
#[utoipa::path(get, path = "/v1/openapi", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub(crate) async fn openapi(_app: State<App>, _gate: Open, document: Extension<Document>) -> Response {
    document.0.into_response()
}

/// This document, under the name that tools look for.
#[utoipa::path(get, path = "/v1/openapi.json", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub(crate) async fn openapi_json(_app: State<App>, _gate: Open, document: Extension<Document>) -> Response {
    document.0.into_response()
}

/// How is the server doing?
///
/// Counters and gauges in the OpenMetrics text format, for this machine, for operators, or with `--metrics-token`.
#[utoipa::path(get, path = "/metrics", tag = "service", responses(
    (status = 200, description = "OpenMetrics", body = String, content_type = "application/openmetrics-text"),
))]
pub(crate) async fn metrics(State(app): State<App>, _gate: Operator) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(metrics::CONTENT_TYPE))], app.metrics.text()).into_response()
}

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        (StatusCode::OK, [(header::CONTENT_TYPE, json)], self.0.to_string()).into_response()
    }
}
