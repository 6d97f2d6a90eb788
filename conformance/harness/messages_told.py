"""How each client tells the server about an exchange of Anthropic's messages API. The values are the log's.

Python 1.4 passes the blocks on; JavaScript 1.0 rewrites calls of tools into OpenAI's form; JavaScript 0.8 keeps of an
answer its role and content, and of a stream its text. All put the system's text in front.
"""

import json
from collections.abc import Callable
from typing import Any

from .clients import JAVASCRIPT, JAVASCRIPT_OLDER, PYTHON, Client
from .exchange import Exchange
from .llm_run import Told

Message = dict[str, Any]
KEPT = ("role", "content", "id", "model", "stop_reason")


def told_by(client: Client, exchange: Exchange) -> Told:
    """The whole of what the run must show."""
    asked, answered = FORMS[client.name]
    system = {"role": "system", "content": exchange.request["system"]}
    messages = [system, *(part for message in exchange.request["messages"] for part in asked(message))]
    output = exchange.message and answered(exchange)
    return Told.of(exchange).differing(exchange, input=messages, output=output, tokens=exchange.usage or {})


def _as_it_is(message: Message) -> list[Message]:
    return [message]


def _whole(exchange: Exchange) -> Message:
    return {name: (exchange.message or {})[name] for name in KEPT}


def _with_tool_calls(exchange: Exchange) -> Message:
    (message,) = _in_openai_form(_whole(exchange))
    return message


def _bare(exchange: Exchange) -> Message:
    content = (exchange.message or {})["content"]
    return {"role": "assistant", "content": content[0]["text"] if exchange.streamed else content}


def _in_openai_form(message: Message) -> list[Message]:
    """A call becomes a member of its message, a result a message of its own; each result names its tool."""
    if isinstance(message["content"], str):
        return [message]
    texts = [block for block in message["content"] if block["type"] == "text"]
    calls = [_call(block) for block in message["content"] if block["type"] == "tool_use"]
    results = [_result(block) for block in message["content"] if block["type"] == "tool_result"]
    if not texts and not calls:
        return results
    return [{**message, "content": texts, "tool_calls": calls or None}, *results]


def _call(block: Message) -> Message:
    arguments = json.dumps(block["input"], separators=(",", ":"), ensure_ascii=False)
    return {"id": block["id"], "type": "function", "function": {"name": block["name"], "arguments": arguments}}


def _result(block: Message) -> Message:
    told = {"role": "tool", "content": block["content"], "tool_call_id": block["tool_use_id"]}
    return {**told, "name": "get_weather"}


FORMS: dict[str, tuple[Callable[[Message], list[Message]], Callable[[Exchange], Message]]] = {
    PYTHON.name: (_as_it_is, _whole),
    JAVASCRIPT.name: (_in_openai_form, _with_tool_calls),
    JAVASCRIPT_OLDER.name: (_as_it_is, _bare),
}
