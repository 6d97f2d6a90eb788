//! The handlers of versions (spec `api-prompts.md` 2.7, 3.2, 3.3 and 4.2).

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use store::ProjectScope;
use store::meta::VersionRow;

use super::body::{self, Rollback, VersionInput};
use super::path::{NO_SUCH_VERSION, PathTemplate, PathVersion};
use super::query::{PLAIN, shape};
use super::refusal::done;
use super::view::{RevisionView, TemplateView, VersionView};
use crate::app::App;
use crate::auth::{DraftPrompt, In, ReadPrompt, UpdatePrompt};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// Saves a version of a template, as a draft or live.
///
/// It gets the number after the last. Whoever may save drafts only may not save a live one.
#[utoipa::path(post, path = "/v1/templates/{id}/versions", tag = "prompts",
    params(("id" = i64, Path, description = "The template")),
    request_body = VersionInput,
    responses(
        (status = 200, description = "The version", body = VersionView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such template", body = ErrorBody),
        (status = 409, description = "The template has had too many", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_version(
    State(app): State<App>,
    at: In<DraftPrompt>,
    path: PathTemplate,
    body: JsonBody,
) -> Result<Json<VersionView>, ApiError> {
    let new = body::new_version(path.0, body.value)?;
    let version = done(app.meta.create_version(&at, new, at.editor(), app.clock.now()).await?)?;
    Ok(Json(VersionView::new(version, PLAIN)))
}

/// A version with its template.
#[utoipa::path(get, path = "/v1/template-versions/{id}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The version"),
        ("fields" = Option<String>, Query, description = "`all` adds labels, and who changed what when"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The version, with an `ETag`", body = VersionView),
        (status = 404, description = "The project has no such version", body = ErrorBody),
        (status = 422, description = "Unknown fields or keys", body = ErrorBody),
    ))]
pub(crate) async fn get_version(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathVersion,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    read(&app, &at, &path, query.as_deref()).await
}

/// A version with its template, where old dashboards ask for it.
///
/// The same as `/v1/template-versions/{id}`.
#[utoipa::path(get, path = "/v1/template_versions/{id}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The version"),
        ("fields" = Option<String>, Query, description = "`all` adds labels, and who changed what when"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The version, with an `ETag`", body = VersionView),
        (status = 404, description = "The project has no such version", body = ErrorBody),
        (status = 422, description = "Unknown fields or keys", body = ErrorBody),
    ))]
pub(crate) async fn get_version_of_dashboards(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathVersion,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    read(&app, &at, &path, query.as_deref()).await
}

async fn read(app: &App, at: &ProjectScope, path: &PathVersion, query: Option<&str>) -> Result<Response, ApiError> {
    let shape = shape(query)?;
    let (template, version) = app.meta.get_version(at, path.0).await?.ok_or(NO_SUCH_VERSION)?;
    let tag = tag(&version);
    let view = VersionView::new(version, shape).with(TemplateView::bare(template, at.project(), shape));
    Ok((tag, Json(view)).into_response())
}

/// Changes a version in place: saves a draft, deploys it, takes it back, or notes something.
///
/// What it said before is kept as a revision. Whoever may save drafts only may change drafts that no label points at, and
/// leave them drafts. With `If-Match`, only if nobody else changed it since.
#[utoipa::path(patch, path = "/v1/template-versions/{id}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The version"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version as it was read, or its `updatedAt`"),
    ),
    request_body = VersionInput,
    responses(
        (status = 200, description = "The version, with an `ETag`", body = VersionView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such version", body = ErrorBody),
        (status = 412, description = "Somebody else changed it", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_version(
    State(app): State<App>,
    at: In<DraftPrompt>,
    path: PathVersion,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, ApiError> {
    change(&app, &at, (&path, &headers), body).await
}

/// Changes a version in place, where old dashboards do it.
///
/// The same as `/v1/template-versions/{id}`.
#[utoipa::path(patch, path = "/v1/template_versions/{id}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The version"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version as it was read, or its `updatedAt`"),
    ),
    request_body = VersionInput,
    responses(
        (status = 200, description = "The version, with an `ETag`", body = VersionView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such version", body = ErrorBody),
        (status = 412, description = "Somebody else changed it", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_version_of_dashboards(
    State(app): State<App>,
    at: In<DraftPrompt>,
    path: PathVersion,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Response, ApiError> {
    change(&app, &at, (&path, &headers), body).await
}

async fn change(
    app: &App,
    at: &In<DraftPrompt>,
    (path, headers): (&PathVersion, &HeaderMap),
    body: JsonBody,
) -> Result<Response, ApiError> {
    let edit = body::version_edit(path.0, body.value, seen(headers))?;
    let version = done(app.meta.update_version(at, edit, at.editor(), app.clock.now()).await?)?;
    Ok((tag(&version), Json(VersionView::new(version, PLAIN))).into_response())
}

/// What the client says that it saw; any state will do for `*`.
fn seen(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::IF_MATCH)?.to_str().unwrap_or("unreadable").trim();
    (text != "*").then(|| text.trim_start_matches("W/").trim_matches('"').to_owned())
}

fn tag(version: &VersionRow) -> [(header::HeaderName, HeaderValue); 1] {
    let tag = HeaderValue::from_str(&format!("\"{}\"", version.revision)).expect("a number is a header");
    [(header::ETAG, tag)]
}

/// The versions of a template, the newest first.
///
/// An unknown template has none.
#[utoipa::path(get, path = "/v1/prompts/{id}/versions", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("fields" = Option<String>, Query, description = "`all` adds labels, and who changed what when"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The versions", body = [VersionView]),
        (status = 404, description = "Not a number", body = ErrorBody),
        (status = 422, description = "Unknown fields or keys", body = ErrorBody),
    ))]
pub(crate) async fn list_versions(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathTemplate,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<VersionView>>, ApiError> {
    let shape = shape(query.as_deref())?;
    let versions = app.meta.get_template(&at, path.0).await?.map(|template| template.versions).unwrap_or_default();
    Ok(Json(versions.into_iter().map(|version| VersionView::new(version, shape)).collect()))
}

/// What a version said before somebody changed it in place, the newest first.
#[utoipa::path(get, path = "/v1/template-versions/{id}/revisions", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The version"),
        ("keys" = Option<String>, Query, description = "`raw` shows all keys as they were sent"),
    ),
    responses(
        (status = 200, description = "The revisions", body = [RevisionView]),
        (status = 404, description = "The project has no such version", body = ErrorBody),
        (status = 422, description = "Unknown keys", body = ErrorBody),
    ))]
pub(crate) async fn list_revisions(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathVersion,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<RevisionView>>, ApiError> {
    let shape = shape(query.as_deref())?;
    let revisions = app.meta.list_revisions(&at, path.0).await?.ok_or(NO_SUCH_VERSION)?;
    Ok(Json(revisions.into_iter().map(|row| RevisionView::new(row, shape.spelling)).collect()))
}

/// Deploys an older version again: the one with a number, or the one that was deployed before the present one.
#[utoipa::path(post, path = "/v1/templates/{id}/rollback", tag = "prompts",
    params(("id" = i64, Path, description = "The template")),
    request_body = Rollback,
    responses(
        (status = 200, description = "The version that is deployed now", body = VersionView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "There is no such template or version", body = ErrorBody),
        (status = 409, description = "None was deployed before, or it is a draft", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_rollback(
    State(app): State<App>,
    at: In<UpdatePrompt>,
    path: PathTemplate,
    body: JsonBody,
) -> Result<Json<VersionView>, ApiError> {
    let to = body::rollback(body.value)?;
    let version = done(app.meta.roll_back(&at, (path.0, to), at.editor(), app.clock.now()).await?)?;
    Ok(Json(VersionView::new(version, PLAIN)))
}
