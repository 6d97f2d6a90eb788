//! The handlers of projects (spec `api-auth-and-orgs.md` 5).

use axum::extract::State;
use model::{Permission, ProjectId};
use store::ProjectScope;
use store::meta::{Person, ProjectCreated, ProjectDeleted, ShownKey};

use super::body::{self, NewProject, ProjectChange};
use super::path::PathProject;
use super::view::{OwnProjectView, ProjectView};
use crate::app::App;
use crate::auth::{At, CreateProject, DeleteProject, Of, Own, UpdateProject};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

pub(super) const NO_SLOT_LEFT: ApiError = ApiError::Conflict(
    "This server has had 32,767 projects, deleted ones included, and takes no more; start another one",
);
const LAST_ONE: ApiError =
    ApiError::NotDeletable("This is the last project of the organisation; make another one before you delete it");

/// The projects of the caller: of a person those that they are a member of, of a private key its own.
///
/// By id. Whoever may not read projects gets none.
#[utoipa::path(get, path = "/v1/projects", tag = "projects",
    responses((status = 200, description = "The projects", body = [OwnProjectView])))]
pub(crate) async fn list_projects(State(app): State<App>, own: Own) -> Result<Json<Vec<OwnProjectView>>, ApiError> {
    let (scopes, shown) = match &own {
        Own::Key(caller) => (vec![caller.scope], ShownKey::Own(caller.key)),
        Own::Person(person) => (visible_to(person), key_shown_to(person)),
    };
    let activated = app.runs.have_runs(&scopes).await?;
    let ids: Vec<ProjectId> = scopes.iter().map(ProjectScope::project).collect();
    let rows = app.meta.list_projects(scopes, shown, app.clock.now()).await?;
    let activated_ids: Vec<ProjectId> = ids.iter().zip(activated).filter(|(_, yes)| *yes).map(|(id, _)| *id).collect();
    let view = |row: store::meta::ProjectRow| {
        let activated = activated_ids.contains(&row.id);
        OwnProjectView::new(row, activated, ids.clone())
    };
    Ok(Json(rows.into_iter().map(view).collect()))
}

/// Makes a project, with its keys.
///
/// Its members are the owner and the admins of the organisation, and whoever makes it.
#[utoipa::path(post, path = "/v1/projects", tag = "projects",
    request_body = NewProject,
    responses(
        (status = 200, description = "The project", body = ProjectView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "The organisation or the server has had as many projects as it can", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_project(
    State(app): State<App>,
    person: Of<CreateProject>,
    body: JsonBody,
) -> Result<Json<ProjectView>, ApiError> {
    let name = body::new_name(body.value)?;
    let most = app.settings.max_projects;
    match app.meta.create_project(&person, (name, most), person.actor.clone(), app.clock.now()).await? {
        ProjectCreated::Done(row) => Ok(Json(ProjectView::new(row))),
        ProjectCreated::NoSlotLeft => Err(NO_SLOT_LEFT),
        ProjectCreated::OrgIsFull => Err(ApiError::TooManyProjects(most)),
    }
}

/// Renames a project.
///
/// What is refused changes nothing, not even the name.
#[utoipa::path(patch, path = "/v1/projects/{projectId}", tag = "projects",
    params(("projectId" = String, Path, description = "The project")),
    request_body = ProjectChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 501, description = "Runs cannot be kept for some days only yet", body = ErrorBody),
    ))]
pub(crate) async fn patch_project(
    State(app): State<App>,
    at: At<UpdateProject>,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let edit = body::edit(body.value)?;
    if edit.limits_retention {
        let text = "Runs are kept without end: nothing deletes them after some days yet, so nothing was changed";
        return Err(ApiError::NotBuilt(text.into()));
    }
    if let Some(name) = edit.name
        && !app.meta.rename_project(&at, name, at.actor.clone(), app.clock.now()).await?
    {
        return Err(ApiError::NotFound("Project"));
    }
    Ok(Json(Done {}))
}

/// Deletes a project with all that is in it.
///
/// Its keys open nothing from the next request on; its runs are taken away in the background.
#[utoipa::path(delete, path = "/v1/projects/{projectId}", tag = "projects",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "It is gone", body = Done),
        (status = 404, description = "The organisation has no such project", body = ErrorBody),
        (status = 422, description = "It is the organisation's last one", body = ErrorBody),
    ))]
pub(crate) async fn delete_project(
    State(app): State<App>,
    person: Of<DeleteProject>,
    path: PathProject,
) -> Result<Json<Done>, ApiError> {
    let at = path.reached_by(&app, &person).await?;
    match app.meta.delete_project(&at, person.actor.clone(), app.clock.now()).await? {
        ProjectDeleted::Done => Ok(Json(Done {})),
        ProjectDeleted::LastOne => Err(LAST_ONE),
        ProjectDeleted::NoSuchProject => Err(ApiError::NotFound("Project")),
    }
}

fn visible_to(person: &Person) -> Vec<ProjectScope> {
    if person.may(Permission::ProjectsRead) { person.projects().to_vec() } else { Vec::new() }
}

fn key_shown_to(person: &Person) -> ShownKey {
    if person.may(Permission::PrivateKeysRead) { ShownKey::OfProject } else { ShownKey::Nothing }
}
