"""Recorded OTLP requests of real instrumentations (`fixtures/otlp-*`): sending them as they were sent, and their spans.

A fixture may hold the same request twice, as exporters send again what was refused; each is taken once.
"""

import base64
import json
import subprocess
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .api import Answer, Api
from .clients import CLIENTS
from .evidence import Logged
from .otlp_clients import OTLP_PYTHON
from .recorded import FIXTURES
from .replay_run import run_id
from .shape import as_shown

DECODED_WITHIN_SECONDS = 60.0
GZIP = 16 + zlib.MAX_WBITS
NOBODY = "0" * 16


@dataclass(frozen=True)
class Span:
    """One span as it was recorded, with the log records that carry its id."""

    recording: str
    span_id: str
    parent_id: str
    scope: str
    name: str
    status: dict[str, Any]
    attributes: dict[str, Any]
    events: list[dict[str, Any]]
    logs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def run(self) -> str:
        return run_id(self.span_id)

    @property
    def parent(self) -> str | None:
        return run_id(self.parent_id) if self.parent_id not in ("", NOBODY) else None

    @property
    def has_failed(self) -> bool:
        is_error = self.status.get("code") in (2, "STATUS_CODE_ERROR")
        return is_error or any(event["name"] == "exception" for event in self.events)

    def first(self, *keys: str) -> Any:
        """The first of these attributes that says something."""
        return next((self.attributes[key] for key in keys if self.attributes.get(key) not in (None, "")), None)

    def json(self, *keys: str) -> Any:
        """The same, parsed: attributes that are defined as JSON."""
        found = self.first(*keys)
        return json.loads(found) if isinstance(found, str) else found

    def event(self, name: str) -> dict[str, Any]:
        """The attributes of the first event of this name."""
        return next((event["attributes"] for event in self.events if event["name"] == name), {})

    def logged(self, value: Any) -> Logged:
        return Logged(as_shown(value), f"the recording {self.recording}, span {self.span_id} {self.name!r}")


@dataclass(frozen=True)
class OtlpRecording:
    """The requests of one file that carry spans or log records."""

    name: str

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        bodies: dict[str, dict[str, Any]] = {}
        for text in (FIXTURES / f"{self.name}.jsonl").read_text().splitlines():
            line = json.loads(text)
            if line["path"].endswith(("/traces", "/logs")) and _body(line):
                bodies.setdefault(json.dumps(_body(line)), line)
        return list(bodies.values())

    def send(self, api: Api, line: dict[str, Any], **further: str) -> Answer:
        """The bytes of a request, in the encoding and on the path of the recording, with further headers."""
        body = _body(line) or ""
        sent = base64.b64decode(body) if isinstance(body, str) else json.dumps(body).encode()
        headers = {"content-type": line["req_headers"]["content-type"], **further}
        if line.get("req_body_was_gzip"):
            packer = zlib.compressobj(wbits=GZIP)
            sent, headers["content-encoding"] = packer.compress(sent) + packer.flush(), "gzip"
        return api.call("POST", line["path"], sent, headers)

    @cached_property
    def spans(self) -> list[Span]:
        """Every span, in order; log records are part of the span that they name."""
        records = [record for request in self._decoded() for record in request]
        is_log = [record["body"] is not None or record["name"].startswith("gen_ai.client.") for record in records]
        found = []
        for record, log in zip(records, is_log, strict=True):
            if not log:
                same = [part for part, of_log in zip(records, is_log, strict=True) if of_log]
                logs = [part for part in same if part["spanId"] == record["spanId"]]
                known = {key: record[key] for key in ("scope", "name", "status", "attributes", "events")}
                found.append(Span(self.name, record["spanId"], record["parentSpanId"], **known, logs=logs))
        return found

    def _decoded(self) -> list[list[dict[str, Any]]]:
        asked = json.dumps([{"path": line["path"], "body": _body(line)} for line in self.lines])
        program = [OTLP_PYTHON, str(CLIENTS / "otlp" / "spans_of.py")]
        about = {"capture_output": True, "text": True, "timeout": DECODED_WITHIN_SECONDS, "check": True}
        return json.loads(subprocess.run(program, input=asked, **about).stdout)


def _body(line: dict[str, Any]) -> Any:
    return line.get("req_body_b64") or line.get("req_body")
