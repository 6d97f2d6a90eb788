"""Replays recorded exchanges of real clients with the reference server, in their order, and says what differs.

All recordings were made against one project, one file after the other, so they are replayed into one server. Keys,
session and ids of the recording become ours in every line; what a server makes up is mapped (`replay_made.py`).
What may differ is in `replay_rules.py`, what nobody recorded in `replay_gaps.py`. Knows no route by itself: which
routes exist is asked of the server's OpenAPI document.
"""

import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .api import TIMEOUT_SECONDS
from .recorded import FIXTURES
from .server import Server

# The order in which they were recorded: lists show what the files before left behind.
FILES = (
    *("setup", "py-manual", "py-decorators", "py-openai", "py-anthropic", "py-threads", "py-templates-datasets"),
    *("py-langchain", "py-litellm", "js-manual", "js-wrap", "js-openai", "js-anthropic", "js-threads"),
    *("js-templates-datasets", "js-langchain", "js-vercel-ai", "rest-seed", "rest-ingest", "rest-runs"),
    *("rest-filters", "rest-external-users", "rest-templates", "rest-datasets", "rest-datasets-v2"),
    *("rest-auth", "rest-org-users-projects", "rest-audit-models-misc"),
)
RECORDED_PUBLIC_KEY = "4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0"
RECORDED_PRIVATE_KEY = "17d3d81f-5792-4650-8be3-ffe71bac384c"
SENT_HEADERS = ("authorization", "x-api-key", "content-type", "user-agent", "origin")
# Requests for what no server has: the answer to them is compared too.
NOWHERE = {"GET /v1/banana", "OPTIONS /v1/runs/ingest"}
# Words that are routes of the reference where others have an id.
ROUTE_WORDS = {"count", "usage", "export", "exports", "ingest", "generate-export-token", "latest"}
ABSENT = type("Absent", (), {"__repr__": lambda _: "absent"})()


@dataclass(frozen=True)
class Line:
    """One exchange as it was recorded, with our keys in the place of the recorded ones."""

    name: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any
    is_bug: bool

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of a line that sends some, unpacked from whatever list they are in."""
        events = self.body.get("events") if isinstance(self.body, dict) else None
        listed = events if isinstance(events, list) else [events]
        return [event[0] if isinstance(event, list) else event for event in listed if event]

    @property
    def credential(self) -> str:
        """The key or token that comes with it; empty if none does."""
        return self.headers.get("authorization", "").removeprefix("Bearer ") or self.headers.get("x-api-key", "")

    def payload(self) -> bytes | None:
        if self.body is None or isinstance(self.body, str):
            return self.body.encode() if self.body else None
        return json.dumps(self.body).encode()


def lines(files: tuple[str, ...], ours: Callable[[str], str]) -> Iterator[Line]:
    """Every line of the files, but for OpenTelemetry's, which has a replay of its own (`otlp_recording.py`).

    `ours` puts our ids and credentials in the place of the recorded ones; it is asked when a line's turn has come.
    """
    for name in files:
        text = (FIXTURES / f"{name}.jsonl").read_text()
        for number, line in enumerate(text.splitlines(), 1):
            recorded = json.loads(ours(line))
            if recorded["path"] != "/v1/traces":
                yield _line(f"{name}:{number}", recorded)


def _line(name: str, recorded: dict[str, Any]) -> Line:
    headers = {key: value for key, value in recorded["req_headers"].items() if key in SENT_HEADERS}
    if recorded["method"] == "OPTIONS":
        # It was a preflight (dataplane-common 4), of which the recording lacks this header.
        headers["access-control-request-method"] = "POST"
    answer = recorded.get("res_body", ABSENT)
    return Line(
        name=name,
        method=recorded["method"],
        path=recorded["path"],
        query=recorded.get("query") or "",
        headers=headers,
        body=recorded.get("req_body"),
        status=recorded["status"],
        answer=ABSENT if answer is None and recorded["status"] == 204 else answer,
        is_bug=bool(recorded.get("reference_bug")),
    )


@dataclass(frozen=True)
class Reply:
    """What our server answered: a parsed body where it is JSON, else its text; `ABSENT` when it is empty."""

    status: int
    body: Any


def send(server: Server, line: Line) -> Reply:
    """One exchange over a connection of its own, with the recorded headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request(line.method, line.target, line.payload(), line.headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        is_json = (answer.getheader("content-type") or "").startswith("application/json")
        return Reply(answer.status, ABSENT if not text else json.loads(text) if is_json else text)
    finally:
        connection.close()


@dataclass
class Routes:
    """The routes of the server, as its own document lists them."""

    listed: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, server: Server) -> "Routes":
        document = server.api().get("/v1/openapi").json
        return cls({path: {method.upper() for method in item} for path, item in document["paths"].items()})

    def find(self, method: str, path: str) -> str | None:
        """The route that answers, as the document writes it; `None` when nobody built it yet."""
        if f"{method} {path}" in NOWHERE:
            return f"{method} {path}"
        for route, methods in self.listed.items():
            if method in methods and _matches(route, path):
                return f"{method} {route}"
        return None


def _matches(route: str, path: str) -> bool:
    pieces, found = route.strip("/").split("/"), path.strip("/").split("/")
    if len(pieces) != len(found):
        return False
    return all(
        piece == part or (piece.startswith("{") and part not in ROUTE_WORDS)
        for piece, part in zip(pieces, found, strict=True)
    )


def route_name(line: Line) -> str:
    """A line's route for a list of what is not built: ids become `{id}`."""
    path = re.sub(
        r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/[0-9a-f]{64}|(?<=/datasets)/[^/]+|(?<=/templates)/\d+",
        "/{id}",
        line.path,
    )
    return f"{line.method} {path}"
