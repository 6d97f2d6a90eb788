"""Input and output of a recorded span, taken out of the attributes of its dialect; `otlp_said.py` reads them."""

import json
from collections.abc import Callable
from typing import Any

from .otlp_recording import Span
from .otlp_said import indexed, spoken, told_events

INPUTS = (
    "gen_ai.tool.call.arguments",
    "tool_arguments",
    "ai.toolCall.args",
    "gcp.vertex.agent.tool_call_args",
    "input.value",
    "ai.prompt",
    "mlflow.spanInputs",
    "gen_ai.prompt",
)
OUTPUTS = (
    "gen_ai.tool.call.result",
    "tool_response",
    "ai.toolCall.result",
    "gcp.vertex.agent.tool_response",
    "final_result",
    "mlflow.spanOutputs",
    "output.value",
)

# LlamaIndex's steps say it in events, whose fields are flattened.
QUERIES = ("query", "query.query_str", "query_str", "str_or_query_bundle.query_str")
RESPONSES = ("response.response", "response", "output")


def asked(span: Span) -> Any:
    """The messages that a model was asked with."""
    return _first(span, (_asked_in_parts, _asked_by_index, _asked_in_events, _asked_of_framework))


def answered(span: Span) -> Any:
    """What a model answered."""
    return _first(span, (_answered_in_parts, _answered_by_index, _answered_in_events, _answered_of_framework))


def given(span: Span) -> Any:
    """What a step that is no model was given."""
    conversation = span.json("pydantic_ai.all_messages")
    if conversation:
        return conversation[:-1] if conversation[-1]["role"] == "assistant" else conversation
    if span.first("all_messages_events"):
        return span.json("all_messages_events")
    tools = span.first("tools")
    step = _of_step(span, QUERIES) or span.first("llamaindex.step.input_summary")
    return {"tools": tools} if tools else step or span.first(*INPUTS)


def made(span: Span) -> Any:
    """What such a step made of it."""
    documents = indexed(span.attributes, "retrieval.documents") or _nodes(span)
    if documents:
        return documents
    if span.first("ai.prompt"):
        return _answered_of_framework(span)
    completed = span.json("gen_ai.completion") or {}
    return completed.get("output") or _of_step(span, RESPONSES) or span.first(*OUTPUTS)


def embedded(span: Span) -> list[str]:
    """The texts that vectors were made of; vectors themselves are not kept."""
    flattened = indexed(span.attributes, "embedding.embeddings")
    if flattened:
        return [one["embedding"]["text"] for one in flattened]
    return [text for _, texts in spoken(asked(span)) for text in texts]


def _of_step(span: Span, keys: tuple[str, ...]) -> Any:
    said = [event["attributes"].get(key) for event in span.events for key in keys]
    return next((value for value in said if value not in (None, "", "null")), None)


def _nodes(span: Span) -> list[Any]:
    """What LlamaIndex's retriever found: an id, a text and what is known about it."""
    found = json.loads(span.event("RetrievalEndEvent").get("nodes", "[]"))
    return [[one["node"][key] for key in ("id_", "text", "metadata")] for one in found]


def _first(span: Span, ways: tuple[Callable[[Span], Any], ...]) -> Any:
    """What the first way finds in which anything is said."""
    return next((found for found in (way(span) for way in ways) if any(texts for _, texts in spoken(found))), None)


def _asked_in_parts(span: Span) -> Any:
    system = span.json("gen_ai.system_instructions")
    sent = span.json("gen_ai.input.messages") or []
    return [*([{"role": "system", "parts": system}] if system else []), *sent]


def _answered_in_parts(span: Span) -> Any:
    """Google's kit has the pieces of a stream before the whole, which alone says why it ended."""
    found = span.json("gen_ai.output.messages") or []
    return [message for message in found if message.get("finish_reason") != ""]


def _asked_by_index(span: Span) -> Any:
    flattened = indexed(span.attributes, "llm.input_messages") or indexed(span.attributes, "gen_ai.prompt")
    return [message.get("message", {"role": "user", **message}) for message in flattened]


def _answered_by_index(span: Span) -> Any:
    flattened = indexed(span.attributes, "llm.output_messages") or indexed(span.attributes, "gen_ai.completion")
    return [message.get("message", message) for message in flattened]


def _asked_in_events(span: Span) -> Any:
    sent = [event for event in told_events(span) if event["event.name"].endswith(".message")]
    return [{"role": event["event.name"].split(".")[1], **event} for event in sent]


def _answered_in_events(span: Span) -> Any:
    found = [event.get("message") for event in told_events(span) if event["event.name"] == "gen_ai.choice"]
    return [json.loads(message) if isinstance(message, str) else message for message in found]


def _asked_of_framework(span: Span) -> Any:
    sent = span.json("ai.prompt.messages")
    request = span.json("gcp.vertex.agent.llm_request")
    if request:
        sent = [{"role": "system", "content": request["config"]["system_instruction"]}, *request["contents"]]
    for key in ("gen_ai.prompt", "mlflow.spanInputs"):
        sent = sent or (span.json(key) or {}).get("messages")
    started = span.event("LLMChatStartEvent")
    sent = sent or json.loads(started.get("messages", "null")) or span.first("langfuse.observation.input")
    is_nested = isinstance(sent, list) and isinstance(sent[0], list)
    return sent[0] if is_nested else sent


def _answered_of_framework(span: Span) -> Any:
    text, calls = span.first("ai.response.text", "ai.response.object"), span.json("ai.response.toolCalls")
    if text or calls:
        return [{"role": "assistant", "content": text, "tool_calls": calls}]
    answer = (span.json("gcp.vertex.agent.llm_response") or {}).get("content")
    for key in ("gen_ai.completion", "mlflow.spanOutputs"):
        answer = answer or _choice(span.json(key) or {})
    ended = span.event("LLMChatEndEvent")
    if "response.message.blocks" in ended:
        answer = {"role": "assistant", "blocks": json.loads(ended["response.message.blocks"])}
    text = span.first("langfuse.observation.output")
    return [answer] if answer else [{"role": "assistant", "content": text}] if text else None


def _choice(completion: dict[str, Any]) -> Any:
    """The message of OpenAI's answer, or of LangChain's."""
    if "generations" in completion:
        return completion["generations"][0][0]["message"]
    return completion["choices"][0]["message"] if "choices" in completion else None
