//! People as the wire has them (spec `api-auth-and-orgs.md` 3).

use model::{AccountId, InvitationId, OrgId, ProjectId, Timestamp};
use serde::Serialize;
use store::meta::{Invitation, Member};
use utoipa::ToSchema;

/// Somebody who belongs to the organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberView {
    #[schema(value_type = String, format = "uuid")]
    id: AccountId,
    /// What the person wants to be called.
    name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    email: String,
    #[schema(value_type = String, format = "uuid")]
    org_id: OrgId,
    /// `owner`, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or `analytics`.
    role: &'static str,
    /// Whether the person has shown that the address is their own.
    verified: bool,
    avatar_url: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_login_at: Option<Timestamp>,
    /// The projects that the person is a member of.
    #[schema(value_type = Vec<String>)]
    projects: Vec<ProjectId>,
}

/// Somebody who belongs to the organisation, as everybody there may see them.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberInBrief)]
pub(crate) struct BriefView {
    #[schema(value_type = String, format = "uuid")]
    id: AccountId,
    name: Option<String>,
    email: String,
    verified: bool,
}

/// Whoever is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub(crate) struct MeView {
    #[serde(flatten)]
    pub(super) person: MemberView,
    /// What the person's role grants, such as `logs.read`.
    pub(super) permissions: Vec<&'static str>,
    /// Whether the person runs the server.
    pub(super) operator: bool,
}

/// Somebody who was invited and did not come yet.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvitationView {
    #[schema(value_type = String, format = "uuid")]
    id: InvitationId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the person was last invited.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    email: String,
    #[schema(value_type = String, format = "uuid")]
    org_id: OrgId,
    role: &'static str,
    /// What lets the person in, behind `/join?token=`; null for who may not invite people.
    token: Option<String>,
    email_verified: Option<bool>,
    /// From then on it lets nobody in.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    #[schema(value_type = Vec<String>)]
    projects: Vec<ProjectId>,
}

/// What came of an invitation.
#[derive(Serialize, ToSchema)]
#[schema(as = Invited)]
pub(crate) struct InvitedView {
    /// What lets the person in, behind `/join?token=`.
    pub(super) token: String,
}

/// What came of an invitation by the older route.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitedUser)]
pub(crate) struct InvitedUserView {
    pub(super) user: UserToComeView,
}

/// Somebody who has no account yet.
#[derive(Serialize, ToSchema)]
#[schema(as = UserToCome)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserToComeView {
    /// Of the invitation.
    #[schema(value_type = String, format = "uuid")]
    pub(super) id: InvitationId,
    #[schema(value_type = String, format = DateTime)]
    pub(super) created_at: Timestamp,
    pub(super) email: String,
    pub(super) name: Option<String>,
    #[schema(value_type = String, format = "uuid")]
    pub(super) org_id: OrgId,
    pub(super) role: &'static str,
    pub(super) verified: bool,
    pub(super) avatar_url: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) last_login_at: Option<Timestamp>,
    #[schema(value_type = Vec<String>)]
    pub(super) project_ids: Vec<ProjectId>,
}

/// A sentence.
#[derive(Serialize, ToSchema)]
#[schema(as = Told)]
pub(crate) struct ToldView {
    pub(super) message: &'static str,
}

/// `{"ok": true}`
#[derive(Serialize, ToSchema)]
#[schema(as = Noted)]
pub(crate) struct NotedView {
    pub(super) ok: bool,
}

impl MemberView {
    pub(crate) fn new(member: Member, org: OrgId) -> MemberView {
        MemberView {
            id: member.id,
            name: member.name,
            created_at: member.created_at,
            email: member.email,
            org_id: org,
            role: member.role.word(),
            verified: member.verified,
            avatar_url: member.avatar_url,
            last_login_at: member.last_login_at,
            projects: member.projects,
        }
    }
}

impl From<Member> for BriefView {
    fn from(member: Member) -> BriefView {
        BriefView { id: member.id, name: member.name, email: member.email, verified: member.verified }
    }
}

impl InvitationView {
    pub(super) fn new(invitation: Invitation, org: OrgId) -> InvitationView {
        InvitationView {
            id: invitation.id,
            created_at: invitation.created_at,
            updated_at: invitation.updated_at,
            email: invitation.email,
            org_id: org,
            role: invitation.role.word(),
            token: invitation.token.map(|token| token.text().to_owned()),
            email_verified: invitation.email_verified,
            expires_at: invitation.expires_at,
            projects: invitation.projects,
        }
    }
}
