//! OpenLLMetry (Traceloop), and OpenLIT, which shares its indexed keys (spec `api-otlp.md` 7.2): `traceloop.*`,
//! `llm.request.*`, `llm.usage.*`, `gen_ai.prompt.{i}.*`, and queries of vector databases.
//!
//! The instrumentations before 0.60; later ones speak the conventions (`semconv`), whose tables are below its own, and only
//! the spans of its decorators are told as here.

use serde_json::{Value, json};

use super::dialect::{Count, Dialect, Tables};
use super::draft::Draft;
use super::view::View;
use super::{messages, plain, semconv, unflatten};

/// See the module.
pub(super) const DIALECT: Dialect =
    Dialect { name: "openllmetry", speaks, run_type, tables: &[&TABLES, &semconv::TABLES], content };

const TABLES: Tables = Tables {
    names: &[
        ("chain", "traceloop.entity.name"),
        ("agent", "traceloop.entity.name"),
        ("tool", "traceloop.entity.name"),
        ("chain", "traceloop.workflow.name"),
        ("agent", "traceloop.workflow.name"),
        ("llm", "gen_ai.request.model"),
        ("llm", "llm.request.model"),
        ("retriever", "db.system"),
        ("retriever", "gen_ai.request.model"),
    ],
    params: &[
        ("llm.top_k", "topK"),
        ("llm.frequency_penalty", "frequencyPenalty"),
        ("llm.presence_penalty", "presencePenalty"),
        ("llm.chat.stop_sequences", "stop"),
        ("llm.is_streaming", "stream"),
        ("gen_ai.is_streaming", "stream"),
        ("llm.request.reasoning_effort", "reasoningEffort"),
    ],
    metadata: &[
        ("traceloop.workflow.name", "workflow"),
        ("traceloop.entity.path", "entityPath"),
        ("traceloop.entity.version", "entityVersion"),
        ("llm.response.finish_reason", "finishReasons"),
        ("llm.response.stop_reason", "finishReasons"),
        ("db.system", "system"),
        ("db.operation", "operation"),
    ],
    counts: &[("llm.usage.cache_read_input_tokens", Count::Cached), ("llm.usage.reasoning_tokens", Count::Reasoning)],
};

fn speaks(view: &View<'_>) -> bool {
    let attributes = &view.attributes;
    attributes.has("traceloop.span.kind")
        || attributes.has("llm.request.type")
        || attributes.has_under("gen_ai.prompt.0.") && !attributes.has("gen_ai.operation.name")
        || is_vector_query(view)
}

fn is_vector_query(view: &View<'_>) -> bool {
    let attributes = &view.attributes;
    attributes.has("db.system") && matches!(attributes.text("db.operation").as_deref(), Some("query" | "search"))
}

fn run_type(view: &View<'_>) -> &'static str {
    match view.attributes.text("traceloop.span.kind").as_deref() {
        Some("agent") => return "agent",
        Some("tool") => return "tool",
        Some("workflow" | "task") => return "chain",
        _ => {}
    }
    match view.attributes.text("llm.request.type").as_deref() {
        Some("chat" | "completion") => "llm",
        Some("embedding") => "embed",
        Some("rerank") => "retriever",
        _ if is_vector_query(view) => "retriever",
        _ => semconv::run_type(view),
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.set_input(attributes.json("traceloop.entity.input").map(|sent| unwrapped(sent, Wrapping::Input)));
    draft.set_output(attributes.json("traceloop.entity.output").map(|sent| unwrapped(sent, Wrapping::Output)));
    draft.param("tools", functions(view));
    if draft.user.is_none() {
        draft.user = attributes.text("llm.user").map(|id| draft.short(id.into_owned(), "userId"));
    }
    semconv::read_content(view, draft);
    vector_query(view, draft);
    plain::own_words(view, draft);
}

/// Which side of a function call a value is.
#[derive(Clone, Copy)]
enum Wrapping {
    Input,
    Output,
}

/// What the decorators wrap around arguments and results, taken off: a function called with names only is its names, one
/// with a single argument that argument.
fn unwrapped(mut sent: Value, side: Wrapping) -> Value {
    let keys: &[&str] = match side {
        Wrapping::Input => &["inputs"],
        Wrapping::Output => &["outputs"],
    };
    let Some(members) = sent.as_object() else { return sent };
    if let Some(inner) = keys.iter().find(|key| members.get(**key).is_some_and(|inner| !inner.is_null())) {
        return messages::take(&mut sent, &[*inner]).unwrap_or(sent);
    }
    let (args, kwargs) = (members.get("args"), members.get("kwargs"));
    if members.len() > 2 || args.is_none() && kwargs.is_none() || matches!(side, Wrapping::Output) {
        return sent;
    }
    let args = args.and_then(Value::as_array).filter(|args| !args.is_empty()).cloned();
    let kwargs = kwargs.filter(|kwargs| kwargs.as_object().is_some_and(|kwargs| !kwargs.is_empty())).cloned();
    match (args, kwargs) {
        (None, Some(kwargs)) => kwargs,
        (Some(mut args), None) if args.len() == 1 => args.remove(0),
        (Some(args), None) => Value::Array(args),
        _ => sent,
    }
}

/// The definitions of the tools that a model was offered.
pub(super) fn functions(view: &View<'_>) -> Option<Value> {
    let functions = unflatten::list(&view.attributes, "llm.request.functions.");
    (!functions.is_empty()).then(|| functions.into_iter().map(function).collect())
}

fn function(mut sent: Value) -> Value {
    if let Some(Value::String(schema)) = messages::take(&mut sent, &["parameters"]) {
        sent["parameters"] = super::attributes::structured(&schema);
    }
    messages::tool_definition(sent)
}

/// A question to a vector database: what was asked in one event, what came in others.
fn vector_query(view: &View<'_>, draft: &mut Draft<'_>) {
    let mut found = Vec::new();
    for event in view.events.iter().filter(|event| event.event.name == "db.query.result") {
        let document = json!({
            "id": event.attributes.value("db.query.result.id"),
            "summary": event.attributes.value("db.query.result.document"),
            "score": event.attributes.value("db.query.result.score").or(event.attributes.value("db.query.result.distance")),
        });
        event.is_used.set(true);
        found.push(document);
    }
    draft.set_output(Some(Value::Array(found)));
    for key in ["db.chroma.query.query_texts", "db.query.text", "db.statement"] {
        if draft.run_type == "retriever" {
            draft.set_input(view.attributes.structured(key));
        }
    }
}
