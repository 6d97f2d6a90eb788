//! Langfuse's attributes `langfuse.*`, as its SDKs from version 3 on write them beside OpenTelemetry's.

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::semconv;
use super::view::View;

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "langfuse",
    speaks: |view| view.attributes.has_under("langfuse.observation."),
    run_type,
    tables: &[&TABLES, &semconv::TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[("llm", "langfuse.observation.model.name"), ("embed", "langfuse.observation.model.name")],
    params: &[],
    metadata: &[
        ("langfuse.observation.level", "level"),
        ("langfuse.observation.prompt.name", "promptName"),
        ("langfuse.observation.prompt.version", "promptVersion"),
        ("langfuse.trace.name", "traceName"),
        ("langfuse.version", "version"),
        ("langfuse.release", "release"),
    ],
    counts: &[],
};

fn run_type(view: &View<'_>) -> &'static str {
    match view.attributes.text("langfuse.observation.type").as_deref() {
        Some("generation") => "llm",
        Some("embedding") => "embed",
        Some("agent") => "agent",
        Some("tool") => "tool",
        Some("retriever") => "retriever",
        _ => "chain",
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.set_input(attributes.structured("langfuse.observation.input"));
    draft.set_output(attributes.structured("langfuse.observation.output"));
    if let Some(serde_json::Value::Object(params)) = attributes.json("langfuse.observation.model.parameters") {
        params.into_iter().for_each(|(name, value)| draft.param(&name, Some(value)));
    }
    if let Some(serde_json::Value::Object(counts)) = attributes.json("langfuse.observation.usage_details") {
        let count = |key: &str| counts.get(key).and_then(serde_json::Value::as_u64);
        draft.usage.prompt_tokens = count("input").or_else(|| count("prompt_tokens"));
        draft.usage.completion_tokens = count("output").or_else(|| count("completion_tokens"));
        draft.usage.cached_prompt_tokens = count("input_cached_tokens").or_else(|| count("cache_read_input_tokens"));
    }
    semconv::read_content(view, draft);
}
