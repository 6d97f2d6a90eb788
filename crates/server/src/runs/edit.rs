//! The handlers that change one run, or take it away. What they do is merged like an event and beats what events say.

use axum::extract::State;
use serde::Serialize;
use store::ProjectScope;
use store::runs::{Edited, RunEdit};
use utoipa::ToSchema;

use super::edit_body;
use super::path::PathId;
use super::trail::{self, Act};
use super::wire::{FeedbackChange, ScoreChange, TagsChange, VisibilityChange};
use crate::app::App;
use crate::auth::{DeleteLogs, In, UpdateLogs, UpdateVisibility};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

/// `{}`: it is done, and there is nothing to say.
#[derive(Serialize, ToSchema)]
pub(crate) struct Done {}

const ELSEWHERE: &str = "A run of another project is public under this id; share this one by a token instead: POST \
                         /v1/runs/{id}/share";

/// Shows a run to anybody who knows its id, or no longer.
#[utoipa::path(patch, path = "/v1/runs/{id}/visibility", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    request_body = VisibilityChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 404, description = "This project has no such run", body = ErrorBody),
        (status = 409, description = "A run of another project is public under this id", body = ErrorBody),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_visibility(
    State(app): State<App>,
    at: In<UpdateVisibility>,
    path: PathId,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let change = edit_body::visibility(body.value)?;
    let run = path.run(&app, &at).await?;
    if change == RunEdit::Visibility(true) && !run.is_public {
        let public = app.runs.public_run(&run.id.to_string()).await?;
        if public.is_some_and(|public| public.project != at.project()) {
            return Err(ApiError::Conflict(ELSEWHERE));
        }
        trail::record(&app, (&at, &at.actor), Act::Publish, &run).await?;
    }
    edit(&app, &at, &path, change).await
}

/// Replaces the labels of a run.
#[utoipa::path(patch, path = "/v1/runs/{id}/tags", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    request_body = TagsChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 404, description = "This project has no such run", body = ErrorBody),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_tags(
    State(app): State<App>,
    at: In<UpdateLogs>,
    path: PathId,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    edit(&app, &at, &path, edit_body::tags(body.value, &app.settings.events)?).await
}

/// Says what somebody thinks of a run.
///
/// Members that are left out stay as they are; `null` instead of an object takes all feedback away.
#[utoipa::path(patch, path = "/v1/runs/{id}/feedback", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    request_body = Option<FeedbackChange>,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 404, description = "This project has no such run", body = ErrorBody),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_feedback(
    State(app): State<App>,
    at: In<UpdateLogs>,
    path: PathId,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let change = edit_body::feedback(body.value, &app.settings.events)?;
    let run = path.run(&app, &at).await?;
    if change != RunEdit::Feedback(Vec::new()) {
        trail::record(&app, (&at, &at.actor), Act::Rate, &run).await?;
    }
    edit(&app, &at, &path, change).await
}

/// Gives a run a score, in place of the one with the same label.
///
/// The run need not be there yet: SDKs score at once, while its events wait in their queue.
#[utoipa::path(patch, path = "/v1/runs/{id}/score", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    request_body = ScoreChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_score(
    State(app): State<App>,
    at: In<UpdateLogs>,
    path: PathId,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let score = edit_body::score(body.value, &app.settings.events)?;
    let now = app.time_of_edit();
    for id in path.present_or_to_come(&app, &at).await? {
        app.runs.edit(&at, id, RunEdit::Score(score.clone()), now).await?;
    }
    Ok(Json(Done {}))
}

/// Deletes a run and all below it.
///
/// Events that come for them within seven days are turned away, so that a retry does not bring them back.
#[utoipa::path(delete, path = "/v1/runs/{id}", tag = "runs",
    params(("id" = String, Path, description = "The id as it was sent: any text")),
    responses(
        (status = 200, description = "They are gone", body = Done),
        (status = 404, description = "This project has no such run", body = ErrorBody),
    ))]
pub(crate) async fn delete_run(
    State(app): State<App>,
    at: In<DeleteLogs>,
    path: PathId,
) -> Result<Json<Done>, ApiError> {
    let run = path.run(&app, &at).await?;
    trail::record(&app, (&at, &at.actor), Act::Delete, &run).await?;
    let (app, at) = (&app, &*at);
    let delete = async |id| Ok(app.runs.delete(at, id, app.clock.now()).await?.then_some(()));
    path.find(app, at, delete).await?.ok_or(ApiError::NotFound("Run"))?;
    Ok(Json(Done {}))
}

/// Makes one change of a run that must be there.
async fn edit(app: &App, at: &ProjectScope, path: &PathId, edit: RunEdit) -> Result<Json<Done>, ApiError> {
    let now = app.time_of_edit();
    let change = async |id| {
        let edited = app.runs.edit(at, id, edit.clone(), now).await?;
        Ok(Some(edited).filter(|&edited| edited != Edited::NoSuchRun))
    };
    match path.find(app, at, change).await? {
        Some(Edited::Done) => Ok(Json(Done {})),
        Some(Edited::PublicElsewhere) => Err(ApiError::Conflict(ELSEWHERE)),
        Some(Edited::NoSuchRun) | None => Err(ApiError::NotFound("Run")),
    }
}
