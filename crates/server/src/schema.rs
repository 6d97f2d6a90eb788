//! What is wrong with the shape of a body, in the words of the reference (spec `dataplane-common.md` 3): clients show them.
//!
//! An issue is `<what> at "<path>"`; issues are joined by `; `, the alternatives of a union by `, or `.

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
