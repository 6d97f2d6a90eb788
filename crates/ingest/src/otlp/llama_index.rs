//! LlamaIndex's own spans: one for each method, hardly an attribute, and what happened in events such as
//! `LLMChatStartEvent`, whose fields were flattened into the attributes of the event.
//!
//! A method of a model calls itself once more, so there are two spans for one call; the inner one bears the events, and it
//! alone is an `llm`. Recorded: llama-index-core 0.14 with llama-index-observability-otel 0.7, which tells nothing of the
//! answer when it is streamed.

use serde_json::{Value, json};

use super::attributes::{Attributes, structured};
use super::dialect::{Dialect, Tables};
use super::documents;
use super::draft::Draft;
use super::media::{self, Place};
use super::messages;
use super::view::View;

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "llama-index",
    speaks: |view| view.origin.scope_name.starts_with("llamaindex.") || view.attributes.has_under("llamaindex."),
    run_type,
    tables: &[&TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[],
    params: &[],
    metadata: &[("llamaindex.run_id", "workflowRunId"), ("llamaindex.step.input_event", "inputEvent")],
    counts: &[],
};

/// (event, attribute): what went into a step, the most telling first.
const INPUTS: &[(&str, &str)] = &[
    ("QueryStartEvent", "query"),
    ("RetrievalStartEvent", "str_or_query_bundle.query_str"),
    ("RetrievalStartEvent", "str_or_query_bundle"),
    ("SynthesizeStartEvent", "query.query_str"),
    ("SynthesizeStartEvent", "query"),
    ("GetResponseStartEvent", "query_str"),
    ("AgentToolCallEvent", "arguments"),
    ("ReRankStartEvent", "query.query_str"),
    ("ReRankStartEvent", "query"),
];

/// (event, attribute): what came out of one.
const OUTPUTS: &[(&str, &str)] = &[
    ("QueryEndEvent", "response.response"),
    ("SynthesizeEndEvent", "response.response"),
    ("GetResponseEndEvent", "response"),
    ("LLMPredictEndEvent", "output"),
    ("LLMStructuredPredictEndEvent", "output"),
    ("workflow.output", "output"),
    ("step.output", "output"),
];

fn run_type(view: &View<'_>) -> &'static str {
    let is_told = |names: &[&str]| names.iter().any(|name| view.event(name).is_some());
    let (class, method) = view.span.name.rsplit_once('.').unwrap_or(("", &view.span.name));
    if is_told(&["LLMChatStartEvent", "LLMCompletionStartEvent"]) {
        "llm"
    } else if is_told(&["EmbeddingStartEvent", "SparseEmbeddingStartEvent"]) {
        "embed"
    } else if is_told(&["RetrievalStartEvent", "ReRankStartEvent"]) {
        "retriever"
    } else if method == "call_tool" || is_tool_alone(view, class, method) {
        "tool"
    } else if method == "run" && (class.ends_with("Agent") || class == "AgentWorkflow") {
        "agent"
    } else {
        "chain"
    }
}

/// A tool that is called by no step of a workflow: below such a step it is part of the `call_tool` around it.
fn is_tool_alone(view: &View<'_>, class: &str, method: &str) -> bool {
    let has_step = view.attributes.has("llamaindex.step.input_event");
    class.ends_with("Tool") && matches!(method, "call" | "acall") && !has_step
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    match draft.run_type {
        "llm" => call(view, draft),
        "embed" => embedding(view, draft),
        "tool" => tool(view, draft),
        _ => {}
    }
    let first = |table: &[(&str, &str)]| table.iter().find_map(|(name, key)| said(view, name, key));
    if draft.run_type == "retriever" {
        let nodes = view.events.iter().find_map(|event| event.attributes.json("nodes"));
        draft.set_output(nodes.map(|found| documents::each(found, document)));
    }
    draft.set_input(first(INPUTS));
    draft.set_input(view.attributes.value("llamaindex.step.input_summary"));
    draft.set_output(first(OUTPUTS));
}

/// What an event of this name says under this key. A value that was null when it was flattened is none.
fn said(view: &View<'_>, event: &str, key: &str) -> Option<Value> {
    let found = view.event(event)?.attributes.value(key)?;
    Some(found).filter(|value| *value != "null")
}

fn call(view: &View<'_>, draft: &mut Draft<'_>) {
    let start = view.event("LLMChatStartEvent").or_else(|| view.event("LLMCompletionStartEvent"));
    if let Some(start) = start.map(|event| &event.attributes) {
        draft.name = start.first_text(&["model_dict.model", "model_dict.model_name"]).map(String::from);
        let asked = start.json("messages").map(|sent| match sent {
            Value::Array(sent) => sent.into_iter().map(message).collect(),
            other => other,
        });
        draft.set_input(asked.or_else(|| start.value("prompt")));
        for (key, param) in [("temperature", "temperature"), ("max_tokens", "maxTokens"), ("top_p", "topP")] {
            draft.param(param, start.json(&format!("model_dict.{key}")).filter(Value::is_number));
        }
        draft.param("tools", start.json("additional_kwargs.tools").and_then(messages::tool_definitions));
        draft.param("toolChoice", start.structured("additional_kwargs.tool_choice"));
        draft.note("provider", start.value("model_dict.class_name"));
    }
    let end = view.event("LLMChatEndEvent").or_else(|| view.event("LLMCompletionEndEvent"));
    if let Some(end) = end.map(|event| &event.attributes) {
        draft.set_output(answer(end));
        usage(end, draft);
        draft.note("responseId", end.value("response.raw.id"));
        draft.note("modelResponse", end.value("response.raw.model"));
        let reason = end.json("response.raw.choices").and_then(|sent| sent.pointer("/0/finish_reason").cloned());
        draft.note("finishReasons", reason);
    }
    let used = start.into_iter().chain(end);
    used.for_each(|event| event.is_used.set(true));
}

/// What a model said: a message whose fields were flattened, or the text of a completion.
fn answer(end: &Attributes<'_>) -> Option<Value> {
    if !end.has("response.message.role") {
        return end.value("response.text");
    }
    let sent = json!({
        "role": end.value("response.message.role"),
        "blocks": end.json("response.message.blocks"),
        "additional_kwargs": {"tool_calls": end.json("response.message.additional_kwargs.tool_calls")},
    });
    Some(message(sent))
}

fn usage(end: &Attributes<'_>, draft: &mut Draft<'_>) {
    // A count that is not there was flattened into the text `null`.
    let number = |key: &str| end.text(key)?.parse().ok();
    let first = |keys: &[&str]| keys.iter().find_map(|key| number(key));
    let raw = "response.raw.usage";
    let more = "response.additional_kwargs";
    let [input, output] = [format!("{raw}.input_tokens"), format!("{raw}.output_tokens")];
    let [prompt, completion] =
        ["prompt_tokens", "completion_tokens"].map(|key| [format!("{more}.{key}"), format!("{raw}.{key}")]);
    draft.usage.prompt_tokens = first(&[&prompt[0], &prompt[1], &input]);
    draft.usage.completion_tokens = first(&[&completion[0], &completion[1], &output]);
    draft.usage.cached_prompt_tokens = number(&format!("{raw}.prompt_tokens_details.cached_tokens"));
    draft.usage.cache_write_tokens = number(&format!("{raw}.prompt_tokens_details.cache_write_tokens"));
    draft.usage.audio_prompt_tokens = number(&format!("{raw}.prompt_tokens_details.audio_tokens"));
    draft.usage.reasoning_tokens = number(&format!("{raw}.completion_tokens_details.reasoning_tokens"));
}

fn embedding(view: &View<'_>, draft: &mut Draft<'_>) {
    if let Some(start) = view.event("EmbeddingStartEvent") {
        draft.name = start.attributes.first_text(&["model_dict.model_name", "model_dict.model"]).map(String::from);
    }
    draft.set_input(view.event("EmbeddingEndEvent").and_then(|end| end.attributes.structured("chunks")));
}

/// A call of a tool is told in the notation of Python: `ToolCall(tool_name='add', tool_kwargs={..}, tool_id='1')`.
fn tool(view: &View<'_>, draft: &mut Draft<'_>) {
    let summary = view.attributes.text("llamaindex.step.input_summary").unwrap_or_default();
    let name = summary.split_once("tool_name='").and_then(|(_, rest)| rest.split_once('\''));
    let told = said(view, "AgentToolCallEvent", "tool.name").and_then(|name| name.as_str().map(String::from));
    draft.name = name.map(|(name, _)| name.to_owned()).or(told);
    let id = summary.split_once("tool_id='").and_then(|(_, rest)| rest.split_once('\''));
    draft.note("toolCallId", id.map(|(id, _)| id.into()));
}

/// `{role, blocks, additional_kwargs}` as a message.
fn message(mut sent: Value) -> Value {
    let blocks = match messages::take(&mut sent, &["blocks"]) {
        Some(Value::Array(blocks)) => blocks,
        _ => Vec::new(),
    };
    let mut more = messages::take(&mut sent, &["additional_kwargs"]).unwrap_or(Value::Null);
    let parts: Vec<Value> = blocks.into_iter().filter_map(part).collect();
    let role = messages::take(&mut sent, &["role"]).unwrap_or_else(|| "user".into());
    let mut read = messages::from_parts(json!({"role": role, "parts": parts}));
    let mut message = read.pop().unwrap_or(Value::Null);
    let given = ["tool_calls", "tool_call_id", "name"].map(|key| (key, messages::take(&mut more, &[key])));
    if let Some(members) = message.as_object_mut() {
        for (key, value) in given {
            if let Some(value) = value.filter(|value| !value.is_null()) {
                members.insert(key.into(), value);
            }
        }
    }
    message
}

/// A block as a part of the conventions; `None` for one that says nothing.
fn part(mut block: Value) -> Option<Value> {
    let kind = messages::text(&block, "block_type").to_owned();
    match kind.as_str() {
        "text" => Some(json!({"type": "text", "content": messages::take(&mut block, &["text"])?})),
        "thinking" => Some(json!({"type": "reasoning", "content": messages::take(&mut block, &["content"])?})),
        "tool_call" => {
            let [id, name, arguments] =
                ["tool_call_id", "tool_name", "tool_kwargs"].map(|key| messages::take(&mut block, &[key]));
            Some(json!({"type": "tool_call", "id": id, "name": name, "arguments": arguments}))
        }
        "image" | "audio" => {
            let mime = messages::text(&block, "image_mimetype");
            let place = match (messages::text(&block, "url"), messages::text(&block, &kind)) {
                ("", inline) => Place::Inline(inline),
                (url, _) => Place::At(url),
            };
            Some(media::part(mime, &kind, place))
        }
        _ => Some(block),
    }
}

/// A node with its score.
fn document(mut sent: Value) -> Value {
    let score = messages::take(&mut sent, &["score"]);
    let mut node = match messages::take(&mut sent, &["node"]) {
        Some(Value::String(text)) => structured(&text),
        node => node.unwrap_or(sent),
    };
    if let (Some(score), Some(members)) = (score, node.as_object_mut()) {
        members.insert("score".into(), score);
    }
    documents::document(node, ["id_", "text", "score"])
}
