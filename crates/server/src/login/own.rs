//! The handlers for the own account: its sessions, its password, and its end.

use axum::extract::{Path, State};
use model::ids::parse_hyphenated;
use model::{EmailAddress, SessionId};
use store::meta::{Left, LogIn};

use super::visitor::{Counted, Proven};
use super::wire::{ConfirmBody, PasswordBody, SessionView, TokenView};
use super::{SESSION_MICROS, body, issue};
use crate::app::App;
use crate::auth::SignedIn;
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

const WRONG_PASSWORD: ApiError = ApiError::Forbidden("This is not your password");
const OWNER_STAYS: ApiError = ApiError::Forbidden(
    "The owner cannot leave: make somebody else the owner first, with PATCH /v1/users/{userId} and the role `owner`",
);
const NO_SESSION: ApiError = ApiError::NotFound("Session");

/// Where am I signed in?
///
/// The last used session first; at most 200.
#[utoipa::path(get, path = "/v1/users/me/sessions", tag = "users",
    responses((status = 200, description = "The own sessions that are not over", body = Vec<SessionView>)))]
pub(crate) async fn list_sessions(
    State(app): State<App>,
    person: SignedIn,
) -> Result<Json<Vec<SessionView>>, ApiError> {
    let rows = app.meta.sessions(&person, app.clock.now()).await?;
    let view = |row: store::meta::SessionRow| {
        let current = row.id == person.session();
        SessionView::new(row, current)
    };
    Ok(Json(rows.into_iter().map(view).collect()))
}

/// Ends one of the own sessions.
#[utoipa::path(delete, path = "/v1/users/me/sessions/{id}", tag = "users",
    params(("id" = String, Path, description = "As the list shows it")),
    responses(
        (status = 200, description = "It is over", body = Done),
        (status = 404, description = "You have no such session", body = ErrorBody),
    ))]
pub(crate) async fn delete_session(
    State(app): State<App>,
    person: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Done>, ApiError> {
    let id = SessionId(parse_hyphenated(&id).ok_or(NO_SESSION)?);
    let ended = app.meta.end_session(&person, id, person.actor.clone(), app.clock.now()).await?;
    if ended { Ok(Json(Done {})) } else { Err(NO_SESSION) }
}

/// Ends all own sessions but this one.
#[utoipa::path(delete, path = "/v1/users/me/sessions", tag = "users",
    responses((status = 200, description = "They are over", body = Done)))]
pub(crate) async fn delete_other_sessions(State(app): State<App>, person: SignedIn) -> Result<Json<Done>, ApiError> {
    app.meta.end_other_sessions(&person, person.actor.clone(), app.clock.now()).await?;
    Ok(Json(Done {}))
}

/// Changes the own password.
///
/// All sessions are over, this one too; the answer is a new one.
#[utoipa::path(post, path = "/v1/users/me/password", tag = "users", request_body = PasswordBody,
    responses(
        (status = 200, description = "The new session", body = TokenView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 403, description = "Not the current password", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_password(
    State(app): State<App>,
    person: SignedIn,
    visitor: Counted,
    body: JsonBody,
) -> Result<Json<TokenView>, ApiError> {
    let (current, new) = body::change(body.value)?;
    let proven = confirm(&app, &person, visitor, current).await?;
    let hash = app.passwords.hash(new).await;
    let verified = LogIn {
        account: proven.account,
        verified_hash: proven.hash,
        upgrade: None,
        actor: person.actor.clone(),
        lifetime_micros: SESSION_MICROS,
    };
    let opened = app.meta.change_password(verified, hash, app.clock.now()).await?.ok_or(WRONG_PASSWORD)?;
    Ok(Json(TokenView { token: issue(&app, &opened) }))
}

/// Deletes the own account.
///
/// What it made stays with the organisation. The owner cannot leave.
#[utoipa::path(post, path = "/v1/users/me/leave", tag = "users", request_body = ConfirmBody,
    responses(
        (status = 200, description = "The account is gone", body = Done),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 403, description = "Not the password, or the owner", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_leave(
    State(app): State<App>,
    person: SignedIn,
    visitor: Counted,
    body: JsonBody,
) -> Result<Json<Done>, ApiError> {
    let password = body::text(body.value, "password")?;
    confirm(&app, &person, visitor, password).await?;
    match app.meta.leave(&person, person.actor.clone(), app.clock.now()).await? {
        Left::Done | Left::NoSuchAccount => Ok(Json(Done {})),
        Left::IsOwner => Err(OWNER_STAYS),
    }
}

/// That it is really this person: by the password.
async fn confirm(
    app: &App,
    person: &SignedIn,
    Counted(visitor): Counted,
    password: String,
) -> Result<Proven, ApiError> {
    let email = EmailAddress::parse(person.email()).map_err(|_| WRONG_PASSWORD)?;
    let proven = visitor.prove(app, &email, password).await?;
    proven.filter(|proven| proven.account == person.account()).ok_or(WRONG_PASSWORD)
}
