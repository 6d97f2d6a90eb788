//! The bodies of changes to runs, read into what the store is asked for (spec `api-runs.md` 8). Pure functions.

use ingest::Limits;
use model::{MetadataEntry, RawJson, Score};
use serde_json::{Map, Value};
use store::runs::RunEdit;

use crate::error::ApiError;
use crate::schema::{self, expected, expected_one_of, text_at_most};

const REMARK: &str = "the limit of --max-feedback";
const NAME: &str = "the limit of --max-name";

/// `{"visibility": boolean}`
pub(super) fn visibility(body: Value) -> Result<RunEdit, ApiError> {
    match schema::object(body)?.get("visibility") {
        Some(Value::Bool(is_public)) => Ok(RunEdit::Visibility(*is_public)),
        other => Err(ApiError::Invalid(expected("boolean", other, "visibility"))),
    }
}

/// `{"tags": string[] | null}`
pub(super) fn tags(body: Value, limits: &Limits) -> Result<RunEdit, ApiError> {
    let items = match schema::object(body)?.remove("tags") {
        Some(Value::Null) => return Ok(RunEdit::Tags(None)),
        Some(Value::Array(items)) => items,
        other => return Err(ApiError::Invalid(expected_one_of(&["array", "null"], other.as_ref(), "tags"))),
    };
    if items.len() > limits.tags {
        let most = limits.tags;
        let issue = format!("Array must contain at most {most} element(s), the limit of --max-tags, at \"tags\"");
        return Err(ApiError::Invalid(issue));
    }
    let (mut tags, mut issues) = (Vec::with_capacity(items.len()), Vec::new());
    for (position, item) in items.into_iter().enumerate() {
        match text_at_most(limits.name_bytes, NAME, Some(item), &format!("tags[{position}]")) {
            Ok(tag) => tags.push(tag),
            Err(issue) => issues.push(issue),
        }
    }
    if !issues.is_empty() {
        return Err(ApiError::Invalid(format!("{}, or Expected null, received array at \"tags\"", issues.join("; "))));
    }
    Ok(RunEdit::Tags(Some(tags)))
}

/// `{"thumb"?: "up" | "down" | null, "comment"?: string | null}`, or `null`, which takes all feedback away.
pub(super) fn feedback(body: Value, limits: &Limits) -> Result<RunEdit, ApiError> {
    let mut members = match body {
        Value::Null => return Ok(RunEdit::ClearFeedback),
        Value::Object(members) => members,
        other => {
            let kind = schema::kind(&other);
            let issue = format!("Expected object, received {kind}, or Expected null, received {kind}");
            return Err(ApiError::Invalid(issue));
        }
    };
    let read = [("thumb", thumb(&mut members)), ("comment", remark(&mut members, limits))];
    let (mut entries, mut issues) = (Vec::new(), Vec::new());
    for (key, value) in read {
        match value {
            Ok(Some(value)) => entries.push(MetadataEntry { key: key.to_owned(), value: raw(&value) }),
            Ok(None) => {}
            Err(issue) => issues.push(issue),
        }
    }
    if !issues.is_empty() {
        return Err(ApiError::Invalid(format!("{}, or Expected null, received object", issues.join("; "))));
    }
    Ok(RunEdit::Feedback(entries))
}

/// `{"label": string, "value": number | string | boolean, "comment"?: string | null}`
pub(super) fn score(body: Value, limits: &Limits) -> Result<Score, ApiError> {
    let mut members = schema::object(body)?;
    let label = text_at_most(limits.name_bytes, NAME, members.remove("label"), "label");
    let value = verdict(&mut members, limits);
    let comment = remark(&mut members, limits);
    match (label, value, comment) {
        (Ok(label), Ok(value), Ok(comment)) => {
            let comment = comment.as_ref().and_then(Value::as_str).map(str::to_owned);
            Ok(Score { label, value: raw(&value), comment })
        }
        (label, value, comment) => {
            let issues: Vec<String> = [label.err(), value.err(), comment.err()].into_iter().flatten().collect();
            Err(ApiError::Invalid(issues.join("; ")))
        }
    }
}

/// The thumb as it was sent; null is a thumb too.
fn thumb(members: &mut Map<String, Value>) -> Result<Option<Value>, String> {
    match members.remove("thumb") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(Value::Null)),
        Some(Value::String(word)) if word == "up" || word == "down" => Ok(Some(Value::String(word))),
        Some(Value::String(word)) => {
            let shown: String = word.chars().take(100).collect();
            Err(format!("Invalid enum value. Expected 'up' | 'down', received '{shown}' at \"thumb\""))
        }
        other => Err(expected("'up' | 'down'", other.as_ref(), "thumb")),
    }
}

/// The comment as it was sent; null is a comment too.
fn remark(members: &mut Map<String, Value>, limits: &Limits) -> Result<Option<Value>, String> {
    match members.remove("comment") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(Value::Null)),
        other => text_at_most(limits.feedback_bytes, REMARK, other, "comment").map(|text| Some(Value::String(text))),
    }
}

/// The value of a score.
fn verdict(members: &mut Map<String, Value>, limits: &Limits) -> Result<Value, String> {
    match members.remove("value") {
        Some(text @ Value::String(_)) => {
            text_at_most(limits.feedback_bytes, REMARK, Some(text), "value").map(Value::String)
        }
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value),
        other => Err(expected_one_of(&["number", "string", "boolean"], other.as_ref(), "value")),
    }
}

fn raw(value: &Value) -> RawJson {
    RawJson::from(value.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What became of a body: the edit as Rust shows it, or the refusal.
    fn told<T: std::fmt::Debug>(read: Result<T, ApiError>) -> String {
        match read {
            Ok(edit) => format!("{edit:?}").replace("RawJson", "").replace("MetadataEntry ", ""),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn check(got: &str, want: &str) {
        assert_eq!(got, want);
    }

    #[test]
    fn visibility_is_a_boolean() {
        let read = |body| told(visibility(body));
        check(&read(json!({"visibility": true})), "Visibility(true)");
        check(&read(json!({"visibility": false, "more": 1})), "Visibility(false)");
        check(&read(json!({})), "Validation error: Required at \"visibility\"");
        check(
            &read(json!({"visibility": "yes"})),
            "Validation error: Expected boolean, received string at \"visibility\"",
        );
        check(&read(json!([])), "Validation error: Expected object, received array");
        check(&read(Value::Null), "invalid JSON, only supports object and array");
    }

    #[test]
    fn tags_are_a_list_of_texts_or_null() {
        let limits = Limits { tags: 2, name_bytes: 4, ..Limits::default() };
        let read = |body| told(tags(body, &limits));
        check(&read(json!({"tags": ["a", "b"]})), "Tags(Some([\"a\", \"b\"]))");
        check(&read(json!({"tags": []})), "Tags(Some([]))");
        check(&read(json!({"tags": null})), "Tags(None)");
        check(&read(json!({})), "Validation error: Required at \"tags\"");
        check(
            &read(json!({"tags": "x"})),
            "Validation error: Expected array, received string at \"tags\", or Expected null, received string at \"tags\"",
        );
        check(
            &read(json!({"tags": ["a", 7]})),
            "Validation error: Expected string, received number at \"tags[1]\", or Expected null, received array at \"tags\"",
        );
        check(
            &read(json!({"tags": ["a", "b", "c"]})),
            "Validation error: Array must contain at most 2 element(s), the limit of --max-tags, at \"tags\"",
        );
        check(
            &read(json!({"tags": ["tagged"]})),
            "Validation error: String must contain at most 4 byte(s), the limit of --max-name, at \"tags[0]\", or Expected \
             null, received array at \"tags\"",
        );
    }

    #[test]
    fn feedback_is_a_thumb_and_a_comment_or_null() {
        let limits = Limits { feedback_bytes: 4, ..Limits::default() };
        let read = |body| told(feedback(body, &limits));
        check(
            &read(json!({"comment": "hm", "thumb": "down", "more": 1})),
            r#"Feedback([{ key: "thumb", value: ("\"down\"") }, { key: "comment", value: ("\"hm\"") }])"#,
        );
        check(&read(json!({"thumb": null})), r#"Feedback([{ key: "thumb", value: ("null") }])"#);
        check(&read(json!({})), "Feedback([])");
        check(&read(Value::Null), "ClearFeedback");
        check(
            &read(json!({"thumb": "sideways"})),
            "Validation error: Invalid enum value. Expected 'up' | 'down', received 'sideways' at \"thumb\", or Expected \
             null, received object",
        );
        check(
            &read(json!({"thumb": 1, "comment": 2})),
            "Validation error: Expected 'up' | 'down', received number at \"thumb\"; Expected string, received number at \
             \"comment\", or Expected null, received object",
        );
        check(&read(json!([])), "Validation error: Expected object, received array, or Expected null, received array");
        check(
            &read(json!({"comment": "great"})),
            "Validation error: String must contain at most 4 byte(s), the limit of --max-feedback, at \"comment\", or \
             Expected null, received object",
        );
    }

    #[test]
    fn a_score_is_a_number_a_text_or_a_boolean() {
        let limits = Limits::default();
        let read = |body| told(score(body, &limits));
        let with = |value: &str, comment: &str| {
            format!(r#"Score {{ label: "tone", value: ("{value}"), comment: {comment} }}"#)
        };
        check(&read(json!({"label": "tone", "value": 0.93})), &with("0.93", "None"));
        check(&read(json!({"label": "tone", "value": false, "comment": null})), &with("false", "None"));
        check(&read(json!({"label": "tone", "value": "kind", "comment": "ok"})), &with("\\\"kind\\\"", "Some(\"ok\")"));
        check(&read(json!({"label": "x"})), "Validation error: Required at \"value\"");
        check(&read(json!({})), "Validation error: Required at \"label\"; Required at \"value\"");
        check(
            &read(json!({"label": 1, "value": null, "comment": 2})),
            "Validation error: Expected string, received number at \"label\"; Expected number, received null at \"value\", \
             or Expected string, received null at \"value\", or Expected boolean, received null at \"value\"; Expected \
             string, received number at \"comment\"",
        );
    }
}
