//! The gates themselves. Each is an extractor that runs before the body of a request is read.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use model::{ProjectId, Role};
use store::ProjectScope;
use store::meta::{Actor, Caller, Editor, KeyKind, Person};

use super::credential;
use super::identity::{Identity, identify, project_in_path, project_in_query};
use super::permission::Permission;
use crate::app::App;
use crate::error::ApiError;

const FORBIDDEN: ApiError = ApiError::Forbidden("You don't have access to this resource");
const NO_MEMBER: ApiError = ApiError::Forbidden("Unauthorized access to project");
const NEEDS_PERSON: ApiError = ApiError::Forbidden("This endpoint needs a signed-in user");
const NOT_OPERATOR: ApiError = ApiError::Unauthorized(
    "This is shown on the machine of the server, to its operators, or to who sends --metrics-token as bearer",
);

/// Headers that a proxy adds.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// One project, for whoever has the permission `P` there: its private key, or a member whose request names it as `projectId`.
#[derive(Clone, Debug)]
pub(crate) struct In<P> {
    scope: ProjectScope,
    /// Of a person; a key has none, and may do everything.
    role: Option<Role>,
    /// Who it is, for the audit log.
    pub(crate) actor: Actor,
    permission: PhantomData<P>,
}

/// The same for the project that the path names.
#[derive(Clone, Debug)]
pub(crate) struct At<P> {
    scope: ProjectScope,
    /// Who it is, for the audit log.
    pub(crate) actor: Actor,
    permission: PhantomData<P>,
}

/// One project, for anyone with a key of it; a public one is enough. Of people, a member who has the permission `P`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anyone<P> {
    /// The key, and the project that it opens; 0 for a person.
    pub(crate) caller: Caller,
    permission: PhantomData<P>,
}

/// A person who has the permission `P` in the own organisation. No key passes.
#[derive(Clone, Debug)]
pub(crate) struct Of<P> {
    person: Arc<Person>,
    /// The same person, for the audit log.
    pub(crate) actor: Actor,
    permission: PhantomData<P>,
}

/// Whoever is signed in, whatever the role. No key passes.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    person: Arc<Person>,
    /// The same person, for the audit log.
    pub(crate) actor: Actor,
}

/// No credential is needed, and none is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open;

/// The same, for people who come in: pages of other origins have no business there (design 8).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door;

/// Whoever runs this server: on the same machine, signed in as an operator, or with `--metrics-token`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator;

/// The other end of the connection that a request came on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl<P> In<P> {
    /// Whether the caller may do this too.
    pub(crate) fn may(&self, permission: model::Permission) -> bool {
        self.role.is_none_or(|role| role.may(permission))
    }
}

impl<P> Deref for In<P> {
    type Target = ProjectScope;

    fn deref(&self) -> &ProjectScope {
        &self.scope
    }
}

impl<P> Deref for At<P> {
    type Target = ProjectScope;

    fn deref(&self) -> &ProjectScope {
        &self.scope
    }
}

impl<P> Deref for Of<P> {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
}

impl Deref for SignedIn {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
}

impl<P> In<P> {
    /// The same caller, as somebody who changes prompts: the permission of the gate is the least that it takes.
    pub(crate) fn editor(&self) -> Editor {
        Editor { actor: self.actor.clone(), role: self.role }
    }
}

impl<P: Permission> FromRequestParts<App> for In<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<In<P>, ApiError> {
        let identity = identify(parts, app).await?;
        let (scope, role) = match &identity {
            Identity::Key(caller) => (private(caller)?, None),
            Identity::Org => return Err(credential::NO_ORG_KEYS),
            Identity::Person(person) => (allowed::<P>(person, named_project(parts, person)?)?, Some(person.role())),
        };
        Ok(In { scope, role, actor: identity.actor(parts, app), permission: PhantomData })
    }
}

impl<P: Permission> FromRequestParts<App> for At<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<At<P>, ApiError> {
        let identity = identify(parts, app).await?;
        let id = project_in_path(parts)?;
        let scope = match &identity {
            Identity::Key(caller) => {
                Some(private(caller)?).filter(|own| own.project() == id).ok_or(ApiError::NotFound("Project"))?
            }
            Identity::Org => return Err(credential::NO_ORG_KEYS),
            Identity::Person(person) => allowed::<P>(person, project_of(app, person, id).await?)?,
        };
        Ok(At { scope, actor: identity.actor(parts, app), permission: PhantomData })
    }
}

impl<P: Permission> FromRequestParts<App> for Anyone<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Anyone<P>, ApiError> {
        let caller = match identify(parts, app).await? {
            Identity::Key(caller) => caller,
            Identity::Org => return Err(credential::NO_ORG_KEYS),
            Identity::Person(person) => {
                let scope = allowed::<P>(&person, named_project(parts, &person)?)?;
                Caller { key: model::KeyId(0), kind: KeyKind::Private, scope }
            }
        };
        Ok(Anyone { caller, permission: PhantomData })
    }
}

impl<P: Permission> FromRequestParts<App> for Of<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Of<P>, ApiError> {
        let SignedIn { person, actor } = SignedIn::from_request_parts(parts, app).await?;
        if !person.may(P::PERMISSION) {
            return Err(FORBIDDEN);
        }
        Ok(Of { person, actor, permission: PhantomData })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<SignedIn, ApiError> {
        let identity = identify(parts, app).await?;
        let actor = identity.actor(parts, app);
        match identity {
            Identity::Person(person) => Ok(SignedIn { person, actor }),
            Identity::Org => Err(credential::NO_ORG_KEYS),
            Identity::Key(caller) => {
                private(&caller)?;
                Err(NEEDS_PERSON)
            }
        }
    }
}

impl FromRequestParts<App> for Open {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, _: &App) -> Result<Open, ApiError> {
        Ok(Open)
    }
}

impl FromRequestParts<App> for Door {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, _: &App) -> Result<Door, ApiError> {
        Ok(Door)
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Operator, ApiError> {
        let from_here = parts.extensions.get::<Peer>().is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
        // A proxy on this machine speaks for peers elsewhere, and says so.
        let is_local = from_here && !FORWARDED.iter().any(|name| parts.headers.contains_key(*name));
        let sent = credential::second_word(&parts.headers);
        let has_token = sent.zip(app.settings.metrics_token.as_deref()).is_some_and(|(sent, token)| same(&sent, token));
        if is_local || has_token {
            return Ok(Operator);
        }
        match identify(parts, app).await {
            Ok(Identity::Person(person)) if is_operator(app, &person).await? => Ok(Operator),
            Ok(Identity::Person(_)) => Err(FORBIDDEN),
            Ok(Identity::Key(_) | Identity::Org) | Err(ApiError::Unauthorized(_)) => Err(NOT_OPERATOR),
            Err(other) => Err(other),
        }
    }
}

/// Whether this person runs the server: one of `--operators` whose address is proven, or without that the owner of the first
/// organisation. Of that owner it is enough that the address is believed: only the first one to come gets that place.
pub(crate) async fn is_operator(app: &App, person: &Person) -> Result<bool, ApiError> {
    let named = &app.settings.operators;
    let owns_first = person.role() == Role::Owner && app.meta.is_first_org(person.org()).await?;
    if named.is_empty() || !named.iter().any(|email| email == person.email()) {
        return Ok(owns_first && named.is_empty());
    }
    // An address that is only believed may be that of somebody else.
    let member = app.meta.member(person.org(), person.account()).await?;
    Ok(member.is_some_and(|member| member.proven || (member.verified && owns_first)))
}

/// The project that a person may reach by this id: 403 when the person is no member of it, 404 when it is not the
/// organisation's, which tells nothing of it.
pub(crate) async fn project_of(app: &App, person: &Person, id: ProjectId) -> Result<ProjectScope, ApiError> {
    match person.project(id) {
        Some(scope) => Ok(scope),
        None if app.meta.owns_project(person.org(), id).await? => Err(NO_MEMBER),
        None => Err(ApiError::NotFound("Project")),
    }
}

fn private(caller: &Caller) -> Result<ProjectScope, ApiError> {
    match caller.kind {
        KeyKind::Private => Ok(caller.scope),
        KeyKind::Public => Err(credential::NEEDS_PRIVATE),
    }
}

/// The project that a person's request names. Who names none reads nothing, and writes nowhere.
fn named_project(parts: &Parts, person: &Person) -> Result<ProjectScope, ApiError> {
    match project_in_query(parts)? {
        Some(id) => person.project(id).ok_or(NO_MEMBER),
        None if parts.method == Method::GET || parts.method == Method::HEAD => Ok(person.nowhere()),
        None => Err(ApiError::BadRequest("projectId is required".into())),
    }
}

fn allowed<P: Permission>(person: &Person, scope: ProjectScope) -> Result<ProjectScope, ApiError> {
    if person.may(P::PERMISSION) { Ok(scope) } else { Err(FORBIDDEN) }
}

/// Compares two secrets in a time that tells nothing but their length.
fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |differ, (l, r)| differ | (l ^ r)) == 0
}
