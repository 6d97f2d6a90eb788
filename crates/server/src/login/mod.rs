//! How people come in, and how they go: sign-up, log-in, log-out, sessions, passwords, and proof of an e-mail address.
//!
//! It refuses to know where an identity is looked up ([`crate::auth`]) and what an account may do. What fails to let somebody
//! in says as little as it can, and takes as long as what succeeds. Start reading at `log_in.rs`.

mod body;
mod elsewhere;
mod log_in;
mod mailed;
mod own;
mod sign_up;
mod visitor;
mod wire;

use store::meta::Opened;

use crate::app::App;
use crate::auth::token::Issued;
use crate::error::ApiError;

pub(crate) use body::password_issue;
pub(crate) use elsewhere::*;
pub(crate) use log_in::*;
pub(crate) use mailed::*;
pub(crate) use own::*;
pub(crate) use sign_up::*;

/// How long a session lasts: 30 days.
pub const SESSION_MICROS: i64 = 30 * 86_400 * 1_000_000;

const BAD_TOKEN: ApiError = ApiError::Unauthorized("Invalid token");

/// The token of a session, as the client is to send it.
#[must_use]
pub fn issue(app: &App, opened: &Opened) -> String {
    app.tokens.sign(&Issued {
        session: opened.session,
        epoch: opened.epoch,
        account: opened.account,
        org: opened.org,
        email: opened.email.clone(),
        issued_at: opened.opened_at,
        expires_at: opened.expires_at,
    })
}

/// The `token` of a query.
fn query_token(query: Option<&str>) -> Result<String, ApiError> {
    let query = query.unwrap_or_default().as_bytes();
    let token = form_urlencoded::parse(query).find(|(name, _)| name == "token");
    token.map(|(_, value)| value.into_owned()).ok_or_else(|| ApiError::Invalid("Required at \"token\"".into()))
}
