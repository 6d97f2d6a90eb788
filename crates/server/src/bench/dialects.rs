//! Five ways to say the same: a call of a model, of a tool or of an agent in the attributes of five instrumentations, and what
//! a run must show of it.

use opentelemetry_proto::tonic::common::v1::any_value::Value::{DoubleValue, IntValue, StringValue};
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use serde_json::{Value, json};
use uuid::Uuid;

use super::dataset::Plan;
use super::sentences::Text;

/// Who tells a trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dialect {
    /// OpenTelemetry's own conventions, messages as JSON.
    GenAi,
    /// Indexed attributes.
    OpenLlmetry,
    /// Flattened messages.
    OpenInference,
    /// The Vercel AI SDK.
    Vercel,
    /// Pydantic AI with its messages as events in an attribute.
    PydanticAi,
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Model,
    Tool,
    Agent,
}

/// One call.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    kind: Kind,
    /// Of the model, tool or agent.
    pub(super) name: &'static str,
    pub(super) question: Text<'a>,
    pub(super) answer: Text<'a>,
    /// Of question and answer, at four bytes a token.
    pub(super) tokens: (usize, usize),
}

impl<'a> Call<'a> {
    pub(super) fn new(plan: &Plan<'_>, question: Text<'a>, answer: Text<'a>) -> Call<'a> {
        let kind = match plan.run_type {
            "llm" => Kind::Model,
            "tool" | "retriever" => Kind::Tool,
            _ => Kind::Agent,
        };
        let tokens = (question.len() / 4, answer.len() / 4);
        Call { kind, name: plan.name, question, answer, tokens }
    }

    /// The arguments of a tool, as JSON.
    fn arguments(&self) -> String {
        format!(r#"{{"query":{}}}"#, self.question.json())
    }

    /// The result of a tool, as JSON.
    fn result(&self) -> String {
        format!(r#"{{"found":{}}}"#, self.answer.json())
    }

    /// A message in parts, as JSON.
    fn in_parts(role: &str, said: &Text<'_>) -> String {
        format!(r#"{{"role":"{role}","parts":[{{"type":"text","content":{}}}]}}"#, said.json())
    }
}

/// An attribute that is text.
pub(super) fn text(key: &str, value: impl Into<String>) -> KeyValue {
    attribute(key, StringValue(value.into()))
}

fn number(key: &str, value: usize) -> KeyValue {
    attribute(key, IntValue(i64::try_from(value).unwrap_or(i64::MAX)))
}

fn attribute(key: &str, value: any_value::Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

impl Dialect {
    /// Each tells a fifth of all traces.
    pub(super) fn of_trace(root: &Uuid) -> Dialect {
        match root.as_bytes()[0] % 5 {
            0 => Dialect::GenAi,
            1 => Dialect::OpenLlmetry,
            2 => Dialect::OpenInference,
            3 => Dialect::Vercel,
            _ => Dialect::PydanticAi,
        }
    }

    /// Name and version of the instrumentation.
    pub(super) fn scope(self) -> (&'static str, &'static str) {
        match self {
            Dialect::GenAi => ("opentelemetry.instrumentation.openai_v2", "2.2b0"),
            Dialect::OpenLlmetry => ("opentelemetry.instrumentation.openai.v1", "0.47.3"),
            Dialect::OpenInference => ("openinference.instrumentation.openai", "0.1.36"),
            Dialect::Vercel => ("ai", "5.0.0"),
            Dialect::PydanticAi => ("pydantic-ai", "0.8.1"),
        }
    }

    /// What the instrumentation says of a call.
    pub(super) fn attributes(self, call: &Call<'_>) -> Vec<KeyValue> {
        match self {
            Dialect::GenAi => gen_ai(call),
            Dialect::OpenLlmetry => open_llmetry(call),
            Dialect::OpenInference => open_inference(call),
            Dialect::Vercel => vercel(call),
            Dialect::PydanticAi => pydantic_ai(call),
        }
    }

    /// The type of the run. The outer call of the Vercel AI SDK may or may not be an agent.
    pub(super) fn run_type(self, call: &Call<'_>) -> &'static str {
        match call.kind {
            Kind::Model => "llm",
            Kind::Tool => "tool",
            Kind::Agent if self == Dialect::Vercel => "chain",
            Kind::Agent => "agent",
        }
    }

    /// Input and output of the run, at least.
    pub(super) fn shown(self, call: &Call<'_>) -> (Value, Value) {
        let (question, answer) = (call.question.plain(), call.answer.plain());
        let asked = json!([{"role": "user", "content": question}]);
        let answered = json!({"role": "assistant", "content": answer});
        match (self, call.kind) {
            (_, Kind::Model) | (Dialect::GenAi, Kind::Agent) => (asked, answered),
            (_, Kind::Tool) | (Dialect::OpenLlmetry, Kind::Agent) => {
                (json!({"query": question}), json!({"found": answer}))
            }
            (Dialect::OpenInference, Kind::Agent) => (question.into(), answer.into()),
            (Dialect::Vercel, Kind::Agent) => (json!({"prompt": question}), answered),
            (Dialect::PydanticAi, Kind::Agent) => (asked, answer.into()),
        }
    }
}

fn gen_ai(call: &Call<'_>) -> Vec<KeyValue> {
    if call.kind == Kind::Tool {
        return vec![
            text("gen_ai.operation.name", "execute_tool"),
            text("gen_ai.tool.name", call.name),
            text("gen_ai.tool.type", "function"),
            text("gen_ai.tool.call.arguments", call.arguments()),
            text("gen_ai.tool.call.result", call.result()),
        ];
    }
    let mut said = vec![
        text("gen_ai.provider.name", "openai"),
        text("gen_ai.input.messages", format!("[{}]", Call::in_parts("user", &call.question))),
        text("gen_ai.output.messages", format!("[{}]", Call::in_parts("assistant", &call.answer))),
    ];
    match call.kind {
        Kind::Agent => {
            said.extend([text("gen_ai.operation.name", "invoke_agent"), text("gen_ai.agent.name", call.name)]);
        }
        _ => said.extend([
            text("gen_ai.operation.name", "chat"),
            text("gen_ai.request.model", call.name),
            text("gen_ai.response.model", call.name),
            attribute("gen_ai.request.temperature", DoubleValue(0.2)),
            number("gen_ai.request.max_tokens", 1024),
            number("gen_ai.usage.input_tokens", call.tokens.0),
            number("gen_ai.usage.output_tokens", call.tokens.1),
        ]),
    }
    said
}

fn open_llmetry(call: &Call<'_>) -> Vec<KeyValue> {
    if call.kind != Kind::Model {
        return vec![
            text("traceloop.span.kind", if call.kind == Kind::Tool { "tool" } else { "agent" }),
            text("traceloop.entity.name", call.name),
            text("traceloop.workflow.name", "bench"),
            text("traceloop.entity.input", format!(r#"{{"args":[],"kwargs":{}}}"#, call.arguments())),
            text("traceloop.entity.output", call.result()),
        ];
    }
    vec![
        text("llm.request.type", "chat"),
        text("gen_ai.system", "openai"),
        text("gen_ai.request.model", call.name),
        text("gen_ai.response.model", call.name),
        attribute("gen_ai.request.temperature", DoubleValue(0.2)),
        text("gen_ai.prompt.0.role", "user"),
        text("gen_ai.prompt.0.content", call.question.plain()),
        text("gen_ai.completion.0.role", "assistant"),
        text("gen_ai.completion.0.content", call.answer.plain()),
        text("gen_ai.completion.0.finish_reason", "stop"),
        number("gen_ai.usage.prompt_tokens", call.tokens.0),
        number("gen_ai.usage.completion_tokens", call.tokens.1),
        number("llm.usage.total_tokens", call.tokens.0 + call.tokens.1),
    ]
}

fn open_inference(call: &Call<'_>) -> Vec<KeyValue> {
    match call.kind {
        Kind::Model => vec![
            text("openinference.span.kind", "LLM"),
            text("llm.model_name", call.name),
            text("llm.provider", "openai"),
            text("llm.invocation_parameters", r#"{"temperature":0.2,"max_tokens":1024}"#),
            text("llm.input_messages.0.message.role", "user"),
            text("llm.input_messages.0.message.content", call.question.plain()),
            text("llm.output_messages.0.message.role", "assistant"),
            text("llm.output_messages.0.message.content", call.answer.plain()),
            number("llm.token_count.prompt", call.tokens.0),
            number("llm.token_count.completion", call.tokens.1),
        ],
        Kind::Tool => vec![
            text("openinference.span.kind", "TOOL"),
            text("tool.name", call.name),
            text("input.value", call.arguments()),
            text("input.mime_type", "application/json"),
            text("output.value", call.result()),
            text("output.mime_type", "application/json"),
        ],
        Kind::Agent => vec![
            text("openinference.span.kind", "AGENT"),
            text("agent.name", call.name),
            text("input.value", call.question.plain()),
            text("output.value", call.answer.plain()),
        ],
    }
}

fn vercel(call: &Call<'_>) -> Vec<KeyValue> {
    match call.kind {
        Kind::Model => vec![
            text("ai.operationId", "ai.streamText.doStream"),
            text("ai.model.id", call.name),
            text("ai.model.provider", "openai.chat"),
            text(
                "ai.prompt.messages",
                format!(r#"[{{"role":"user","content":[{{"type":"text","text":{}}}]}}]"#, call.question.json()),
            ),
            attribute("ai.settings.temperature", DoubleValue(0.2)),
            text("ai.response.text", call.answer.plain()),
            text("ai.response.finishReason", "stop"),
            number("ai.usage.inputTokens", call.tokens.0),
            number("ai.usage.outputTokens", call.tokens.1),
            text("gen_ai.system", "openai.chat"),
            text("gen_ai.request.model", call.name),
        ],
        Kind::Tool => vec![
            text("ai.operationId", "ai.toolCall"),
            text("ai.toolCall.name", call.name),
            text("ai.toolCall.args", call.arguments()),
            text("ai.toolCall.result", call.result()),
        ],
        Kind::Agent => vec![
            text("ai.operationId", "ai.streamText"),
            text("ai.telemetry.functionId", call.name),
            text("ai.prompt", format!(r#"{{"prompt":{}}}"#, call.question.json())),
            text("ai.response.text", call.answer.plain()),
        ],
    }
}

fn pydantic_ai(call: &Call<'_>) -> Vec<KeyValue> {
    match call.kind {
        Kind::Model => vec![
            text("gen_ai.operation.name", "chat"),
            text("gen_ai.system", "openai"),
            text("gen_ai.request.model", call.name),
            text("gen_ai.response.model", call.name),
            text("events", events(call)),
            text("logfire.msg", "chat with a model"),
            number("gen_ai.usage.input_tokens", call.tokens.0),
            number("gen_ai.usage.output_tokens", call.tokens.1),
        ],
        Kind::Tool => vec![
            text("gen_ai.tool.name", call.name),
            text("tool_arguments", call.arguments()),
            text("tool_response", call.result()),
            text("logfire.msg", "running tool"),
        ],
        Kind::Agent => vec![
            text("agent_name", call.name),
            text("model_name", "gpt-4o-mini"),
            text("pydantic_ai.all_messages", format!("[{}]", Call::in_parts("user", &call.question))),
            text("final_result", call.answer.plain()),
            text("logfire.msg", "agent run"),
        ],
    }
}

/// Question and answer as events of Pydantic AI.
fn events(call: &Call<'_>) -> String {
    format!(
        r#"[{{"content":{},"role":"user","gen_ai.message.index":0,"event.name":"gen_ai.user.message"}},{{"index":0,"message":{{"role":"assistant","content":{}}},"event.name":"gen_ai.choice"}}]"#,
        call.question.json(),
        call.answer.json()
    )
}
