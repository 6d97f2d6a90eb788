"""A receiver of OTLP over HTTP that accepts everything and keeps it, for dialects that have no recording yet.

Nothing of Perilune runs. `python -m harness.otlp_recorder NAME PYTHON PROGRAM STEP...`, in this folder, runs a program
of `clients/dialects/` once for each step against the fake provider, and writes what it exported to
`fixtures/otlp-NAME.jsonl`, in the form of the recordings that are there.
"""

import base64
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .provider import FakeProvider
from .recorded import FIXTURES

DIALECTS = Path(__file__).resolve().parent.parent / "clients" / "dialects"
KEY = "4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0"
# What an exporter says of itself and of its body; the rest of the headers is the library's under it.
KEPT_HEADERS = ("user-agent", "content-type", "authorization")
STEP_WITHIN_SECONDS = 120.0
REPOSITORY = FIXTURES.parent.parent


class Recorder:
    """Listens on a free port of 127.0.0.1 until closed. `lines` has one entry a request, in order of arrival."""

    def __init__(self, label: str, private: tuple[str, ...] = ()) -> None:
        """`private` are folders of the machine that records: stacks name them, recordings do not."""
        self.label = label
        self.private = sorted(private, key=len, reverse=True)
        self.step = ""
        self.lines: list[dict[str, Any]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.recorder = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def keep(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Adds a request. A step's second request is another step: who replays takes each step once."""
        route, _, query = path.partition("?")
        earlier = sum(line["step"].startswith(self.step) for line in self.lines)
        step = f"{self.step}, request {earlier + 1}" if earlier else self.step
        kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
        line: dict[str, Any] = {"label": self.label, "step": step, "method": "POST", "path": route, "query": query}
        line["req_headers"] = kept
        if headers.get("content-encoding") == "gzip":
            line["req_body_was_gzip"] = True
            body = gzip.decompress(body)
        for folder in self.private:
            body = body.replace(folder.encode(), _elsewhere(folder))
        if headers.get("content-type", "").startswith("application/json"):
            line |= {"req_body": json.loads(body), "req_body_is_json": True}
        else:
            line["req_body_b64"] = base64.b64encode(body).decode()
        self.lines.append({**line, "status": 200})


def _elsewhere(folder: str) -> bytes:
    """Another folder with a name as long: protobuf counts the bytes of a text."""
    return ("/srv/app" + "-" * len(folder))[: len(folder)].encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        recorder: Recorder = self.server.recorder  # type: ignore[attr-defined]
        body = self._chunks() if self.headers.get("transfer-encoding") else self._counted()
        recorder.keep(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.send_response(200)
        self.send_header("content-type", self.headers.get("content-type", "application/x-protobuf"))
        answer = b"{}" if "json" in self.headers.get("content-type", "") else b""
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _counted(self) -> bytes:
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: what was received is in `Recorder.lines`."""


def environment(url: str, provider: FakeProvider) -> dict[str, str]:
    """What every program of `clients/dialects/` finds: where to export to, whom to ask, the token of its questions."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", ""),
        "OTEL_EXPORTER_OTLP_ENDPOINT": url,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{url}/v1/traces",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer%20{KEY}",
        "OTEL_SERVICE_NAME": "dialects",
        "OPENAI_API_KEY": "not-a-key",
        "OPENAI_BASE_URL": provider.url,
        "PROVIDER_URL": provider.url,
        "CASE_TOKEN": provider.token,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def record(name: str, python: str, program: str, steps: list[str]) -> list[dict[str, Any]]:
    """The lines of a recording: each step by a process of its own."""
    private = (str(REPOSITORY), str(Path(python).parent.parent), sys.base_prefix, os.environ["HOME"])
    recorder, provider = Recorder(f"otlp-{name}", private), FakeProvider()
    try:
        for step in steps:
            recorder.step = f"{name} {step}"
            command = [python, str(DIALECTS / f"{program}.py"), step]
            settings = environment(recorder.url, provider)
            about = {"env": settings, "cwd": tempfile.gettempdir(), "stdin": subprocess.DEVNULL}
            subprocess.run(command, timeout=STEP_WITHIN_SECONDS, check=True, **about)
        return [line for line in recorder.lines if line.get("req_body_b64") or line.get("req_body")]
    finally:
        recorder.close()
        provider.close()


if __name__ == "__main__":
    recorded = record(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    text = "".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in recorded)
    (FIXTURES / f"otlp-{sys.argv[1]}.jsonl").write_text(text)
