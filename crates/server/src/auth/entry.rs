//! What is known of a gate before any request: for the OpenAPI document, the edge, and the list of routes.

use axum::extract::FromRequestParts;

use super::gate::{Anyone, At, Door, In, Of, Open, Operator, SignedIn};
use super::permission::Permission;
use crate::app::App;
use crate::error::ApiError;

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
    /// Private keys, and members of the project.
    Project,
    /// Private and public keys, and members of the project.
    AnyKey,
    /// People.
    Person,
    /// Everybody.
    Everybody,
    /// Everybody who uses the server's own pages, or those of origins that the operator named.
    Visitor,
    /// Who runs the server.
    Operator,
    /// Private keys and people, each for what is theirs.
    Own,
}

impl Entry {
    /// The text of `x-perilune-gate`: `logs.read`, `public logs.create`, `person teamMembers.list`, `person`, `own`, `open`
    /// or `operator`.
    pub(crate) fn text(self) -> String {
        let permission = self.permission.unwrap_or_default();
        let text = match self.who {
            Who::Project => permission.to_owned(),
            Who::AnyKey => format!("public {permission}"),
            Who::Person => format!("person {permission}"),
            Who::Operator => "operator".to_owned(),
            Who::Own => "own".to_owned(),
            Who::Everybody | Who::Visitor => "open".to_owned(),
        };
        text.trim_end().to_owned()
    }

    /// Whether a web page of any origin may call: where a public key is enough, or nothing (`dataplane-common.md` 4),
    /// but not at the door: no SDK knocks there (design 8).
    pub(crate) fn answers_every_origin(self) -> bool {
        matches!(self.who, Who::AnyKey | Who::Everybody)
    }

    /// Whether the role of a person decides.
    pub(crate) fn needs_role(self) -> bool {
        self.permission.is_some()
    }
}

/// An extractor that stands before a handler.
pub(crate) trait Gate: FromRequestParts<App, Rejection = ApiError> {
    /// What it asks for.
    const ENTRY: Entry;
}

impl<P: Permission> Gate for In<P> {
    const ENTRY: Entry = Entry { permission: Some(P::PERMISSION.name()), who: Who::Project };
}

impl<P: Permission> Gate for At<P> {
    const ENTRY: Entry = Entry { permission: Some(P::PERMISSION.name()), who: Who::Project };
}

impl<P: Permission> Gate for Anyone<P> {
    const ENTRY: Entry = Entry { permission: Some(P::PERMISSION.name()), who: Who::AnyKey };
}

impl<P: Permission> Gate for Of<P> {
    const ENTRY: Entry = Entry { permission: Some(P::PERMISSION.name()), who: Who::Person };
}

impl Gate for SignedIn {
    const ENTRY: Entry = Entry { permission: None, who: Who::Person };
}

impl Gate for Open {
    const ENTRY: Entry = Entry { permission: None, who: Who::Everybody };
}

impl Gate for Door {
    const ENTRY: Entry = Entry { permission: None, who: Who::Visitor };
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

impl<F: Fn(S, G, A, B, C) -> R, S, G: Gate, A, B, C, R> Gated<(S, G, A, B, C)> for F {
    type Gate = G;
}

/// What the gate of this handler asks for.
pub(crate) fn entry_of<Arguments, H: Gated<Arguments>>(_: &H) -> Entry {
    <H::Gate as Gate>::ENTRY
}
