//! The handlers of keys: ours, but for `regenerate-key` (spec `api-auth-and-orgs.md` 5).

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use model::{KeyId, Permission};
use store::ProjectScope;
use store::meta::{KeyChanged, KeyCreated, KeyReplaced, KeyRow, Replacement};

use super::body::{self, KeyChange, NewKey, ProjectRegeneration, Regeneration};
use super::view::KeyView;
use crate::app::App;
use crate::auth::{CreateKey, DeleteKey, ListKeys, Of, UpdateKey};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::projects::{PathProject, path_parameter};
use crate::reply::Json;
use crate::runs::Done;

const NO_SUCH_KEY: ApiError = ApiError::NotFound("API key");
const IS_PROJECT_ID: ApiError = ApiError::Conflict(
    "This public key is the id of the project, which cannot change, end or be revoked; it goes when the project is deleted",
);
const TOO_MANY: ApiError = ApiError::Conflict("The project has 100 keys, and takes no more; revoke some first");
const EXPIRED: ApiError = ApiError::Conflict("This key has expired, so nothing can take its place; make a new one");

/// The keys of a project, expired ones included, the oldest first.
#[utoipa::path(get, path = "/v1/projects/{projectId}/keys", tag = "keys",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "The keys", body = [KeyView]),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
    ))]
pub(crate) async fn list_keys(
    State(app): State<App>,
    person: Of<ListKeys>,
    path: PathProject,
) -> Result<Json<Vec<KeyView>>, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    let tells_private = person.may(Permission::PrivateKeysRead);
    let rows = app.meta.list_keys(&at).await?;
    Ok(Json(rows.into_iter().map(|row| KeyView::new(row, tells_private)).collect()))
}

/// Makes a key.
#[utoipa::path(post, path = "/v1/projects/{projectId}/keys", tag = "keys",
    params(("projectId" = String, Path, description = "The project")),
    request_body = NewKey,
    responses(
        (status = 201, description = "The key", body = KeyView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 409, description = "The project has too many keys", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_key(
    State(app): State<App>,
    person: Of<CreateKey>,
    path: PathProject,
    body: JsonBody,
) -> Result<(StatusCode, Json<KeyView>), ApiError> {
    let at = path.reached_by(&app, &person).await?;
    let now = app.clock.now();
    let wanted = body::wanted(body.value, now)?;
    match app.meta.create_key(&at, wanted, person.actor.clone(), now).await? {
        KeyCreated::Done(row) => Ok((StatusCode::CREATED, Json(KeyView::new(row, true)))),
        KeyCreated::TooMany => Err(TOO_MANY),
    }
}

/// Renames a key, or says when it ends.
#[utoipa::path(patch, path = "/v1/projects/{projectId}/keys/{keyId}", tag = "keys",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("keyId" = i64, Path, description = "The number of the key"),
    ),
    request_body = KeyChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "There is no such project or key", body = ErrorBody),
        (status = 409, description = "It is the project's id, which does not end", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_key(
    State(app): State<App>,
    person: Of<UpdateKey>,
    path: PathProject,
    key: PathKey,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let (at, key) = (path.reached_by(&app, &person).await?, key.number()?);
    let now = app.clock.now();
    let edit = body::edit(key, body.value, now)?;
    changed(app.meta.update_key(&at, edit, person.actor.clone(), now).await?)
}

/// Revokes a key: it opens nothing from the next request on.
#[utoipa::path(delete, path = "/v1/projects/{projectId}/keys/{keyId}", tag = "keys",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("keyId" = i64, Path, description = "The number of the key"),
    ),
    responses(
        (status = 200, description = "It is gone", body = Done),
        (status = 404, description = "There is no such project or key", body = ErrorBody),
        (status = 409, description = "It is the project's id", body = ErrorBody),
    ))]
pub(crate) async fn delete_key(
    State(app): State<App>,
    person: Of<DeleteKey>,
    path: PathProject,
    key: PathKey,
) -> Result<Json<Done>, ApiError> {
    let (at, key) = (path.reached_by(&app, &person).await?, key.number()?);
    changed(app.meta.revoke_key(&at, key, person.actor.clone(), app.clock.now()).await?)
}

/// Puts a new key in the place of another one, with the same kind, name and end.
#[utoipa::path(post, path = "/v1/projects/{projectId}/keys/{keyId}/regenerate", tag = "keys",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("keyId" = i64, Path, description = "The number of the key"),
    ),
    request_body = Regeneration,
    responses(
        (status = 200, description = "The new key", body = KeyView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "There is no such project or key", body = ErrorBody),
        (status = 409, description = "It is the project's id, it has expired, or there are too many keys", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn regenerate_key(
    State(app): State<App>,
    person: Of<UpdateKey>,
    path: PathProject,
    key: PathKey,
    body: JsonBody,
) -> Result<Json<KeyView>, ApiError> {
    let (at, key) = (path.reached_by(&app, &person).await?, Some(key.number()?));
    let replacement = Replacement { key, grace_micros: body::grace(body.value)? };
    let row = replace(&app, &person, &at, replacement).await?;
    Ok(Json(KeyView::new(row, true)))
}

/// Puts a new key in the place of the private key that is shown with the project.
///
/// The new key is read from the list of projects. The public key is the project's id and stays what it is.
#[utoipa::path(post, path = "/v1/projects/{projectId}/regenerate-key", tag = "keys",
    params(("projectId" = String, Path, description = "The project")),
    request_body = ProjectRegeneration,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 409, description = "The project has too many keys", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn regenerate_project_key(
    State(app): State<App>,
    person: Of<UpdateKey>,
    path: PathProject,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    if let Some(grace_micros) = body::regeneration(body.value)? {
        replace(&app, &person, &at, Replacement { key: None, grace_micros }).await?;
    }
    Ok(Json(Done {}))
}

/// The number of a key, as a path has it. Whether it is one is asked after whether there is such a project.
pub(crate) struct PathKey(Option<KeyId>);

impl PathKey {
    fn number(&self) -> Result<KeyId, ApiError> {
        self.0.ok_or(NO_SUCH_KEY)
    }
}

impl FromRequestParts<App> for PathKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathKey, ApiError> {
        let text = path_parameter(parts, app, "keyId").await;
        Ok(PathKey(text.and_then(|text| text.parse().ok()).map(KeyId)))
    }
}

async fn replace(
    app: &App,
    person: &Of<UpdateKey>,
    at: &ProjectScope,
    replacement: Replacement,
) -> Result<KeyRow, ApiError> {
    match app.meta.replace_key(at, replacement, person.actor.clone(), app.clock.now()).await? {
        KeyReplaced::Done(row) => Ok(row),
        KeyReplaced::NoSuchKey => Err(NO_SUCH_KEY),
        KeyReplaced::IsProjectId => Err(IS_PROJECT_ID),
        KeyReplaced::Expired => Err(EXPIRED),
        KeyReplaced::TooMany => Err(TOO_MANY),
    }
}

fn changed(outcome: KeyChanged) -> Result<Json<Done>, ApiError> {
    match outcome {
        KeyChanged::Done => Ok(Json(Done {})),
        KeyChanged::NoSuchKey => Err(NO_SUCH_KEY),
        KeyChanged::IsProjectId => Err(IS_PROJECT_ID),
    }
}
