//! Pydantic AI with every version of its instrumentation, 1 to 5 (spec `api-otlp.md` 2 and 7.5): `agent_name`,
//! `all_messages_events`, `pydantic_ai.*`, `events`, `tool_arguments`. Version 1 is what the reference reads, so what it makes
//! of it is kept: messages stay as they came, with the names of their events. Later versions speak the conventions beside it.
//!
//! Recorded: pydantic-ai 0.8.1 and 2.31.1, alone and under logfire 3.25 and 5.2.

use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::view::View;
use super::{logfire, messages, plain, semconv};

/// See the module.
pub(super) const DIALECT: Dialect =
    Dialect { name: "pydantic-ai", speaks, run_type, tables: &[&TABLES, &logfire::TABLES, &semconv::TABLES], content };

const TABLES: Tables = Tables {
    names: &[("agent", "agent_name"), ("chain", "span_name"), ("chain", "logfire.msg")],
    params: &[],
    metadata: &[("model_name", "modelName")],
    counts: &[],
};

fn speaks(view: &View<'_>) -> bool {
    let attributes = &view.attributes;
    let named = ["agent_name", "all_messages_events", "model_request_parameters", "tool_arguments"];
    attributes.has_under("pydantic_ai.")
        || named.iter().any(|key| attributes.has(key))
        || attributes.has("events") && attributes.has_under("gen_ai.")
        || attributes.has_under("logfire.") && attributes.has_under("gen_ai.")
        || view.origin.scope_name == "pydantic-ai"
}

/// The reference's type, last match wins, with the additions of the conventions.
fn run_type(view: &View<'_>) -> &'static str {
    match semconv::run_type(view) {
        _ if view.attributes.has("gen_ai.tool.name") => "tool",
        _ if view.attributes.text("agent_name").is_some() => "agent",
        told => told,
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    match draft.run_type {
        "agent" => agent(view, draft),
        "tool" => tool(view, draft),
        "chain" => {
            let tools = attributes.value("tools").map(|tools| json!({"tools": tools}));
            draft.set_input(tools);
            draft.note("callId", attributes.value("gen_ai.tool.call.id"));
        }
        _ => {}
    }
    events(view, draft);
    draft.param("tools", attributes.json("gen_ai.tool.definitions").and_then(messages::tool_definitions));
    draft.param("tools", attributes.json("model_request_parameters").and_then(function_tools));
    semconv::read_content(view, draft);
    plain::own_words(view, draft);
    rest(view, draft);
}

/// The tools that a request offered.
fn function_tools(mut parameters: Value) -> Option<Value> {
    let tools = messages::take(&mut parameters, &["function_tools"])?;
    messages::tool_definitions(tools)
}

fn agent(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.set_input(attributes.json("all_messages_events").map(answered));
    let mut messages = attributes.json("pydantic_ai.all_messages").map(messages::from_parts).unwrap_or_default();
    let is_final = messages.last().is_some_and(|last| messages::text(last, "role") == "assistant");
    let last = if is_final { messages.pop() } else { None };
    draft.set_input(Some(Value::Array(messages)));
    draft.set_output(attributes.structured("final_result").or(last));
    if draft.name.is_none() && !attributes.has("agent_name") && !attributes.has("gen_ai.agent.name") {
        draft.name = Some("Agent".to_owned());
    }
}

fn tool(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    let named = attributes.json("attributes_json_schema").map(|schema| arguments(view, &schema)).unwrap_or_default();
    draft.set_input((!named.is_empty()).then_some(Value::Object(named)));
    draft.set_input(attributes.structured("tool_arguments"));
    draft.set_output(attributes.json("events").filter(Value::is_array));
    for key in ["tool_output", "tool_response"] {
        draft.set_output(attributes.structured(key));
    }
}

/// The attributes that a schema names.
fn arguments(view: &View<'_>, schema: &Value) -> Map<String, Value> {
    let named = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    named.filter_map(|name| Some((name.clone(), view.attributes.value(name)?))).collect()
}

/// Version 1: the attribute `events` holds the messages, the answer last.
fn events(view: &View<'_>, draft: &mut Draft<'_>) {
    let Some(Value::Array(events)) = view.attributes.json("events") else { return };
    let is_choice = |event: &Value| event.get("message").is_some() && messages::text(event, "role").is_empty();
    let (choices, asked): (Vec<Value>, Vec<Value>) = events.into_iter().partition(is_choice);
    draft.set_input(Some(answered(Value::Array(asked))));
    let answers = choices.into_iter().filter_map(|mut choice| messages::take(&mut choice, &["message"]));
    draft.set_output(messages::one_or_many(answers.collect()));
}

/// The same messages; a tool's answer also names its call as OpenAI does.
fn answered(mut messages: Value) -> Value {
    for message in messages.as_array_mut().into_iter().flatten() {
        let is_answer = messages::text(message, "role") == "tool";
        if let (true, Some(id), Some(members)) = (is_answer, message.get("id").cloned(), message.as_object_mut()) {
            members.entry("tool_call_id").or_insert(id);
        }
    }
    messages
}

/// What the framework says of itself, as far as nothing else has read it.
fn rest(view: &View<'_>, draft: &mut Draft<'_>) {
    let left: Vec<_> = view.attributes.unread().filter(|(key, _)| key.starts_with("pydantic_ai.")).collect();
    for (key, leaf) in left {
        let name = key.trim_start_matches("pydantic_ai.").replace('.', "_");
        draft.note(&format!("pydantic_{name}"), Some(super::value::tree(leaf)));
    }
}
