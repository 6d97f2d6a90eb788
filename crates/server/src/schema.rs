//! What is wrong with the shape of a body, in the words of the reference (spec `dataplane-common.md` 3): clients show them.
//!
//! An issue is `<what> at "<path>"`; issues are joined by `; `, the alternatives of a union by `, or `.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::error::ApiError;

/// The members of a body that must be an object.
pub(crate) fn object(body: Value) -> Result<Map<String, Value>, ApiError> {
    match body {
        Value::Object(members) => Ok(members),
        Value::Null => Err(ApiError::BadRequest("invalid JSON, only supports object and array".into())),
        other => Err(ApiError::Invalid(format!("Expected object, received {}", kind(&other)))),
    }
}

/// That `got` is no `wanted`, such as `string`; an absent member is just required.
pub(crate) fn expected(wanted: &str, got: Option<&Value>, path: &str) -> String {
    match got {
        None => format!("Required at \"{path}\""),
        Some(got) => format!("Expected {wanted}, received {} at \"{path}\"", kind(got)),
    }
}

/// The same, where any of several kinds would do.
pub(crate) fn expected_one_of(wanted: &[&str], got: Option<&Value>, path: &str) -> String {
    let mut issues: Vec<String> = wanted.iter().map(|wanted| expected(wanted, got, path)).collect();
    issues.dedup();
    issues.join(", or ")
}

/// A text of at most `limit` bytes; `name` says whose limit that is.
pub(crate) fn text_at_most(limit: usize, name: &str, got: Option<Value>, path: &str) -> Result<String, String> {
    match got {
        Some(Value::String(text)) if text.len() <= limit => Ok(text),
        Some(Value::String(_)) => Err(format!("String must contain at most {limit} byte(s), {name}, at \"{path}\"")),
        other => Err(expected("string", other.as_ref(), path)),
    }
}

/// What people call a thing: 1 to 100 characters once it is trimmed, on one line.
pub(crate) fn name_of(got: Option<&Value>, path: &str) -> Result<String, String> {
    let Some(Value::String(text)) = got else { return Err(expected("string", got, path)) };
    let name = text.trim();
    match name.chars().count() {
        0 => Err(format!("String must contain at least 1 character(s) at \"{path}\"")),
        1..=100 if name.contains(char::is_control) => {
            Err(format!("String must contain no control characters at \"{path}\""))
        }
        1..=100 => Ok(name.to_owned()),
        _ => Err(format!("String must contain at most 100 character(s) at \"{path}\"")),
    }
}

/// One of some words.
pub(crate) fn enum_of<'a>(words: &[&'a str], got: Option<&Value>, path: &str) -> Result<&'a str, String> {
    let wanted = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | ");
    let Some(Value::String(text)) = got else { return Err(expected(&wanted, got, path)) };
    words.iter().find(|word| *word == text).copied().ok_or_else(|| {
        let shown: String = text.chars().take(100).collect();
        format!("Invalid enum value. Expected {wanted}, received '{shown}' at \"{path}\"")
    })
}

/// A flag; `default` when it is absent.
pub(crate) fn flag(members: &Map<String, Value>, name: &str, default: bool) -> Result<bool, String> {
    match members.get(name) {
        None => Ok(default),
        Some(Value::Bool(flag)) => Ok(*flag),
        other => Err(expected("boolean", other, name)),
    }
}

/// A whole number in a range.
pub(crate) fn integer_within(range: RangeInclusive<i64>, got: &Value, path: &str) -> Result<i64, String> {
    let (least, most) = (range.start(), range.end());
    match got.as_i64() {
        None => Err(expected("integer", Some(got), path)),
        Some(number) if number < *least => {
            Err(format!("Number must be greater than or equal to {least} at \"{path}\""))
        }
        Some(number) if number > *most => Err(format!("Number must be less than or equal to {most} at \"{path}\"")),
        Some(number) => Ok(number),
    }
}

/// Refuses a body for these issues.
pub(crate) fn refuse<T, const N: usize>(issues: [Option<String>; N]) -> Result<T, ApiError> {
    let issues: Vec<String> = issues.into_iter().flatten().collect();
    Err(ApiError::Invalid(issues.join("; ")))
}

/// What a value is, in the reference's words.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
