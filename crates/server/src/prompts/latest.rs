//! What SDKs fetch before they call a model: the version of a prompt that is deployed. On a hit it costs no query
//! (spec `api-prompts.md` 3.1).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::ProjectScope;

use super::query;
use super::rendered::Rendering;
use super::view::LatestView;
use crate::app::App;
use crate::auth::{Anyone, ReadPrompt};
use crate::error::{ApiError, ErrorBody};

/// The deployed version of a template.
///
/// A public key is enough. The keys of messages are in snake_case, so that they can be passed on to a model provider.
#[utoipa::path(get, path = "/v1/template-versions/latest", tag = "prompts",
    params(
        ("slug" = String, Query, description = "Which template"),
        ("label" = Option<String>, Query, description = "The version with this label; `production` is the deployed one"),
        ("version" = Option<i64>, Query, description = "The live version with this number"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The version, with an `ETag`", body = LatestView),
        (status = 304, description = "It is what the client has"),
        (status = 404, description = "The project has no such template, or it no such version", body = ErrorBody),
        (status = 422, description = "No slug, or two", body = ErrorBody),
    ))]
pub(crate) async fn get_latest_version(
    State(app): State<App>,
    from: Anyone<ReadPrompt>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    serve(&app, &from.caller.scope, &headers, query.as_deref()).await
}

/// The deployed version of a template, where SDKs ask for it.
///
/// The same as `/v1/template-versions/latest`.
#[utoipa::path(get, path = "/v1/template_versions/latest", tag = "prompts",
    params(
        ("slug" = String, Query, description = "Which template"),
        ("label" = Option<String>, Query, description = "The version with this label; `production` is the deployed one"),
        ("version" = Option<i64>, Query, description = "The live version with this number"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The version, with an `ETag`", body = LatestView),
        (status = 304, description = "It is what the client has"),
        (status = 404, description = "The project has no such template, or it no such version", body = ErrorBody),
        (status = 422, description = "No slug, or two", body = ErrorBody),
    ))]
pub(crate) async fn get_latest_version_of_sdks(
    State(app): State<App>,
    from: Anyone<ReadPrompt>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    serve(&app, &from.caller.scope, &headers, query.as_deref()).await
}

pub(super) async fn serve(
    app: &App,
    at: &ProjectScope,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Response, ApiError> {
    let (slug, wanted) = query::latest(query)?;
    let live = app.meta.live_version(at, slug, wanted).await?.ok_or(ApiError::NoLiveTemplate)?;
    if let Some(rendering) = app.renderings.get(&live) {
        return Ok(rendering.answer(headers));
    }
    let body = app.meta.version_body(at, live.id).await?.ok_or(ApiError::NoLiveTemplate)?;
    let rendering = Arc::new(Rendering::new(&live, &body)?);
    let answer = rendering.answer(headers);
    app.renderings.put(live.as_ref().clone(), rendering);
    Ok(answer)
}
