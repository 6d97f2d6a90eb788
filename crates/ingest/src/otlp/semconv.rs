//! OpenTelemetry's own conventions for generative AI, of every generation in use: messages in events (1.28 and later), in
//! indexed attributes and single ones (before), and as JSON in attributes (1.37 and later). Spec `api-otlp.md` 7.1.
//!
//! Who speaks so: opentelemetry-instrumentation-openai-v2, OpenLLMetry from 0.60, Anthropic's own SDK, Vercel's
//! `@ai-sdk/otel`, and whoever writes `gen_ai.*` by hand. Recorded: openai-v2 2.1, OpenLLMetry 0.62.

use serde_json::Value;

use super::dialect::{Count, Dialect, Tables};
use super::draft::Draft;
use super::messages;
use super::view::View;
use super::{indexed, plain, semconv_events};

/// See the module.
pub(super) const DIALECT: Dialect = Dialect {
    name: "gen_ai",
    speaks: |view| view.attributes.has_under("gen_ai."),
    run_type,
    tables: &[&TABLES],
    content,
};

/// What the attributes of the conventions mean; other dialects add it to their own tables.
pub(super) const TABLES: Tables = Tables {
    names: &[
        ("llm", "gen_ai.request.model"),
        ("llm", "gen_ai.response.model"),
        ("embed", "gen_ai.request.model"),
        ("embed", "gen_ai.response.model"),
        ("tool", "gen_ai.tool.name"),
        ("agent", "gen_ai.agent.name"),
        ("chain", "gen_ai.workflow.name"),
        ("retriever", "gen_ai.data_source.id"),
    ],
    params: &[
        ("gen_ai.request.temperature", "temperature"),
        ("gen_ai.request.top_p", "topP"),
        ("gen_ai.request.top_k", "topK"),
        ("gen_ai.request.max_tokens", "maxTokens"),
        ("gen_ai.request.frequency_penalty", "frequencyPenalty"),
        ("gen_ai.request.presence_penalty", "presencePenalty"),
        ("gen_ai.request.seed", "seed"),
        ("gen_ai.request.stop_sequences", "stopSequences"),
        ("gen_ai.request.stop_sequences", "stop"),
        ("gen_ai.request.choice.count", "n"),
        ("gen_ai.request.encoding_formats", "encodingFormats"),
        ("gen_ai.request.reasoning_effort", "reasoningEffort"),
        ("gen_ai.is_streaming", "stream"),
        ("gen_ai.output.type", "responseFormat"),
        ("gen_ai.openai.request.response_format", "responseFormat"),
        ("openai.request.response_format", "responseFormat"),
        ("gen_ai.openai.request.seed", "seed"),
        ("gen_ai.openai.request.service_tier", "serviceTier"),
        ("openai.request.service_tier", "serviceTier"),
    ],
    metadata: &[
        ("gen_ai.response.model", "modelResponse"),
        ("gen_ai.response.id", "responseId"),
        ("gen_ai.response.finish_reasons", "finishReasons"),
        ("gen_ai.openai.response.service_tier", "serviceTier"),
        ("openai.response.service_tier", "serviceTier"),
        ("gen_ai.provider.name", "system"),
        ("gen_ai.system", "system"),
        ("gen_ai.tool.call.id", "toolCallId"),
        ("gen_ai.tool.type", "toolType"),
        ("gen_ai.tool.description", "toolDescription"),
        ("gen_ai.agent.id", "agentId"),
        ("gen_ai.agent.name", "agentName"),
        ("gen_ai.agent.description", "agentDescription"),
        ("gen_ai.usage.cost", "cost"),
        ("operation.cost", "cost"),
    ],
    counts: &[
        ("gen_ai.usage.input_tokens", Count::Prompt),
        ("gen_ai.usage.prompt_tokens", Count::Prompt),
        ("gen_ai.usage.output_tokens", Count::Completion),
        ("gen_ai.usage.completion_tokens", Count::Completion),
        ("gen_ai.usage.cache_read.input_tokens", Count::Cached),
        ("gen_ai.usage.cache_read_input_tokens", Count::Cached),
        ("gen_ai.usage.cached_tokens", Count::Cached),
        ("gen_ai.usage.prompt_tokens_cached", Count::Cached),
        ("gen_ai.usage.details.cache_read_tokens", Count::Cached),
        ("gen_ai.usage.cache_creation.input_tokens", Count::CacheWrite),
        ("gen_ai.usage.cache_creation_input_tokens", Count::CacheWrite),
        ("gen_ai.usage.details.cache_write_tokens", Count::CacheWrite),
        ("gen_ai.usage.cache_write.input_tokens", Count::CacheWrite),
        ("gen_ai.usage.reasoning.output_tokens", Count::Reasoning),
        ("gen_ai.usage.reasoning_tokens", Count::Reasoning),
        ("gen_ai.usage.details.reasoning_tokens", Count::Reasoning),
        ("gen_ai.usage.details.input_audio_tokens", Count::AudioPrompt),
        ("gen_ai.usage.details.output_audio_tokens", Count::AudioCompletion),
    ],
};

/// The type that the conventions give a span. One with a model and no operation calls that model (spec 7.6).
pub(super) fn run_type(view: &View<'_>) -> &'static str {
    let attributes = &view.attributes;
    match attributes.text("gen_ai.operation.name").as_deref() {
        Some("chat" | "text_completion" | "generate_content" | "completion") => "llm",
        Some("embeddings") => "embed",
        Some("execute_tool") => "tool",
        Some("create_agent" | "invoke_agent") => "agent",
        Some("retrieval") => "retriever",
        _ if attributes.has("gen_ai.tool.name") => "tool",
        None if attributes.has("gen_ai.request.model") || attributes.has("gen_ai.response.model") => "llm",
        _ => "chain",
    }
}

fn content(view: &View<'_>, draft: &mut Draft<'_>) {
    read_content(view, draft);
    plain::own_words(view, draft);
}

/// Messages, tool calls and definitions, in whichever generation a span has them.
pub(super) fn read_content(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    let (input, output) = with_parts(|key| attributes.json(key));
    draft.set_input(input);
    draft.set_output(output);
    draft.param("tools", attributes.json("gen_ai.tool.definitions").and_then(messages::tool_definitions));
    draft.set_input(attributes.structured("gen_ai.tool.call.arguments"));
    draft.set_output(attributes.structured("gen_ai.tool.call.result"));
    semconv_events::read(view, draft);
    indexed::read(view, draft);
    single(view, draft);
    for key in ["gen_ai.retrieval.query.text", "gen_ai.embeddings.input"] {
        draft.set_input(attributes.structured(key));
    }
    draft.set_output(attributes.json("gen_ai.retrieval.documents"));
}

/// Input and output from the attributes that hold messages as JSON, wherever these stand.
pub(super) fn with_parts(mut json: impl FnMut(&str) -> Option<Value>) -> (Option<Value>, Option<Value>) {
    let instructions = json("gen_ai.system_instructions").and_then(messages::system);
    let asked = json("gen_ai.input.messages").map(messages::from_parts).unwrap_or_default();
    let input: Vec<Value> = instructions.into_iter().chain(asked).collect();
    let answered = json("gen_ai.output.messages").map(without_pieces);
    let answered = answered.map(messages::from_parts).unwrap_or_default();
    ((!input.is_empty()).then_some(Value::Array(input)), messages::one_or_many(answered))
}

/// The answers without the pieces of a stream, which Google's Agent Development Kit tells before the whole: they give an
/// empty reason for their end, and the last answer does not.
fn without_pieces(mut answers: Value) -> Value {
    let is_piece = |answer: &Value| answer.get("finish_reason").is_some_and(|reason| reason == "");
    if let Some(told) = answers.as_array_mut().filter(|told| told.last().is_some_and(|last| !is_piece(last))) {
        told.retain(|answer| !is_piece(answer));
    }
    answers
}

/// The oldest generation: one text for all that went in, one for what came out.
fn single(view: &View<'_>, draft: &mut Draft<'_>) {
    let said = |key: &str, role: &str| Some(messages::conversation(view.attributes.value(key)?, role));
    draft.set_input(said("gen_ai.prompt", "user").map(Value::Array));
    draft.set_output(said("gen_ai.completion", "assistant").and_then(messages::one_or_many));
}
