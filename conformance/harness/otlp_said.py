"""What a recorded span says went in and came out, whatever words its dialect has for it, and the same of a shown run.

Both sides are read alike, for what was said and by whom: a message becomes its role and its texts (of a call the name
of the tool and the values of its arguments), data becomes its values. Under which keys is the dialects' affair.
"""

import json
from typing import Any

from .otlp_recording import Span

Spoken = list[tuple[str, list[str]]]
ROLES = {"human": "user", "ai": "assistant", "model": "assistant", "AIMessageChunk": "assistant"}
# Where a message has what it says: texts, parts, calls and results, in any dialect.
SAYS = (
    "content",
    "contents",
    "message_content",
    "text",
    "parts",
    "blocks",
    "kwargs",
    "message",
    "url",
    "image_url",
    "imageUrl",
)
SAYS += (
    "tool_calls",
    "toolCalls",
    "tool_call",
    "function",
    "name",
    "toolName",
    "tool_name",
    "function_call",
    "function_response",
)
# Below these everything is said: arguments, and what a tool answered.
DATA = ("arguments", "args", "tool_kwargs", "input", "output", "result", "response")
RESULTS = ("tool_call_response", "tool-result")


def spoken(messages: Any, speaker: str = "user") -> Spoken:
    """A conversation: who said what, in order. A text alone is the speaker's, an answer alone one message."""
    found = messages if isinstance(messages, list) else [] if messages is None else [messages]
    return [(_role(message, speaker), sorted(_texts(message))) for message in found]


def is_conversation(value: Any) -> bool:
    """Whether this is a list of messages, in any dialect."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and "role" in one for one in value)


def values(data: Any) -> list[str]:
    """All that data holds, whatever its keys; JSON in a text is data too. Empty texts and kinds are nothing."""
    opened = _opened(data)
    if isinstance(opened, dict):
        found = [
            value for key, member in opened.items() if key not in ("type", "enrichments") for value in values(member)
        ]
        return sorted(found)
    if isinstance(opened, list):
        return sorted(value for member in opened for value in values(member))
    if opened is None or opened == "":
        return []
    return [opened if isinstance(opened, str) else json.dumps(opened)]


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "[", '"'):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _role(message: Any, speaker: str) -> str:
    if not isinstance(message, dict):
        return speaker
    if "kwargs" in message:
        return _role(message["kwargs"], speaker)
    parts = message.get("parts") or message.get("content")
    if isinstance(parts, list) and parts and all(_is_result(part) for part in parts):
        return "tool"
    role = message.get("role") or message.get("type") or speaker
    return ROLES.get(role, role)


def _is_result(part: Any) -> bool:
    return isinstance(part, dict) and (part.get("type") in RESULTS or "function_response" in part)


def _texts(said: Any) -> list[str]:
    if isinstance(said, list):
        return [text for part in said for text in _texts(part)]
    if not isinstance(said, dict):
        return values(said)
    found = [text for key in SAYS for text in _texts(said.get(key))]
    for key in DATA:
        data = said.get(key)
        is_typed = isinstance(data, dict) and set(data) == {"type", "value"}
        found += values(data["value"] if is_typed else data)
    return found


def indexed(attributes: dict[str, Any], prefix: str) -> list[dict[str, Any]]:
    """The list that was flattened into `<prefix>.0.role`, `<prefix>.0.content`, and so on."""
    root: dict[str, Any] = {}
    for key, value in attributes.items():
        if key.startswith(f"{prefix}."):
            *path, last = key.removeprefix(f"{prefix}.").split(".")
            place = root
            for step in path:
                place = place.setdefault(step, {})
            place[last] = value
    return _lists(root) or []


def _lists(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdigit() for key in tree):
        return [_lists(tree[key]) for key in sorted(tree, key=int)]
    return {key: _lists(member) for key, member in tree.items()}


def told_events(span: Span) -> list[dict[str, Any]]:
    """Messages as events of their own: in an attribute, of the span, or log records beside it."""
    listed = span.json("events") or []
    own = [{**event["attributes"], "event.name": event["name"]} for event in span.events]
    beside = [{**(log["body"] or {}), "event.name": log["name"]} for log in span.logs if isinstance(log["body"], dict)]
    return [event for event in [*listed, *own, *beside] if event["event.name"].startswith("gen_ai.")]


def recorded_values(span: Span) -> set[str]:
    """Everything that the span says anywhere: nothing else may be shown."""
    logs = [[log["body"], log["attributes"]] for log in span.logs]
    return set(values([span.attributes, [event["attributes"] for event in span.events], logs]))
