//! Prompts for SDKs of the LLMonitor era, which name the project in the query (spec `api-prompts.md` 5).

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::ids::parse_hyphenated;
use store::ProjectScope;
use store::meta::KeyKind;

use super::latest::serve;
use super::query::one;
use super::view::LatestView;
use crate::app::App;
use crate::auth::Open;
use crate::error::ApiError;

/// The deployed version of a template, for old SDKs.
///
/// As `/v1/template_versions/latest`, but the project is the one whose public key the query has as `app_id`, and a refusal
/// has status 200: those SDKs look at its `message`. Credentials are not looked at.
#[utoipa::path(get, path = "/api/v1/template", tag = "prompts",
    params(
        ("slug" = String, Query, description = "Which template"),
        ("app_id" = String, Query, description = "A public key of the project"),
    ),
    responses((status = 200, description = "The version, or why there is none", body = LatestView)))]
pub(crate) async fn get_template_of_old_sdks(
    State(app): State<App>,
    _gate: Open,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    match find(&app, &headers, query.as_deref()).await {
        Err(refusal @ (ApiError::NoLiveTemplate | ApiError::Invalid(_))) => {
            let mut response = refusal.into_response();
            *response.status_mut() = StatusCode::OK;
            Ok(response)
        }
        found => found,
    }
}

async fn find(app: &App, headers: &HeaderMap, query: Option<&str>) -> Result<Response, ApiError> {
    let id = one(query, "app_id")?;
    let at = scope(app, id.as_deref()).await?;
    serve(app, &at, headers, query).await
}

/// The project with this public key. A private one names none: it does not belong into an address.
async fn scope(app: &App, id: Option<&str>) -> Result<ProjectScope, ApiError> {
    let key = id.and_then(parse_hyphenated).ok_or(ApiError::NoLiveTemplate)?;
    let caller = app.meta.caller_in_project(key, app.clock.now()).await?;
    let caller = caller.filter(|caller| caller.kind == KeyKind::Public).ok_or(ApiError::NoLiveTemplate)?;
    app.throttle.request_of_key(None, &caller)?;
    Ok(caller.scope)
}
