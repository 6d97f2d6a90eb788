//! Who sends a request: its credential, checked.

use std::sync::Arc;

use axum::http::header;
use axum::http::request::Parts;
use model::ProjectId;
use model::ids::parse_hyphenated;
use store::meta::{Actor, Caller, KeyHolder, Person};
use uuid::Uuid;

use super::address::client_ip;
use super::credential::{self, Credential};
use super::throttle::Place;
use crate::app::App;
use crate::error::ApiError;

/// Whoever sends a request.
#[derive(Clone, Debug)]
pub(super) enum Identity {
    /// With a key of a project.
    Key(Caller),
    /// With the key of an organisation.
    Org,
    /// Signed in.
    Person(Arc<Person>),
}

/// Checks the credential of a request, and counts it: every one that is none, and keys if the operator limits them.
pub(super) async fn identify(parts: &Parts, app: &App) -> Result<Identity, ApiError> {
    let credential = credential::read(&parts.headers)?;
    let identity = match check(credential, app).await {
        Err(refusal @ ApiError::Unauthorized(_)) => return Err(app.throttle.failed(Place::of(parts, app), refusal)),
        checked => checked?,
    };
    if let Identity::Key(caller) = &identity {
        app.throttle.request_of_key(Some(parts), caller)?;
    }
    Ok(identity)
}

/// Checks a credential, and counts nothing.
pub(super) async fn check(credential: Credential, app: &App) -> Result<Identity, ApiError> {
    let now = app.clock.now();
    match credential {
        Credential::Key(key) => match app.meta.caller_by_key(key, now).await? {
            Some(KeyHolder::Project(caller)) => Ok(Identity::Key(caller)),
            Some(KeyHolder::Org(_)) => Ok(Identity::Org),
            None => Err(credential::UNKNOWN_KEY),
        },
        Credential::Session(token) => {
            let (session, epoch) = app.tokens.read(&token, now)?;
            let person = app.meta.caller_by_session(session, epoch, now).await?;
            person.map(Identity::Person).ok_or(credential::UNKNOWN_SESSION)
        }
    }
}

/// The project that the query of a request names. One that is no UUID, or that is named twice, is not there.
pub(crate) fn project_in_query(parts: &Parts) -> Result<Option<ProjectId>, ApiError> {
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let mut named = form_urlencoded::parse(query).filter(|(name, _)| name == "projectId").map(|(_, value)| value);
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some(id), None) => Ok(Some(ProjectId(parse_hyphenated(&id).ok_or(ApiError::NotFound("Project"))?))),
        (Some(_), Some(_)) => Err(ApiError::NotFound("Project")),
    }
}

/// The project that the path of a request names.
pub(super) fn project_in_path(parts: &Parts) -> Result<ProjectId, ApiError> {
    let segment = parts.uri.path().strip_prefix("/v1/projects/").and_then(|rest| rest.split('/').next());
    let id: Option<Uuid> = segment.and_then(parse_hyphenated);
    id.map(ProjectId).ok_or(ApiError::NotFound("Project"))
}

impl Identity {
    /// Who it is, for the audit log.
    pub(super) fn actor(&self, parts: &Parts, app: &App) -> Actor {
        let actor = match self {
            Identity::Key(caller) => Actor::of_key(caller),
            Identity::Person(person) => Actor::of_person(person),
            Identity::Org => Actor::unknown(),
        };
        from_client(actor, parts, app)
    }
}

/// The same actor, with where the request came from.
pub(crate) fn from_client(actor: Actor, parts: &Parts, app: &App) -> Actor {
    let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    actor.from_client(client_ip(parts, &app.settings.trusted_proxies), user_agent)
}
