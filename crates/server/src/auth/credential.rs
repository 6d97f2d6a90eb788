//! The credential of a request, as spec `dataplane-common.md` 2.2 reads it. Texts are those that clients compare.

use axum::http::{HeaderMap, header};
use model::ids::parse_hyphenated;
use uuid::Uuid;

use crate::error::ApiError;

pub(super) const MISSING: ApiError = ApiError::Unauthorized("Missing API key or session");
pub(super) const UNKNOWN_KEY: ApiError = ApiError::Unauthorized("Invalid API key");
pub(super) const NEEDS_PRIVATE: ApiError = ApiError::Unauthorized("This route requires a private API key");
pub(super) const UNKNOWN_SESSION: ApiError = ApiError::Unauthorized("Invalid access token");
pub(super) const OLD_SESSION: ApiError = ApiError::Unauthorized("Session expired");
pub(super) const NO_ORG_KEYS: ApiError = ApiError::Unauthorized("Org API key cannot access this route");

/// What a request carries to say who sends it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Credential {
    /// Shaped like a UUID.
    Key(Uuid),
    /// Anything else in `Authorization`.
    Session(String),
}

/// The credential of a request: the second word of `Authorization`, whatever the first says; else `X-API-Key`, which carries
/// keys only.
pub(super) fn read(headers: &HeaderMap) -> Result<Credential, ApiError> {
    if let Some(word) = second_word(headers) {
        return Ok(parse_hyphenated(&word).map_or(Credential::Session(word), Credential::Key));
    }
    let key = headers.get("x-api-key").ok_or(MISSING)?;
    let key = key.to_str().ok().map(str::trim).filter(|key| !key.is_empty());
    parse_hyphenated(key.ok_or(MISSING)?).map(Credential::Key).ok_or(UNKNOWN_KEY)
}

/// The second word of `Authorization`; nothing when there is no header, no space, or nothing behind it.
pub(super) fn second_word(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::AUTHORIZATION)?;
    let text = String::from_utf8_lossy(header.as_bytes());
    text.split(' ').nth(1).filter(|word| !word.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0";

    #[track_caller]
    fn check(authorization: &str, x_api_key: &str, want: Result<&str, &str>) {
        let mut headers = HeaderMap::new();
        for (name, value) in [("authorization", authorization), ("x-api-key", x_api_key)] {
            if !value.is_empty() {
                headers.insert(name, value.parse().unwrap());
            }
        }
        let got = read(&headers).map_err(|error| error.to_string()).map(|credential| match credential {
            Credential::Key(key) => key.to_string(),
            Credential::Session(token) => format!("session {token}"),
        });
        assert_eq!(got, want.map(str::to_owned).map_err(str::to_owned), "{authorization:?} {x_api_key:?}");
    }

    #[test]
    fn a_key_is_the_second_word_whatever_the_first() {
        check(&format!("Bearer {KEY}"), "", Ok(KEY));
        check(&format!("Basic {KEY}"), "", Ok(KEY));
        check(&format!("Token {KEY} and more"), "", Ok(KEY));
        check(&format!("bearer {}", KEY.to_uppercase()), "", Ok(KEY));
    }

    #[test]
    fn without_a_second_word_the_other_header_counts() {
        check("", KEY, Ok(KEY));
        check(KEY, KEY, Ok(KEY));
        check("Bearer ", KEY, Ok(KEY));
        check(KEY, "", Err("Missing API key or session"));
        check("", "", Err("Missing API key or session"));
        check("", "not-a-key", Err("Invalid API key"));
    }

    #[test]
    fn what_is_no_uuid_is_a_session() {
        check("Bearer abc", "", Ok("session abc"));
        check("Bearer undefined", KEY, Ok("session undefined"));
        check("Bearer 4f6c0014078243a28cfefbcd11c6bcb0", "", Ok("session 4f6c0014078243a28cfefbcd11c6bcb0"));
    }
}
