//! OpenInference, the dialect of Arize and Phoenix and of the many instrumentations that they keep (spec `api-otlp.md` 7.3):
//! `openinference.span.kind`, `llm.*`, `input.value`, `output.value`, `retrieval.*`, `embedding.*`, `tool.*`.
//!
//! Recorded: openinference-instrumentation-openai 0.1.66, -langchain 0.1.80, -llama-index 4.6.1.

use serde_json::{Map, Value};

use super::attributes::structured;
use super::dialect::{Count, Dialect, Tables};
use super::draft::Draft;
use super::media::{self, Place};
use super::messages;
use super::view::View;
use super::{documents, unflatten};

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "openinference",
    speaks: |view| view.attributes.has("openinference.span.kind"),
    run_type,
    tables: &[&TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[
        ("llm", "llm.model_name"),
        ("llm", "llm.response.model_name"),
        ("llm", "llm.request.model_name"),
        ("embed", "embedding.model_name"),
        ("embed", "llm.model_name"),
        ("tool", "tool.name"),
        ("agent", "agent.name"),
        ("agent", "graph.node.name"),
        ("chain", "graph.node.name"),
        ("retriever", "reranker.model_name"),
    ],
    params: &[],
    metadata: &[
        ("llm.system", "system"),
        ("llm.provider", "provider"),
        ("llm.finish_reason", "finishReasons"),
        ("tool.description", "toolDescription"),
        ("tool.id", "toolCallId"),
        ("tool_call.id", "toolCallId"),
        ("llm.prompt_template.template", "promptTemplate"),
        ("llm.prompt_template.version", "promptTemplateVersion"),
        ("llm.prompt_template.variables", "promptTemplateVariables"),
        ("prompt.id", "promptId"),
        ("graph.node.id", "graphNodeId"),
        ("graph.node.parent_id", "graphNodeParentId"),
        ("llm.cost.total", "cost"),
    ],
    counts: &[
        ("llm.token_count.prompt", Count::Prompt),
        ("llm.token_count.completion", Count::Completion),
        ("llm.token_count.prompt_details.cache_read", Count::Cached),
        ("llm.token_count.prompt_details.cache_write", Count::CacheWrite),
        ("llm.token_count.prompt_details.audio", Count::AudioPrompt),
        ("llm.token_count.completion_details.reasoning", Count::Reasoning),
        ("llm.token_count.completion_details.audio", Count::AudioCompletion),
    ],
};

fn run_type(view: &View<'_>) -> &'static str {
    match view.attributes.text("openinference.span.kind").unwrap_or_default().to_ascii_uppercase().as_str() {
        "LLM" if !is_around_a_call(view) => "llm",
        "AGENT" => "agent",
        "TOOL" => "tool",
        "RETRIEVER" | "RERANKER" => "retriever",
        "EMBEDDING" => "embed",
        _ => "chain",
    }
}

/// LlamaIndex's methods of a model call themselves once more, and all of them are said to be of the kind `LLM`: only the
/// innermost bears messages or a prompt. The others are no calls of a model, else each would count twice.
fn is_around_a_call(view: &View<'_>) -> bool {
    let told = ["llm.input_messages.", "llm.output_messages.", "llm.prompts", "llm.token_count."];
    view.origin.scope_name.ends_with("llama_index") && !told.iter().any(|prefix| view.attributes.has_under(prefix))
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    let list = |prefix: &str| unflatten::list(attributes, prefix);
    let conversation = |prefix: &str| list(prefix).into_iter().map(message).collect::<Vec<Value>>();
    draft.set_input(Some(Value::Array(conversation("llm.input_messages."))));
    draft.set_output(messages::one_or_many(conversation("llm.output_messages.")));
    completion(view, draft);
    found(view, draft);
    let embedded = list("embedding.embeddings.").into_iter().chain(list("embedding.texts."));
    let embedded: Vec<Value> = embedded
        .filter_map(|mut one| messages::take(&mut one, &["embedding.text", "embedding"]).and_then(text))
        .collect();
    draft.set_input(messages::one_or_many(embedded));
    draft.set_input(any(view, "input"));
    if draft.run_type != "embed" {
        draft.set_output(any(view, "output"));
    }
    params(view, draft);
    if let Some(Value::Object(metadata)) = attributes.json("metadata") {
        metadata.into_iter().for_each(|(key, value)| draft.note(&key, Some(value)));
    }
    draft.note("toolParameters", attributes.value("tool.parameters"));
}

/// The text of an embedding; its vector is not kept.
fn text(mut embedding: Value) -> Option<Value> {
    match embedding {
        Value::String(_) => Some(embedding),
        _ => messages::take(&mut embedding, &["text"]),
    }
}

/// A value with its kind beside it: parsed when that says JSON.
fn any(view: &View<'_>, side: &str) -> Option<Value> {
    let is_json = view.attributes.is(&format!("{side}.mime_type"), "application/json");
    let key = format!("{side}.value");
    if is_json { view.attributes.json(&key) } else { view.attributes.value(&key) }
}

/// Texts instead of messages.
fn completion(view: &View<'_>, draft: &mut Draft<'_>) {
    let texts = |prefix: &str, keys: &[&str]| {
        let list = unflatten::list(&view.attributes, prefix).into_iter();
        let texts: Vec<Value> = list.filter_map(|one| inner(one, keys)).collect();
        messages::one_or_many(texts)
    };
    draft.set_input(texts("llm.prompts.", &["prompt", "text"]));
    draft.set_output(texts("llm.choices.", &["completion", "text"]));
}

/// The text at the end of these keys, any of which may be left out.
fn inner(mut value: Value, keys: &[&str]) -> Option<Value> {
    for key in keys {
        value = match value {
            Value::Object(_) => messages::take(&mut value, &[key])?,
            told => told,
        };
    }
    value.is_string().then_some(value)
}

fn found(view: &View<'_>, draft: &mut Draft<'_>) {
    let list = |prefix: &str| {
        let found: Vec<Value> = unflatten::list(&view.attributes, prefix).into_iter().map(document).collect();
        (!found.is_empty()).then_some(Value::Array(found))
    };
    draft.set_output(list("reranker.output_documents."));
    draft.set_output(list("retrieval.documents."));
    draft.set_input(view.attributes.value("reranker.query"));
}

/// One document of a list.
fn document(mut sent: Value) -> Value {
    documents::document(messages::take(&mut sent, &["document"]).unwrap_or(sent), ["id", "content", "score"])
}

/// The parameters of the call; the model among them is the run's name when nothing else says it.
fn params(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    for key in ["llm.invocation_parameters", "embedding.invocation_parameters"] {
        let Some(Value::Object(mut sent)) = attributes.json(key) else { continue };
        let model = sent.shift_remove("model").and_then(|model| model.as_str().map(String::from));
        let is_told = TABLES.names.iter().any(|(kind, key)| *kind == draft.run_type && attributes.has(key));
        if draft.calls_a_model() && !is_told {
            draft.name = draft.name.take().or(model);
        }
        sent.into_iter().for_each(|(name, value)| draft.param(&name, Some(value)));
    }
    let tools = unflatten::list(attributes, "llm.tools.").into_iter().filter_map(|mut one| {
        let mut tool = messages::take(&mut one, &["tool"])?;
        let schema = messages::take(&mut tool, &["json_schema"])?;
        Some(messages::tool_definition(structured(&messages::as_text(schema))))
    });
    let tools: Vec<Value> = tools.collect();
    draft.param("tools", (!tools.is_empty()).then_some(Value::Array(tools)));
}

fn message(mut sent: Value) -> Value {
    let mut sent = messages::take(&mut sent, &["message"]).unwrap_or(sent);
    let mut message = Map::new();
    message.insert("role".into(), messages::take(&mut sent, &["role"]).unwrap_or_else(|| "user".into()));
    let parts = messages::take(&mut sent, &["contents"]).and_then(contents);
    let content = messages::take(&mut sent, &["content"]).or(parts);
    message.insert("content".into(), content.unwrap_or(Value::Null));
    for key in ["name", "tool_call_id", "reasoning"] {
        if let Some(value) = messages::take(&mut sent, &[key]) {
            message.insert(key.into(), value);
        }
    }
    let calls = calls(&mut sent);
    if !calls.is_empty() {
        message.insert("tool_calls".into(), Value::Array(calls));
    }
    Value::Object(message)
}

fn calls(sent: &mut Value) -> Vec<Value> {
    let old = messages::take(sent, &["function_call_name"]);
    if old.is_some() {
        let arguments = messages::take(sent, &["function_call_arguments_json"]);
        return vec![messages::tool_call(None, old, arguments)];
    }
    let Some(Value::Array(calls)) = messages::take(sent, &["tool_calls"]) else { return Vec::new() };
    let call = |mut sent: Value| {
        let mut call = messages::take(&mut sent, &["tool_call"]).unwrap_or(sent);
        let mut function = messages::take(&mut call, &["function"]).unwrap_or(Value::Null);
        let [name, arguments] = ["name", "arguments"].map(|key| messages::take(&mut function, &[key]));
        messages::tool_call(messages::take(&mut call, &["id"]), name, arguments)
    };
    calls.into_iter().map(call).collect()
}

/// Content in parts: one text alone is a text.
fn contents(sent: Value) -> Option<Value> {
    let Value::Array(parts) = sent else { return None };
    let mut parts: Vec<Value> = parts.into_iter().map(part).collect();
    match &mut parts[..] {
        [only] if messages::text(only, "type") == "text" => messages::take(only, &["text"]),
        _ => Some(Value::Array(parts)),
    }
}

fn part(mut sent: Value) -> Value {
    let mut part = messages::take(&mut sent, &["message_content"]).unwrap_or(sent);
    let address = ["image", "audio"].into_iter().find_map(|kind| {
        let mut media = messages::take(&mut part, &[kind])?;
        let mut media = messages::take(&mut media, &[kind]).unwrap_or(media);
        match messages::take(&mut media, &["url"])? {
            Value::String(url) => Some(media::part("", kind, Place::At(&url))),
            _ => None,
        }
    });
    address.unwrap_or(part)
}
