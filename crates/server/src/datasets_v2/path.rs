//! What a path names. An id that is no UUID is refused with what is wrong with it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::ids::parse_hyphenated;
use model::{DatasetId, DatasetItemId, DatasetVersionId};
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::projects::path_parameter;

/// `/v1/datasets-v2/{datasetId}`
pub(crate) struct PathDataset(pub(super) DatasetId);

/// `/v1/datasets-v2/{datasetId}/items/{itemId}`
pub(crate) struct PathItem(pub(super) DatasetId, pub(super) DatasetItemId);

/// `/v1/datasets-v2/{datasetId}/versions/{versionId}`
pub(crate) struct PathVersion(pub(super) DatasetId, pub(super) DatasetVersionId);

async fn id(parts: &mut Parts, app: &App, name: &str) -> Result<Uuid, ApiError> {
    let text = path_parameter(parts, app, name).await;
    let id = text.as_deref().and_then(parse_hyphenated);
    id.ok_or_else(|| ApiError::Invalid(format!("Invalid uuid at \"{name}\"")))
}

impl FromRequestParts<App> for PathDataset {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathDataset, ApiError> {
        Ok(PathDataset(DatasetId(id(parts, app, "datasetId").await?)))
    }
}

impl FromRequestParts<App> for PathItem {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathItem, ApiError> {
        let dataset = DatasetId(id(parts, app, "datasetId").await?);
        Ok(PathItem(dataset, DatasetItemId(id(parts, app, "itemId").await?)))
    }
}

impl FromRequestParts<App> for PathVersion {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathVersion, ApiError> {
        let dataset = DatasetId(id(parts, app, "datasetId").await?);
        Ok(PathVersion(dataset, DatasetVersionId(id(parts, app, "versionId").await?)))
    }
}
