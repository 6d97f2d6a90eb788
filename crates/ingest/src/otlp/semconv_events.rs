//! Messages in events: `gen_ai.user.message`, `gen_ai.choice` and their like, on spans or as log records.
//!
//! An event says its message in its attributes, or in its body when it is a log record. Both come here as one object of the
//! members `content`, `role`, `tool_calls`, `id`, `message`, `index`, `finish_reason`. Conventions from 1.28; the older names
//! `gen_ai.content.prompt` and `.completion` hold a whole side in one attribute, and so does the newest,
//! `gen_ai.client.inference.operation.details`.

use model::Side;
use serde_json::{Map, Value};

use super::attributes::structured;
use super::draft::Draft;
use super::messages;
use super::value;
use super::view::{SpanEvent, View};

/// The event that carries all messages of a call in its attributes.
pub(super) const DETAILS: &str = "gen_ai.client.inference.operation.details";

/// What an event of this name says: on which side, and whose word it is when it does not say. `None` for other events.
pub(super) fn role_of(name: &str) -> Option<(Side, &'static str)> {
    Some(match name {
        "gen_ai.system.message" => (Side::Input, "system"),
        "gen_ai.user.message" | "gen_ai.content.prompt" => (Side::Input, "user"),
        "gen_ai.assistant.message" => (Side::Input, "assistant"),
        "gen_ai.tool.message" => (Side::Input, "tool"),
        "gen_ai.choice" | "gen_ai.content.completion" => (Side::Output, "assistant"),
        _ => return None,
    })
}

/// The messages that an event of this name makes of what it says.
pub(super) fn messages_of(name: &str, role: &str, mut said: Value) -> Vec<Value> {
    let old = match name {
        "gen_ai.content.prompt" => messages::take(&mut said, &["gen_ai.prompt"]),
        "gen_ai.content.completion" => messages::take(&mut said, &["gen_ai.completion"]),
        "gen_ai.choice" => return vec![choice(said)],
        _ => return vec![message(said, role)],
    };
    old.map(|old| messages::conversation(old, role)).unwrap_or_default()
}

/// Reads the events of a span.
pub(super) fn read(view: &View<'_>, draft: &mut Draft<'_>) {
    let (mut input, mut output) = (Vec::new(), Vec::new());
    for event in &view.events {
        let name = event.event.name.as_str();
        if name == DETAILS {
            details(event, draft);
        } else if let Some((side, role)) = role_of(name) {
            let said = messages_of(name, role, members(event));
            event.is_used.set(!said.is_empty());
            match side {
                Side::Input => input.extend(said),
                Side::Output => output.extend(said),
            }
        }
    }
    draft.set_input(Some(Value::Array(input)));
    draft.set_output(messages::one_or_many(output));
}

fn details(event: &SpanEvent<'_>, draft: &mut Draft<'_>) {
    let (input, output) = super::semconv::with_parts(|key| event.attributes.json(key));
    event.is_used.set(input.is_some() || output.is_some());
    draft.set_input(input);
    draft.set_output(output);
}

fn members(event: &SpanEvent<'_>) -> Value {
    Value::Object(event.attributes.under("").map(|(key, leaf)| (key.to_owned(), value::tree(leaf))).collect())
}

/// One message of a prompt.
fn message(mut said: Value, role: &str) -> Value {
    let mut message = Map::new();
    message.insert("role".into(), messages::take(&mut said, &["role"]).unwrap_or_else(|| role.into()));
    message.insert(
        "content".into(),
        messages::take(&mut said, &["content", "gen_ai.event.content"]).map_or(Value::Null, messages::content),
    );
    if let Some(name) = messages::take(&mut said, &["name"]) {
        message.insert("name".into(), name);
    }
    if let Some(calls) = messages::take(&mut said, &["tool_calls"]).map(parsed) {
        message.insert("tool_calls".into(), tool_calls(calls));
    }
    if role == "tool"
        && let Some(id) = messages::take(&mut said, &["id", "tool_call_id"])
    {
        message.insert("tool_call_id".into(), id);
    }
    Value::Object(message)
}

/// One answer: its `message`, which may be JSON as text, or the members of the event itself.
fn choice(mut said: Value) -> Value {
    match messages::take(&mut said, &["message"]) {
        Some(Value::String(text)) => match parsed(Value::String(text.clone())) {
            inner if is_message(&inner) => message(inner, "assistant"),
            _ => messages::said("assistant", text.into()),
        },
        Some(inner @ Value::Object(_)) => message(inner, "assistant"),
        _ => message(said, "assistant"),
    }
}

/// Whether an object is a message, and not the JSON that a model answered.
pub(super) fn is_message(value: &Value) -> bool {
    ["role", "content", "tool_calls", "message"].iter().any(|key| value.get(*key).is_some())
}

/// Calls in OpenAI's shape; their arguments may have come as a tree.
fn tool_calls(sent: Value) -> Value {
    let Value::Array(calls) = sent else { return sent };
    calls.into_iter().map(tool_call).collect()
}

fn tool_call(mut call: Value) -> Value {
    let Some(mut function) = messages::take(&mut call, &["function"]) else { return call };
    let [name, arguments] = ["name", "arguments"].map(|key| messages::take(&mut function, &[key]));
    messages::tool_call(messages::take(&mut call, &["id"]), name, arguments)
}

fn parsed(value: Value) -> Value {
    match value {
        Value::String(text) => structured(&text),
        other => other,
    }
}
