//! What these routes take and give, for the OpenAPI document.

use model::{OrgId, Timestamp};
use serde::{Deserialize, Serialize};
use store::meta::SessionRow;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who asks.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[schema(as = EmailOnly)]
pub(crate) struct EmailBody {
    /// E-mail address, in any case.
    email: String,
}

/// Who wants in.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[schema(as = LogIn)]
pub(crate) struct LoginBody {
    /// E-mail address, in any case.
    email: String,
    /// The password.
    password: String,
}

/// Who wants an account, and how.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[serde(rename_all = "camelCase")]
#[schema(as = SignUp)]
pub(crate) struct SignUpBody {
    /// E-mail address, in any case. ASCII only.
    email: String,
    /// 6 to 256 characters.
    password: String,
    /// 1 to 30 characters.
    name: String,
    /// `signup` makes an organisation and a project, `join` takes an invitation.
    signup_method: String,
    /// Of the invitation, to join.
    token: Option<String>,
    /// What the new organisation is to be called; up to 30 characters.
    org_name: Option<String>,
    /// What the first project is to be called; up to 30 characters.
    project_name: Option<String>,
}

/// A token, and the password that it allows.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[schema(as = PasswordReset)]
pub(crate) struct ResetBody {
    /// From the mail.
    token: String,
    /// The new one: 6 to 256 characters.
    password: String,
}

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[schema(as = PasswordChange)]
pub(crate) struct PasswordBody {
    /// The password as it is.
    current: String,
    /// As it is to be: 6 to 256 characters.
    new: String,
}

/// That it is really you.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[schema(as = PasswordOnly)]
pub(crate) struct ConfirmBody {
    /// Your password.
    password: String,
}

/// A token that was made to be exchanged.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "it says what a body looks like; the body is read member by member")]
#[serde(rename_all = "camelCase")]
#[schema(as = OneTimeToken)]
pub(crate) struct ExchangeBody {
    /// Good once.
    onetime_token: String,
}

/// How this person logs in.
#[derive(Serialize, ToSchema)]
#[schema(as = LogInMethod)]
pub(crate) struct MethodView {
    /// Always `password`.
    pub(super) method: &'static str,
}

/// The token of a session.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionToken)]
pub(crate) struct TokenView {
    /// Send it as `Authorization: Bearer <token>`.
    pub(super) token: String,
}

/// The token of the first session, under the name that the page reads which sent the request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SignedUp)]
pub(crate) struct SignedUpView {
    /// After `signup`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// After `join`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) auth_token: Option<String>,
}

/// How people come in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Door)]
pub(crate) struct DoorView {
    /// Nobody has an account yet: the first one owns the server.
    pub(super) first_account: bool,
    /// Whether somebody without an invitation may make an account.
    pub(super) sign_up: bool,
    /// Whether this server sends mail: without it, links of invitations and resets reach nobody by themselves.
    pub(super) sends_mail: bool,
}

/// Where an invitation leads.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = JoinData)]
pub(crate) struct JoinView {
    /// How many people are there.
    pub(super) org_user_count: i64,
    /// What the organisation is called.
    pub(super) org_name: String,
    /// Always `custom`: nothing is held back.
    pub(super) org_plan: &'static str,
    /// Its id.
    #[schema(value_type = String, format = "uuid")]
    pub(super) org_id: OrgId,
    /// Always null: there may be as many as come.
    pub(super) org_seat_allowance: Option<u32>,
    /// Always false: people log in by password.
    pub(super) saml_enabled: bool,
}

/// That the wish was heard; whether there is such an account, it does not say.
#[derive(Serialize, ToSchema)]
#[schema(as = Heard)]
pub(crate) struct OkView {
    /// Always true.
    pub(super) ok: bool,
}

/// A sentence for people.
#[derive(Serialize, ToSchema)]
#[schema(as = Sentence)]
pub(crate) struct MessageView {
    /// The sentence.
    pub(super) message: &'static str,
}

/// One session.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(crate) struct SessionView {
    /// Its id; never its token.
    #[schema(value_type = String, format = "uuid")]
    id: Uuid,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used; a few seconds late.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// From where it was begun.
    ip_address: Option<String>,
    /// What the client called itself then.
    user_agent: Option<String>,
    /// Whether this request came by it.
    current: bool,
}

impl SessionView {
    /// `current`: whether the request came by it.
    pub(super) fn new(row: SessionRow, current: bool) -> SessionView {
        SessionView {
            id: row.id.0,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
            ip_address: row.ip_address,
            user_agent: row.user_agent,
            current,
        }
    }
}
