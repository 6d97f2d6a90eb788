//! The handlers of the people of an organisation (spec `api-auth-and-orgs.md` 3, with the rules of its USR-D1 to D3).

use axum::extract::State;
use store::meta::{MemberChange, MemberChanged};

use super::body::{self, ChangeBody};
use super::path::PathMember;
use super::view::{BriefView, ToldView};
use crate::app::App;
use crate::auth::{DeleteMember, Of, ReadMember, UpdateMember};
use crate::body::JsonBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::Json;
use crate::runs::Done;

pub(super) const FOREIGN_PROJECT: ApiError =
    ApiError::Forbidden("One of these projects does not belong to your organisation");
pub(super) const ABOVE_RANK: ApiError = ApiError::Forbidden(
    "Your role does not allow this: only the owner and admins change roles, nobody gives or takes one above their own, and \
     billing is the owner's to give",
);
const OWNER_STAYS: ApiError =
    ApiError::Forbidden("This is the owner; the owner has to hand the ownership over to somebody else first");
const OWNERS_TO_GIVE: ApiError = ApiError::Forbidden("Only the owner can hand the ownership over");
const ONESELF: ApiError = ApiError::Forbidden("Nobody removes themselves here; to leave, POST /v1/users/me/leave");

/// Who is this?
#[utoipa::path(get, path = "/v1/users/{userId}", tag = "users",
    params(("userId" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "Somebody of the own organisation", body = BriefView),
        (status = 404, description = "There is nobody with this id", body = ErrorBody),
    ))]
pub(crate) async fn get_member(
    State(app): State<App>,
    person: Of<ReadMember>,
    path: PathMember,
) -> Result<Json<BriefView>, ApiError> {
    let member = app.meta.member(person.org(), path.0).await?.ok_or(ApiError::NotFound("User"))?;
    Ok(Json(member.into()))
}

/// Changes what somebody is, and which projects they are a member of.
///
/// To make somebody the owner is to hand the ownership over, which only the owner can; the owner becomes an admin by it.
/// Whoever has another role now has to sign in again.
#[utoipa::path(patch, path = "/v1/users/{userId}", tag = "users",
    params(("userId" = String, Path, description = "The account")),
    request_body = ChangeBody,
    responses(
        (status = 200, description = "It is done", body = ToldView),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 404, description = "There is nobody with this id", body = ErrorBody),
        (status = 422, description = "Not such a body", body = ErrorBody),
    ))]
pub(crate) async fn patch_member(
    State(app): State<App>,
    person: Of<UpdateMember>,
    path: PathMember,
    body: JsonBody,
) -> Result<Json<ToldView>, ApiError> {
    let (role, projects) = body::change(body.value)?;
    let change = MemberChange { account: path.0, role, projects };
    done(app.meta.change_member(&person, person.actor.clone(), change, app.clock.now()).await?)?;
    Ok(Json(ToldView { message: "User updated successfully" }))
}

/// Removes somebody from the organisation: the account is deleted, and its sessions end.
#[utoipa::path(delete, path = "/v1/users/{userId}", tag = "users",
    params(("userId" = String, Path, description = "The account")),
    responses(
        (status = 200, description = "The account is gone", body = Done),
        (status = 404, description = "There is nobody with this id", body = ErrorBody),
    ))]
pub(crate) async fn delete_member(
    State(app): State<App>,
    person: Of<DeleteMember>,
    path: PathMember,
) -> Result<Json<Done>, ApiError> {
    done(app.meta.remove_member(&person, person.actor.clone(), path.0, app.clock.now()).await?)?;
    Ok(Json(Done {}))
}

fn done(changed: MemberChanged) -> Result<(), ApiError> {
    match changed {
        MemberChanged::Done => Ok(()),
        MemberChanged::NoSuchMember => Err(ApiError::NotFound("User")),
        MemberChanged::NoSuchProject => Err(FOREIGN_PROJECT),
        MemberChanged::OwnerStays => Err(OWNER_STAYS),
        MemberChanged::OwnersToGive => Err(OWNERS_TO_GIVE),
        MemberChanged::Oneself => Err(ONESELF),
        MemberChanged::AboveRank => Err(ABOVE_RANK),
    }
}
