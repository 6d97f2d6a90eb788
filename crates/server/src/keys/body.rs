//! The bodies of changes to keys, read piece by piece so that a refusal says what is wrong. Pure functions.

use std::ops::RangeInclusive;

use model::{KeyId, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::meta::{KeyEdit, KeyKind, WantedKey};
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::schema::{self, enum_of, expected, integer_within, name_of, refuse};

/// How long a key may go on that another one took the place of: 30 days.
const GRACE_SECONDS: RangeInclusive<i64> = 0..=30 * 24 * 60 * 60;

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct NewKey {
    /// `public` or `private`.
    kind: String,
    /// 1 to 100 characters.
    name: String,
    /// ISO 8601, in the future; absent or null: it does not end.
    expires_at: Option<String>,
}

/// What to change of a key; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct KeyChange {
    /// 1 to 100 characters.
    name: Option<String>,
    /// ISO 8601, in the future; null: it does not end.
    expires_at: Option<String>,
}

/// How to replace a key.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct Regeneration {
    /// How long the old key goes on, up to 30 days; absent: not at all.
    grace_seconds: Option<i64>,
}

/// How to replace the key that is shown with a project.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct ProjectRegeneration {
    /// `private`, or `public`, which changes nothing: it is the project's id.
    r#type: String,
    /// How long the old key goes on, up to 30 days; absent: not at all.
    grace_seconds: Option<i64>,
}

/// `{"kind": "public" | "private", "name": string, "expiresAt"?: string | null}`
pub(super) fn wanted(body: Value, now: Timestamp) -> Result<WantedKey, ApiError> {
    let members = schema::object(body)?;
    let kind = enum_of(&["public", "private"], members.get("kind"), "kind");
    let name = name_of(members.get("name"), "name");
    match (kind, name, end(&members, now)) {
        (Ok(kind), Ok(name), Ok(end)) => {
            let kind = if kind == "private" { KeyKind::Private } else { KeyKind::Public };
            Ok(WantedKey { kind, name: Some(name), expires_at: end.flatten() })
        }
        (kind, name, end) => refuse([kind.err(), name.err(), end.err()]),
    }
}

/// `{"name"?: string, "expiresAt"?: string | null}`
pub(super) fn edit(key: KeyId, body: Value, now: Timestamp) -> Result<KeyEdit, ApiError> {
    let members = schema::object(body)?;
    let name = members.get("name").map(|name| name_of(Some(name), "name")).transpose();
    match (name, end(&members, now)) {
        (Ok(None), Ok(None)) => refuse([Some("Required at \"name\", or Required at \"expiresAt\"".to_owned())]),
        (Ok(name), Ok(expires_at)) => Ok(KeyEdit { key, name, expires_at }),
        (name, end) => refuse([name.err(), end.err()]),
    }
}

/// `{"graceSeconds"?: number}`: the same in microseconds.
pub(super) fn grace(body: Value) -> Result<i64, ApiError> {
    grace_in(&schema::object(body)?).map_err(ApiError::Invalid)
}

/// `{"type": "private" | "public", "graceSeconds"?: number}`: the grace in microseconds, or `None` for the public key.
pub(super) fn regeneration(body: Value) -> Result<Option<i64>, ApiError> {
    let members = schema::object(body)?;
    match (enum_of(&["private", "public"], members.get("type"), "type"), grace_in(&members)) {
        (Ok("private"), Ok(grace)) => Ok(Some(grace)),
        (Ok(_), Ok(_)) => Ok(None),
        (kind, grace) => refuse([kind.err(), grace.err()]),
    }
}

fn grace_in(members: &Map<String, Value>) -> Result<i64, String> {
    let seconds = members.get("graceSeconds").map(|value| integer_within(GRACE_SECONDS, value, "graceSeconds"));
    Ok(seconds.transpose()?.unwrap_or(0) * 1_000_000)
}

/// When a key is to end, where the body says that.
fn end(members: &Map<String, Value>, now: Timestamp) -> Result<Option<Option<Timestamp>>, String> {
    let text = match members.get("expiresAt") {
        None => return Ok(None),
        Some(Value::Null) => return Ok(Some(None)),
        Some(Value::String(text)) => text,
        other => return Err(expected("string", other, "expiresAt")),
    };
    let at = text.parse::<jiff::Timestamp>().map_err(|_| "Invalid datetime at \"expiresAt\"".to_owned())?;
    let at = Timestamp::from_micros(at.as_microsecond());
    if at <= now || at >= Timestamp::TOO_LATE {
        return Err("Date must be in the future, and before 2200, at \"expiresAt\"".into());
    }
    Ok(Some(Some(at)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    #[track_caller]
    fn check<T: std::fmt::Debug>(got: Result<T, ApiError>, want: &str) {
        let told = match got {
            Ok(read) => format!("{read:?}"),
            Err(error) => error.to_string().replace("Validation error: ", ""),
        };
        assert_eq!(told, want);
    }

    #[test]
    fn a_new_key_has_a_kind_a_name_and_maybe_an_end() {
        let read = |body| wanted(body, NOW);
        check(
            read(json!({"kind": "private", "name": " CI "})),
            "WantedKey { kind: Private, name: Some(\"CI\"), expires_at: None }",
        );
        check(
            read(json!({"kind": "public", "name": "web", "expiresAt": "2025-06-01T14:00:00.000001+02:00"})),
            "WantedKey { kind: Public, name: Some(\"web\"), expires_at: Some(Timestamp(1748779200000001)) }",
        );
        check(read(json!({})), "Required at \"kind\"; Required at \"name\"");
        check(
            read(json!({"kind": "org_private", "name": "", "expiresAt": "2025-06-01T12:00:00Z"})),
            "Invalid enum value. Expected 'public' | 'private', received 'org_private' at \"kind\"; String must contain at \
             least 1 character(s) at \"name\"; Date must be in the future, and before 2200, at \"expiresAt\"",
        );
        check(
            read(json!({"kind": "public", "name": "x", "expiresAt": "tomorrow"})),
            "Invalid datetime at \"expiresAt\"",
        );
        check(
            read(json!({"kind": "public", "name": "x", "expiresAt": 7})),
            "Expected string, received number at \"expiresAt\"",
        );
    }

    #[test]
    fn a_change_of_a_key_changes_something() {
        let read = |body| edit(KeyId(7), body, NOW);
        check(read(json!({"name": "x"})), "KeyEdit { key: KeyId(7), name: Some(\"x\"), expires_at: None }");
        check(read(json!({"expiresAt": null})), "KeyEdit { key: KeyId(7), name: None, expires_at: Some(None) }");
        check(read(json!({})), "Required at \"name\", or Required at \"expiresAt\"");
        check(read(json!({"name": null})), "Expected string, received null at \"name\"");
    }

    #[test]
    fn a_key_that_is_replaced_goes_on_for_thirty_days_at_most() {
        check(grace(json!({})), "0");
        check(grace(json!({"graceSeconds": 60})), "60000000");
        check(grace(json!({"graceSeconds": 2_592_000})), "2592000000000");
        check(
            grace(json!({"graceSeconds": 2_592_001})),
            "Number must be less than or equal to 2592000 at \"graceSeconds\"",
        );
        check(grace(json!({"graceSeconds": -1})), "Number must be greater than or equal to 0 at \"graceSeconds\"");
        check(grace(json!({"graceSeconds": 1.5})), "Expected integer, received number at \"graceSeconds\"");
        check(regeneration(json!({"type": "private", "graceSeconds": 1})), "Some(1000000)");
        check(regeneration(json!({"type": "public"})), "None");
        check(
            regeneration(json!({"graceSeconds": "1"})),
            "Required at \"type\"; Expected integer, received string at \"graceSeconds\"",
        );
    }
}
