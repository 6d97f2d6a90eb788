//! The handlers of the prompts in a dataset.

use std::collections::HashSet;

use axum::extract::State;
use model::{DatasetFormat, DatasetId, DatasetPromptId, RunId};
use store::ProjectScope;
use store::meta::{Actor, PromptRow};

use super::attached::RoomForRuns;
use super::http::NO_SUCH_DATASET;
use super::path::PathPart;
use super::view::{FullPromptView, PromptView};
use super::wire::{AttachedRuns, DatasetPromptBody, DatasetPromptChange};
use super::{attached, body};
use crate::app::App;
use crate::auth::{In, ReadDataset, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

const NO_SUCH_PROMPT: ApiError = ApiError::NotFound("Prompt");

/// Adds a prompt to a dataset.
#[utoipa::path(post, path = "/v1/datasets/prompts", tag = "datasets",
    request_body = DatasetPromptBody,
    responses(
        (status = 200, description = "The prompt", body = PromptView),
        (status = 400, description = "No JSON, or messages that the dataset's format does not take", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_prompt(
    State(app): State<App>,
    at: In<UpdateDataset>,
    body: JsonBody,
) -> Result<Json<PromptView>, ApiError> {
    let wanted = body::wanted_prompt(body.value)?;
    let id = DatasetId(wanted.dataset.ok_or(NO_SUCH_DATASET)?);
    let dataset = app.meta.dataset(&at, id).await?.ok_or(NO_SUCH_DATASET)?;
    let prompt = wanted.of_format(dataset.format)?;
    let added = app.meta.add_prompts(&at, id, vec![prompt], (at.actor.clone(), app.time_of_edit())).await?;
    let row = added.and_then(|mut rows| rows.pop()).ok_or(NO_SUCH_DATASET)?;
    Ok(Json(row.into()))
}

/// Makes prompts of runs, in the order of their ids.
///
/// A run that has no message, or that the project does not have, is left out, and one that is named again counts once. A text dataset takes the last text of a user.
#[utoipa::path(post, path = "/v1/datasets/prompts/attach", tag = "datasets",
    request_body = AttachedRuns,
    responses(
        (status = 200, description = "The prompts", body = [PromptView]),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "Not such a body, more than 500 runs, or more than 32 MiB of them", body = ErrorBody),
    ))]
pub(crate) async fn attach_runs(
    State(app): State<App>,
    at: In<UpdateDataset>,
    body: JsonBody,
) -> Result<Json<Vec<PromptView>>, ApiError> {
    let (dataset, ids) = body::attached_runs(body.value)?;
    let id = DatasetId(dataset);
    let format = app.meta.dataset(&at, id).await?.ok_or(NO_SUCH_DATASET)?.format;
    let mut seen = HashSet::new();
    let runs = ids.into_iter().filter(|id| seen.insert(*id)).map(RunId::from).collect();
    let rows = attach(&app, (&at, &at.actor), (id, format), runs).await?.ok_or(NO_SUCH_DATASET)?;
    Ok(Json(rows.into_iter().map(PromptView::from).collect()))
}

/// Makes prompts of these runs, in this order, leaving out those that have no message and those that the project does not have;
/// `None` when the project has no such dataset.
pub(crate) async fn attach(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    (dataset, format): (DatasetId, DatasetFormat),
    runs: Vec<RunId>,
) -> Result<Option<Vec<PromptRow>>, ApiError> {
    let (mut prompts, mut room) = (Vec::with_capacity(runs.len()), RoomForRuns::default());
    for run in runs {
        let run = app.runs.get(at, run).await?;
        let Some(prompt) = run.and_then(|run| attached::prompt_of(&run, format)) else { continue };
        room.take(prompt.messages.text().len())?;
        prompts.push(prompt);
    }
    Ok(app.meta.add_prompts(at, dataset, prompts, (actor.clone(), app.time_of_edit())).await?)
}

/// A prompt with its variations.
#[utoipa::path(get, path = "/v1/datasets/prompts/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The prompt")),
    responses(
        (status = 200, description = "The prompt", body = FullPromptView),
        (status = 404, description = "The project has no such prompt", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset_prompt(
    State(app): State<App>,
    at: In<ReadDataset>,
    path: PathPart,
) -> Result<Json<FullPromptView>, ApiError> {
    let id = DatasetPromptId(path.id("Prompt")?);
    let (prompt, _) = app.meta.dataset_prompt(&at, id).await?.ok_or(NO_SUCH_PROMPT)?;
    Ok(Json(prompt.into()))
}

/// Puts other messages into a prompt. They are kept as they are sent.
#[utoipa::path(patch, path = "/v1/datasets/prompts/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The prompt")),
    request_body = DatasetPromptChange,
    responses(
        (status = 200, description = "The prompt", body = PromptView),
        (status = 400, description = "No JSON, or messages that the dataset's format does not take", body = ErrorBody),
        (status = 404, description = "The project has no such prompt", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_dataset_prompt(
    State(app): State<App>,
    at: In<UpdateDataset>,
    path: PathPart,
    body: JsonBody,
) -> Result<Json<PromptView>, ApiError> {
    let messages = body::messages(body.value)?;
    let id = DatasetPromptId(path.id("Prompt")?);
    let (_, format) = app.meta.dataset_prompt(&at, id).await?.ok_or(NO_SUCH_PROMPT)?;
    body::fits(format, &messages)?;
    let by = (at.actor.clone(), app.time_of_edit());
    let row = app.meta.update_dataset_prompt(&at, id, body::raw(&messages), by).await?.ok_or(NO_SUCH_PROMPT)?;
    Ok(Json(row.into()))
}

/// Deletes a prompt with its variations.
#[utoipa::path(delete, path = "/v1/datasets/prompts/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The prompt")),
    responses(
        (status = 200, description = "It is gone", body = Done),
        (status = 404, description = "The project has no such prompt", body = ErrorBody),
    ))]
pub(crate) async fn delete_dataset_prompt(
    State(app): State<App>,
    at: In<UpdateDataset>,
    path: PathPart,
) -> Result<Json<Done>, ApiError> {
    let id = DatasetPromptId(path.id("Prompt")?);
    let is_deleted = app.meta.delete_dataset_prompt(&at, id, at.actor.clone(), app.time_of_edit()).await?;
    if is_deleted { Ok(Json(Done {})) } else { Err(NO_SUCH_PROMPT) }
}
