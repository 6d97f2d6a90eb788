//! The gate of what shows callers what is theirs, whoever they are.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::meta::{Caller, KeyKind, Person};

use super::credential;
use super::entry::{Entry, Gate, Who};
use super::identity::{Identity, identify};
use crate::app::App;
use crate::error::ApiError;

/// A private key, or whoever is signed in, whatever the role: who gets less for it, but is not turned away.
#[derive(Clone, Debug)]
pub(crate) enum Own {
    /// A private key.
    Key(Caller),
    /// Somebody who is signed in.
    Person(Arc<Person>),
}

impl FromRequestParts<App> for Own {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Own, ApiError> {
        match identify(parts, app).await? {
            Identity::Key(caller) if caller.kind == KeyKind::Private => Ok(Own::Key(caller)),
            Identity::Key(_) => Err(credential::NEEDS_PRIVATE),
            Identity::Org => Err(credential::NO_ORG_KEYS),
            Identity::Person(person) => Ok(Own::Person(person)),
        }
    }
}

impl Gate for Own {
    const ENTRY: Entry = Entry { permission: None, who: Who::Own };
}
