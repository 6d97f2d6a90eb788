//! The Vercel AI SDK (spec `api-otlp.md` 7.4), `ai.*`: an outer span for each call of the SDK, and inside it one for each
//! call of a model or tool. Both spellings of tokens and settings: before version 5 (`promptTokens`, `maxTokens`, `args`,
//! `result`) and since (`inputTokens`, `maxOutputTokens`, `input`, `output`). Recorded: `ai` 6.0 with `@ai-sdk/openai`.

use serde_json::{Map, Value};

use super::dialect::{Count, Dialect, Tables};
use super::draft::Draft;
use super::media::{self, Place};
use super::messages;
use super::view::View;
use super::{semconv, value};

/// See the module.
pub(super) const DIALECT: Dialect =
    Dialect { name: "vercel", speaks, run_type, tables: &[&TABLES, &semconv::TABLES], content };

const TABLES: Tables = Tables {
    names: &[
        ("llm", "ai.model.id"),
        ("embed", "ai.model.id"),
        ("tool", "ai.toolCall.name"),
        ("chain", "ai.telemetry.functionId"),
        ("chain", "ai.operationId"),
    ],
    params: &[],
    metadata: &[
        ("ai.model.provider", "provider"),
        ("ai.response.id", "responseId"),
        ("ai.response.model", "modelResponse"),
        ("ai.response.finishReason", "finishReasons"),
        ("ai.response.msToFirstChunk", "msToFirstChunk"),
        ("ai.response.msToFinish", "msToFinish"),
        ("ai.response.avgCompletionTokensPerSecond", "avgCompletionTokensPerSecond"),
        ("ai.response.avgOutputTokensPerSecond", "avgOutputTokensPerSecond"),
        ("ai.toolCall.id", "toolCallId"),
        ("ai.telemetry.functionId", "functionId"),
        ("ai.operationId", "operationId"),
    ],
    counts: &[
        ("ai.usage.inputTokens", Count::Prompt),
        ("ai.usage.promptTokens", Count::Prompt),
        ("ai.usage.tokens", Count::Prompt),
        ("ai.usage.outputTokens", Count::Completion),
        ("ai.usage.completionTokens", Count::Completion),
        ("ai.usage.cachedInputTokens", Count::Cached),
        ("ai.usage.inputTokenDetails.cacheReadTokens", Count::Cached),
        ("ai.usage.inputTokenDetails.cacheWriteTokens", Count::CacheWrite),
        ("ai.usage.reasoningTokens", Count::Reasoning),
        ("ai.usage.outputTokenDetails.reasoningTokens", Count::Reasoning),
    ],
};

fn speaks(view: &View<'_>) -> bool {
    view.attributes.has("ai.operationId")
        || view.attributes.text("operation.name").is_some_and(|name| name.starts_with("ai."))
}

fn run_type(view: &View<'_>) -> &'static str {
    let told = view.attributes.first_text(&["ai.operationId", "operation.name"]).unwrap_or_default();
    match told.split(' ').next().unwrap_or_default() {
        "ai.toolCall" => "tool",
        operation if operation.ends_with(".doEmbed") => "embed",
        operation if operation.ends_with(".doGenerate") || operation.ends_with(".doStream") => "llm",
        _ => "chain",
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.set_input(attributes.json("ai.prompt.messages").map(conversation));
    draft.set_input(attributes.json("ai.prompt"));
    draft.set_input(attributes.json("ai.toolCall.args"));
    draft.set_input(attributes.json("ai.value"));
    draft.set_input(attributes.json("ai.values").map(values));
    draft.set_output(attributes.json("ai.toolCall.result"));
    draft.set_output(answer(view));
    settings(view, draft);
    draft.param("tools", attributes.json("ai.prompt.tools").and_then(messages::tool_definitions));
    draft.param("toolChoice", attributes.structured("ai.prompt.toolChoice"));
    draft.param("schema", attributes.structured("ai.schema"));
    for key in ["ai.response.functionId", "ai.schema.name"] {
        draft.note(key, attributes.value(key));
    }
}

fn settings(view: &View<'_>, draft: &mut Draft<'_>) {
    for (name, leaf) in view.attributes.under("ai.settings.") {
        draft.param(name, Some(value::tree(leaf)));
    }
}

/// Each value of an array is JSON as text.
fn values(sent: Value) -> Value {
    let Value::Array(sent) = sent else { return sent };
    let parsed = |one: Value| match one {
        Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        other => other,
    };
    Value::Array(sent.into_iter().map(parsed).collect())
}

/// What the model said: text or object, thoughts, calls of tools.
fn answer(view: &View<'_>) -> Option<Value> {
    let attributes = &view.attributes;
    let text = attributes.value("ai.response.text").or_else(|| attributes.value("ai.response.object"));
    let reasoning = attributes.value("ai.response.reasoning");
    let calls = match attributes.json("ai.response.toolCalls") {
        Some(Value::Array(calls)) if !calls.is_empty() => Some(calls.into_iter().map(call).collect::<Value>()),
        _ => None,
    };
    if text.is_none() && reasoning.is_none() && calls.is_none() {
        return None;
    }
    let mut message = Map::new();
    message.insert("role".into(), "assistant".into());
    message.insert("content".into(), text.unwrap_or(Value::Null));
    for (key, value) in [("reasoning", reasoning), ("tool_calls", calls)] {
        if let Some(value) = value {
            message.insert(key.into(), value);
        }
    }
    Some(Value::Object(message))
}

fn call(mut sent: Value) -> Value {
    let [id, name] = ["toolCallId", "toolName"].map(|key| messages::take(&mut sent, &[key]));
    messages::tool_call(id, name, messages::take(&mut sent, &["input", "args"]))
}

fn conversation(sent: Value) -> Value {
    let Value::Array(sent) = sent else { return sent };
    Value::Array(sent.into_iter().flat_map(message).collect())
}

/// One message; each answer of a tool in it becomes a message of its own.
fn message(mut sent: Value) -> Vec<Value> {
    let parts = match messages::take(&mut sent, &["content"]) {
        Some(Value::Array(parts)) => parts,
        Some(other) => return vec![messages::said(messages::text(&sent, "role"), other)],
        None => return vec![sent],
    };
    let mut said = Said::default();
    parts.into_iter().for_each(|part| said.add(part));
    let answers = std::mem::take(&mut said.answers);
    let own = said.message(messages::text(&sent, "role"), answers.is_empty());
    answers.into_iter().chain(own).collect()
}

/// The parts of one message, by what becomes of them.
#[derive(Default)]
struct Said {
    content: Vec<Value>,
    reasoning: Vec<String>,
    calls: Vec<Value>,
    answers: Vec<Value>,
}

impl Said {
    fn add(&mut self, mut part: Value) {
        match messages::text(&part, "type") {
            "reasoning" => self.reasoning.extend(messages::take(&mut part, &["text"]).map(messages::as_text)),
            "tool-call" => self.calls.push(call(part)),
            "tool-result" => {
                let [id, name] = ["toolCallId", "toolName"].map(|key| messages::take(&mut part, &[key]));
                let result = messages::take(&mut part, &["output", "result"]).unwrap_or(Value::Null);
                self.answers.push(messages::tool_answer(id, name, Value::String(messages::as_text(told(result)))));
            }
            "image" | "file" => self.content.push(media(&part)),
            _ => self.content.push(match messages::take(&mut part, &["text"]) {
                Some(text) => messages::text_part(text),
                None => part,
            }),
        }
    }

    fn message(self, role: &str, may_be_empty: bool) -> Option<Value> {
        if self.content.is_empty() && self.calls.is_empty() && self.reasoning.is_empty() && !may_be_empty {
            return None;
        }
        let content = match &self.content[..] {
            [] => Value::Null,
            [only] if messages::text(only, "type") == "text" => only["text"].clone(),
            _ => Value::Array(self.content),
        };
        let mut message = Map::new();
        message.insert("role".into(), role.into());
        message.insert("content".into(), content);
        if !self.reasoning.is_empty() {
            message.insert("reasoning".into(), self.reasoning.join("\n").into());
        }
        if !self.calls.is_empty() {
            message.insert("tool_calls".into(), Value::Array(self.calls));
        }
        Some(Value::Object(message))
    }
}

/// A tool's result without the wrapping `{type, value}` of later versions.
fn told(mut result: Value) -> Value {
    let is_wrapped = result.get("type").is_some() && result.get("value").is_some();
    if is_wrapped { messages::take(&mut result, &["value"]).unwrap_or(result) } else { result }
}

fn media(part: &Value) -> Value {
    let mime = [messages::text(part, "mediaType"), messages::text(part, "mimeType")].concat();
    let kind = if messages::text(part, "type") == "image" { "image" } else { "" };
    let data = [messages::text(part, "image"), messages::text(part, "data")].concat();
    let is_address = ["http:", "https:", "data:"].iter().any(|scheme| data.starts_with(scheme));
    media::part(&mime, kind, if is_address { Place::At(&data) } else { Place::Inline(&data) })
}
