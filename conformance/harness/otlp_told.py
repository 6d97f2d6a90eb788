"""How each OpenTelemetry instrumentation tells the server about an exchange. The values are the log's.

OpenLLMetry and the conventions' message parts have a call's arguments as JSON, not as the text that the model wrote;
Pydantic AI has that text, also where it asks the model with another.
OpenLLMetry says a streamed call of a tool with an empty text, and counts the token that Anthropic's first event of a
stream announces. Pydantic AI and the Vercel AI SDK name the tool of a result. Who failed has seldom said what it was
asked: Pydantic AI never does, and LangChain's tracer says that an assistant answered nothing.
"""

import json
from collections.abc import Callable
from typing import Any

from .exchange import Exchange
from .llm_run import Told
from .messages_api import CACHED_TOKENS
from .otlp_clients import ANTHROPIC, BY_HAND, LANGCHAIN, OF_PYDANTIC_AI, OF_VERCEL, TRACELOOP, OtlpClient
from .provider import arguments_text

Message = dict[str, Any]
WRITE_ARGUMENTS_ANEW = (*BY_HAND, TRACELOOP)
NAME_TOOL_RESULTS = (*OF_PYDANTIC_AI, *OF_VERCEL)


def told_by(client: OtlpClient, exchange: Exchange) -> Told:
    """The whole of what the run of the model's call must show."""
    if client == ANTHROPIC:
        return _of_anthropic(exchange)
    given: Any = [_message(client, message, exchange) for message in exchange.request["messages"]]
    output = exchange.message and _message(client, exchange.message, exchange)
    if exchange.status != 200 and client in OF_PYDANTIC_AI:
        given = None
    if exchange.status != 200 and client == LANGCHAIN:
        output = {"role": "assistant"}
    if output and exchange.streamed and client == TRACELOOP:
        output["content"] = output["content"] or ""
    return Told.of(exchange).differing(exchange, input=given, output=output, tokens=exchange.usage or {})


def _message(client: OtlpClient, message: Message, exchange: Exchange) -> Message:
    told = dict(message)
    if told["role"] == "tool" and client in NAME_TOOL_RESULTS:
        told["name"] = exchange.request["tools"][0]["function"]["name"]
    if client in WRITE_ARGUMENTS_ANEW and told.get("tool_calls"):
        told["tool_calls"] = [_rewritten(call, _compact) for call in told["tool_calls"]]
    if client in OF_PYDANTIC_AI and told.get("tool_calls"):
        told["tool_calls"] = [_rewritten(call, arguments_text) for call in told["tool_calls"]]
    return told


def _rewritten(call: Message, write: Callable[[Any], str]) -> Message:
    arguments = write(json.loads(call["function"]["arguments"]))
    return {**call, "function": {**call["function"], "arguments": arguments}}


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _of_anthropic(exchange: Exchange) -> Told:
    """Anthropic's blocks as the messages that they are; what was read from the cache is a part of the prompt."""
    given: list[Message] = [{"role": "system", "content": exchange.request["system"]}]
    for message in exchange.request["messages"]:
        given += _of_blocks(message["role"], message["content"])
    output = _of_blocks("assistant", exchange.message["content"])[0] if exchange.message else None
    tokens = dict(exchange.usage or {})
    if tokens:
        tokens["prompt"] += CACHED_TOKENS
        tokens["completion"] += 1 if exchange.streamed else 0
    return Told.of(exchange).differing(exchange, input=given, output=output, tokens=tokens)


def _of_blocks(role: str, content: Any) -> list[Message]:
    """A text is one message; blocks are one of text and calls, or one for each result of a tool."""
    if isinstance(content, str):
        return [{"role": role, "content": content}]
    results = [block for block in content if block["type"] == "tool_result"]
    if results:
        return [
            {"role": "tool", "tool_call_id": block["tool_use_id"], "content": block["content"]} for block in results
        ]
    text = "".join(block["text"] for block in content if block["type"] == "text")
    calls = [
        {"id": block["id"], "type": "function", "function": _function(block)}
        for block in content
        if block["type"] == "tool_use"
    ]
    return [{"role": role, "content": text, **({"tool_calls": calls} if calls else {})}]


def _function(block: Message) -> Message:
    return {"name": block["name"], "arguments": _compact(block["input"])}
