//! LiteLLM's own callback for OpenTelemetry: the conventions' attributes, with some of its own. Below the span of each call
//! it writes a second one, `raw_gen_ai_request`, with the provider's request in Python's notation: a `chain` here, so that
//! no call counts twice. Recorded: litellm 1.106.

use serde_json::Value;

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::openllmetry;
use super::view::View;
use super::{messages, semconv};

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "litellm",
    speaks: |view| view.attributes.has("litellm.call_id") || view.origin.scope_name == "litellm",
    run_type,
    tables: &[&TABLES, &semconv::TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[],
    params: &[],
    metadata: &[
        ("litellm.call_id", "callId"),
        ("litellm.provider.model", "providerModel"),
        ("litellm.model_group", "modelGroup"),
        ("gen_ai.cost.total_cost", "cost"),
        ("error.llm_provider", "provider"),
    ],
    counts: &[],
};

fn run_type(view: &View<'_>) -> &'static str {
    match view.attributes.text("llm.request.type").as_deref() {
        Some("completion" | "acompletion" | "text_completion" | "atext_completion" | "responses" | "aresponses") => {
            "llm"
        }
        Some("embedding" | "aembedding") => "embed",
        Some("rerank" | "arerank") => "retriever",
        _ => semconv::run_type(view),
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.set_input(attributes.json("gen_ai.input.messages").map(asked).map(Value::Array));
    draft.set_output(answered(view).and_then(messages::one_or_many));
    draft.param("tools", openllmetry::functions(view));
    let is_streamed = attributes.text("llm.is_streaming").filter(|told| told == "True" || told == "true");
    draft.param("stream", is_streamed.map(|_| true.into()));
    if draft.user.is_none() {
        let user = attributes.first_text(&["llm.user", "metadata.user_api_key_end_user_id"]);
        draft.user = user.map(|id| draft.short(id.into_owned(), "userId"));
    }
    draft.note("finishReasons", attributes.json("gen_ai.response.finish_reasons"));
    usage(view, draft);
    attributes.under("gen_ai.cost.").for_each(drop);
    draft.note("conversationId", attributes.text("metadata.session_id").map(|id| id.into_owned().into()));
    for (name, told) in attributes.under("metadata.") {
        // What the gateway does not know it writes as an empty text; the rest is its bookkeeping in Python's notation.
        let told = super::value::tree(told);
        let is_told = told.as_str().is_none_or(|text| !text.is_empty() && !text.starts_with(['{', '[']));
        draft.note(name, Some(told).filter(|_| is_told));
    }
    semconv::read_content(view, draft);
}

/// The counts that LiteLLM tells in Python's notation only.
fn usage(view: &View<'_>, draft: &mut Draft<'_>) {
    let Some(told) = view.attributes.text("metadata.usage_object") else { return };
    let within = |list: &str, key: &str| {
        let list = told.split_once(&format!("'{list}': {{"))?.1.split('}').next()?;
        let digits = list.split_once(&format!("'{key}': "))?.1;
        digits.split(',').next()?.trim().parse::<u64>().ok()
    };
    let (prompt, completion) = ("prompt_tokens_details", "completion_tokens_details");
    draft.usage.cached_prompt_tokens = within(prompt, "cached_tokens");
    draft.usage.cache_write_tokens = within(prompt, "cache_creation_tokens").or(within(prompt, "cache_write_tokens"));
    draft.usage.audio_prompt_tokens = within(prompt, "audio_tokens");
    draft.usage.reasoning_tokens = within(completion, "reasoning_tokens");
    draft.usage.audio_completion_tokens = within(completion, "audio_tokens");
}

/// The messages, each of which may have OpenAI's `tool_calls` and `tool_call_id` beside its parts.
fn asked(sent: Value) -> Vec<Value> {
    let sent = match sent {
        Value::Array(messages) => messages,
        one => vec![one],
    };
    sent.into_iter().flat_map(with_calls).collect()
}

fn with_calls(mut sent: Value) -> Vec<Value> {
    let told = ["tool_calls", "tool_call_id"].map(|key| (key, messages::take(&mut sent, &[key])));
    let mut read = messages::from_parts(sent);
    if let Some(members) = read.last_mut().and_then(Value::as_object_mut) {
        for (key, value) in told {
            if let Some(value) = value.filter(|value| !value.is_null()) {
                members.insert(key.into(), value);
            }
        }
    }
    read
}

/// The answers. Those of the calls of tools that are in none of their parts stand apart, without their ids.
fn answered(view: &View<'_>) -> Option<Vec<Value>> {
    let mut read = asked(view.attributes.json("gen_ai.output.messages")?);
    for (place, message) in read.iter_mut().enumerate() {
        let key = |name: &str| format!("gen_ai.completion.{place}.function_call.{name}");
        let Some(name) = view.attributes.value(&key("name")) else { continue };
        let call = messages::tool_call(None, Some(name), view.attributes.value(&key("arguments")));
        if let Some(members) = message.as_object_mut().filter(|members| !members.contains_key("tool_calls")) {
            members.insert("tool_calls".into(), Value::Array(vec![call]));
        }
    }
    Some(read)
}
