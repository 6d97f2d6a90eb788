//! The handlers around mails: a forgotten password, and the proof of an address. Whether there is such an account, none of
//! them says.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::EmailAddress;
use store::meta::{EmailVerified, MailAsked, MailPurpose, MailToken};

use super::visitor::{Counted, Visitor};
use super::wire::{EmailBody, MessageView, OkView, ResetBody, TokenView};
use super::{BAD_TOKEN, SESSION_MICROS, body, issue, query_token};
use crate::app::App;
use crate::auth::Door;
use crate::body::DoorBody;
use crate::error::{ApiError, ErrorBody};
use crate::mail::Page;
use crate::reply::Json;

/// Sends a mail by which a new password can be set.
///
/// If there is such an account, and at most once in 15 minutes. Without a mail server the link is in the server's log.
#[utoipa::path(post, path = "/auth/request-password-reset", tag = "auth", request_body = EmailBody,
    responses(
        (status = 200, description = "Heard", body = OkView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_request_reset(
    State(app): State<App>,
    _gate: Door,
    _visitor: Counted,
    DoorBody(body): DoorBody,
) -> Result<Json<OkView>, ApiError> {
    let email = body::email(body.value)?;
    ask(&app, MailPurpose::Reset, email).await?;
    Ok(Json(OkView { ok: true }))
}

/// Sends the mail again by which an address is proven.
///
/// If there is an account with it that is not proven, and at most once in 15 minutes.
#[utoipa::path(post, path = "/v1/users/send-verification", tag = "auth", request_body = EmailBody,
    responses(
        (status = 200, description = "Heard", body = OkView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_send_verification(
    State(app): State<App>,
    _gate: Door,
    _visitor: Counted,
    DoorBody(body): DoorBody,
) -> Result<Json<OkView>, ApiError> {
    let email = body::email(body.value)?;
    ask(&app, MailPurpose::Verify, email).await?;
    Ok(Json(OkView { ok: true }))
}

/// The letter is written before it is known whether anybody will read it: the work is the same.
async fn ask(app: &App, purpose: MailPurpose, email: EmailAddress) -> Result<(), ApiError> {
    let token = MailToken::random();
    let (page, letter) = match purpose {
        MailPurpose::Reset => (Page::ResetPassword, app.mail.reset(email.as_str(), None, token.text())),
        MailPurpose::Verify | MailPurpose::Exchange => {
            (Page::VerifyEmail, app.mail.verify(email.as_str(), None, token.text()))
        }
    };
    let link = app.mail.link(page, token.text());
    let letter = app.mail.is_configured().then_some(letter);
    let is_mailed = letter.is_some();
    let asked = app.meta.ask_for_mail((purpose, email.clone()), token, letter, app.clock.now()).await?;
    if asked == MailAsked::Sent && !is_mailed {
        tracing::info!(email = email.as_str(), link, "no mail server is set up; this is the link that was asked for");
    }
    Ok(())
}

/// Sets a new password by the token from a mail.
///
/// The token is good once, for 15 minutes. All sessions of the account are over; this begins a new one.
#[utoipa::path(post, path = "/auth/reset-password", tag = "auth", request_body = ResetBody,
    responses(
        (status = 200, description = "The new session", body = TokenView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 401, description = "The token is unknown, used or too old", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_reset_password(
    State(app): State<App>,
    _gate: Door,
    visitor: Visitor,
    DoorBody(body): DoorBody,
) -> Result<Json<TokenView>, ApiError> {
    let (token, password) = body::reset(body.value)?;
    let now = app.clock.now();
    if !app.meta.has_mail_token(MailPurpose::Reset, &token, now).await? {
        return Err(BAD_TOKEN);
    }
    let hash = app.passwords.hash(password).await;
    let opened = app.meta.reset_password(&token, hash, (visitor.actor, SESSION_MICROS), now).await?;
    Ok(Json(TokenView { token: issue(&app, &opened.ok_or(BAD_TOKEN)?) }))
}

/// Takes an address for proven, by the token from a mail.
///
/// A browser that follows the link is led to the dashboard.
#[utoipa::path(get, path = "/v1/users/verify-email", tag = "auth",
    params(("token" = String, Query, description = "From the mail")),
    responses(
        (status = 200, description = "It is proven", body = MessageView),
        (status = 302, description = "The same, for a browser: to the dashboard"),
        (status = 401, description = "The token is unknown or too old", body = ErrorBody),
        (status = 422, description = "No token", body = ErrorBody),
    ))]
pub(crate) async fn get_verify_email(
    State(app): State<App>,
    _gate: Door,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let token = query_token(query.as_deref())?;
    let message = match app.meta.verify_email(&token, app.clock.now()).await? {
        EmailVerified::Done => "Email verified",
        EmailVerified::Already => "Email already verified",
        EmailVerified::NoSuchToken => return Err(BAD_TOKEN),
    };
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.trim_start().starts_with("text/html") {
        return Ok((StatusCode::FOUND, [(header::LOCATION, app.settings.app_url.clone())]).into_response());
    }
    Ok(Json(MessageView { message }).into_response())
}
