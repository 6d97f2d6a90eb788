"""What a sum over runs must be: added up here, run by run, from the runs that the server lists one by one. Knows
nothing of how the server adds up.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from .replay import Line
from .replay_compare import same

# Asks the server for all runs that a query names.
Listed = Callable[..., list[dict[str, Any]]]
Group = tuple[str | None, str]
TOKENS = ("completionTokens", "promptTokens", "cost")
SUMMED = (*TOKENS, "errors", "success")
# A check that all runs pass, since a list without any check is one of model calls. Log lines are in no list but theirs.
EVERYTHING = ({"date": "gt.1970-01-01"}, {"type": "log"})


def runs_of_days(listed: Listed, line: Line) -> list[dict[str, Any]]:
    """The runs that `GET /v1/runs/usage` adds up for this line."""
    query = dict(parse_qsl(line.query))
    since = datetime.now(UTC) - timedelta(days=int(query["days"]))
    asked = [{"users": query["userId"]}] if "userId" in query else EVERYTHING
    return [run for checks in asked for run in listed(**checks) if datetime.fromisoformat(run["createdAt"]) >= since]


def usage_of(runs: Iterable[dict[str, Any]]) -> dict[Group, dict[str, Any]]:
    """One row for each name and type, as `GET /v1/runs/usage` has it."""
    groups: dict[Group, dict[str, Any]] = {}
    for run in runs:
        group = (run["name"], run["type"])
        row = groups.setdefault(group, {"name": run["name"], "type": run["type"], **dict.fromkeys(SUMMED, 0)})
        for key, value in _shares(run).items():
            row[key] += value or 0
    return groups


def by_group(rows: list[dict[str, Any]]) -> dict[Group, dict[str, Any]]:
    return {(row["name"], row["type"]): row for row in rows}


def has_less(ours: dict[str, Any], recorded: dict[str, Any], keys: Iterable[str] = SUMMED) -> bool:
    """Whether none of our sums is more than the recorded one."""
    return all(ours[key] <= recorded[key] or same(ours[key], recorded[key]) for key in keys)


def spent(listed: Listed, person: dict[str, Any], line: Line) -> float | None:
    """What the runs of an end user cost, of those that began within the line's dates; `None` if there are none."""
    query = dict(parse_qsl(line.query))
    first, last = query.get("startDate", ""), query.get("endDate", "~")
    costs = [run["cost"] for run in listed(users=person["id"]) if first <= run["createdAt"] <= last]
    return sum(cost or 0 for cost in costs) if costs else None


def _shares(run: dict[str, Any]) -> dict[str, Any]:
    counts = {"errors": run["status"] == "error", "success": run["status"] == "success"}
    tokens = {"completionTokens": run["tokens"]["completion"], "promptTokens": run["tokens"]["prompt"]}
    return {**tokens, "cost": run["cost"], **{key: int(value) for key, value in counts.items()}}
