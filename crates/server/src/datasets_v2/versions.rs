//! The handlers of versions.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::http::{NO_SUCH_DATASET, done, written};
use super::path::{PathDataset, PathVersion};
use super::query::Versioning;
use super::version_view::{FullVersionView, SavedView, VersionView, VersionsView};
use super::view::DatasetV2View;
use crate::app::App;
use crate::auth::{In, ListDatasets, UpdateDataset};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::number_of;

const VERSION: &str = "Dataset version";
const DEFAULT_LIMIT: u64 = 50;
const MAX_LIMIT: u64 = 100;

/// The newest versions of a dataset, the newest first.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}/versions", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("limit" = Option<u64>, Query, description = "How many: 50, or 1 to 100"),
    ),
    responses(
        (status = 200, description = "The versions", body = VersionsView),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "A limit or an id that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_dataset_versions(
    State(app): State<App>,
    at: In<ListDatasets>,
    PathDataset(id): PathDataset,
    RawQuery(query): RawQuery,
) -> Result<Json<VersionsView>, ApiError> {
    let limit = limit_of(query.as_deref())?;
    let rows = app.meta.list_dataset_versions(&at, id, limit).await?.ok_or(NO_SUCH_DATASET)?;
    Ok(Json(VersionsView { versions: rows.into_iter().map(VersionView::from).collect() }))
}

/// A version of a dataset, with its items.
#[utoipa::path(get, path = "/v1/datasets-v2/{datasetId}/versions/{versionId}", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("versionId" = String, Path, description = "The version"),
    ),
    responses(
        (status = 200, description = "The version", body = FullVersionView),
        (status = 404, description = "There is no such dataset or version", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn get_dataset_version(
    State(app): State<App>,
    at: In<ListDatasets>,
    PathVersion(id, version): PathVersion,
) -> Result<Response, ApiError> {
    let (version, items) = done(app.meta.dataset_version(&at, id, version).await?, VERSION)?;
    written(&app, version.item_count, move || FullVersionView::new(version, items)).await
}

/// Makes a version of what a dataset is now.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/versions", tag = "datasets-v2",
    params(("datasetId" = String, Path, description = "The dataset")),
    responses(
        (status = 201, description = "The version, and the dataset", body = SavedView),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn post_dataset_version(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathDataset(id): PathDataset,
    versioning: Versioning,
) -> Result<(StatusCode, Json<SavedView>), ApiError> {
    let row =
        app.meta.save_dataset_version(&at, id, versioning.change(&app, &at.actor)).await?.ok_or(NO_SUCH_DATASET)?;
    Ok((StatusCode::CREATED, Json(SavedView::new(row))))
}

/// Makes a dataset what it was in a version: its items, its name and its description. That makes a version.
///
/// Where another dataset has the name now, the dataset keeps its own, and the answer says so.
#[utoipa::path(post, path = "/v1/datasets-v2/{datasetId}/versions/{versionId}/restore", tag = "datasets-v2",
    params(
        ("datasetId" = String, Path, description = "The dataset"),
        ("versionId" = String, Path, description = "The version"),
    ),
    responses(
        (status = 200, description = "The dataset with its items", body = DatasetV2View),
        (status = 404, description = "There is no such dataset or version", body = ErrorBody),
        (status = 422, description = "An id that is none", body = ErrorBody),
    ))]
pub(crate) async fn restore_dataset_version(
    State(app): State<App>,
    at: In<UpdateDataset>,
    PathVersion(id, version): PathVersion,
    versioning: Versioning,
) -> Result<Response, ApiError> {
    let change = versioning.change(&app, &at.actor);
    let restored = done(app.meta.restore_dataset_version(&at, id, version, change).await?, VERSION)?;
    let (row, items) = app.meta.dataset_v2_with_items(&at, id).await?.ok_or(NO_SUCH_DATASET)?;
    let count = row.item_count;
    written(&app, count, move || DatasetV2View::with_items(row, items).keeping_name(!restored.has_name)).await
}

fn limit_of(query: Option<&str>) -> Result<u32, ApiError> {
    let limit = number_of(query, "limit")?.unwrap_or(DEFAULT_LIMIT);
    match u32::try_from(limit) {
        Ok(0) => Err(ApiError::Invalid("Number must be greater than or equal to 1 at \"limit\"".into())),
        Ok(limit) if u64::from(limit) <= MAX_LIMIT => Ok(limit),
        _ => Err(ApiError::Invalid(format!("Number must be less than or equal to {MAX_LIMIT} at \"limit\""))),
    }
}
