//! The gate of OpenTelemetry: keys as exporters can send them (spec `api-otlp.md` 5).
//!
//! Exporters take headers from an environment variable, so a value may come percent-encoded, and many can only do `Basic`.
//! Every form is turned into the one that all other routes read, and then judged as there.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::ids::parse_hyphenated;
use percent_encoding::percent_decode_str;
use store::meta::{Caller, KeyHolder, KeyKind};
use uuid::Uuid;

use super::credential;
use super::entry::{Entry, Gate, Who};
use super::gate::Anyone;
use super::permission::{Permission, PublicIngest};
use super::throttle::Place;
use crate::app::App;
use crate::error::ApiError;
use crate::otlp::Media;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const PROJECT_KEY: HeaderName = HeaderName::from_static("lunary-project-key");

/// One project, for anyone who exports telemetry to it with a key, public or private; of people, a member who may create logs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exporter {
    /// Sent with a credential.
    Known(Caller),
    /// Sent without any, from this place: what is sent has to name a public key.
    Unnamed(Option<Place>),
}

impl Exporter {
    /// Whose ledger this goes into. `named` finds what the telemetry itself says; it is asked, before anything else looks at
    /// the telemetry, only when nothing else says it. A private key names none: it does not belong into an attribute, which
    /// is kept and shown.
    pub(crate) async fn caller(
        self,
        app: &App,
        named: impl Future<Output = Option<String>>,
    ) -> Result<Caller, ApiError> {
        let place = match self {
            Exporter::Known(caller) => return Ok(caller),
            Exporter::Unnamed(place) => place,
        };
        match by_attribute(app, named.await.as_deref()).await {
            Err(refusal @ ApiError::Unauthorized(_)) => Err(app.throttle.failed(place, refusal)),
            checked => checked,
        }
    }
}

/// Who holds the public key that telemetry names.
async fn by_attribute(app: &App, named: Option<&str>) -> Result<Caller, ApiError> {
    let key = parse_hyphenated(named.ok_or(credential::MISSING)?.trim()).ok_or(credential::UNKNOWN_KEY)?;
    match app.meta.caller_by_key(key, app.clock.now()).await? {
        Some(KeyHolder::Project(caller)) if caller.kind == KeyKind::Public => {
            app.throttle.request_of_key(None, &caller)?;
            Ok(caller)
        }
        _ => Err(credential::UNKNOWN_KEY),
    }
}

impl Gate for Exporter {
    const ENTRY: Entry = Entry { permission: Some(PublicIngest::PERMISSION.name()), who: Who::AnyKey };
}

impl FromRequestParts<App> for Exporter {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Exporter, ApiError> {
        if !tidy(&mut parts.headers) {
            // Only what can be read can name a key.
            let unnamed = || Exporter::Unnamed(Place::of(parts, app));
            return Media::of(&parts.headers).map(|_| unnamed()).ok_or(credential::MISSING);
        }
        let Anyone { caller, .. } = Anyone::<PublicIngest>::from_request_parts(parts, app).await?;
        Ok(Exporter::Known(caller))
    }
}

/// Rewrites the credential as `Authorization: Bearer ...` or `X-API-Key: ...`; false when there is none.
fn tidy(headers: &mut HeaderMap) -> bool {
    for name in [header::AUTHORIZATION, X_API_KEY] {
        if let Some(value) = headers.get(&name).and_then(decoded) {
            headers.insert(name, value);
        }
    }
    if let Some(key) = headers.get(header::AUTHORIZATION).and_then(basic_key) {
        headers.insert(header::AUTHORIZATION, bearer(key));
    }
    if headers.contains_key(header::AUTHORIZATION) || headers.contains_key(X_API_KEY) {
        return true;
    }
    let Some(key) = headers.get(PROJECT_KEY).map(|key| decoded(key).unwrap_or_else(|| key.clone())) else {
        return false;
    };
    headers.insert(X_API_KEY, key);
    true
}

/// The value without its percent-encoding, which is taken off once; `None` when it has none, or none that makes sense.
fn decoded(value: &HeaderValue) -> Option<HeaderValue> {
    let text = value.to_str().ok().filter(|text| text.contains('%'))?;
    HeaderValue::from_str(percent_decode_str(text).decode_utf8().ok()?.trim()).ok()
}

/// The key in `Basic base64(user:password)`: the password if it is one, else the user.
fn basic_key(value: &HeaderValue) -> Option<Uuid> {
    let (scheme, word) = value.to_str().ok()?.split_once(' ')?;
    let word = word.trim();
    if !scheme.eq_ignore_ascii_case("basic") || parse_hyphenated(word).is_some() {
        return None;
    }
    let text = String::from_utf8(BASE64_STANDARD.decode(word).ok()?).ok()?;
    let (user, password) = text.split_once(':').unwrap_or((&text, ""));
    parse_hyphenated(password.trim()).or_else(|| parse_hyphenated(user.trim()))
}

fn bearer(key: Uuid) -> HeaderValue {
    HeaderValue::from_str(&format!("Bearer {key}")).expect("a UUID is ASCII")
}
