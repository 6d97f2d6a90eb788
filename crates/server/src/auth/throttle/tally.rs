//! What an answer says of the limit that its request was counted under: headers that clients of the reference read.

use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use model::Timestamp;

use super::limiter::Counted;

const TOTAL: HeaderName = HeaderName::from_static("rate-limit-total");
const REMAINING: HeaderName = HeaderName::from_static("rate-limit-remaining");
const RESET: HeaderName = HeaderName::from_static("rate-limit-reset");

/// A slip that goes along with a request, for whoever counts it.
#[derive(Clone, Default)]
pub(crate) struct Tally(Arc<OnceLock<Counted>>);

impl Tally {
    /// Gives a request its slip.
    pub(crate) fn attach(request: &mut Request) -> Tally {
        let tally = Tally::default();
        request.extensions_mut().insert(tally.clone());
        tally
    }

    /// Writes down what is left. The first count of a request is the one that is told.
    pub(super) fn note(parts: &Parts, counted: Counted) {
        if let Some(Tally(slip)) = parts.extensions.get::<Tally>() {
            let _ = slip.set(counted);
        }
    }

    /// Tells the client, if the request was counted.
    pub(crate) fn tell(&self, response: &mut Response, now: Timestamp) {
        let Some(counted) = self.0.get() else { return };
        let micros = i64::try_from(counted.full_in.as_micros()).unwrap_or(i64::MAX);
        let full_at = now.micros().saturating_add(micros);
        let reset = format!("{}.{:03}", full_at.div_euclid(1_000_000), full_at.rem_euclid(1_000_000) / 1000);
        let headers = response.headers_mut();
        headers.insert(TOTAL, counted.total.into());
        headers.insert(REMAINING, counted.remaining.into());
        if let Ok(reset) = HeaderValue::from_str(&reset) {
            headers.insert(RESET, reset);
        }
    }
}
