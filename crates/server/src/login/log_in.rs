//! The handlers of the door itself: how to log in, in, and out.

use axum::extract::State;
use store::meta::LogIn;

use super::visitor::{Counted, Visitor};
use super::wire::{EmailBody, ExchangeBody, LoginBody, MethodView, TokenView};
use super::{SESSION_MICROS, body, issue};
use crate::app::App;
use crate::auth::{Door, SignedIn};
use crate::body::DoorBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

/// A session that began with a token from elsewhere lasts a day.
const EXCHANGED_MICROS: i64 = 86_400 * 1_000_000;

/// How does this person log in?
///
/// By password, whoever it is.
#[utoipa::path(post, path = "/auth/method", tag = "auth", request_body = EmailBody,
    responses(
        (status = 200, description = "The way", body = MethodView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_method(
    _app: State<App>,
    _gate: Door,
    _visitor: Counted,
    DoorBody(body): DoorBody,
) -> Result<Json<MethodView>, ApiError> {
    body::email(body.value)?;
    Ok(Json(MethodView { method: "password" }))
}

/// Begins a session.
///
/// Whatever is wrong, the answer is the same, and takes as long.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = LoginBody,
    responses(
        (status = 200, description = "The session", body = TokenView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 403, description = "Not such a person, or not this password", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_login(
    State(app): State<App>,
    _gate: Door,
    Counted(visitor): Counted,
    DoorBody(body): DoorBody,
) -> Result<Json<TokenView>, ApiError> {
    let (email, password) = body::login(body.value)?;
    let proven = visitor.prove(&app, &email, password).await?.ok_or(ApiError::WrongLogin)?;
    let log_in = LogIn {
        account: proven.account,
        verified_hash: proven.hash,
        upgrade: proven.upgrade,
        actor: visitor.actor,
        lifetime_micros: SESSION_MICROS,
    };
    let opened = app.meta.log_in(log_in, app.clock.now()).await?.ok_or(ApiError::WrongLogin)?;
    Ok(Json(TokenView { token: issue(&app, &opened) }))
}

/// Exchanges a token that is good once for a session of a day.
#[utoipa::path(post, path = "/auth/exchange-token", tag = "auth", request_body = ExchangeBody,
    responses(
        (status = 200, description = "The session", body = TokenView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 401, description = "The token is unknown, used or too old", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_exchange_token(
    State(app): State<App>,
    _gate: Door,
    visitor: Visitor,
    DoorBody(body): DoorBody,
) -> Result<Json<TokenView>, ApiError> {
    let token = body::text(body.value, "onetimeToken")?;
    let opened = app.meta.exchange_token(&token, visitor.actor, EXCHANGED_MICROS, app.clock.now()).await?;
    let opened = opened.ok_or(super::BAD_TOKEN)?;
    Ok(Json(TokenView { token: issue(&app, &opened) }))
}

/// Ends the session by which the request came.
#[utoipa::path(post, path = "/auth/logout", tag = "auth",
    responses((status = 200, description = "It is over", body = Done)))]
pub(crate) async fn post_logout(State(app): State<App>, person: SignedIn) -> Result<Json<Done>, ApiError> {
    app.meta.end_session(&person, person.session(), person.actor.clone(), app.clock.now()).await?;
    Ok(Json(Done {}))
}
