"""What the specification says of a recorded span, read once more and independently of the server: the run's type, its
name, its tokens. Tables from attributes, the first that is there wins.
"""

import re
from typing import Any

from .otlp_recording import Span

OPENINFERENCE = {"LLM": "llm", "AGENT": "agent", "TOOL": "tool", "EMBEDDING": "embed"}
OPENINFERENCE |= {"RETRIEVER": "retriever", "RERANKER": "retriever"}
LANGSMITH = {"llm": "llm", "tool": "tool", "retriever": "retriever", "embedding": "embed"}
MLFLOW = {"CHAT_MODEL": "llm", "LLM": "llm", "AGENT": "agent", "TOOL": "tool", "RETRIEVER": "retriever"}
OPERATIONS = {"chat": "llm", "text_completion": "llm", "generate_content": "llm", "embeddings": "embed"}
OPERATIONS |= {"execute_tool": "tool", "create_agent": "agent", "invoke_agent": "agent", "retrieval": "retriever"}
LANGFUSE = {"generation": "llm"}
LLAMA_INDEX = {"LLMChatStartEvent": "llm", "RetrievalStartEvent": "retriever"}
ADK = {"call_llm": "llm", "agent_run": "agent", "execute_tool": "tool"}
ASKS_A_MODEL = ("llm", "embed")
MODELS = (
    "gen_ai.request.model",
    "llm.model_name",
    "embedding.model_name",
    "ai.model.id",
    "langfuse.observation.model.name",
    "mlflow.llm.model",
    "model",
    "gen_ai.response.model",
)
PROMPT = ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")
COMPLETION = ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion")
NAMES = {
    "tool": ("gen_ai.tool.name", "tool.name", "ai.toolCall.name"),
    "agent": ("gen_ai.agent.name", "agent_name", "agent.name"),
    "chain": ("ai.telemetry.functionId", "logfire.msg", "gen_ai.workflow.name"),
}


def type_of(span: Span) -> str:
    """The type of the span's run (api-otlp 2, 7.1 to 7.6; for dialects without a section, their own names)."""
    kinds = (
        (OPENINFERENCE, span.first("openinference.span.kind")),
        (LANGSMITH, span.first("langsmith.span.kind")),
        (MLFLOW, (span.first("mlflow.spanType") or "").strip('"') or None),
        (LANGFUSE, span.first("langfuse.observation.type")),
        (OPERATIONS, span.first("gen_ai.operation.name")),
    )
    if span.scope.endswith(".llama_index") and kinds[0][1] == "LLM" and not _tells_a_call(span):
        return "chain"
    for table, kind in kinds:
        if kind is not None:
            return table.get(kind, "chain")
    return _of_operation(span) or _of_name(span) or _of_attributes(span)


def _tells_a_call(span: Span) -> bool:
    """LlamaIndex's methods call each other, all of the kind LLM; the innermost has the messages."""
    return any(key.startswith(("llm.input_messages.", "llm.output_messages.")) for key in span.attributes)


def _of_operation(span: Span) -> str | None:
    operation = span.first("ai.operationId")
    if operation is None:
        return None
    if operation.endswith((".doGenerate", ".doStream")):
        return "llm"
    return "tool" if operation == "ai.toolCall" else "embed" if operation.endswith(".doEmbed") else "chain"


def _of_name(span: Span) -> str | None:
    """Spans that only their scope and name, or their events, tell apart."""
    if span.scope == "gcp.vertex.agent":
        return ADK.get(span.name.split(" ")[0], "chain")
    if span.scope == "litellm":
        return "chain"
    if not span.scope.startswith("llamaindex."):
        return None
    told = [LLAMA_INDEX[event["name"]] for event in span.events if event["name"] in LLAMA_INDEX]
    method = span.name.rpartition(".")[2]
    return told[0] if told else {"call_tool": "tool", "run": "agent"}.get(method, "chain")


def _of_attributes(span: Span) -> str:
    rows = (("agent", "agent_name"), ("tool", "gen_ai.tool.name"), ("llm", "gen_ai.request.model"))
    return next((run_type for run_type, key in rows if key in span.attributes), "chain")


def name_of(span: Span) -> str:
    """What the span's run is called."""
    run_type = type_of(span)
    if run_type in ASKS_A_MODEL:
        started = span.event("LLMChatStartEvent")
        sent = span.json("llm.invocation_parameters") or {}
        found = span.first(*MODELS) or started.get("model_dict.model_name") or sent.get("model") or span.name
        return _bare(span, found)
    called = re.match(r"ToolCall\(tool_name='([^']*)'", span.first("llamaindex.step.input_summary") or "")
    name = called[1] if called and run_type == "tool" else span.first(*NAMES.get(run_type, ()))
    if name is None and span.name.startswith("agent_run ["):
        return span.name.removeprefix("agent_run [").removesuffix("]")
    return name or span.name


def _bare(span: Span, model: str) -> str:
    """MLflow writes every attribute as JSON; the ADK names LiteLLM's models after the provider."""
    bare = model.strip('"')
    return bare.split("/", 1)[1] if span.scope == "gcp.vertex.agent" and bare.count("/") == 1 else bare


def tokens_of(span: Span) -> dict[str, Any]:
    """Prompt and completion; only who asks a model has any."""
    if type_of(span) not in ASKS_A_MODEL:
        return {}
    found = {"prompt": span.first(*PROMPT), "completion": span.first(*COMPLETION)}
    if span.first("mlflow.chat.tokenUsage"):
        used = span.json("mlflow.chat.tokenUsage")
        found = {"prompt": used["input_tokens"], "completion": used["output_tokens"]}
    ended = span.event("LLMChatEndEvent")
    if "response.raw.usage.prompt_tokens" in ended:
        found = {kind: int(ended[f"response.raw.usage.{kind}_tokens"]) for kind in ("prompt", "completion")}
    return {kind: count for kind, count in found.items() if count is not None}
