"""Events that a case posts by itself, kept as the log that its comparisons are made against.

This is for what no SDK does on purpose: broken events, odd orders, repeated batches. The ids are UUIDs of the case.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from .evidence import Evidence, Logged
from .readback import Readback
from .shape import as_shown

# A fixed moment, so that a failed case reads the same every time. 2025-03-01T09:30:00Z.
START_MS = 1_740_821_400_000


@dataclass
class PostedRun:
    """One run as the case means it. `events()` is what is sent; the fields are what must come back."""

    name: str
    run_type: str = "llm"
    parent: "PostedRun | None" = None
    number: int = 0
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def input(self) -> Any:
        return [{"role": "user", "content": f"question {self.number} of {self.name}"}]

    @property
    def output(self) -> Any:
        return {"role": "assistant", "content": f"answer {self.number} of {self.name}", "tool_calls": []}

    @property
    def tokens(self) -> dict[str, int]:
        return {"prompt": 100 + self.number, "completion": 10 + self.number}

    def start(self) -> dict[str, Any]:
        event = {"type": self.run_type, "event": "start", "runId": self.id, "timestamp": self._at(0)}
        link = {"parentRunId": self.parent.id} if self.parent else {}
        return event | link | {"name": self.name, "input": self.input}

    def end(self) -> dict[str, Any]:
        event = {"type": self.run_type, "event": "end", "runId": self.id, "timestamp": self._at(250)}
        return event | {"output": self.output, "tokensUsage": self.tokens}

    def events(self) -> list[dict[str, Any]]:
        return [self.start(), self.end()]

    def compare(self, evidence: Evidence, shown: Readback) -> None:
        """All five subjects in every view."""
        for view in shown.views(self.id):
            evidence.compare("name", view.name, self._logged(self.name))
            evidence.compare("input", view.input, self._logged(self.input))
            evidence.compare("output", view.output, self._logged(self.output, drop="toolCalls"))
            evidence.compare("tokens", view.tokens, self._logged(self.tokens))
            if view.where != "list":
                evidence.compare("parent", view.parent, self._logged(self.parent.id if self.parent else None))
            assert view.status == "success", f"{self.id} in {view.where}: {view.status}"

    def _at(self, after_ms: int) -> int:
        return START_MS + self.number * 1000 + after_ms

    def _logged(self, value: Any, drop: str = "") -> Logged:
        shown = as_shown(value)
        if drop:
            shown.pop(drop)
        return Logged(shown, f"the case's own posts, run {self.number} of {self.name}")
