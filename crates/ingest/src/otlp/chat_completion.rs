//! The bodies of OpenAI's chat completions, which several dialects hand on whole: the request and its answer as JSON.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::messages;

/// Reads a request: its messages are the input, the rest of it are parameters. Gives back what is no such request.
pub(super) fn read_request(sent: Value, draft: &mut Draft<'_>) -> Option<Value> {
    let Value::Object(mut members) = sent else { return Some(sent) };
    let Some(asked) = members.shift_remove("messages").or_else(|| members.shift_remove("prompt")) else {
        return Some(Value::Object(members));
    };
    draft.set_input(Some(match asked {
        Value::Array(asked) => asked.into_iter().map(said).collect(),
        other => other,
    }));
    let model = members.shift_remove("model").and_then(|model| model.as_str().map(String::from));
    draft.name = draft.name.take().or(model);
    let tools = members.shift_remove("tools").and_then(messages::tool_definitions);
    draft.param("tools", tools);
    members.into_iter().for_each(|(name, value)| draft.param(name_of(&name), Some(value)));
    None
}

/// Reads an answer: the message of every choice. Gives back what is no such answer.
pub(super) fn read_answer(mut sent: Value, draft: &mut Draft<'_>) -> Option<Value> {
    let Some(Value::Array(choices)) = messages::take(&mut sent, &["choices"]) else { return Some(sent) };
    let message = |mut choice: Value| messages::take(&mut choice, &["message", "text"]).map(said);
    draft.set_output(messages::one_or_many(choices.into_iter().filter_map(message).collect()));
    None
}

/// A message without the members that say nothing; content that is null is said to be.
fn said(message: Value) -> Value {
    let Value::Object(members) = message else { return message };
    let says_something = |(key, value): &(String, Value)| key == "content" || !value.is_null();
    Value::Object(members.into_iter().filter(says_something).collect::<Map<String, Value>>())
}

/// The name that the API has for a parameter of a request.
fn name_of(sent: &str) -> &str {
    match sent {
        "max_tokens" | "max_completion_tokens" => "maxTokens",
        "top_p" => "topP",
        "frequency_penalty" => "frequencyPenalty",
        "presence_penalty" => "presencePenalty",
        "tool_choice" => "toolChoice",
        "response_format" => "responseFormat",
        "reasoning_effort" => "reasoningEffort",
        "service_tier" => "serviceTier",
        other => other,
    }
}
