//! LangSmith's own export: spans of LangChain, of clients of providers that it wraps, and of functions that people trace.
//! What went in and came out is JSON in `gen_ai.prompt` and `gen_ai.completion`, in the shape of whatever was called; the rest
//! is `langsmith.*`. Recorded: langsmith 0.15 with langchain-openai 1.7 and openai 2.54.

use serde_json::Value;

use super::dialect::{Dialect, Tables};
use super::draft::Draft;
use super::view::View;
use super::{chat_completion, documents, langchain, messages, semconv, value};

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "langsmith",
    speaks: |view| view.attributes.has("langsmith.span.kind"),
    run_type,
    tables: &[&TABLES, &semconv::TABLES],
    content,
};

const TABLES: Tables = Tables {
    names: &[("llm", "gen_ai.request.model"), ("llm", "langsmith.metadata.ls_model_name")],
    params: &[
        ("langsmith.metadata.ls_temperature", "temperature"),
        ("langsmith.metadata.ls_max_tokens", "maxTokens"),
        ("langsmith.metadata.ls_stop", "stop"),
        ("langsmith.request.streaming", "stream"),
    ],
    metadata: &[("langsmith.trace.session_name", "project")],
    counts: &[],
};

/// Metadata that is read elsewhere.
const TOLD_ELSEWHERE: &[&str] = &[
    "user_id",
    "session_id",
    "thread_id",
    "conversation_id",
    "usage_metadata",
    "ls_invocation_params",
    "ls_model_name",
    "ls_temperature",
    "ls_max_tokens",
    "ls_stop",
];

/// Metadata of a call that repeats its parameters.
const PARAMETERS: &[&str] = &["model", "model_name", "stream", "temperature", "_type"];

/// Attributes that say once more, in Python's notation, what the metadata says in JSON.
const REPEATED: &[&str] = &["gen_ai.usage.input_token_details", "gen_ai.usage.output_token_details"];

fn run_type(view: &View<'_>) -> &'static str {
    match view.attributes.text("langsmith.span.kind").as_deref() {
        Some("llm") => "llm",
        Some("embedding") => "embed",
        Some("tool") => "tool",
        Some("retriever") => "retriever",
        _ => "chain",
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.param("tools", attributes.json("gen_ai.tool.definitions").and_then(messages::tool_definitions));
    asked(attributes.json("gen_ai.prompt").map(langchain::plain), draft);
    usage(view, draft);
    let has_failed = view.event("exception").is_some();
    let completion = attributes.json("gen_ai.completion");
    about_the_answer(completion.as_ref(), draft);
    answered(completion.map(langchain::plain), has_failed, draft);
    about(view, draft);
    for key in REPEATED {
        let _is_read = attributes.get(key);
    }
}

fn asked(sent: Option<Value>, draft: &mut Draft<'_>) {
    let Some(mut sent) = sent else { return };
    if !draft.calls_a_model() {
        draft.set_input(Some(sent));
        return;
    }
    // LangChain sends a list of conversations, of which a chat model is given one.
    if let Some(Value::Array(batch)) = sent.get_mut("messages")
        && let [Value::Array(only)] = &mut batch[..]
    {
        let only = std::mem::take(only);
        sent["messages"] = Value::Array(only);
    }
    if let Some(Value::Array(prompts)) = messages::take(&mut sent, &["prompts"]) {
        draft.set_input(messages::one_or_many(prompts));
    }
    let other = chat_completion::read_request(sent, draft);
    draft.set_input(other);
}

fn answered(sent: Option<Value>, has_failed: bool, draft: &mut Draft<'_>) {
    let Some(mut sent) = sent else { return };
    if let Some(generations) = messages::take(&mut sent, &["generations"]) {
        let said = generated(generations);
        let is_empty = said.iter().all(|message| message.get("content").is_some_and(|content| content == ""));
        draft.set_output(messages::one_or_many(said).filter(|_| !(has_failed && is_empty)));
        return;
    }
    if sent.as_object().is_some_and(|members| members.len() == 1) {
        sent = messages::take(&mut sent, &["output", "documents"]).unwrap_or(sent);
    }
    let other = chat_completion::read_answer(sent, draft);
    let is_found = draft.run_type == "retriever";
    draft.set_output(if is_found { other.map(|found| documents::each(found, document)) } else { other });
}

/// What LangChain keeps beside the message of an answer.
fn about_the_answer(completion: Option<&Value>, draft: &mut Draft<'_>) {
    let about = completion.and_then(|sent| sent.pointer("/generations/0/0/message/kwargs/response_metadata"));
    let keys = [("id", "responseId"), ("model_name", "modelResponse"), ("finish_reason", "finishReasons")];
    if !draft.calls_a_model() {
        return;
    }
    for (key, name) in keys {
        draft.note(name, about.and_then(|about| about.get(key)).cloned());
    }
}

/// One document; what LangChain does not know as such stays as it is.
fn document(sent: Value) -> Value {
    if sent.get("page_content").is_none() {
        return sent;
    }
    documents::document(sent, ["id", "page_content", "score"])
}

/// The messages of `[[{message, text}, ..], ..]`; of a model that completes texts, the texts.
fn generated(generations: Value) -> Vec<Value> {
    match generations {
        Value::Array(inner) => inner.into_iter().flat_map(generated).collect(),
        mut one => messages::take(&mut one, &["message", "text"]).into_iter().collect(),
    }
}

fn usage(view: &View<'_>, draft: &mut Draft<'_>) {
    let Some(told) = view.attributes.json("langsmith.metadata.usage_metadata") else { return };
    let count = |path: &str| told.pointer(path).and_then(Value::as_u64);
    draft.usage.prompt_tokens = count("/input_tokens");
    draft.usage.completion_tokens = count("/output_tokens");
    draft.usage.cached_prompt_tokens = count("/input_token_details/cache_read");
    draft.usage.cache_write_tokens = count("/input_token_details/cache_creation");
    draft.usage.audio_prompt_tokens = count("/input_token_details/audio");
    draft.usage.reasoning_tokens = count("/output_token_details/reasoning");
    draft.usage.audio_completion_tokens = count("/output_token_details/audio");
}

/// On whose behalf, in which conversation, under which labels.
fn about(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    if let Some(Value::Object(params)) = attributes.json("langsmith.metadata.ls_invocation_params") {
        params.into_iter().for_each(|(name, value)| draft.param(&name, Some(value)));
    }
    if draft.user.is_none() {
        let user = attributes.text("langsmith.metadata.user_id");
        draft.user = user.map(|id| draft.short(id.into_owned(), "userId"));
    }
    let thread = ["session_id", "thread_id", "conversation_id"]
        .iter()
        .find_map(|key| attributes.text(&format!("langsmith.metadata.{key}")));
    draft.note("conversationId", thread.map(|id| id.into_owned().into()));
    if draft.tags.is_none() {
        let tags = attributes.text("langsmith.span.tags");
        draft.tags = tags.map(|tags| tags.split(", ").map(String::from).take(draft.limits.tags).collect());
    }
    for (name, told) in attributes.under("langsmith.metadata.") {
        let is_setting = name.starts_with("LANGSMITH_") || name.starts_with("LANGCHAIN_");
        let is_repeated = draft.calls_a_model() && PARAMETERS.contains(&name);
        if !TOLD_ELSEWHERE.contains(&name) && !is_setting && !is_repeated {
            draft.note(name, Some(value::tree(told)));
        }
    }
}
