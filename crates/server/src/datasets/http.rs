//! The handlers of datasets themselves.

use axum::extract::State;
use model::DatasetId;
use model::ids::parse_hyphenated;
use store::meta::DatasetNamed;

use super::body;
use super::path::PathPart;
use super::view::{AnyDatasetView, DatasetView, FullDatasetView};
use super::wire::{DatasetBody, DatasetChange};
use crate::app::App;
use crate::auth::{Anyone, CreateDataset, DeleteDataset, In, ListDatasets, ReadDataset, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

pub(super) const NO_SUCH_DATASET: ApiError = ApiError::NotFound("Dataset");
const TAKEN: ApiError = ApiError::Conflict("Another dataset of this project has this slug; choose another one");

/// The datasets of prompts, the newest first.
#[utoipa::path(get, path = "/v1/datasets", tag = "datasets",
    responses((status = 200, description = "The datasets, without what is in them", body = [DatasetView])))]
pub(crate) async fn list_datasets(
    State(app): State<App>,
    at: In<ListDatasets>,
) -> Result<Json<Vec<DatasetView>>, ApiError> {
    let rows = app.meta.list_datasets(&at).await?;
    Ok(Json(rows.into_iter().map(DatasetView::from).collect()))
}

/// A dataset of prompts.
///
/// By its id as people edit it; by its slug as SDKs read it, with the placeholders of every prompt filled.
#[utoipa::path(get, path = "/v1/datasets/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The id or the slug")),
    responses(
        (status = 200, description = "The dataset in the form that was asked for", body = AnyDatasetView),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset(
    State(app): State<App>,
    from: Anyone<ReadDataset>,
    path: PathPart,
) -> Result<Json<AnyDatasetView>, ApiError> {
    let at = from.caller.scope;
    let named = path.text().ok_or(NO_SUCH_DATASET)?;
    if let Some(id) = parse_hyphenated(named).map(DatasetId)
        && let Some(full) = app.meta.full_dataset(&at, id).await?
    {
        return Ok(Json(AnyDatasetView::ById(full.into())));
    }
    let full = app.meta.dataset_by_slug(&at, named).await?.ok_or(NO_SUCH_DATASET)?;
    Ok(Json(AnyDatasetView::BySlug(full.into())))
}

/// Makes a dataset of prompts.
#[utoipa::path(post, path = "/v1/datasets", tag = "datasets",
    request_body = DatasetBody,
    responses(
        (status = 200, description = "The dataset", body = FullDatasetView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "Another dataset has this slug", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset(
    State(app): State<App>,
    at: In<CreateDataset>,
    body: JsonBody,
) -> Result<Json<FullDatasetView>, ApiError> {
    let new = body::new_dataset(body.value)?;
    named(app.meta.create_dataset(&at, new, at.actor.clone(), app.time_of_edit()).await?)
}

/// Gives a dataset of prompts another slug.
#[utoipa::path(patch, path = "/v1/datasets/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The dataset")),
    request_body = DatasetChange,
    responses(
        (status = 200, description = "The dataset", body = DatasetView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 409, description = "Another dataset has this slug", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_dataset(
    State(app): State<App>,
    at: In<UpdateDataset>,
    path: PathPart,
    body: JsonBody,
) -> Result<Json<DatasetView>, ApiError> {
    let slug = body::slug(body.value)?;
    let id = DatasetId(path.id("Dataset")?);
    named(app.meta.rename_dataset(&at, id, slug, (at.actor.clone(), app.time_of_edit())).await?)
}

/// Deletes a dataset of prompts with all that is in it.
///
/// One that is not there is answered in the same way.
#[utoipa::path(delete, path = "/v1/datasets/{id}", tag = "datasets",
    params(("id" = String, Path, description = "The dataset")),
    responses((status = 200, description = "It is not there any more", body = Done)))]
pub(crate) async fn delete_dataset(
    State(app): State<App>,
    at: In<DeleteDataset>,
    path: PathPart,
) -> Result<Json<Done>, ApiError> {
    if let Ok(id) = path.id("Dataset") {
        app.meta.delete_dataset(&at, DatasetId(id), at.actor.clone(), app.time_of_edit()).await?;
    }
    Ok(Json(Done {}))
}

fn named<T, V: From<T>>(outcome: DatasetNamed<T>) -> Result<Json<V>, ApiError> {
    match outcome {
        DatasetNamed::Done(row) => Ok(Json(V::from(row))),
        DatasetNamed::Taken => Err(TAKEN),
        DatasetNamed::NoSuchDataset => Err(NO_SUCH_DATASET),
    }
}
