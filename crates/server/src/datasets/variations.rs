//! The handlers of the variations of a prompt.

use axum::extract::State;
use model::{DatasetPromptId, VariationId};

use super::body;
use super::path::PathPart;
use super::view::VariationView;
use super::wire::{VariationBody, VariationChange};
use crate::app::App;
use crate::auth::{In, ReadDataset, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

const NO_SUCH_PROMPT: ApiError = ApiError::NotFound("Prompt");
const NO_SUCH_VARIATION: ApiError = ApiError::NotFound("Variation");

/// A variation.
#[utoipa::path(get, path = "/v1/datasets/variations/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The variation")),
    responses(
        (status = 200, description = "The variation", body = VariationView),
        (status = 404, description = "The project has no such variation", body = ErrorBody),
    ))]
pub(crate) async fn get_variation(
    State(app): State<App>,
    at: In<ReadDataset>,
    path: PathPart,
) -> Result<Json<VariationView>, ApiError> {
    let row = app.meta.variation(&at, VariationId(path.id("Variation")?)).await?.ok_or(NO_SUCH_VARIATION)?;
    Ok(Json(row.into()))
}

/// Adds a variation to a prompt.
#[utoipa::path(post, path = "/v1/datasets/variations", tag = "datasets",
    request_body = VariationBody,
    responses(
        (status = 200, description = "The variation", body = VariationView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such prompt", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_variation(
    State(app): State<App>,
    at: In<UpdateDataset>,
    body: JsonBody,
) -> Result<Json<VariationView>, ApiError> {
    let (prompt, new) = body::new_variation(body.value)?;
    let prompt = DatasetPromptId(prompt.ok_or(NO_SUCH_PROMPT)?);
    let by = (at.actor.clone(), app.time_of_edit());
    let row = app.meta.add_variation(&at, prompt, new, by).await?.ok_or(NO_SUCH_PROMPT)?;
    Ok(Json(row.into()))
}

/// Changes a variation. What is left out stays as it is.
#[utoipa::path(patch, path = "/v1/datasets/variations/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The variation")),
    request_body = VariationChange,
    responses(
        (status = 200, description = "The variation", body = VariationView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such variation", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_variation(
    State(app): State<App>,
    at: In<UpdateDataset>,
    path: PathPart,
    body: JsonBody,
) -> Result<Json<VariationView>, ApiError> {
    let edit = body::variation_edit(body.value)?;
    let id = VariationId(path.id("Variation")?);
    let by = (at.actor.clone(), app.time_of_edit());
    let row = app.meta.update_variation(&at, id, edit, by).await?.ok_or(NO_SUCH_VARIATION)?;
    Ok(Json(row.into()))
}

/// Deletes a variation.
#[utoipa::path(delete, path = "/v1/datasets/variations/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The variation")),
    responses(
        (status = 200, description = "It is gone", body = Done),
        (status = 404, description = "The project has no such variation", body = ErrorBody),
    ))]
pub(crate) async fn delete_variation(
    State(app): State<App>,
    at: In<UpdateDataset>,
    path: PathPart,
) -> Result<Json<Done>, ApiError> {
    let id = VariationId(path.id("Variation")?);
    let is_deleted = app.meta.delete_variation(&at, id, at.actor.clone(), app.time_of_edit()).await?;
    if is_deleted { Ok(Json(Done {})) } else { Err(NO_SUCH_VARIATION) }
}
