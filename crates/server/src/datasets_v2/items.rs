//! The handlers of items.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::body::{self, DatasetV2ItemInput};
use super::http::{NO_SUCH_DATASET, done, with_items, written};
use super::path::{PathDataset, PathItem};
use super::query::Versioning;
use super::view::ItemView;
use crate::app::App;
use crate::auth::{DeleteDataset, In, ListDatasets, UpdateDataset};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const ITEM: &str = "Dataset item";

/// The items of a dataset, the last one first.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}/items", tag = "datasets-v2",
    params(("datasetId" = String, Path, description = "The dataset")),
    responses(
        (status = 200, description = "The items", body = [ItemView]),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "An id that is none, or items of more than 64 MiB", body = ErrorBody),
    ))]
pub(crate) async fn list_dataset_items(
    State(app): State<App>,
    at: In<ListDatasets>,
    PathDataset(id): PathDataset,
) -> Result<Response, ApiError> {
    let (row, items) = with_items(&app, &at, id).await?;
    let view = move || items.into_iter().rev().map(ItemView::from).collect::<Vec<_>>();
    written(&app, row.item_count, view).await
}

/// Adds an item behind the others. That makes a version.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/items", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    request_body = DatasetV2ItemInput,
    responses(
        (status = 201, description = "The item", body = ItemView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_item(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
    body: JsonBody,
) -> Result<(StatusCode, Json<ItemView>), ApiError> {
    let text = body::new_item(body.value)?;
    let added = app.meta.add_items(&at, id, vec![text], versioning.change(&app, &at.actor)).await?;
    let item = added.and_then(|mut rows| rows.pop()).ok_or(NO_SUCH_DATASET)?;
    Ok((StatusCode::CREATED, Json(item.into())))
}

/// An item.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}/items/{itemId}", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("itemId" = String, Path, description = "The item"),
    ),
    responses(
        (status = 200, description = "The item", body = ItemView),
        (status = 404, description = "There is no such dataset or item", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset_item(
    State(app): State<App>,
    at: In<ListDatasets>,
    PathItem(id, item): PathItem,
) -> Result<Json<ItemView>, ApiError> {
    Ok(Json(done(app.meta.dataset_item(&at, id, item).await?, ITEM)?.into()))
}

/// Changes what an item says. That makes a version.
#[utoipa::path(patch, path = "/v1/datasets-v2/{datasetId}/items/{itemId}", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("itemId" = String, Path, description = "The item"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    request_body = DatasetV2ItemInput,
    responses(
        (status = 200, description = "The item", body = ItemView),
        (status = 400, description = "No JSON, or nothing to change", body = ErrorBody),
        (status = 404, description = "There is no such dataset or item", body = ErrorBody),
        (status = 422, description = "Not such a body, or an id that is none", body = ErrorBody),
    ))]
pub(crate) async fn patch_dataset_item(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathItem(id, item): PathItem,
    versioning: Versioning,
    body: JsonBody,
) -> Result<Json<ItemView>, ApiError> {
    let edit = body::item_edit(body.value)?;
    let changed = app.meta.update_item(&at, id, (item, edit), versioning.change(&app, &at.actor)).await?;
    Ok(Json(done(changed, ITEM)?.into()))
}

/// Takes an item out of a dataset. That makes a version; older ones keep it.
#[utoipa::path(delete, path = "/v1/datasets-v2/{datasetId}/items/{itemId}", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("itemId" = String, Path, description = "The item"),
        ("skipVersion" = Option<String>, Query, description = "`true`, `1` or `yes`: no version is made; also `skipVersioning`"),
    ),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "There is no such dataset or item", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn delete_dataset_item(
    State(app): State<App>,
    at: In<DeleteDataset>,
    PathItem(id, item): PathItem,
    versioning: Versioning,
) -> Result<StatusCode, ApiError> {
    done(app.meta.delete_item(&at, id, item, versioning.change(&app, &at.actor)).await?, ITEM)?;
    Ok(StatusCode::NO_CONTENT)
}
