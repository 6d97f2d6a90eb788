//! The handlers of label protection: who may move a label, and so change what is served under it. For people only: whoever
//! holds a key cannot give that key more than it has.

use axum::extract::State;
use axum::http::StatusCode;

use super::body::{self, Protection};
use super::label_view::RuleView;
use super::path::{NO_SUCH_LABEL, PathLabel};
use crate::app::App;
use crate::auth::{ListPrompts, Of, UpdateSettings};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::projects::PathProject;
use crate::reply::Json;

/// The protected labels of a project, by name.
#[utoipa::path(get, path = "/v1/projects/{projectId}/prompt-labels", tag = "prompts",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "Who may move which", body = [RuleView]),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
    ))]
pub(crate) async fn list_label_rules(
    State(app): State<App>,
    person: Of<ListPrompts>,
    path: PathProject,
) -> Result<Json<Vec<RuleView>>, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    let rules = app.meta.list_label_rules(&at).await?;
    Ok(Json(rules.into_iter().map(RuleView::from).collect()))
}

/// Protects a label: only these roles, and the owner, may move it or change what it leads to.
#[utoipa::path(put, path = "/v1/projects/{projectId}/prompt-labels/{label}", tag = "prompts",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("label" = String, Path, description = "Lower-case letters, digits, `.`, `_` and `-`"),
    ),
    request_body = Protection,
    responses(
        (status = 200, description = "Who may move it now", body = RuleView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 422, description = "Not such a body or label", body = ErrorBody),
    ))]
pub(crate) async fn put_label_rule(
    State(app): State<App>,
    person: Of<UpdateSettings>,
    path: PathProject,
    label: PathLabel,
    body: JsonBody,
) -> Result<Json<RuleView>, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    let rule = body::label_rule(label.0, body.value)?;
    app.meta.protect_label(&at, rule.clone(), person.actor.clone(), app.clock.now()).await?;
    Ok(Json(RuleView::from(rule)))
}

/// Lets everybody move a label again who may deploy.
#[utoipa::path(delete, path = "/v1/projects/{projectId}/prompt-labels/{label}", tag = "prompts",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("label" = String, Path, description = "The label"),
    ),
    responses(
        (status = 204, description = "It is protected no longer"),
        (status = 404, description = "There is no such project, or the label is not protected", body = ErrorBody),
    ))]
pub(crate) async fn delete_label_rule(
    State(app): State<App>,
    person: Of<UpdateSettings>,
    path: PathProject,
    label: PathLabel,
) -> Result<StatusCode, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    match app.meta.unprotect_label(&at, label.0, person.actor.clone(), app.clock.now()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(NO_SUCH_LABEL),
    }
}
