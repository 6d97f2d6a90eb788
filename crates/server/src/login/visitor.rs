//! Whoever stands at the door: nobody is known yet, only where they are.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::EmailAddress;
use store::meta::Actor;

use crate::app::App;
use crate::auth::from_client;
use crate::auth::password::Verdict;
use crate::auth::throttle::Place;
use crate::error::ApiError;

/// Where a request comes from.
pub(crate) struct Visitor {
    /// For the audit log.
    pub(super) actor: Actor,
    place: Option<Place>,
}

/// The same, counted: routes that guess at secrets take so many from one address.
pub(crate) struct Counted(pub(super) Visitor);

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visitor, ApiError> {
        Ok(Visitor { actor: from_client(Actor::unknown(), parts, app), place: Place::of(parts, app) })
    }
}

impl FromRequestParts<App> for Counted {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Counted, ApiError> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        app.throttle.attempt(parts, visitor.place)?;
        Ok(Counted(visitor))
    }
}

/// A password that was found right.
pub(super) struct Proven {
    pub(super) account: model::AccountId,
    /// The hash that it was compared with.
    pub(super) hash: String,
    /// A better one to store.
    pub(super) upgrade: Option<String>,
}

impl Visitor {
    /// Compares a password with that of the account, which need not exist: the work and the answer are the same then. `None`
    /// when it is wrong. After a few wrong ones the visitor is held up for a while.
    pub(super) async fn prove(
        &self,
        app: &App,
        email: &EmailAddress,
        password: String,
    ) -> Result<Option<Proven>, ApiError> {
        app.throttle.guess(email, self.place)?;
        let known = app.meta.credentials(email.as_str()).await?;
        let hash = known.as_ref().map(|known| known.password_hash.clone());
        let verdict = app.passwords.verify(password, hash).await;
        match (verdict, known) {
            (Verdict::Right { upgrade }, Some(known)) => {
                app.throttle.guessed_right(email, self.place);
                Ok(Some(Proven { account: known.account, hash: known.password_hash, upgrade }))
            }
            _ => {
                app.throttle.guessed_wrong(email, self.place);
                Ok(None)
            }
        }
    }
}
