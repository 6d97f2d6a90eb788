"""What hostile input is sent with and measured by: raw exchanges with a clock, a watch on the server's memory, and a
project whose data must not change. Knows no payload.
"""

import hashlib
import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .api import TIMEOUT_SECONDS
from .posted import PostedRun
from .server import Project, Server

MOST_SECONDS = 2.0
MOST_RSS_ANON = 600 << 20
SAMPLED_EVERY_SECONDS = 0.01
# "Not built yet" is an answer like any other refusal; every other 5xx is a fault.
NOT_BUILT = 501
KINDS = ("llm", "agent", "chain", "tool", "thread", "chat", "custom-event", "log", "retriever")


@dataclass(frozen=True)
class Reply:
    """One answer, how long it took from the first byte sent to the last one read, and its body as it came."""

    status: int
    text: str
    seconds: float

    @property
    def json(self) -> Any:
        """The body; a number that JSON does not have fails."""
        return json.loads(self.text, parse_constant=_refuse, parse_int=_integer)

    @property
    def results(self) -> list[dict[str, Any]]:
        return self.json["results"]


def _refuse(constant: str) -> None:
    raise ValueError(f"the server wrote {constant}, which is no JSON")


def _integer(digits: str) -> int | float:
    """Python reads no integer of more than 4300 digits, which JSON may have."""
    return int(digits) if len(digits) < 1000 else float(digits)


@dataclass
class Memory:
    """The most private memory that the server was seen to have, in bytes."""

    most: int = 0


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Samples `RssAnon` until the block is left."""
    memory, is_over = Memory(), threading.Event()
    status = Path(f"/proc/{pid}/status")

    def sample() -> None:
        is_last = False
        while not is_last:
            is_last = is_over.wait(SAMPLED_EVERY_SECONDS)
            found = re.search(r"RssAnon:\s+(\d+) kB", status.read_text())
            memory.most = max(memory.most, int(found[1]) * 1024 if found else 0)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        is_over.set()
        thread.join()


@dataclass
class Target:
    """A server with two projects: the attacker has the server's own keys, the other one is watched over."""

    server: Server
    other: Project
    most_seconds: float = MOST_SECONDS
    slowest: float = 0.0

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """One exchange with the attacker's private key, which must be quick and no fault of the server."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=TIMEOUT_SECONDS)
        names = {"authorization": f"Bearer {self.server.project.private_key}", "content-type": "application/json"}
        names |= {name.replace("_", "-"): value for name, value in headers.items()}
        began = time.monotonic()
        try:
            answer = _exchange(connection, method, path, body, names)
            # A stream goes on for as long as somebody reads it.
            is_stream = (answer.headers.get("content-type") or "").startswith("text/event-stream")
            text = "" if is_stream else answer.read().decode("utf-8", "strict")
        finally:
            connection.close()
        reply = Reply(answer.status, text, time.monotonic() - began)
        self.slowest = max(self.slowest, reply.seconds)
        what = f"{method} {path[:200]}: {reply.status} {text[:300]} after {reply.seconds:.2f} s"
        assert reply.status < 500 or reply.status == NOT_BUILT, what
        assert reply.seconds <= self.most_seconds, what
        return reply

    def ingest(self, body: bytes | list[Any], **headers: str) -> Reply:
        """Posts a body, or events."""
        raw = body if isinstance(body, bytes) else json.dumps({"events": body}).encode()
        return self.send("POST", "/v1/runs/ingest", raw, **headers)

    def read_everything(self, *run_ids: str) -> dict[str, Any]:
        """Every view of the attacker's newest runs, and of these; the runs by their ids."""
        for kind in KINDS:
            rows = self.send("GET", f"/v1/runs?type={kind}&limit=50").json["data"]
            assert isinstance(rows, list)
        runs = {}
        for run_id in run_ids:
            runs[run_id] = self.send("GET", f"/v1/runs/{run_id}").json
            self.send("GET", f"/v1/runs/{run_id}?keys=raw")
            assert isinstance(self.send("GET", f"/v1/runs/{run_id}/related").json, list)
            self.send("GET", f"/v1/runs/{run_id}/neighbors")
        return runs

    def digest(self) -> str:
        """Everything that the other project shows."""
        api, shown = self.server.api(self.other.private_key), hashlib.sha256()
        for kind in KINDS:
            listed = api.get("/v1/runs", type=kind, limit=1000)
            assert listed.status == 200, listed.text
            for row in [None, *listed.json["data"]]:
                paths = [f"/v1/runs/{row['id']}{view}" for view in ("", "/related", "/feedback")] if row else []
                shown.update("\n".join([listed.text, *(api.get(path).text for path in paths)]).encode())
        api.close()
        return shown.hexdigest()


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> http.client.HTTPResponse:
    """An answer that comes before all of the body was taken is an answer too."""
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("content-length", str(len(body)))
    try:
        connection.endheaders(body)
    except (BrokenPipeError, ConnectionResetError):
        connection.sock.settimeout(TIMEOUT_SECONDS)
    return connection.getresponse()


def fill(server: Server, project: Project) -> None:
    """Gives a project a tree, a thread, a user, a score and feedback, so that there is something to lose."""
    parent = PostedRun("planner", "agent", number=1)
    child = PostedRun("gpt-4o", parent=parent, number=2)
    said = {"role": "user", "content": "hello"}
    rest = [
        {"type": "thread", "event": "chat", "runId": "m-1", "parentRunId": "t-1", "timestamp": 1, "message": said},
        {**child.start(), "runId": "with-user", "userId": "u-1", "userProps": {"plan": "pro"}, "tags": ["a"]},
        {"event": "feedback", "runId": child.id, "feedback": {"thumb": "up"}, "timestamp": 2},
        {"type": "log", "event": "info", "runId": "l-1", "parentRunId": parent.id, "message": "said", "timestamp": 3},
    ]
    api = server.api(project.private_key)
    answer = api.ingest([*parent.events(), *child.events(), *rest])
    assert all(result["success"] for result in answer.json["results"]), answer.text
    score = json.dumps({"label": "tone", "value": "kind"}).encode()
    assert api.call("PATCH", f"/v1/runs/{child.id}/score", score).status == 200
    api.close()
