//! The handlers of labels: names such as `staging` that point at a version of a template.

use axum::extract::State;
use axum::http::StatusCode;

use super::body::{self, LabelTarget};
use super::label_view::LabelView;
use super::path::{NO_SUCH_TEMPLATE, PathLabel, PathTemplate};
use super::refusal::done;
use crate::app::App;
use crate::auth::{In, ReadPrompt, UpdatePrompt};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// The labels of a template, by name; `production` names what is deployed.
#[utoipa::path(get, path = "/v1/templates/{id}/labels", tag = "prompts",
    params(("id" = i64, Path, description = "The template")),
    responses(
        (status = 200, description = "The labels", body = [LabelView]),
        (status = 404, description = "The project has no such template", body = ErrorBody),
    ))]
pub(crate) async fn list_labels(
    State(app): State<App>,
    at: In<ReadPrompt>,
    path: PathTemplate,
) -> Result<Json<Vec<LabelView>>, ApiError> {
    let labels = app.meta.list_labels(&at, path.0).await?.ok_or(NO_SUCH_TEMPLATE)?;
    Ok(Json(labels.into_iter().map(LabelView::from).collect()))
}

/// Points a label at a version; `production` deploys it.
#[utoipa::path(put, path = "/v1/templates/{id}/labels/{label}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("label" = String, Path, description = "Lower-case letters, digits, `.`, `_` and `-`"),
    ),
    request_body = LabelTarget,
    responses(
        (status = 200, description = "All labels of the template", body = [LabelView]),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "There is no such template or version", body = ErrorBody),
        (status = 422, description = "Not such a body or label", body = ErrorBody),
    ))]
pub(crate) async fn put_label(
    State(app): State<App>,
    at: In<UpdatePrompt>,
    path: PathTemplate,
    label: PathLabel,
    body: JsonBody,
) -> Result<Json<Vec<LabelView>>, ApiError> {
    let to = body::label_move(path.0, label.0, body.value)?;
    let labels = done(app.meta.move_label(&at, to, at.editor(), app.clock.now()).await?)?;
    Ok(Json(labels.into_iter().map(LabelView::from).collect()))
}

/// Takes a label away from a template.
#[utoipa::path(delete, path = "/v1/templates/{id}/labels/{label}", tag = "prompts",
    params(
        ("id" = i64, Path, description = "The template"),
        ("label" = String, Path, description = "The label"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "There is no such template or label", body = ErrorBody),
        (status = 409, description = "It is `production`, which follows what is deployed", body = ErrorBody),
    ))]
pub(crate) async fn delete_label(
    State(app): State<App>,
    at: In<UpdatePrompt>,
    path: PathTemplate,
    label: PathLabel,
) -> Result<StatusCode, ApiError> {
    done(app.meta.remove_label(&at, (path.0, label.0), at.editor(), app.clock.now()).await?)?;
    Ok(StatusCode::NO_CONTENT)
}
