//! The handlers of datasets themselves.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::DatasetId;
use serde::Serialize;
use store::ProjectScope;
use store::meta::{DatasetNamed, DatasetV2Row, InDataset, ItemRow};

use super::body::{self, DatasetV2Body, DatasetV2Change};
use super::path::PathDataset;
use super::query::{Settings, Versioning};
use super::view::DatasetV2View;
use crate::app::App;
use crate::auth::{CreateDataset, DeleteDataset, In, ListDatasets, ReadDataset, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::{Json, json_bytes};

pub(super) const NO_SUCH_DATASET: ApiError = ApiError::NotFound("Dataset");
const TAKEN: ApiError = ApiError::Conflict("Dataset name already exists in this project");
/// Longer answers are written on a thread of their own.
const INLINE_ITEMS: u64 = 200;
/// The most that items say in one answer.
const MAX_ITEM_BYTES: usize = 64 << 20;

/// The datasets of items.
#[utoipa::path(get, path = "/v1/datasets-v2", tag = "datasets-v2",
    params(
        ("search" = Option<String>, Query, description = "Only those that have this in their name or description, in either case"),
        ("sort" = Option<String>, Query, description = "`newest`, which is the default, `alphabetical`, `items` or `updated`"),
    ),
    responses(
        (status = 200, description = "The datasets, without their items", body = [DatasetV2View]),
        (status = 422, description = "A search that is too long, or an unknown order", body = ErrorBody),
    ))]
pub(crate) async fn list_datasets_v2(
    State(app): State<App>,
    at: In<ListDatasets>,
    RawQuery(query): RawQuery,
) -> Result<Json<Vec<DatasetV2View>>, ApiError> {
    let wanted = Settings::new(query.as_deref()).wanted()?;
    let rows = app.meta.list_datasets_v2(&at).await?;
    Ok(Json(wanted.of(rows).into_iter().map(DatasetV2View::listed).collect()))
}

/// Makes a dataset of items, with an empty first version.
#[utoipa::path(post, path = "/v1/datasets-v2", tag = "datasets-v2",
    request_body = DatasetV2Body,
    responses(
        (status = 201, description = "The dataset", body = DatasetV2View),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "Another dataset has this name", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_v2(
    State(app): State<App>,
    at: In<CreateDataset>,
    body: JsonBody,
) -> Result<(StatusCode, Json<DatasetV2View>), ApiError> {
    let (name, description) = body::new_dataset(body.value)?;
    let by = (at.actor.clone(), app.time_of_edit());
    let made = named(app.meta.create_dataset_v2(&at, name, description, by).await?)?;
    Ok((StatusCode::CREATED, made))
}

/// A dataset with its items.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}", tag = "datasets-v2",
    params(("datasetId" = String, Path, description = "The dataset")),
    responses(
        (status = 200, description = "The dataset", body = DatasetV2View),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "An id that is none, or items of more than 64 MiB", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset_v2(
    State(app): State<App>,
    at: In<ReadDataset>,
    PathDataset(id): PathDataset,
) -> Result<Response, ApiError> {
    let (row, items) = with_items(&app, &at, id).await?;
    let count = row.item_count;
    written(&app, count, move || DatasetV2View::with_items(row, items)).await
}

/// A dataset with its items, if they fit into one answer.
pub(super) async fn with_items(
    app: &App,
    at: &ProjectScope,
    id: DatasetId,
) -> Result<(DatasetV2Row, Vec<ItemRow>), ApiError> {
    let found = app.meta.dataset_v2_with_items_within(at, id, MAX_ITEM_BYTES).await?;
    let (row, items) = found.ok_or(NO_SUCH_DATASET)?;
    let too_large = || {
        ApiError::Invalid(format!(
            "the items of this dataset are more than {} MiB; read them from its export, or one by one",
            MAX_ITEM_BYTES >> 20
        ))
    };
    Ok((row, items.ok_or_else(too_large)?))
}

/// Renames a dataset, or says what it is for. That makes a version.
#[utoipa::path(patch, path = "/v1/datasets-v2/{datasetId}", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    request_body = DatasetV2Change,
    responses(
        (status = 200, description = "The dataset", body = DatasetV2View),
        (status = 400, description = "No JSON, or nothing to change", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 409, description = "Another dataset has this name", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_dataset_v2(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
    body: JsonBody,
) -> Result<Json<DatasetV2View>, ApiError> {
    let edit = body::dataset_edit(body.value)?;
    named(app.meta.update_dataset_v2(&at, id, edit, versioning.change(&app, &at.actor)).await?)
}

/// Deletes a dataset with all its versions.
#[utoipa::path(delete, path = "/v1/datasets-v2/{datasetId}", tag = "datasets-v2",
    params(("datasetId" = String, Path, description = "The dataset")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn delete_dataset_v2(
    State(app): State<App>,
    at: In<DeleteDataset>,
    PathDataset(id): PathDataset,
) -> Result<StatusCode, ApiError> {
    let is_deleted = app.meta.delete_dataset_v2(&at, id, at.actor.clone(), app.clock.now()).await?;
    if is_deleted { Ok(StatusCode::NO_CONTENT) } else { Err(NO_SUCH_DATASET) }
}

/// Makes a dataset with the same items and description, under another name.
///
/// Evaluators, what they said, and older versions stay behind.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/duplicate", tag = "datasets-v2",
    params(("datasetId" = String, Path, description = "The dataset")),
    responses(
        (status = 201, description = "The new dataset", body = DatasetV2View),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn duplicate_dataset_v2(
    State(app): State<App>,
    at: In<CreateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
) -> Result<(StatusCode, Json<DatasetV2View>), ApiError> {
    let change = versioning.change(&app, &at.actor);
    let made = app.meta.duplicate_dataset_v2(&at, id, change).await?.ok_or(NO_SUCH_DATASET)?;
    Ok((StatusCode::CREATED, Json(DatasetV2View::new(made))))
}

/// An answer of so many items, written where it holds up no other request.
pub(super) async fn written<T: Serialize>(
    app: &App,
    count: u64,
    view: impl FnOnce() -> T + Send + 'static,
) -> Result<Response, ApiError> {
    let write = move || serde_json::to_vec(&view()).map_err(ApiError::Unwritable);
    Ok(json_bytes(app.off_thread_if(count > INLINE_ITEMS, write).await?))
}

/// What was done, or which of the two is not there.
pub(super) fn done<T>(outcome: InDataset<T>, part: &'static str) -> Result<T, ApiError> {
    match outcome {
        InDataset::Done(done) => Ok(done),
        InDataset::NoSuchDataset => Err(NO_SUCH_DATASET),
        InDataset::NoSuchPart => Err(ApiError::NotFound(part)),
    }
}

fn named(outcome: DatasetNamed<DatasetV2Row>) -> Result<Json<DatasetV2View>, ApiError> {
    match outcome {
        DatasetNamed::Done(row) => Ok(Json(DatasetV2View::new(row))),
        DatasetNamed::Taken => Err(TAKEN),
        DatasetNamed::NoSuchDataset => Err(NO_SUCH_DATASET),
    }
}
