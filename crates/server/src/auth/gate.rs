//! The gates themselves. Each is an extractor that runs before the body of a request is read.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::ProjectScope;
use store::meta::{Caller, KeyKind};

use super::credential::{self, api_key};
use super::permission::Permission;
use crate::app::App;
use crate::error::ApiError;

/// Headers that a proxy adds.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

/// One project, for whoever has the permission `P` there: its private key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct In<P> {
    scope: ProjectScope,
    permission: PhantomData<P>,
}

/// One project, for anyone with a key of it; a public one is enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anyone<P> {
    /// The key, and the project that it opens.
    pub(crate) caller: Caller,
    permission: PhantomData<P>,
}

/// No credential is needed, and none is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open;

/// Whoever runs this server: on the same machine, or with `--metrics-token`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator;

/// The other end of the connection that a request came on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl<P> Deref for In<P> {
    type Target = ProjectScope;

    fn deref(&self) -> &ProjectScope {
        &self.scope
    }
}

impl<P: Permission> FromRequestParts<App> for In<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<In<P>, ApiError> {
        let caller = caller(parts, app).await?;
        match caller.kind {
            KeyKind::Private => Ok(In { scope: caller.scope, permission: PhantomData }),
            KeyKind::Public => Err(credential::NEEDS_PRIVATE),
        }
    }
}

impl<P: Permission> FromRequestParts<App> for Anyone<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Anyone<P>, ApiError> {
        Ok(Anyone { caller: caller(parts, app).await?, permission: PhantomData })
    }
}

impl FromRequestParts<App> for Open {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, _: &App) -> Result<Open, ApiError> {
        Ok(Open)
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
        Err(ApiError::Unauthorized(
            "This is shown on the machine of the server only, or to who sends --metrics-token as bearer",
        ))
    }
}

/// The holder of the key that the request carries.
async fn caller(parts: &Parts, app: &App) -> Result<Caller, ApiError> {
    let key = api_key(&parts.headers)?;
    app.meta.caller_by_key(key).await?.ok_or(credential::UNKNOWN_KEY)
}

/// Compares two secrets in a time that tells nothing but their length.
fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |differ, (l, r)| differ | (l ^ r)) == 0
}

/// What the OpenAPI document and the edge need to know of a gate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// The permission that is asked for, or none.
    pub(crate) permission: Option<&'static str>,
    /// Who passes.
    pub(crate) who: Who,
}

/// Who passes a gate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Who {
    /// Private keys.
    Private,
    /// Private and public keys.
    AnyKey,
    /// Everybody.
    Everybody,
    /// Who runs the server.
    Operator,
}

impl Entry {
    /// The text of `x-perilune-gate`: `logs.read`, `public logs.create`, `open` or `operator`.
    pub(crate) fn text(self) -> String {
        match (self.who, self.permission) {
            (Who::Private, Some(permission)) => permission.to_owned(),
            (Who::AnyKey, Some(permission)) => format!("public {permission}"),
            (Who::Operator, _) => "operator".to_owned(),
            (Who::Everybody | Who::Private | Who::AnyKey, _) => "open".to_owned(),
        }
    }

    /// Whether a web page of any origin may call: where a public key is enough, or nothing (`dataplane-common.md` 4).
    pub(crate) fn answers_every_origin(self) -> bool {
        matches!(self.who, Who::AnyKey | Who::Everybody)
    }

    /// Whether an API key is asked for.
    pub(crate) fn needs_key(self) -> bool {
        matches!(self.who, Who::AnyKey | Who::Private)
    }
}

/// An extractor that stands before a handler.
pub(crate) trait Gate: FromRequestParts<App, Rejection = ApiError> {
    /// What it asks for.
    const ENTRY: Entry;
}

impl<P: Permission> Gate for In<P> {
    const ENTRY: Entry = Entry { permission: Some(P::NAME), who: Who::Private };
}

impl<P: Permission> Gate for Anyone<P> {
    const ENTRY: Entry = Entry { permission: Some(P::NAME), who: Who::AnyKey };
}

impl Gate for Open {
    const ENTRY: Entry = Entry { permission: None, who: Who::Everybody };
}

impl Gate for Operator {
    const ENTRY: Entry = Entry { permission: None, who: Who::Operator };
}

/// A handler whose second argument is its gate. Nothing else fits into the list of routes.
pub(crate) trait Gated<Arguments> {
    /// Its gate.
    type Gate: Gate;
}

impl<F: Fn(S, G) -> R, S, G: Gate, R> Gated<(S, G)> for F {
    type Gate = G;
}

impl<F: Fn(S, G, A) -> R, S, G: Gate, A, R> Gated<(S, G, A)> for F {
    type Gate = G;
}

impl<F: Fn(S, G, A, B) -> R, S, G: Gate, A, B, R> Gated<(S, G, A, B)> for F {
    type Gate = G;
}

/// What the gate of this handler asks for.
pub(crate) fn entry_of<Arguments, H: Gated<Arguments>>(_: &H) -> Entry {
    <H::Gate as Gate>::ENTRY
}
