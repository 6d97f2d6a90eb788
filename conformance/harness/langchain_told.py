"""How LangChain's handlers of each client tell the server about an exchange. The values are the log's.

LangChain has no absent content, only an empty one. Python 1.4 writes the arguments of a call as Python does;
JavaScript's handlers unwrap a single message and leave out which call a result belongs to. Of a stream none has the
usage, and Python's name the class of the message as its role.
"""

import json
from typing import Any

from .clients import JAVASCRIPT, JAVASCRIPT_OLDER, PYTHON, PYTHON_OLDER, Client
from .exchange import Exchange
from .llm_run import Told

Message = dict[str, Any]
OF_JAVASCRIPT = (JAVASCRIPT, JAVASCRIPT_OLDER)
OF_PYTHON = (PYTHON, PYTHON_OLDER)


def told_by(client: Client, exchange: Exchange, earlier: Exchange | None = None) -> Told:
    """The whole of what the run must show. `earlier` is the exchange whose answer is among the messages asked."""
    said = earlier.message if earlier else None
    messages: Any = [
        _message(client, said if said and message["role"] == "assistant" else message)
        for message in exchange.request["messages"]
    ]
    if client in OF_JAVASCRIPT and len(messages) == 1:
        messages = messages[0]
    output = exchange.message and _message(client, exchange.message)
    if output and exchange.streamed and client in OF_PYTHON:
        output["role"] = "AIMessageChunk"
    tokens = {} if exchange.streamed else exchange.usage or {}
    return Told.of(exchange).differing(exchange, input=messages, output=output, tokens=tokens)


def tool_input(client: Client, exchange: Exchange) -> str:
    """The text that a tool's run has as its input."""
    arguments = json.loads(exchange.tool_call()["function"]["arguments"])
    if client in OF_PYTHON:
        return str(arguments)
    return json.dumps(arguments, separators=(",", ":"), ensure_ascii=False)


def _message(client: Client, message: Message) -> Message:
    told = {**message, "content": message["content"] or ""}
    if client in OF_JAVASCRIPT:
        told.pop("tool_call_id", None)
    if client == PYTHON and "tool_calls" in message:
        told["tool_calls"] = [_as_python_writes(call) for call in message["tool_calls"]]
    return told


def _as_python_writes(call: Message) -> Message:
    arguments = str(json.loads(call["function"]["arguments"]))
    return {**call, "function": {**call["function"], "arguments": arguments}}
