//! Numbers and names that paths have: what cannot be one is not there.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::{TemplateId, VersionId};

use crate::app::App;
use crate::error::ApiError;
use crate::projects::path_parameter;

pub(super) const NO_SUCH_TEMPLATE: ApiError = ApiError::NotFound("Template");
pub(super) const NO_SUCH_VERSION: ApiError = ApiError::NotFound("Template version");
pub(super) const NO_SUCH_LABEL: ApiError = ApiError::NotFound("Label");

/// The number of a template.
pub(crate) struct PathTemplate(pub(super) TemplateId);

/// The number of a version.
pub(crate) struct PathVersion(pub(super) VersionId);

/// The name of a label.
pub(crate) struct PathLabel(pub(super) String);

impl FromRequestParts<App> for PathTemplate {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathTemplate, ApiError> {
        number(parts, app).await.map(|id| PathTemplate(TemplateId(id))).ok_or(NO_SUCH_TEMPLATE)
    }
}

impl FromRequestParts<App> for PathVersion {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathVersion, ApiError> {
        number(parts, app).await.map(|id| PathVersion(VersionId(id))).ok_or(NO_SUCH_VERSION)
    }
}

impl FromRequestParts<App> for PathLabel {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathLabel, ApiError> {
        path_parameter(parts, app, "label").await.map(PathLabel).ok_or(NO_SUCH_LABEL)
    }
}

async fn number(parts: &mut Parts, app: &App) -> Option<i64> {
    path_parameter(parts, app, "id").await?.parse().ok()
}
