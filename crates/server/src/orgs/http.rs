//! The handlers of organisations (spec `api-auth-and-orgs.md` 4). Everybody has one; a path that names another one names
//! nothing.

use axum::extract::State;
use model::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::path::{NamedProject, PathOrg};
use super::view::{DayView, InvoiceView, OrgKeyView, OrgSummary};
use crate::app::App;
use crate::auth::{Of, ReadAnalytics, ReadBilling, SignedIn, UpdateKey, UpdateOrg};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;
use crate::schema;

const FORBIDDEN: ApiError = ApiError::Forbidden("You don't have access to this resource");
const NO_MEMBER: ApiError = ApiError::Forbidden("Unauthorized access to project");

const DAY_MICROS: i64 = 86_400_000_000;
/// How many days of usage are told, today included.
const USAGE_DAYS: i64 = 30;

/// What to change of an organisation.
#[derive(Deserialize, ToSchema)]
#[schema(as = OrganisationChange)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(crate) struct OrgChange {
    /// 1 to 100 characters.
    name: String,
}

/// Which organisation is this?
#[utoipa::path(get, path = "/v1/orgs/{orgId}", tag = "orgs",
    params(("orgId" = String, Path, description = "The own organisation")),
    responses(
        (status = 200, description = "The organisation", body = OrgSummary),
        (status = 404, description = "It is not the own one", body = ErrorBody),
    ))]
pub(crate) async fn get_org(
    State(app): State<App>,
    person: SignedIn,
    path: PathOrg,
) -> Result<Json<OrgSummary>, ApiError> {
    path.is_own(&person)?;
    let org = app.meta.org(person.org()).await?.ok_or(ApiError::NotFound("Organisation"))?;
    Ok(Json(OrgSummary::new(org)))
}

/// Renames the organisation.
#[utoipa::path(patch, path = "/v1/orgs/{orgId}", tag = "orgs",
    params(("orgId" = String, Path, description = "The own organisation")),
    request_body = OrgChange,
    responses(
        (status = 200, description = "It is done", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "It is not the own one", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_org(
    State(app): State<App>,
    person: Of<UpdateOrg>,
    path: PathOrg,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    path.is_own(&person)?;
    let name = schema::name_of(schema::object(body.value)?.get("name"), "name").map_err(ApiError::Invalid)?;
    let is_done = app.meta.rename_org(&person, person.actor.clone(), name, app.clock.now()).await?;
    if is_done { Ok(Json(Done {})) } else { Err(FORBIDDEN) }
}

/// How many runs were recorded on each of the last 30 days?
///
/// The newest day first; days without runs are left out. Days are those of UTC. A project with made-up runs counts only where it is named.
#[utoipa::path(get, path = "/v1/orgs/{orgId}/usage", tag = "orgs",
    params(
        ("orgId" = String, Path, description = "The own organisation"),
        ("projectId" = Option<String>, Query, description = "Only the runs of this project"),
    ),
    responses(
        (status = 200, description = "The days", body = [DayView]),
        (status = 404, description = "It is not the own organisation", body = ErrorBody),
    ))]
pub(crate) async fn get_usage(
    State(app): State<App>,
    person: Of<ReadAnalytics>,
    path: PathOrg,
    named: NamedProject,
) -> Result<Json<Vec<DayView>>, ApiError> {
    path.is_own(&person)?;
    let named = named.0.map(|id| person.project(id).ok_or(NO_MEMBER)).transpose()?;
    let projects = match named {
        Some(named) => vec![named],
        None => app.meta.projects_in_usage(person.org()).await?,
    };
    let tomorrow = (app.clock.now().micros().div_euclid(DAY_MICROS) + 1) * DAY_MICROS;
    let (from, to) = (Timestamp::from_micros(tomorrow - USAGE_DAYS * DAY_MICROS), Timestamp::from_micros(tomorrow));
    let days = app.runs.days(&projects, from, to).await?;
    Ok(Json(days.into_iter().map(DayView::from).collect()))
}

/// Makes a new key for the organisation. The one before opens nothing any more.
#[utoipa::path(post, path = "/v1/orgs/{orgId}/api-key/regenerate", tag = "orgs",
    params(("orgId" = String, Path, description = "The own organisation")),
    responses(
        (status = 200, description = "The new key", body = OrgKeyView),
        (status = 404, description = "It is not the own organisation", body = ErrorBody),
    ))]
pub(crate) async fn post_org_key(
    State(app): State<App>,
    person: Of<UpdateKey>,
    path: PathOrg,
) -> Result<Json<OrgKeyView>, ApiError> {
    path.is_own(&person)?;
    let made = app.meta.regenerate_org_key(&person, person.actor.clone(), app.clock.now()).await?;
    Ok(Json(OrgKeyView { api_key: made.ok_or(FORBIDDEN)? }))
}

/// Where is the last bill? There is none: nothing is sold here.
#[utoipa::path(get, path = "/v1/orgs/{orgId}/billing/latest-invoice", tag = "orgs",
    params(("orgId" = String, Path, description = "The own organisation")),
    responses(
        (status = 200, description = "Nowhere", body = InvoiceView),
        (status = 404, description = "It is not the own organisation", body = ErrorBody),
    ))]
pub(crate) async fn get_latest_invoice(
    _app: State<App>,
    person: Of<ReadBilling>,
    path: PathOrg,
) -> Result<Json<InvoiceView>, ApiError> {
    path.is_own(&person)?;
    Ok(Json(InvoiceView { hosted_invoice_url: None }))
}
