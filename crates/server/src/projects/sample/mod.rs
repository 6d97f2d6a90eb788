//! A project to look at before there are events of one's own: a week of a support desk, made up.
//!
//! [`story`] has the words, [`week`] says what happens when, [`scene`] says it in events, which come in as those of any SDK do.

mod dice;
mod scene;
mod story;
mod week;

use axum::extract::State;
use ingest::{Limits, decode_batch};
use serde_json::json;
use store::meta::SampleMade;

use super::http::NO_SLOT_LEFT;
use super::view::ProjectView;
use crate::app::App;
use crate::auth::{CreateProject, Of};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::intake::{Delivery, take_in};

/// Makes a project with made-up runs of the last week, to look around in.
///
/// It is like any other project, and is deleted like one; its runs have `sample` in their metadata and count in no usage of the
/// organisation. One that is there already is given again.
#[utoipa::path(post, path = "/v1/projects/sample", tag = "projects",
    responses(
        (status = 200, description = "The project", body = ProjectView),
        (status = 409, description = "The organisation or the server has had as many projects as it can", body = ErrorBody),
    ))]
pub(crate) async fn post_sample(
    State(app): State<App>,
    person: Of<CreateProject>,
) -> Result<Json<ProjectView>, ApiError> {
    let now = app.clock.now();
    let project = match app.meta.create_sample(&person, app.settings.max_projects, person.actor.clone(), now).await? {
        SampleMade::Done(row) | SampleMade::Already(row) => row,
        SampleMade::NoSlotLeft => return Err(NO_SLOT_LEFT),
        SampleMade::OrgIsFull => return Err(ApiError::TooManyProjects(app.settings.max_projects)),
    };
    // Sent again, events that are there change nothing: so this also finishes what was cut short.
    let sender = app.meta.caller_in_project(project.id.0, now).await?.ok_or(ApiError::NotFound("Project"))?;
    let made_at = project.created_at;
    let decoded = app
        .off_thread_if(true, move || {
            let body = json!({ "events": week::events(made_at) }).to_string();
            (body.len(), decode_batch(body.as_bytes(), made_at, &Limits::default()))
        })
        .await;
    let (bytes, Ok(decoded)) = decoded else {
        return Err(ApiError::BadRequest("the sample of this build cannot be read; please tell us".into()));
    };
    take_in(&app, Delivery { sender, arrival: now, bytes }, decoded).await?;
    Ok(Json(ProjectView::new(project)))
}
