//! The handlers for people who are new: by themselves, or by invitation.

use axum::extract::{RawQuery, State};
use store::meta::{Actor, Joined, MailToken, Newcomer, SignUp, SignedUp};

use super::body::{self, Way, Wish};
use super::visitor::Counted;
use super::wire::{DoorView, JoinView, SignUpBody, SignedUpView};
use super::{BAD_TOKEN, SESSION_MICROS, issue, query_token};
use crate::app::App;
use crate::auth::Door;
use crate::body::DoorBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;

const NAME_TAKEN: ApiError = ApiError::Forbidden("User already exists");
const INVITED_ONLY: ApiError = ApiError::Forbidden(
    "People join this server by invitation: ask somebody who is in. (--signup open lets everybody in)",
);
const NO_LINKS: ApiError = ApiError::Forbidden("A name must not contain a link");
const OTHER_EMAIL: ApiError = ApiError::Forbidden("Invalid token");
const BELONGS_ELSEWHERE: ApiError = ApiError::Conflict(
    "There is an account with this e-mail address. It must be removed from its organisation first: by its owner or an admin, \
     or by yourself, signed in, with POST /v1/users/me/leave",
);
const NO_SLOT: ApiError = ApiError::Conflict("This server has had all the projects that it can have");

/// Makes an account.
///
/// The first account of a server owns the organisation and project that the first start made. Later ones get their own, if
/// the operator lets everybody in. With `join` the account belongs where the invitation leads.
#[utoipa::path(post, path = "/auth/signup", tag = "auth", request_body = SignUpBody,
    responses(
        (status = 200, description = "The account is there, and this is its session", body = SignedUpView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 401, description = "The invitation is unknown, used, cancelled or too old", body = ErrorBody),
        (status = 403, description = "The address is taken, the invitation is for another one, or people come by invitation \
                                      only", body = ErrorBody),
        (status = 409, description = "The invited person belongs to another organisation", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
        (status = 429, description = "Too many attempts", body = ErrorBody),
    ))]
pub(crate) async fn post_signup(
    State(app): State<App>,
    _gate: Door,
    Counted(visitor): Counted,
    DoorBody(body): DoorBody,
) -> Result<Json<SignedUpView>, ApiError> {
    let wish = body::wish(body.value)?;
    refuse_links(&wish)?;
    refuse_early(&app, &wish).await?;
    let newcomer = newcomer(&app, &wish, visitor.actor).await;
    let view = match wish.way {
        Way::Found { org, project } => found(&app, newcomer, (org, project)).await?,
        Way::Join { token } => join(&app, newcomer, &token).await?,
    };
    Ok(Json(view))
}

/// Names go into mails and pages.
fn refuse_links(wish: &Wish) -> Result<(), ApiError> {
    let titles = match &wish.way {
        Way::Found { org, project } => [org.as_deref(), project.as_deref()],
        Way::Join { .. } => [None, None],
    };
    let has_link = titles.into_iter().flatten().chain([wish.name.as_str()]).any(|name| name.contains("://"));
    if has_link { Err(NO_LINKS) } else { Ok(()) }
}

/// What can be refused before a password is hashed; the store decides it again.
async fn refuse_early(app: &App, wish: &Wish) -> Result<(), ApiError> {
    match &wish.way {
        Way::Found { .. } if !app.settings.open_sign_up && app.meta.has_accounts().await? => Err(INVITED_ONLY),
        Way::Found { .. } if app.meta.has_account(wish.email.as_str()).await? => Err(NAME_TAKEN),
        Way::Join { token } if app.meta.join_data(token, app.clock.now()).await?.is_none() => Err(BAD_TOKEN),
        _ => Ok(()),
    }
}

/// The newcomer as the store wants them. The address is to be proven only where a letter can be sent.
async fn newcomer(app: &App, wish: &Wish, actor: Actor) -> Newcomer {
    let needs_proof = app.mail.is_configured() && !app.settings.skip_email_verify;
    let verification = needs_proof.then(|| {
        let token = MailToken::random();
        let letter = app.mail.verify(wish.email.as_str(), Some(wish.name.as_str()), token.text());
        (token, Some(letter))
    });
    Newcomer {
        email: wish.email.clone(),
        name: wish.name.clone(),
        password_hash: app.passwords.hash(wish.password.clone()).await,
        verification,
        actor,
        lifetime_micros: SESSION_MICROS,
    }
}

async fn found(
    app: &App,
    newcomer: Newcomer,
    (org_name, project_name): (Option<String>, Option<String>),
) -> Result<SignedUpView, ApiError> {
    let wish = SignUp { newcomer, org_name, project_name, is_open: app.settings.open_sign_up };
    match app.meta.sign_up(wish, app.clock.now()).await? {
        SignedUp::Done(opened) => Ok(SignedUpView { token: Some(issue(app, &opened)), auth_token: None }),
        SignedUp::EmailTaken => Err(NAME_TAKEN),
        SignedUp::ByInvitationOnly => Err(INVITED_ONLY),
        SignedUp::NoSlotLeft => Err(NO_SLOT),
    }
}

async fn join(app: &App, newcomer: Newcomer, token: &str) -> Result<SignedUpView, ApiError> {
    match app.meta.join(token, newcomer, app.clock.now()).await? {
        Joined::Done(opened) => Ok(SignedUpView { token: None, auth_token: Some(issue(app, &opened)) }),
        Joined::NoSuchInvitation => Err(BAD_TOKEN),
        Joined::OtherEmail => Err(OTHER_EMAIL),
        Joined::EmailTaken => Err(BELONGS_ELSEWHERE),
    }
}

/// How do people come in?
///
/// For the page that asks them in; whoever has no account may know.
#[utoipa::path(get, path = "/auth/door", tag = "auth", responses((status = 200, description = "So", body = DoorView)))]
pub(crate) async fn get_door(State(app): State<App>, _gate: Door) -> Result<Json<DoorView>, ApiError> {
    let is_empty = !app.meta.has_accounts().await?;
    Ok(Json(DoorView {
        first_account: is_empty,
        sign_up: is_empty || app.settings.open_sign_up,
        sends_mail: app.mail.is_configured(),
    }))
}

/// Where does this invitation lead?
#[utoipa::path(get, path = "/auth/join-data", tag = "auth",
    params(("token" = String, Query, description = "Of the invitation")),
    responses(
        (status = 200, description = "There", body = JoinView),
        (status = 401, description = "The invitation is unknown, used, cancelled or too old", body = ErrorBody),
        (status = 422, description = "No token", body = ErrorBody),
    ))]
pub(crate) async fn get_join_data(
    State(app): State<App>,
    _gate: Door,
    RawQuery(query): RawQuery,
) -> Result<Json<JoinView>, ApiError> {
    let token = query_token(query.as_deref())?;
    let data = app.meta.join_data(&token, app.clock.now()).await?.ok_or(BAD_TOKEN)?;
    Ok(Json(JoinView {
        org_user_count: data.members,
        org_name: data.org_name,
        org_plan: "custom",
        org_id: data.org,
        org_seat_allowance: None,
        saml_enabled: false,
    }))
}
