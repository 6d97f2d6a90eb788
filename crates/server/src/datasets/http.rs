//! The handlers of datasets themselves.

use axum::extract::State;
use axum::response::Response;
use model::DatasetId;
use model::ids::parse_hyphenated;
use serde::Serialize;
use store::meta::{DatasetNamed, FullDataset};

use super::body;
use super::path::PathPart;
use super::view::{AnyDatasetView, DatasetView, FullDatasetView, MAX_FILLED_BYTES, SdkDatasetView};
use super::wire::{DatasetBody, DatasetChange};
use crate::app::App;
use crate::auth::{Anyone, CreateDataset, DeleteDataset, In, ListDatasets, ReadDataset, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_bytes};
use crate::runs::Done;

pub(super) const NO_SUCH_DATASET: ApiError = ApiError::NotFound("Dataset");
const TAKEN: ApiError = ApiError::Conflict("Another dataset of this project has this slug; choose another one");

/// Of larger datasets the answer is written on a thread of its own. Filled, so many bytes become a few hundred times as many.
const INLINE_BYTES: usize = 4 * 1024;

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
        (status = 422, description = "With its placeholders filled it is larger than 16 MiB", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset(
    State(app): State<App>,
    from: Anyone<ReadDataset>,
    path: PathPart,
) -> Result<Response, ApiError> {
    let at = from.caller.scope;
    let named = path.text().ok_or(NO_SUCH_DATASET)?;
    if let Some(id) = parse_hyphenated(named).map(DatasetId)
        && let Some(full) = app.meta.full_dataset(&at, id).await?
    {
        return written(&app, full, |full| Ok(AnyDatasetView::ById(full.into()))).await;
    }
    let full = app.meta.dataset_by_slug(&at, named).await?.ok_or(NO_SUCH_DATASET)?;
    written(&app, full, |full| match SdkDatasetView::filled(full) {
        Ok(view) => Ok(AnyDatasetView::BySlug(view)),
        Err(_) => Err(ApiError::Invalid(format!(
            "with its placeholders filled this dataset is larger than {} MiB; give it fewer variations or shorter values, \
             or read it by its id",
            MAX_FILLED_BYTES >> 20
        ))),
    })
    .await
}

/// The answer, written where it holds up no other request unless the dataset is a small one.
async fn written<T: Serialize>(
    app: &App,
    full: FullDataset,
    view: impl FnOnce(FullDataset) -> Result<T, ApiError> + Send + 'static,
) -> Result<Response, ApiError> {
    let is_large = full.bytes() > INLINE_BYTES;
    let write = move || serde_json::to_vec(&view(full)?).map_err(ApiError::Unwritable);
    Ok(json_bytes(app.off_thread_if(is_large, write).await?))
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
