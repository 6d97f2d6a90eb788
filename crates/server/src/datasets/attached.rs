//! Prompts that are made of runs. Pure functions.

use model::{DatasetFormat, Run};
use serde_json::{Map, Value, json};
use store::meta::NewPrompt;

use super::body::raw;
use crate::error::ApiError;

/// How much one request may make of runs: it is in memory, and in one transaction, all at once.
const MAX_BYTES: usize = 32 << 20;

/// What is left of that.
pub(crate) struct RoomForRuns(usize);

impl Default for RoomForRuns {
    fn default() -> RoomForRuns {
        RoomForRuns(MAX_BYTES)
    }
}

impl RoomForRuns {
    /// Takes `bytes` of it, or tells the client to send fewer runs.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.0 = self.0.checked_sub(bytes).ok_or_else(|| {
            ApiError::Invalid(format!(
                "these runs are more than {} MiB; add them with several requests",
                MAX_BYTES >> 20
            ))
        })?;
        Ok(())
    }
}

/// What makes a message of an object that has a role: any of these.
const SAYS: [&str; 5] = ["content", "tool_calls", "toolCalls", "function_call", "functionCall"];

/// A prompt without a variation, because braces in what was really said are no placeholders; `None` when nothing was said.
pub(crate) fn prompt_of(run: &Run, format: DatasetFormat) -> Option<NewPrompt> {
    let messages = messages_of(run.input.as_ref()?.to_value());
    let prompt = match format {
        DatasetFormat::Chat if messages.is_empty() => return None,
        DatasetFormat::Chat => Value::Array(messages),
        DatasetFormat::Text => Value::String(last_text(&messages)?),
    };
    Some(NewPrompt { messages: raw(&prompt), variation: None })
}

/// The messages of an input, whatever its form: a text is what a user says, an object is a message or has `messages`, and of a
/// list those count that are messages.
fn messages_of(input: Value) -> Vec<Value> {
    match input {
        Value::String(text) => vec![json!({"role": "user", "content": text})],
        Value::Array(list) => list.into_iter().filter_map(message).collect(),
        Value::Object(mut members) => match ["messages", "input"].iter().find_map(|key| members.remove(*key)) {
            Some(inner) if !members.contains_key("role") => messages_of(inner),
            _ => message(Value::Object(members)).into_iter().collect(),
        },
        _ => Vec::new(),
    }
}

/// The value, if it is a message, without what is no part of it.
fn message(value: Value) -> Option<Value> {
    let Value::Object(mut members) = value else { return None };
    let is_message = members.get("role").is_some_and(Value::is_string) && SAYS.iter().any(|key| has(&members, key));
    members.shift_remove("enrichments");
    is_message.then_some(Value::Object(members))
}

fn has(members: &Map<String, Value>, key: &str) -> bool {
    members.get(key).is_some_and(|value| !value.is_null())
}

/// The last text of a user, or of anybody where no user says anything.
fn last_text(messages: &[Value]) -> Option<String> {
    let of = |message: &Value| text_of(message.get("content")?);
    let mut users = messages.iter().rev().filter(|message| message["role"] == "user");
    users.find_map(of).or_else(|| messages.iter().rev().find_map(of))
}

/// A content as text: itself, or the texts of its parts.
fn text_of(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::needless_pass_by_value, reason = "rows of a table read best as values")]
    #[track_caller]
    fn check(input: Value, want: Value) {
        assert_eq!(Value::Array(messages_of(input.clone())), want, "{input}");
    }

    #[test]
    fn messages_are_found_in_whatever_form_the_input_has() {
        let user = json!({"role": "user", "content": "hi"});
        check(json!("hi"), json!([user]));
        check(
            json!([user, "x", {"content": "no role"}, {"role": "user"}, {"role": "a", "content": null}]),
            json!([user]),
        );
        check(json!({"messages": [user]}), json!([user]));
        check(json!({"input": "hi"}), json!([user]));
        check(user.clone(), json!([user]));
        check(json!({"role": "user", "content": "hi", "enrichments": []}), json!([user]));
        let call =
            json!({"role": "assistant", "content": null, "tool_calls": [{"id": "1", "function": {"name": "f"}}]});
        check(json!([call]), json!([call]));
        check(Value::Null, json!([]));
        check(json!(7), json!([]));
    }

    #[test]
    fn runs_of_one_request_are_bounded_together() {
        let mut room = RoomForRuns::default();
        assert!(room.take(MAX_BYTES - 1).is_ok() && room.take(1).is_ok());
        assert!(room.take(1).unwrap_err().to_string().contains("more than 32 MiB; add them with several requests"));
    }

    #[test]
    fn a_text_dataset_takes_the_last_text_of_a_user() {
        let check = |messages: Value, want: Option<&str>| {
            assert_eq!(last_text(messages.as_array().unwrap()).as_deref(), want, "{messages}");
        };
        check(
            json!([{"role": "user", "content": "a"}, {"role": "user", "content": [{"type": "text", "text": "b"}]},
                   {"role": "assistant", "content": "c"}]),
            Some("b"),
        );
        check(json!([{"role": "system", "content": "s"}]), Some("s"));
        check(json!([{"role": "assistant", "content": null, "tool_calls": [1]}]), None);
    }
}
