"""The few calls that cases make by themselves. Plain `http.client`, so that no library of a client takes part."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and the parsed body; `text` is the body as it came."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Api:
    """One key's view of one server, or that of who has none, over one connection. Not for several threads."""

    def __init__(self, host: str, port: int, key: str | None) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        self._headers = {"authorization": f"Bearer {key}"} if key else {}

    def call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One exchange over a connection that is kept open between calls. `headers` are about the body, else JSON."""
        about = headers or {"content-type": "application/json"}
        self._connection.request(method, path, body, {**self._headers, **(about if body is not None else {})})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", f"{path}?{urlencode(query)}" if query else path)

    def ingest(self, events: Any) -> Answer:
        """Posts events as given: a list, or one object."""
        return self.call("POST", "/v1/runs/ingest", json.dumps({"events": events}).encode())

    def run(self, run_id: str) -> dict[str, Any]:
        answer = self.get(f"/v1/runs/{run_id}")
        assert answer.status == 200, f"GET /v1/runs/{run_id}: {answer.status} {answer.text}"
        return answer.json

    def related(self, run_id: str) -> list[dict[str, Any]]:
        answer = self.get(f"/v1/runs/{run_id}/related")
        assert answer.status == 200, f"related of {run_id}: {answer.status} {answer.text}"
        return answer.json

    def runs(self, **query: Any) -> list[dict[str, Any]]:
        """Every page of `GET /v1/runs`, newest first."""
        rows: list[dict[str, Any]] = []
        limit = query.pop("limit", 1000)
        for page in range(1000):
            answer = self.get("/v1/runs", page=page, limit=limit, **query)
            assert answer.status == 200, f"GET /v1/runs {query}: {answer.status} {answer.text}"
            rows += answer.json["data"]
            if len(answer.json["data"]) < limit:
                return rows
        raise AssertionError("GET /v1/runs never gave a short page")

    def close(self) -> None:
        self._connection.close()
