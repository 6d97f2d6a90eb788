"""Anthropic's messages, as the fake provider speaks them: what it answers, whole or as the events of a stream.

The answer is an exchange's `message`, exactly as a request without a stream gets it; a stream says the same in pieces.
"""

import json
from typing import Any

from .exchange import Exchange

CACHED_TOKENS = 4


def decide(exchange: Exchange, token: str) -> None:
    """Fills in the answer: text, and a call of the first tool when there are tools and none was called yet."""
    words = len(json.dumps(exchange.request["messages"]).split())
    content = _content(exchange, token)
    exchange.usage = {"prompt": 20 + words + exchange.number, "completion": 5 + len(json.dumps(content).split())}
    exchange.message = {
        "id": f"msg_{token}_{exchange.number}",
        "type": "message",
        "role": "assistant",
        "model": exchange.request["model"],
        "content": content,
        "stop_reason": "tool_use" if content[-1]["type"] == "tool_use" else "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": exchange.usage["prompt"],
            "output_tokens": exchange.usage["completion"],
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": CACHED_TOKENS,
        },
    }


def events(exchange: Exchange) -> list[dict[str, Any]]:
    """The events of a stream, in their order."""
    message = exchange.message or {}
    opening = {**message, "content": [], "stop_reason": None, "usage": {**message["usage"], "output_tokens": 1}}
    found: list[dict[str, Any]] = [{"type": "message_start", "message": opening}]
    for index, block in enumerate(message["content"]):
        found += _block_events(index, block)
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    found.append({"type": "message_delta", "delta": delta, "usage": message["usage"]})
    return [*found, {"type": "message_stop"}]


def _content(exchange: Exchange, token: str) -> list[dict[str, Any]]:
    asked = exchange.request["messages"][-1]["content"]
    text = f"Answer {exchange.number} of {token}: “{str(asked)[:40]}”, ☂ 東京, and no more."
    content: list[dict[str, Any]] = [{"type": "text", "text": text}]
    tools = exchange.request.get("tools")
    if tools and isinstance(asked, str):
        arguments = {"city": f"Zürich-{token}", "days": exchange.number + 1}
        call = {"type": "tool_use", "id": f"toolu_{token}_{exchange.number}", "name": tools[0]["name"]}
        content.append({**call, "input": arguments})
    return content


def _block_events(index: int, block: dict[str, Any]) -> list[dict[str, Any]]:
    """A block starts empty and grows by deltas."""
    if block["type"] == "text":
        empty = {**block, "text": ""}
        deltas = [{"type": "text_delta", "text": piece} for piece in _pieces(block["text"])]
    else:
        empty = {**block, "input": {}}
        arguments = json.dumps(block["input"], ensure_ascii=False)
        deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in _pieces(arguments)]
    grown = [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
    start = {"type": "content_block_start", "index": index, "content_block": empty}
    return [start, *grown, {"type": "content_block_stop", "index": index}]


def _pieces(text: str) -> list[str]:
    return [text[start : start + 9] for start in range(0, len(text), 9)]
