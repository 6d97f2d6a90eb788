"""What the API does to JSON on its way out, so that a log's value can be compared with a shown one.

Only the log's side is rewritten into the shown form. From the server's side nothing is taken away but the decoration
that the API documents (`enrichments`) and members that are null, which some SDKs send and others leave out.
"""

import re
from typing import Any


def shown_key(key: str) -> str:
    """The key as `/v1/runs` shows it: `tool_calls` and `tool-calls` become `toolCalls`."""
    camel = re.sub(r"[-_]([a-zA-Z])", lambda match: match.group(1).upper(), key)
    return camel[:1] + re.sub(r"_(.)", lambda match: match.group(1).upper(), camel[1:])


def as_shown(value: Any) -> Any:
    """A value of a log in the form that the API shows: keys rewritten, null members left out."""
    if isinstance(value, dict):
        return {shown_key(key): as_shown(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [as_shown(element) for element in value]
    return value


def undecorated(value: Any) -> Any:
    """A value of the server without `enrichments` and null members. Keys stay as the server wrote them."""
    if isinstance(value, dict):
        return {
            key: undecorated(member) for key, member in value.items() if member is not None and key != "enrichments"
        }
    if isinstance(value, list):
        return [undecorated(element) for element in value]
    return value


def without_stream_marks(message: Any) -> Any:
    """A message without what an SDK alone adds to streams: Python a tool call's `index`, JavaScript an empty list."""
    if not isinstance(message, dict) or "toolCalls" not in message:
        return message
    calls = [{key: member for key, member in call.items() if key != "index"} for call in message["toolCalls"]]
    rest = {key: member for key, member in message.items() if key != "toolCalls"}
    return {**rest, "toolCalls": calls} if calls else rest
