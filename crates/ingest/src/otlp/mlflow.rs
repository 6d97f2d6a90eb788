//! MLflow's tracing, exported over OTLP, `mlflow.*`. The value of each of its attributes is JSON as text, also of those that
//! people set. Recorded: mlflow 3.17 with openai 2.54.

use serde_json::Value;

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::view::View;
use super::{chat_completion, documents, langchain, messages, semconv, value};

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "mlflow",
    speaks: |view| view.attributes.has("mlflow.spanType") || view.attributes.has("mlflow.traceRequestId"),
    run_type,
    tables: &[&TABLES, &semconv::TABLES],
    content,
};

const TABLES: Tables = Tables { names: &[], params: &[], metadata: &[], counts: &[] };

/// (attribute, key of metadata).
const NOTED: &[(&str, &str)] = &[
    ("mlflow.llm.provider", "system"),
    ("mlflow.message.format", "messageFormat"),
    ("mlflow.spanFunctionName", "functionName"),
    ("mlflow.spanDescription", "description"),
    ("mlflow.trace.session", "conversationId"),
    ("mlflow.traceRequestId", "traceRequestId"),
];

fn run_type(view: &View<'_>) -> &'static str {
    match told(view, "mlflow.spanType").as_ref().and_then(Value::as_str) {
        Some("LLM" | "CHAT_MODEL") => "llm",
        Some("EMBEDDING") => "embed",
        Some("AGENT") => "agent",
        Some("TOOL") => "tool",
        Some("RETRIEVER" | "RERANKER") => "retriever",
        _ => "chain",
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    if draft.calls_a_model() {
        draft.name = told(view, "mlflow.llm.model").and_then(|model| model.as_str().map(String::from));
        call(view, draft);
    } else {
        draft.set_input(told(view, "mlflow.spanInputs").map(langchain::plain));
        let found = told(view, "mlflow.spanOutputs").map(langchain::plain);
        draft.set_output(if draft.run_type == "retriever" {
            found.map(|found| documents::each(found, document))
        } else {
            found
        });
    }
    for (key, name) in NOTED {
        draft.note(name, told(view, key));
    }
    if draft.user.is_none() {
        let user = told(view, "mlflow.trace.user").map(messages::as_text);
        draft.user = user.map(|id| draft.short(id, "userId"));
    }
    own_attributes(view, draft);
}

fn told(view: &View<'_>, key: &str) -> Option<Value> {
    view.attributes.json(key)
}

/// What a model was asked and answered: OpenAI's request and answer, or whatever else was called.
fn call(view: &View<'_>, draft: &mut Draft<'_>) {
    let asked = told(view, "mlflow.spanInputs").map(langchain::plain);
    let other = asked.and_then(|sent| chat_completion::read_request(sent, draft));
    draft.set_input(other);
    draft.param("tools", told(view, "mlflow.chat.tools").and_then(messages::tool_definitions));
    let counts = told(view, "mlflow.chat.tokenUsage").unwrap_or(Value::Null);
    let count = |key: &str| counts.get(key).and_then(Value::as_u64);
    draft.usage.prompt_tokens = count("input_tokens");
    draft.usage.completion_tokens = count("output_tokens");
    draft.usage.cached_prompt_tokens = count("cache_read_input_tokens");
    draft.usage.cache_write_tokens = count("cache_creation_input_tokens");
    let answered = told(view, "mlflow.spanOutputs").map(langchain::plain);
    let other = answered.and_then(|sent| chat_completion::read_answer(sent, draft));
    draft.set_output(other);
    draft.note("cost", told(view, "mlflow.llm.cost").and_then(|mut cost| messages::take(&mut cost, &["total_cost"])));
    let pieces = view.events.iter().filter(|event| event.event.name.starts_with("mlflow.chunk."));
    pieces.for_each(|piece| piece.is_used.set(true));
}

/// What people say of a span and of its trace. Of a model's call these repeat its parameters.
fn own_attributes(view: &View<'_>, draft: &mut Draft<'_>) {
    for (name, leaf) in view.attributes.under("mlflow.traceTag.") {
        draft.note(name, Some(parsed(value::tree(leaf))));
    }
    let unread: Vec<_> = view.attributes.unread().filter(|(key, _)| !key.starts_with("mlflow.")).collect();
    for (key, leaf) in unread {
        if !draft.calls_a_model() {
            draft.note(key, Some(parsed(value::tree(leaf))));
        }
    }
}

fn parsed(told: Value) -> Value {
    match told {
        Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        other => other,
    }
}

/// One document; what MLflow does not know as such stays as it is.
fn document(sent: Value) -> Value {
    if sent.get("page_content").is_none() {
        return sent;
    }
    documents::document(sent, ["id", "page_content", "score"])
}
