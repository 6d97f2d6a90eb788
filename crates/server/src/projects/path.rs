//! The project that a path names, for people: `/v1/projects/{projectId}/...`.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use model::ProjectId;
use model::ids::parse_hyphenated;
use store::ProjectScope;
use store::meta::Person;

use crate::app::App;
use crate::auth::gate;
use crate::error::ApiError;

/// The id of a project as a path has it. What is no UUID is not there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathProject(ProjectId);

impl PathProject {
    /// The project, if this person is a member of it.
    pub(crate) async fn reached_by(self, app: &App, person: &Person) -> Result<ProjectScope, ApiError> {
        gate::project_of(app, person, self.0).await
    }
}

impl FromRequestParts<App> for PathProject {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathProject, ApiError> {
        let text = path_parameter(parts, app, "projectId").await;
        let id = text.as_deref().and_then(parse_hyphenated).ok_or(ApiError::NotFound("Project"))?;
        Ok(PathProject(ProjectId(id)))
    }
}

/// A piece of the path by its name in the route; `None` when it is no text once it is decoded.
pub(crate) async fn path_parameter(parts: &mut Parts, app: &App, name: &str) -> Option<String> {
    let parameters = RawPathParams::from_request_parts(parts, app).await.ok()?;
    parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}
