//! What a path or a body names by an id. Whether there is such a thing is asked after the gate.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::ids::parse_hyphenated;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::app::App;
use crate::error::ApiError;
use crate::projects::path_parameter;
use crate::schema::expected;

/// The `{id}` of a path.
pub(crate) struct PathPart(Option<String>);

impl PathPart {
    /// As it was sent, once it is decoded; nothing when it is no text then.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The id; what is no UUID names nothing, and `what` is not found.
    pub(super) fn id(&self, what: &'static str) -> Result<Uuid, ApiError> {
        self.text().and_then(parse_hyphenated).ok_or(ApiError::NotFound(what))
    }
}

impl FromRequestParts<App> for PathPart {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<PathPart, ApiError> {
        Ok(PathPart(path_parameter(parts, app, "id").await))
    }
}

/// The id in a member of a body.
pub(crate) fn uuid_member(members: &Map<String, Value>, name: &str) -> Result<Uuid, String> {
    match members.get(name) {
        Some(Value::String(text)) => parse_hyphenated(text).ok_or_else(|| format!("Invalid uuid at \"{name}\"")),
        other => Err(expected("string", other, name)),
    }
}
