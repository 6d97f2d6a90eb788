//! Which organisation a path names, and which project a query.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::ids::parse_hyphenated;
use model::{OrgId, ProjectId};
use store::meta::Person;

use crate::app::App;
use crate::auth::project_in_query;
use crate::error::ApiError;
use crate::projects::path_parameter;

/// An organisation; `None` for what is no UUID.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathOrg(Option<OrgId>);

/// The project that the query names as `projectId`, if it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedProject(pub(super) Option<ProjectId>);

impl PathOrg {
    /// Everybody has one organisation; there is no other for them.
    pub(super) fn is_own(self, person: &Person) -> Result<(), ApiError> {
        if self.0 == Some(person.org().org()) { Ok(()) } else { Err(ApiError::NotFound("Organisation")) }
    }
}

impl FromRequestParts<App> for PathOrg {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathOrg, ApiError> {
        let text = path_parameter(parts, app, "orgId").await;
        Ok(PathOrg(text.as_deref().and_then(parse_hyphenated).map(OrgId)))
    }
}

impl FromRequestParts<App> for NamedProject {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<NamedProject, ApiError> {
        project_in_query(parts).map(NamedProject)
    }
}
