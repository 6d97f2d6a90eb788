//! Whom a path names.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::ids::parse_hyphenated;
use model::{AccountId, InvitationId};

use crate::app::App;
use crate::error::ApiError;
use crate::projects::path_parameter;

/// A person. What is no UUID is nobody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathMember(pub(super) AccountId);

/// An invitation; `None` for what is no UUID.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathInvitation(pub(super) Option<InvitationId>);

impl FromRequestParts<App> for PathMember {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathMember, ApiError> {
        let text = path_parameter(parts, app, "userId").await;
        let id = text.as_deref().and_then(parse_hyphenated).ok_or(ApiError::NotFound("User"))?;
        Ok(PathMember(AccountId(id)))
    }
}

impl FromRequestParts<App> for PathInvitation {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathInvitation, ApiError> {
        let text = path_parameter(parts, app, "id").await;
        Ok(PathInvitation(text.as_deref().and_then(parse_hyphenated).map(InvitationId)))
    }
}
