//! One change for many runs. [`body`] reads what is wanted, [`work`] and [`dataset`] do it: at once, or in a job.

mod body;
mod dataset;
mod work;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{In, UpdateLogs};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use body::BatchChange;
pub(crate) use body::Which;
pub(crate) use dataset::import_ordered_runs;
use work::Wanted;
pub(crate) use work::{Order, carry_out, is_searched};

const FORBIDDEN: ApiError = ApiError::Forbidden("You don't have access to this resource");

/// What was changed at once.
#[derive(Serialize, ToSchema)]
#[schema(as = BatchChanged)]
pub(crate) struct ChangedView {
    /// How many runs; those that had the tags already, were not there, or say nothing that a dataset of prompts could hold,
    /// do not count.
    changed: u64,
}

/// Many are changed in a job.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BatchOrdered)]
pub(crate) struct OrderedView {
    /// The job; see `GET /v1/jobs/{id}`.
    #[schema(value_type = String, format = "uuid")]
    job_id: Uuid,
}

/// Changes many runs.
///
/// Either those that `ids` names, at most 20,000, or all that `filter` means and that began at `asOf` or before. Up to 1,000
/// are changed before the answer; of more, the answer names the job that does it. To delete takes `logs.delete` too, and to
/// add to a dataset `datasets.update`. A dataset of items takes at most 100,000 runs at once, and gets a version; one of prompts
/// takes 1,000. They come in the order of the ids, or of the list.
#[utoipa::path(post, path = "/v1/runs/batch", tag = "runs",
    request_body = BatchChange,
    responses(
        (status = 200, description = "It is done", body = ChangedView),
        (status = 202, description = "A job does it", body = OrderedView),
        (status = 400, description = "No JSON, a filter that cannot be understood, or too many for the dataset",
            body = ErrorBody),
        (status = 404, description = "The project has no such dataset", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_batch(
    State(app): State<App>,
    at: In<UpdateLogs>,
    body: JsonBody,
) -> Result<Response, ApiError> {
    let wanted = Wanted::parse(body.value, &app.settings.events)?;
    if wanted.permission().is_some_and(|permission| !at.may(permission)) {
        return Err(FORBIDDEN);
    }
    match wanted.begin(&app, (&at, &at.actor)).await? {
        work::Begun::Done(changed) => Ok(Json(ChangedView { changed }).into_response()),
        work::Begun::Ordered(job_id) => Ok((StatusCode::ACCEPTED, Json(OrderedView { job_id })).into_response()),
    }
}
