//! The handlers of invitations.

use axum::extract::State;
use axum::http::StatusCode;
use model::{InvitationId, Permission};
use store::meta::{InvitationToken, Invited, NewInvitation};

use super::body::{self, InviteBody, Wish};
use super::http::{ABOVE_RANK, FOREIGN_PROJECT};
use super::path::PathInvitation;
use super::view::{InvitationView, InvitedUserView, InvitedView, UserToComeView};
use crate::app::App;
use crate::auth::{CreateMember, ListMembers, Of};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::mail::Page;
use crate::reply::Json;
use crate::runs::Done;

const ALREADY_MEMBER: ApiError = ApiError::Conflict("Somebody with this address belongs to your organisation already");

/// Who was invited and did not come yet?
///
/// Those are listed too whose invitation lets nobody in any more, because it is too old, or because whoever made it is gone or
/// may no longer give the role: inviting the address anew gives it another link.
#[utoipa::path(get, path = "/v1/users/invited", tag = "users",
    responses((status = 200, description = "The invitations of the organisation", body = [InvitationView])))]
pub(crate) async fn list_invitations(
    State(app): State<App>,
    person: Of<ListMembers>,
) -> Result<Json<Vec<InvitationView>>, ApiError> {
    let may_invite = person.may(Permission::TeamMembersCreate);
    let invitations = app.meta.invitations(person.org(), may_invite).await?;
    let org = person.org().org();
    Ok(Json(invitations.into_iter().map(|invitation| InvitationView::new(invitation, org)).collect()))
}

/// Invites somebody into the organisation.
///
/// An address that was invited before is invited anew: the link of that time no longer works. The link is sent by mail, or
/// else it is in the server's log; whoever invites can also pass it on.
#[utoipa::path(post, path = "/v1/users/invitation", tag = "users",
    request_body = InviteBody,
    responses(
        (status = 200, description = "Invited", body = InvitedView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "The person belongs to the organisation already", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_invitation(
    State(app): State<App>,
    person: Of<CreateMember>,
    body: JsonBody,
) -> Result<Json<InvitedView>, ApiError> {
    let (_, token) = invite(&app, &person, &body::invitation(body.value)?).await?;
    Ok(Json(InvitedView { token: token.text().to_owned() }))
}

/// Invites somebody, as clients did before there were invitations.
#[utoipa::path(post, path = "/v1/users", tag = "users",
    request_body = InviteBody,
    responses(
        (status = 201, description = "Invited", body = InvitedUserView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 409, description = "The person belongs to the organisation already", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_user(
    State(app): State<App>,
    person: Of<CreateMember>,
    body: JsonBody,
) -> Result<(StatusCode, Json<InvitedUserView>), ApiError> {
    let wish = body::invitation(body.value)?;
    let (id, _) = invite(&app, &person, &wish).await?;
    let user = UserToComeView {
        id,
        created_at: app.clock.now(),
        email: wish.email.as_str().to_owned(),
        name: None,
        org_id: person.org().org(),
        role: wish.role.word(),
        verified: false,
        avatar_url: None,
        last_login_at: None,
        project_ids: wish.projects,
    };
    Ok((StatusCode::CREATED, Json(InvitedUserView { user })))
}

/// Takes an invitation back, if it is there.
#[utoipa::path(delete, path = "/v1/users/invitation/{id}", tag = "users",
    params(("id" = String, Path, description = "The invitation")),
    responses((status = 200, description = "It is not there any more", body = Done)))]
pub(crate) async fn delete_invitation(
    State(app): State<App>,
    person: Of<CreateMember>,
    path: PathInvitation,
) -> Result<Json<Done>, ApiError> {
    if let Some(id) = path.0 {
        app.meta.cancel_invitation(&person, person.actor.clone(), id, app.clock.now()).await?;
    }
    Ok(Json(Done {}))
}

/// Makes the invitation and sends the link, or writes it into the log where there is no mail server.
async fn invite(
    app: &App,
    person: &Of<CreateMember>,
    wish: &Wish,
) -> Result<(InvitationId, InvitationToken), ApiError> {
    let token = InvitationToken::random();
    let email = wish.email.as_str();
    let letter = if app.mail.is_configured() {
        let org = app.meta.org(person.org()).await?.map(|org| org.name).unwrap_or_default();
        Some(app.mail.invitation(email, &org, person.name(), token.text()))
    } else {
        None
    };
    let is_sent = letter.is_some();
    let Wish { email: to, role, projects } = wish;
    let new =
        NewInvitation { email: to.clone(), role: *role, projects: projects.clone(), token: token.clone(), letter };
    match app.meta.invite(person, person.actor.clone(), new, app.clock.now()).await? {
        Invited::Done(id) => {
            if !is_sent {
                let link = app.mail.link(Page::Join, token.text());
                tracing::info!(email, link, "invited, and there is no mail server: pass this link on");
            }
            Ok((id, token))
        }
        Invited::AlreadyMember => Err(ALREADY_MEMBER),
        Invited::NoSuchProject => Err(FOREIGN_PROJECT),
        Invited::AboveRank => Err(ABOVE_RANK),
    }
}
