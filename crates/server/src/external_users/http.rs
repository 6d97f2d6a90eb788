//! The handlers of end users.

use std::collections::BTreeSet;

use axum::extract::{Path, RawQuery, State};
use model::{Check, Timestamp};
use store::runs::PeopleQuery;

use super::asked;
use super::view::{OnePersonView, PeopleView, PersonRowView, PersonUsageView, PersonView};
use crate::app::App;
use crate::auth::{In, ListUsers, ReadUser};
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::number_of;

const NO_SUCH_USER: ApiError = ApiError::NotFound("User");
const A_DAY_MICROS: i64 = 86_400_000_000;
/// Longer ago than any run.
const MOST_DAYS: u64 = 100_000;

/// End users, with what their runs cost.
///
/// `search` looks for a piece of their ids, mails and names; the check `user-props` chooses persons, every other check, and
/// the dates, only which runs count.
#[utoipa::path(get, path = "/v1/external-users", tag = "external-users",
    params(
        ("limit" = Option<u64>, Query, description = "Rows per page: 100, or 0 to 10,000"),
        ("page" = Option<u64>, Query, description = "Zero-based"),
        ("search" = Option<String>, Query, description = "A piece of the id, or of `email` or `name` of the properties"),
        ("startDate" = Option<String>, Query, description = "Only runs that began then or later count"),
        ("endDate" = Option<String>, Query, description = "Only runs that began before count"),
        ("sortField" = Option<String>, Query, description = "`createdAt`, `lastSeen` or `cost`"),
        ("sortDirection" = Option<String>, Query, description = "`desc`, or `asc`"),
        ("checks" = Option<String>, Query, description = "Checks, encoded once more; they may also stand by themselves"),
        ("activity" = Option<bool>, Query, description = "Whether rows say how many runs there are, and how they went"),
    ),
    responses(
        (status = 200, description = "The page", body = PeopleView),
        (status = 400, description = "A check that cannot be understood", body = ErrorBody),
        (status = 422, description = "A limit, page, date or direction that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_external_users(
    State(app): State<App>,
    at: In<ListUsers>,
    RawQuery(raw): RawQuery,
) -> Result<Json<PeopleView>, ApiError> {
    let asked = asked::parse(raw.as_deref().unwrap_or_default())?;
    let query = PeopleQuery { runs: Some(asked.runs.resolve(&app, &at).await?), ..asked.query };
    let found = app.runs.people(&at, query).await?;
    let row = |person: model::ShownUser| {
        let activity = found.activity.of.get(&person.id).copied();
        PersonRowView::new(person, activity, asked.with_activity)
    };
    let view = PeopleView::new(found.total, asked.paging, found.people.into_iter().map(row).collect());
    Ok(Json(PeopleView { complete: (!found.activity.is_complete).then_some(false), ..view }))
}

/// One end user.
#[utoipa::path(get, path = "/v1/external-users/{id}", tag = "external-users",
    params(
        ("id" = String, Path, description = "This server's number for the person"),
        ("activity" = Option<bool>, Query, description = "Whether the answer says what the person's runs add up to"),
    ),
    responses(
        (status = 200, description = "The person", body = OnePersonView),
        (status = 404, description = "This project has no such person", body = ErrorBody),
    ))]
pub(crate) async fn get_external_user(
    State(app): State<App>,
    at: In<ReadUser>,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Json<OnePersonView>, ApiError> {
    let with_activity = asked::with_activity(raw.as_deref().unwrap_or_default())?;
    let id: i64 = id.parse().map_err(|_| NO_SUCH_USER)?;
    let person = app.runs.person(&at, id).await?.ok_or(NO_SUCH_USER)?;
    let mut activity = None;
    if with_activity {
        let found = app.runs.activity(&at, Check::Users(vec![id]).into()).await?;
        activity = Some(found.of.get(&id).copied().unwrap_or_default().into());
    }
    Ok(Json(OnePersonView { person: PersonView::new(person, Some(at.project())), activity }))
}

/// What the runs of end users used, by person, name and type.
///
/// Agents count where they are part of no other run.
#[utoipa::path(get, path = "/v1/external-users/runs/usage", tag = "external-users",
    params(("days" = Option<u64>, Query, description = "Only runs that began in so many days up to now: 1")),
    responses(
        (status = 200, description = "The sums", body = [PersonUsageView]),
        (status = 422, description = "A number of days that is none", body = ErrorBody),
    ))]
pub(crate) async fn list_external_user_usage(
    State(app): State<App>,
    at: In<ReadUser>,
    RawQuery(raw): RawQuery,
) -> Result<Json<Vec<PersonUsageView>>, ApiError> {
    let days = number_of(raw.as_deref(), "days")?.unwrap_or(1).min(MOST_DAYS);
    let days = i64::try_from(days).unwrap_or(i64::MAX);
    let since = app.clock.now().micros().saturating_sub(days.saturating_mul(A_DAY_MICROS));
    let usage = app.runs.usage_of_people(&at, Timestamp::from_micros(since)).await?;
    Ok(Json(usage.into_iter().map(PersonUsageView::from).collect()))
}

/// The keys of what is known of end users, sorted.
#[utoipa::path(get, path = "/v1/external-users/props/keys", tag = "external-users",
    responses((status = 200, description = "The keys", body = Vec<String>)))]
pub(crate) async fn list_external_user_keys(
    State(app): State<App>,
    at: In<ListUsers>,
) -> Result<Json<BTreeSet<String>>, ApiError> {
    Ok(Json(app.runs.prop_keys(&at).await?))
}
