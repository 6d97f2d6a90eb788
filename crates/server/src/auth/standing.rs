//! Whether a credential still opens what it opened: for answers that go on for long.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::ProjectScope;
use store::meta::KeyKind;

use super::credential::{self, Credential};
use super::identity::{self, Identity};
use super::permission::Permission;
use crate::app::App;
use crate::error::ApiError;

/// The credential of a request that a gate has let pass, to be asked again later.
pub(crate) struct Standing<P> {
    credential: Credential,
    permission: PhantomData<P>,
}

impl<P: Permission> Standing<P> {
    /// Whether it still opens this project. What cannot be found out is taken for no.
    pub(crate) async fn opens(&self, app: &App, at: &ProjectScope) -> bool {
        match identity::check(self.credential.clone(), app).await {
            Ok(Identity::Key(caller)) => caller.kind == KeyKind::Private && caller.scope == *at,
            Ok(Identity::Person(person)) => {
                person.may(P::PERMISSION) && person.project(at.project()).is_some_and(|scope| scope == *at)
            }
            Ok(Identity::Org) | Err(_) => false,
        }
    }
}

impl<P: Permission> FromRequestParts<App> for Standing<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Standing<P>, ApiError> {
        Ok(Standing { credential: credential::read(&parts.headers)?, permission: PhantomData })
    }
}
