//! Google's Agent Development Kit. Version 1 writes the request and the answer of a model as JSON of Gemini's API in
//! `gcp.vertex.agent.*`; version 2 the conventions' attributes, and log records that repeat them. Recorded: google-adk 1.14 and
//! 2.13, with the model behind LiteLLM.

use serde_json::{Map, Value};

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::media::{self, Place};
use super::messages;
use super::semconv;
use super::view::View;

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "google-adk",
    speaks: |view| view.attributes.has_under("gcp.vertex.agent.") || view.origin.scope_name == "gcp.vertex.agent",
    run_type,
    tables: &[&TABLES, &semconv::TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[],
    params: &[],
    metadata: &[
        ("gcp.vertex.agent.session_id", "conversationId"),
        ("gcp.vertex.agent.invocation_id", "invocationId"),
        ("gcp.vertex.agent.event_id", "eventId"),
    ],
    counts: &[],
};

/// (member of the request's `config`, parameter).
const CONFIG: &[(&str, &str)] = &[
    ("temperature", "temperature"),
    ("max_output_tokens", "maxTokens"),
    ("top_p", "topP"),
    ("top_k", "topK"),
    ("seed", "seed"),
    ("stop_sequences", "stop"),
    ("frequency_penalty", "frequencyPenalty"),
    ("presence_penalty", "presencePenalty"),
    ("response_mime_type", "responseFormat"),
];

fn run_type(view: &View<'_>) -> &'static str {
    match view.span.name.split([' ', '[']).next().unwrap_or_default() {
        "call_llm" => "llm",
        "agent_run" => "agent",
        _ => semconv::run_type(view),
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.name = match draft.run_type {
        "llm" => model(view, draft),
        "agent" => view.span.name.strip_prefix("agent_run [").map(|name| name.trim_end_matches(']').to_owned()),
        _ => None,
    };
    match draft.run_type {
        "tool" => {
            draft.set_input(told(view, "gcp.vertex.agent.tool_call_args"));
            draft.set_output(told(view, "gcp.vertex.agent.tool_response"));
        }
        "llm" => {
            request(told(view, "gcp.vertex.agent.llm_request"), draft);
            answer(told(view, "gcp.vertex.agent.llm_response"), draft);
        }
        _ => draft.set_input(attributes.json("gcp.vertex.agent.data").map(|sent| conversation(Some(sent)).into())),
    }
    semconv::read_content(view, draft);
}

/// The model, without the provider that LiteLLM's names begin with; Google's own names with a slash begin with `models` or
/// have more than one.
fn model(view: &View<'_>, draft: &mut Draft<'_>) -> Option<String> {
    let asked = view.attributes.text("gen_ai.request.model")?;
    let parts = asked.split_once('/').filter(|(provider, model)| *provider != "models" && !model.contains('/'));
    let Some((provider, model)) = parts else { return Some(asked.into_owned()) };
    draft.note("provider", Some(provider.into()));
    Some(model.to_owned())
}

/// An attribute that holds JSON, unless it holds nothing of it: `{}`, `N/A`.
fn told(view: &View<'_>, key: &str) -> Option<Value> {
    view.attributes.json(key).filter(|value| value.as_object().is_some_and(|members| !members.is_empty()))
}

fn request(sent: Option<Value>, draft: &mut Draft<'_>) {
    let Some(mut sent) = sent else { return };
    let mut config = messages::take(&mut sent, &["config"]).unwrap_or(Value::Null);
    let system = messages::take(&mut config, &["system_instruction"]).map(|said| match said {
        Value::Object(_) => message(said, "system").pop().unwrap_or(Value::Null),
        text => messages::said("system", text),
    });
    let asked = conversation(messages::take(&mut sent, &["contents"]));
    draft.set_input(Some(system.into_iter().chain(asked).collect()));
    for (member, param) in CONFIG {
        draft.param(param, messages::take(&mut config, &[member]));
    }
    let Some(Value::Array(tools)) = messages::take(&mut config, &["tools"]) else { return };
    let declared = tools.into_iter().filter_map(|mut one| messages::take(&mut one, &["function_declarations"]));
    let declared: Vec<Value> = declared.filter_map(messages::tool_definitions).collect();
    let flat = declared.into_iter().flat_map(|list| match list {
        Value::Array(tools) => tools,
        other => vec![other],
    });
    draft.param("tools", Some(flat.collect::<Vec<Value>>()).filter(|tools| !tools.is_empty()).map(Value::Array));
}

fn answer(sent: Option<Value>, draft: &mut Draft<'_>) {
    let Some(mut sent) = sent else { return };
    let said = messages::take(&mut sent, &["content"]).map(|content| message(content, "assistant"));
    draft.set_output(said.and_then(messages::one_or_many));
    let counts = messages::take(&mut sent, &["usage_metadata"]).unwrap_or(Value::Null);
    let count = |key: &str| counts.get(key).and_then(Value::as_u64);
    draft.usage.prompt_tokens = count("prompt_token_count");
    draft.usage.completion_tokens = count("candidates_token_count");
    draft.usage.cached_prompt_tokens = count("cached_content_token_count");
    draft.usage.reasoning_tokens = count("thoughts_token_count");
    draft.note("finishReasons", messages::take(&mut sent, &["finish_reason"]));
}

/// The contents of a request as messages.
fn conversation(sent: Option<Value>) -> Vec<Value> {
    let Some(Value::Array(contents)) = sent else { return Vec::new() };
    contents.into_iter().flat_map(|content| message(content, "user")).collect()
}

/// `{role, parts}` of Gemini's API; each answer of a tool in it becomes a message of its own.
fn message(mut sent: Value, role: &str) -> Vec<Value> {
    let role = match messages::text(&sent, "role") {
        "model" => "assistant",
        "" => role,
        _ => "user",
    };
    let Some(Value::Array(parts)) = messages::take(&mut sent, &["parts"]) else { return Vec::new() };
    let parts: Vec<Value> = parts.into_iter().map(part).collect();
    let mut message = Map::new();
    message.insert("role".into(), role.into());
    message.insert("parts".into(), Value::Array(parts));
    messages::from_parts(Value::Object(message))
}

/// A part of Gemini's as the conventions have it.
fn part(mut sent: Value) -> Value {
    if let Some(mut call) = messages::take(&mut sent, &["function_call"]) {
        let [id, name, args] = ["id", "name", "args"].map(|key| messages::take(&mut call, &[key]));
        return serde_json::json!({"type": "tool_call", "id": id, "name": name, "arguments": args});
    }
    if let Some(mut answer) = messages::take(&mut sent, &["function_response"]) {
        let [id, name, response] = ["id", "name", "response"].map(|key| messages::take(&mut answer, &[key]));
        return serde_json::json!({"type": "tool_call_response", "id": id, "name": name, "response": response});
    }
    for (key, member) in [("inline_data", "data"), ("file_data", "file_uri")] {
        let Some(data) = messages::take(&mut sent, &[key]) else { continue };
        let (mime, content) = (messages::text(&data, "mime_type"), messages::text(&data, member));
        let place = if key == "inline_data" { Place::Inline(content) } else { Place::At(content) };
        return media::part(mime, "", place);
    }
    let kind = if sent.get("thought").is_some_and(|is_so| *is_so == true) { "reasoning" } else { "text" };
    match messages::take(&mut sent, &["text"]) {
        Some(text) => serde_json::json!({"type": kind, "content": text}),
        None => sent,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(content: Value, want: &Value) {
        assert_eq!(Value::Array(message(content, "user")), *want);
    }

    #[test]
    fn every_part_of_gemini_has_its_place_in_a_message() {
        let text = json!({"role": "user", "parts": [{"text": "a"}, {"text": "b"}]});
        check(text, &json!([{"role": "user", "content": "a\nb"}]));
        let thought = json!({"role": "model", "parts": [{"text": "hm", "thought": true}, {"text": "a"}]});
        check(thought, &json!([{"role": "assistant", "content": "a", "reasoning": "hm"}]));
        let call = json!({"role": "model", "parts": [{"function_call": {"id": "1", "name": "f", "args": {"a": 1}}}]});
        let function = json!({"name": "f", "arguments": "{\"a\":1}"});
        let called = json!({"id": "1", "type": "function", "function": function});
        check(call, &json!([{"role": "assistant", "content": null, "tool_calls": [called]}]));
        let answer = json!({"parts": [{"function_response": {"id": "1", "name": "f", "response": {"b": 2}}}]});
        check(answer, &json!([{"role": "tool", "tool_call_id": "1", "name": "f", "content": "{\"b\":2}"}]));
    }

    #[test]
    fn pictures_come_by_address_or_inside() {
        let url = |url: &str| json!([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}]);
        let inline = json!({"parts": [{"inline_data": {"mime_type": "image/png", "data": "AAAA"}}]});
        check(inline, &url("data:image/png;base64,AAAA"));
        let address = json!({"parts": [{"file_data": {"mime_type": "image/png", "file_uri": "https://a/b.png"}}]});
        check(address, &url("https://a/b.png"));
    }
}
