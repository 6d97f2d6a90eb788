//! The routes of jobs (spec `audit-logs-and-jobs.md` 2.2): what the server works on for an organisation.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::ids::parse_hyphenated;
use model::{Permission, Timestamp};
use serde::Serialize;
use serde_json::Value;
use store::meta::JobRow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{CreateJob, DeleteJob, Of, Own, ReadEvaluation, ReadJob};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const REFRESH_COSTS: &str = "refresh-costs";
const NO_SUCH_JOB: ApiError = ApiError::NotFound("Job");

/// A job.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Job)]
pub(crate) struct JobView {
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    /// When it became necessary.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was done or given up; null while it is open.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// The organisation.
    #[schema(value_type = Option<String>, format = "uuid")]
    org_id: Option<model::OrgId>,
    /// A word, or a word and what it is about after a colon.
    #[serde(rename = "type")]
    kind: String,
    /// `pending`, `running`, `done` or `failed`.
    status: &'static str,
    /// Percent, 0 to 100.
    progress: u32,
    /// Why the last attempt failed; null when it did not.
    error: Option<String>,
    /// What the job was told; null when there was nothing to tell.
    #[schema(value_type = Option<Object>)]
    payload: Option<Value>,
}

/// A job that was ordered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderedJob {
    /// Its id, or that of the one that is under way already.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) job_id: Uuid,
}

/// Nothing to say but that it is done.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeletedJob {}

impl From<JobRow> for JobView {
    fn from(job: JobRow) -> JobView {
        JobView {
            id: job.id,
            created_at: job.created_at,
            ended_at: job.ended_at,
            org_id: job.org,
            kind: job.kind,
            status: job.status.word(),
            progress: job.progress,
            error: job.error,
            payload: job.payload,
        }
    }
}

/// The newest refresh of costs.
#[utoipa::path(get, path = "/v1/jobs/refresh-costs", tag = "jobs",
    responses(
        (status = 200, description = "The job", body = JobView),
        (status = 204, description = "There was none yet"),
    ))]
pub(crate) async fn get_refresh_costs(State(app): State<App>, person: Of<ReadJob>) -> Result<Response, ApiError> {
    newest(app.meta.latest_job(person.org(), REFRESH_COSTS.into()).await?)
}

/// Computes anew what all runs of the organisation cost.
///
/// For when prices have changed. A refresh that is under way is not begun again.
#[utoipa::path(post, path = "/v1/jobs/refresh-costs", tag = "jobs",
    responses((status = 202, description = "It is ordered, or was already", body = OrderedJob)))]
pub(crate) async fn post_refresh_costs(
    State(app): State<App>,
    person: Of<CreateJob>,
) -> Result<(StatusCode, Json<OrderedJob>), ApiError> {
    let job_id = app.meta.enqueue_job(person.org(), REFRESH_COSTS, app.clock.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(OrderedJob { job_id })))
}

/// The newest regrouping of an evaluator's intents.
#[utoipa::path(get, path = "/v1/jobs/intent-recluster/{evaluatorId}", tag = "jobs",
    params(("evaluatorId" = String, Path, description = "The evaluator")),
    responses(
        (status = 200, description = "The job", body = JobView),
        (status = 204, description = "There was none yet"),
    ))]
pub(crate) async fn get_intent_recluster(
    State(app): State<App>,
    person: Of<ReadEvaluation>,
    Path(evaluator): Path<String>,
) -> Result<Response, ApiError> {
    newest(app.meta.latest_job(person.org(), format!("intent-recluster:{evaluator}")).await?)
}

/// A job.
///
/// People with `jobs.read` see all jobs of the organisation, others those that they ordered; a private key sees what was ordered
/// for its project.
#[utoipa::path(get, path = "/v1/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "The job")),
    responses(
        (status = 200, description = "The job", body = JobView),
        (status = 404, description = "There is no such job for the caller", body = ErrorBody),
    ))]
pub(crate) async fn get_job(
    State(app): State<App>,
    from: Own,
    Path(id): Path<String>,
) -> Result<Json<JobView>, ApiError> {
    let id = parse_hyphenated(&id).ok_or(NO_SUCH_JOB)?;
    let job = match from {
        Own::Key(caller) => app.meta.job_of_project(&caller.scope, id).await?,
        Own::Person(person) => {
            let job = app.meta.get_job(person.org(), id).await?;
            job.filter(|job| person.may(Permission::JobsRead) || job.is_ordered_by(person.account()))
        }
    };
    Ok(Json(job.ok_or(NO_SUCH_JOB)?.into()))
}

/// The same under the path that dashboards know.
#[utoipa::path(get, path = "/v1/jobs/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "The job")),
    responses(
        (status = 200, description = "The job", body = JobView),
        (status = 404, description = "There is no such job for the caller", body = ErrorBody),
    ))]
pub(crate) async fn get_job_of_dashboard(
    state: State<App>,
    from: Own,
    id: Path<String>,
) -> Result<Json<JobView>, ApiError> {
    get_job(state, from, id).await
}

/// Deletes a job.
///
/// One that is under way stops within seconds; what it has done so far stays done.
#[utoipa::path(delete, path = "/v1/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "The job")),
    responses(
        (status = 200, description = "It is gone", body = DeletedJob),
        (status = 404, description = "The organisation has no such job", body = ErrorBody),
    ))]
pub(crate) async fn delete_job(
    State(app): State<App>,
    person: Of<DeleteJob>,
    Path(id): Path<String>,
) -> Result<Json<DeletedJob>, ApiError> {
    let id = parse_hyphenated(&id).ok_or(NO_SUCH_JOB)?;
    if !app.meta.delete_job(person.org(), id).await? {
        return Err(NO_SUCH_JOB);
    }
    Ok(Json(DeletedJob {}))
}

fn newest(job: Option<JobRow>) -> Result<Response, ApiError> {
    Ok(match job {
        Some(job) => Json(JobView::from(job)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
