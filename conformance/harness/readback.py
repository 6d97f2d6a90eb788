"""What the server shows of a project, in its three views: the list, the run by its id, and the related runs."""

from dataclasses import dataclass
from typing import Any

from .api import Api
from .shape import undecorated, without_stream_marks

# `type=llm` would abbreviate the bodies; without a type the list has the llm runs in full.
LISTED = (
    {},
    *({"type": kind} for kind in ("agent", "chain", "tool", "retriever", "embed")),
    *({"type": kind} for kind in ("thread", "chat", "custom-event", "log")),
)


@dataclass(frozen=True)
class View:
    """One run in one view, in the words of the five subjects. `parent` is absent from the list."""

    where: str
    name: str | None
    input: Any
    output: Any
    tokens: dict[str, int]
    error: Any
    status: str | None
    parent: str | None


class Readback:
    """Reads the whole project once, when it is made."""

    def __init__(self, api: Api) -> None:
        self.listed = {row["id"]: row for query in LISTED for row in api.runs(**query)}
        self.detailed = {run_id: api.run(run_id) for run_id in self.listed}
        self.related: dict[str, dict[str, Any]] = {}
        for run_id in self.roots():
            self.related |= {row["id"]: row for row in api.related(run_id)}

    def roots(self) -> list[str]:
        """Runs without a parent that is itself here, oldest first."""
        ids = [run_id for run_id, run in self.detailed.items() if run["parentRunId"] not in self.detailed]
        return sorted(ids, key=lambda run_id: self.detailed[run_id]["createdAt"])

    def of_type(self, run_type: str) -> list[str]:
        """Ids of the runs of a type, oldest first."""
        ids = [run_id for run_id, run in self.detailed.items() if run["type"] == run_type]
        return sorted(ids, key=lambda run_id: self.detailed[run_id]["createdAt"])

    def only(self, run_type: str) -> str:
        """The id of the one run of a type."""
        ids = self.of_type(run_type)
        assert len(ids) == 1, f"expected one {run_type}, found {len(ids)}"
        return ids[0]

    def name_of(self, run_id: str | None) -> str | None:
        return self.detailed[run_id]["name"] if run_id else None

    def views(self, run_id: str) -> list[View]:
        """Detail first, then related, then the list's row."""
        rows = [("GET /v1/runs/{id}", self.detailed), ("related", self.related), ("list", self.listed)]
        for where, found in rows:
            assert run_id in found, f"run {run_id} is missing from {where}"
        return [_view(where, found[run_id]) for where, found in rows]


def _view(where: str, row: dict[str, Any]) -> View:
    tokens = row.get("tokens") or {"prompt": row.get("promptTokens"), "completion": row.get("completionTokens")}
    return View(
        where=where,
        name=row["name"],
        input=_unwrapped("input", undecorated(row["input"])),
        output=without_stream_marks(_unwrapped("output", undecorated(row["output"]))),
        tokens={kind: tokens[kind] for kind in ("prompt", "completion") if tokens.get(kind) is not None},
        error=undecorated(row["error"]),
        status=row["status"],
        parent=row.get("parentRunId"),
    )


def _unwrapped(member: str, value: Any) -> Any:
    """`{"input": x}` is x in the detail and in the list already; the related rows show what is stored."""
    return value[member] if isinstance(value, dict) and list(value) == [member] else value
