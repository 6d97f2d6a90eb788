//! How often somebody may try: log-ins and other requests that guess at secrets, failures of authentication, and, if the
//! operator wants that, requests of a key. In memory; a restart forgets it.
//!
//! A place is an address as far as nobody can change it at will ([`Place`]); who is counted is never taken from a header
//! unless a proxy of the operator's own wrote it ([`super::address`]).

mod guesses;
mod limiter;
mod tally;

use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::request::Parts;
use model::EmailAddress;
use store::meta::Caller;
use uuid::Uuid;

use super::address::client_ip;
use crate::app::App;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::settings::Settings;
use guesses::Guesses;
use limiter::{Limiter, Ticks};

pub(crate) use limiter::Place;
pub(crate) use tally::Tally;

/// More failures of authentication than this in a minute are not answered one by one.
const FAILURES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(300).expect("300 is not 0");

/// All counters of a server.
pub(crate) struct Throttle {
    attempts_of_place: Limiter<Place>,
    attempts_of_email: Limiter<EmailAddress>,
    failures_of_place: Limiter<Place>,
    requests_of_key: Option<Limiter<(i64, Uuid)>>,
    guesses: Guesses,
}

impl Throttle {
    pub(crate) fn new(settings: &Settings, clock: Clock) -> Throttle {
        let ticks = Ticks::new(clock);
        let attempts = NonZeroU32::new(settings.aggressive_per_minute).unwrap_or(NonZeroU32::MIN);
        let requests = settings.requests_per_minute.and_then(NonZeroU32::new);
        Throttle {
            attempts_of_place: Limiter::new(attempts, ticks),
            attempts_of_email: Limiter::new(attempts, ticks),
            failures_of_place: Limiter::new(FAILURES_PER_MINUTE, ticks),
            requests_of_key: requests.map(|limit| Limiter::new(limit, ticks)),
            guesses: Guesses::new(ticks),
        }
    }

    /// Counts a request to a route that guesses at secrets.
    pub(crate) fn attempt(&self, parts: &Parts, place: Option<Place>) -> Result<(), ApiError> {
        let Some(place) = place else { return Ok(()) };
        let counted = self.attempts_of_place.count(&place);
        Tally::note(parts, counted.unwrap_or_else(|_| self.attempts_of_place.nothing_left()));
        counted.map_err(|wait| ApiError::Throttled { what: "too many attempts from this address", wait })?;
        Ok(())
    }

    /// Counts a password that is about to be compared for this account, which need not exist. Refuses while too many were
    /// wrong lately.
    pub(crate) fn guess(&self, email: &EmailAddress, place: Option<Place>) -> Result<(), ApiError> {
        let too_many = |what| move |wait: Duration| ApiError::Throttled { what, wait };
        self.guesses.may_try(email, place).map_err(too_many("too many wrong passwords for this account"))?;
        self.attempts_of_email.count(email).map_err(too_many("too many attempts for this account"))?;
        Ok(())
    }

    /// The password was wrong, or there is no such account.
    pub(crate) fn guessed_wrong(&self, email: &EmailAddress, place: Option<Place>) {
        self.guesses.failed(email, place);
    }

    /// The password was right.
    pub(crate) fn guessed_right(&self, email: &EmailAddress, place: Option<Place>) {
        self.guesses.succeeded(email, place);
    }

    /// Counts a credential that was none: past the limit, `refusal` becomes another one.
    pub(crate) fn failed(&self, place: Option<Place>, refusal: ApiError) -> ApiError {
        let Some(place) = place else { return refusal };
        match self.failures_of_place.count(&place) {
            Ok(_) => refusal,
            Err(wait) => ApiError::Throttled { what: "too many credentials from this address were refused", wait },
        }
    }

    /// Counts a request with a key, if the operator limits those. Without `parts`, the answer does not tell what is left.
    pub(crate) fn request_of_key(&self, parts: Option<&Parts>, caller: &Caller) -> Result<(), ApiError> {
        let Some(limiter) = &self.requests_of_key else { return Ok(()) };
        let key = (caller.key.0, caller.scope.project().0);
        let what = "too many requests with this key; --max-requests-per-minute sets the limit";
        let counted = limiter.count(&key);
        if let Some(parts) = parts {
            Tally::note(parts, counted.unwrap_or_else(|_| limiter.nothing_left()));
        }
        counted.map_err(|wait| ApiError::Throttled { what, wait })?;
        Ok(())
    }
}

impl Place {
    /// Where a request comes from; `None` only in tests without a connection.
    pub(crate) fn of(parts: &Parts, app: &App) -> Option<Place> {
        client_ip(parts, &app.settings.trusted_proxies).map(Place::from)
    }
}
