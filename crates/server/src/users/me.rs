//! The handlers that tell somebody about themselves, and that hear them.

use axum::extract::State;
use model::{KeyId, Permission};

use super::body::{self, FeedbackBody};
use super::view::{MeView, MemberView, NotedView};
use crate::app::App;
use crate::auth::{Own, SignedIn, gate};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::orgs::{Extras, OrgView};
use crate::reply::Json;

/// Of a session whose account or organisation went while the request was on its way.
const GONE: ApiError = ApiError::Unauthorized("Invalid access token");

/// Who am I, and what may I do?
#[utoipa::path(get, path = "/v1/users/me", tag = "users",
    responses((status = 200, description = "Whoever is signed in", body = MeView)))]
pub(crate) async fn get_me(State(app): State<App>, person: SignedIn) -> Result<Json<MeView>, ApiError> {
    let member = app.meta.member(person.org(), person.account()).await?.ok_or(GONE)?;
    let granted = Permission::ALL.iter().filter(|&&permission| person.may(permission));
    Ok(Json(MeView {
        person: MemberView::new(member, person.org().org()),
        permissions: granted.map(|permission| permission.name()).collect(),
        operator: gate::is_operator(&app, &person).await?,
    }))
}

/// Which organisation do I belong to, and who else does?
///
/// `users` is there for roles with `teamMembers.list`, `orgApiKey` for the owner and admins.
#[utoipa::path(get, path = "/v1/users/me/org", tag = "users",
    responses((status = 200, description = "The organisation", body = OrgView)))]
pub(crate) async fn get_own_org(State(app): State<App>, person: SignedIn) -> Result<Json<OrgView>, ApiError> {
    let at = person.org();
    let org = app.meta.org(at).await?.ok_or(GONE)?;
    let mut extras = Extras::default();
    if person.may(Permission::TeamMembersList) {
        let members = app.meta.members(at).await?;
        extras.users = Some(members.into_iter().map(|member| MemberView::new(member, at.org())).collect());
    }
    if person.may(Permission::PrivateKeysRead) {
        extras.org_api_key = Some(app.meta.org_key(at).await?);
    }
    Ok(Json(OrgView::new(org, extras)))
}

/// Tells whoever runs the server what one thinks of it. It goes to the server's log.
#[utoipa::path(post, path = "/v1/users/feedback", tag = "users",
    request_body = FeedbackBody,
    responses(
        (status = 200, description = "It is in the log", body = NotedView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn post_user_feedback(
    _app: State<App>,
    from: Own,
    body: JsonBody,
) -> Result<Json<NotedView>, ApiError> {
    let text = body::feedback(body.value)?;
    match &from {
        Own::Person(person) => tracing::info!(account = %person.account(), ?text, "feedback"),
        Own::Key(caller) => {
            let KeyId(key) = caller.key;
            tracing::info!(key, ?text, "feedback");
        }
    }
    Ok(Json(NotedView { ok: true }))
}
