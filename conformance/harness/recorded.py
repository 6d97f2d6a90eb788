"""Recorded exchanges of real SDKs with the reference server (`fixtures/`): what each run of them must look like.

The log here is what the SDK sent when it was recorded. A run whose events contradict each other (two starts, an end
and an error) is left to the merge tests; it is posted like all others.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .evidence import Evidence, Logged
from .readback import Readback
from .shape import as_shown, without_stream_marks

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
LIFE = ("start", "end", "error")


@dataclass
class Recording:
    """The ingest requests of one file, in their order."""

    name: str

    def batches(self) -> Iterator[list[dict[str, Any]]]:
        for line in (FIXTURES / f"{self.name}.jsonl").read_text().splitlines():
            exchange = json.loads(line)
            if exchange["path"] == "/v1/runs/ingest" and exchange["status"] == 200:
                yield exchange["req_body"]["events"]

    def runs(self) -> list["RecordedRun"]:
        """The runs with one start and at most one end or error, whose ids are UUIDs."""
        events: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for batch in self.batches():
            for event in batch:
                if event["event"] in LIFE and event["type"] != "log":
                    events[event["runId"]].append(event)
        runs = [RecordedRun(self.name, run_id, parts) for run_id, parts in events.items() if len(run_id) == 36]
        return [run for run in runs if run.is_plain()]


@dataclass
class RecordedRun:
    """One run of a recording."""

    recording: str
    id: str
    events: list[dict[str, Any]]

    def is_plain(self) -> bool:
        kinds = [event["event"] for event in self.events]
        return kinds.count("start") == 1 and len(kinds) <= 2

    def compare(self, evidence: Evidence, shown: Readback) -> None:
        """The five subjects, in every view."""
        start = next(event for event in self.events if event["event"] == "start")
        done = next((event for event in self.events if event["event"] != "start"), {})
        parent = start.get("parentRunId") or done.get("parentRunId")
        # LangChain's stream knows its input only when it ends; what an end carries replaces the start's.
        given = done.get("input") or start.get("input")
        for view in shown.views(self.id):
            name = (start.get("name") or "").removeprefix("models/") or None
            evidence.compare("name", view.name, self._logged(name))
            evidence.compare("input", view.input, self._logged(_unwrapped(given)))
            evidence.compare("output", view.output, self._logged(_as_text(done.get("output"))))
            evidence.compare("tokens", view.tokens, self._logged(_counted(done.get("tokensUsage"))))
            if view.where != "list" and (parent is None or len(parent) == 36):
                evidence.compare("parent", view.parent, self._logged(parent))

    def _logged(self, value: Any) -> Logged:
        return Logged(without_stream_marks(as_shown(value)), f"the recording {self.recording}, run {self.id}")


def _unwrapped(value: Any) -> Any:
    return value["input"] if isinstance(value, dict) and list(value) == ["input"] else value


def _as_text(output: Any) -> Any:
    """A boolean output is kept as text."""
    return str(output).lower() if isinstance(output, bool) else output


def _counted(usage: dict[str, Any] | None) -> dict[str, int]:
    usage = usage or {}
    return {kind: usage[kind] for kind in ("prompt", "completion") if usage.get(kind) is not None}
