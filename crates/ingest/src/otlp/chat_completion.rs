//! The bodies of the providers' own APIs, which several dialects (LangSmith, MLflow) hand on whole as JSON: the request and
//! its answer, of OpenAI's chat completions and of Anthropic's messages.

use model::Usage;
use serde_json::{Map, Value};

use super::draft::Draft;
use super::messages;

/// Reads a request: its messages are the input, the rest of it are parameters. Gives back what is no such request.
pub(super) fn read_request(sent: Value, draft: &mut Draft<'_>) -> Option<Value> {
    let Value::Object(mut members) = sent else { return Some(sent) };
    let Some(asked) = members.shift_remove("messages").or_else(|| members.shift_remove("prompt")) else {
        return Some(Value::Object(members));
    };
    let system = members.shift_remove("system").and_then(messages::system);
    draft.set_input(Some(match asked {
        Value::Array(asked) => system.into_iter().chain(asked.into_iter().flat_map(said)).collect(),
        other => other,
    }));
    let model = members.shift_remove("model").and_then(|model| model.as_str().map(String::from));
    draft.name = draft.name.take().or(model);
    let tools = members.shift_remove("tools").and_then(messages::tool_definitions);
    draft.param("tools", tools);
    members.into_iter().for_each(|(name, value)| draft.param(name_of(&name), Some(value)));
    None
}

/// Reads an answer: the message of every choice, or the one message that it is, and what it says of itself. Gives back what
/// is no such answer.
pub(super) fn read_answer(mut sent: Value, draft: &mut Draft<'_>) -> Option<Value> {
    let answers = match messages::take(&mut sent, &["choices"]) {
        Some(Value::Array(choices)) => choices,
        _ if messages::text(&sent, "type") == "message" => {
            let [role, content] = ["role", "content"].map(|key| messages::take(&mut sent, &[key]));
            vec![messages::object([("message", Some(messages::object([("role", role), ("content", content)])))])]
        }
        _ => return Some(sent),
    };
    let reasons: Vec<Value> = answers
        .iter()
        .filter_map(|choice| choice.get("finish_reason").filter(|reason| reason.is_string()))
        .cloned()
        .collect();
    let message = |mut choice: Value| messages::take(&mut choice, &["message", "text"]).map(said).unwrap_or_default();
    draft.set_output(messages::one_or_many(answers.into_iter().flat_map(message).collect()));
    draft.note("responseId", messages::take(&mut sent, &["id"]));
    draft.note("modelResponse", messages::take(&mut sent, &["model"]));
    draft.note("finishReasons", (!reasons.is_empty()).then_some(Value::Array(reasons)));
    draft.note("finishReasons", messages::take(&mut sent, &["stop_reason"]));
    if draft.calls_a_model() {
        fill(&mut draft.usage, sent.get("usage").unwrap_or(&Value::Null));
    }
    None
}

/// Adds the counts that nothing has said yet.
fn fill(usage: &mut Usage, told: &Value) {
    let count = |path: &str| told.pointer(path).and_then(Value::as_u64);
    // Anthropic counts what its cache held beside the input, OpenAI within the prompt.
    let [read, written] = [count("/cache_read_input_tokens"), count("/cache_creation_input_tokens")];
    let input =
        count("/input_tokens").map(|input| [read, written].into_iter().flatten().fold(input, u64::saturating_add));
    let told = Usage {
        prompt_tokens: count("/prompt_tokens").or(input),
        completion_tokens: count("/completion_tokens").or(count("/output_tokens")),
        cached_prompt_tokens: count("/prompt_tokens_details/cached_tokens").or(read),
        cache_write_tokens: count("/prompt_tokens_details/cache_write_tokens").or(written),
        reasoning_tokens: count("/completion_tokens_details/reasoning_tokens"),
        audio_prompt_tokens: count("/prompt_tokens_details/audio_tokens"),
        audio_completion_tokens: count("/completion_tokens_details/audio_tokens"),
    };
    usage.prompt_tokens = usage.prompt_tokens.or(told.prompt_tokens);
    usage.completion_tokens = usage.completion_tokens.or(told.completion_tokens);
    usage.cached_prompt_tokens = usage.cached_prompt_tokens.or(told.cached_prompt_tokens);
    usage.cache_write_tokens = usage.cache_write_tokens.or(told.cache_write_tokens);
    usage.reasoning_tokens = usage.reasoning_tokens.or(told.reasoning_tokens);
    usage.audio_prompt_tokens = usage.audio_prompt_tokens.or(told.audio_prompt_tokens);
    usage.audio_completion_tokens = usage.audio_completion_tokens.or(told.audio_completion_tokens);
}

/// A message without the members that say nothing; content that is null is said to be. Each answer of a tool in it becomes a
/// message of its own.
fn said(message: Value) -> Vec<Value> {
    let Value::Object(members) = message else { return vec![message] };
    let says_something = |(key, value): &(String, Value)| key == "content" || !value.is_null();
    let told = members.into_iter().filter(says_something).collect::<Map<String, Value>>();
    messages::from_content(Value::Object(told))
}

/// The name that the API has for a parameter of a request.
fn name_of(sent: &str) -> &str {
    match sent {
        "max_tokens" | "max_completion_tokens" => "maxTokens",
        "top_p" => "topP",
        "top_k" => "topK",
        "stop_sequences" => "stop",
        "frequency_penalty" => "frequencyPenalty",
        "presence_penalty" => "presencePenalty",
        "tool_choice" => "toolChoice",
        "response_format" => "responseFormat",
        "reasoning_effort" => "reasoningEffort",
        "service_tier" => "serviceTier",
        other => other,
    }
}
