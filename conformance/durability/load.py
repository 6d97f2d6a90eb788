"""Sends batches of made-up runs and remembers which of them the server acknowledged.

Bounded: a load has a fixed list of batches and ends with it, or when the server is gone.
"""

import json
import random
import threading
import uuid
from dataclasses import dataclass

from harness.server import Server

START_MS = 1_740_821_400_000
FIRST_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class Batch:
    """Runs with a start and an end each. `texts` is each run's output by its id: what must be found again."""

    body: bytes
    texts: dict[str, str]


def make_batches(seed: int, count: int, runs_per_batch: int, padding: int = 200) -> list[Batch]:
    """The same seed makes the same batches. `padding` is characters of random text per event, which compress badly."""
    chance = random.Random(seed)
    return [_make_batch(chance, number, runs_per_batch, padding) for number in range(count)]


def _make_batch(chance: random.Random, number: int, runs: int, padding: int) -> Batch:
    events: list[dict] = []
    texts: dict[str, str] = {}
    for place in range(runs):
        run_id = str(uuid.UUID(int=chance.getrandbits(128)))
        at = START_MS + number * 1000 + place
        text = f"answer of {run_id} {chance.getrandbits(4 * padding):x}"
        question = [{"role": "user", "content": f"{chance.getrandbits(4 * padding):x}"}]
        common = {"type": "llm", "runId": run_id}
        events.append(common | {"event": "start", "timestamp": at, "name": "gpt-4o", "input": question})
        events.append(common | {"event": "end", "timestamp": at + 500, "output": text})
        texts[run_id] = text
    return Batch(json.dumps({"events": events}).encode(), texts)


class Load:
    """Threads that send batches until there are none left. One connection and one request in flight per thread."""

    def __init__(self, server: Server, batches: list[Batch], connections: int) -> None:
        self.acknowledged: list[Batch] = []
        self.unanswered: list[Batch] = []
        self.refused: list[tuple[int, str]] = []
        self._server = server
        self._waiting = list(reversed(batches))
        self._lock = threading.Lock()
        self._acknowledged_one = threading.Event()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def wait_for_the_first(self) -> None:
        """Until one batch is acknowledged; on a busy machine the first takes its time."""
        assert self._acknowledged_one.wait(FIRST_WITHIN_SECONDS), f"nothing was acknowledged: {self.refused}"

    def join(self) -> None:
        """Waits until everything was sent, or the server stopped answering."""
        for thread in self._threads:
            thread.join()

    def _next(self) -> Batch | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def _send(self) -> None:
        api = self._server.api(self._server.project.public_key)
        while (batch := self._next()) is not None:
            try:
                answer = api.call("POST", "/v1/runs/ingest", batch.body)
            except OSError:
                self._remember(self.unanswered, batch)
                break
            except Exception as broken:  # a half answer: http.client has many words for it
                self._remember(self.unanswered, batch)
                self._remember(self.refused, (0, repr(broken)))
                break
            taken = answer.status == 200 and all(result["success"] for result in answer.json["results"])
            self._remember(self.acknowledged if taken else self.unanswered, batch)
            if taken:
                self._acknowledged_one.set()
            else:
                self._remember(self.refused, (answer.status, answer.text[:300]))
        api.close()

    def _remember(self, where: list, what: object) -> None:
        with self._lock:
            where.append(what)
