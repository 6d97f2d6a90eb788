//! The handlers of what anybody may read: a run that is public, or one that was shared by a link.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::keys_of;
use super::edit::Done;
use super::path::PathId;
use super::trail::{self, Act};
use super::view::RunView;
use crate::app::App;
use crate::auth::{In, Open, UpdateVisibility};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// A run that anybody may read.
///
/// By the token of a link, or by the id of a run that is public. No credential is looked at. What the project knows of the
/// person is left out, and so are scores.
#[utoipa::path(get, path = "/v1/runs/{id}/public", tag = "runs",
    params(
        ("id" = String, Path, description = "The token of a link, or the id of a public run"),
        ("keys" = Option<String>, Query, description = "`raw` shows the keys of free JSON as they were sent"),
    ),
    responses(
        (status = 200, description = "The run", body = RunView),
        (status = 404, description = "There is none, or it is not public", body = ErrorBody),
    ))]
pub(crate) async fn get_public_run(
    State(app): State<App>,
    _gate: Open,
    path: PathId,
    RawQuery(query): RawQuery,
) -> Result<Json<RunView>, ApiError> {
    let keys = keys_of(query.as_deref())?;
    let run = app.runs.public_run(path.text()).await?.ok_or(ApiError::NotPublic)?;
    Ok(Json(RunView::public(run, keys)))
}

/// A link to a run.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
pub(crate) struct LinkView {
    /// Random; whoever has it may read the run.
    token: String,
    /// Where the run is read with it, as the sender of the request reaches this server.
    url: String,
}

/// Makes a link by which anybody may read a run.
///
/// Each call makes a new one; the run itself stays as private as it is.
#[utoipa::path(post, path = "/v1/runs/{id}/share", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    responses(
        (status = 200, description = "The link; its token is not shown again", body = LinkView),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn post_share(
    State(app): State<App>,
    at: In<UpdateVisibility>,
    path: PathId,
    headers: HeaderMap,
) -> Result<Json<LinkView>, ApiError> {
    let run = path.run(&app, &at).await?;
    trail::record(&app, (&at, &at.actor), Act::Publish, &run).await?;
    let now = app.clock.now();
    let token = path.find(&app, &at, |id| app.runs.share(&at, id, now)).await?.ok_or(ApiError::NotFound("Run"))?;
    let url = format!("{}/v1/runs/{token}/public", origin(&headers));
    Ok(Json(LinkView { token, url }))
}

/// Ends all links to a run.
#[utoipa::path(delete, path = "/v1/runs/{id}/share", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    responses(
        (status = 200, description = "No link leads to the run any more", body = Done),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn delete_share(
    State(app): State<App>,
    at: In<UpdateVisibility>,
    path: PathId,
) -> Result<Json<Done>, ApiError> {
    let (app, at) = (&app, &*at);
    let end = async |id| Ok(app.runs.unshare(at, id).await?.then_some(()));
    path.find(app, at, end).await?.ok_or(ApiError::NotFound("Run"))?;
    Ok(Json(Done {}))
}

/// The address of this server as the sender wrote it; nothing where it did not, and then the link is relative.
fn origin(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let is_https = text("x-forwarded-proto").is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
    let scheme = if is_https { "https" } else { "http" };
    text(header::HOST.as_str()).map_or_else(String::new, |host| format!("{scheme}://{host}"))
}
