//! Messages in indexed attributes: `gen_ai.prompt.{i}.role` and its like, as the conventions had them once and OpenLLMetry
//! and OpenLIT still have them.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::media;
use super::messages;
use super::unflatten;
use super::view::View;

/// Reads `gen_ai.prompt.{i}.*` and `gen_ai.completion.{i}.*`.
pub(super) fn read(view: &View<'_>, draft: &mut Draft<'_>) {
    let asked = unflatten::list(&view.attributes, "gen_ai.prompt.");
    draft.set_input(Some(Value::Array(asked.into_iter().map(|sent| message(sent, "user")).collect())));
    let answered = unflatten::list(&view.attributes, "gen_ai.completion.");
    draft.set_output(messages::one_or_many(answered.into_iter().map(|sent| message(sent, "assistant")).collect()));
}

/// One message; `role` is whose it is when it does not say. Its content may be JSON parts as text.
fn message(mut sent: Value, role: &str) -> Value {
    let role = messages::take(&mut sent, &["role"]).unwrap_or_else(|| role.into());
    let content = messages::take(&mut sent, &["content"]).map(parts);
    let mut message = Map::new();
    message.insert("role".into(), role);
    message.insert("content".into(), content.unwrap_or(Value::Null));
    for key in ["name", "tool_call_id", "reasoning"] {
        if let Some(value) = messages::take(&mut sent, &[key]) {
            message.insert(key.into(), value);
        }
    }
    if let Some(Value::Array(calls)) = messages::take(&mut sent, &["tool_calls"]) {
        message.insert("tool_calls".into(), calls.into_iter().map(tool_call).collect());
    }
    Value::Object(message)
}

fn tool_call(mut sent: Value) -> Value {
    let [id, name, arguments] = ["id", "name", "arguments"].map(|key| messages::take(&mut sent, &[key]));
    messages::tool_call(id, name, arguments)
}

/// Content in OpenAI's shape, whether it came as a text, as parts, or as parts in a text; Anthropic's pictures are the only
/// parts of others that are known here.
fn parts(content: Value) -> Value {
    match messages::content(content) {
        Value::Array(parts) => Value::Array(parts.into_iter().map(media::sourced).collect()),
        other => other,
    }
}
