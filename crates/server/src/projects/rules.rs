//! The handlers of data rules: what is not taken in, or masked. Nothing applies rules yet, so there are none.

use axum::extract::State;
use serde_json::Value;

use crate::app::App;
use crate::auth::{At, ReadProject, UpdateProject};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

/// The data rules of a project: none yet.
#[utoipa::path(get, path = "/v1/projects/{projectId}/rules", tag = "projects",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "An empty list", body = [Object]),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
    ))]
pub(crate) async fn get_rules(State(_app): State<App>, _at: At<ReadProject>) -> Json<Vec<Value>> {
    Json(Vec::new())
}

/// Sets a data rule: not built, because nothing would apply it.
#[utoipa::path(post, path = "/v1/projects/{projectId}/rules", tag = "projects",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 501, description = "Not built", body = ErrorBody),
    ))]
pub(crate) async fn post_rules(State(_app): State<App>, _at: At<UpdateProject>) -> ApiError {
    let text =
        "Data rules are not applied to what comes in yet, so none was stored; all events are taken in as they are";
    ApiError::NotBuilt(text.into())
}

/// Takes all data rules of a project away: there are none.
#[utoipa::path(delete, path = "/v1/projects/{projectId}/rules", tag = "projects",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "There is none", body = Done),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
    ))]
pub(crate) async fn delete_rules(State(_app): State<App>, _at: At<UpdateProject>) -> Json<Done> {
    Json(Done {})
}
