"""Puts an answer and the recorded one side by side: of lists only the rows that both can know, in one order where the
reference has none, and of sums only what both have summed. What is left out is counted by its row of the deviations.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from .replay import Line, Reply
from .replay_compare import without
from .replay_gaps import PARTLY_RECORDED
from .replay_rules import (
    FILTER_APPLIED,
    NOT_COUNTED,
    NOT_RECORDED,
    PROPS_ARE_KEPT,
    REFERENCE_FAILED,
    REFERENCE_FAILED_TO_SAVE,
    TAKEN,
    UNORDERED,
    Sent,
)
from .replay_sums import TOKENS, Group, Listed, by_group, has_less, runs_of_days, spent, usage_of
from .shape import shown_key

# What the reference writes nothing about into its audit log (AUD-D1).
NOT_LOGGED = ("dataset",)
# Lists that the reference leaves to chance (api-datasets A.8 and B.1), put into one order.
SHUFFLED = {
    "POST /v1/datasets/prompts/attach": lambda rows: sorted(rows, key=lambda row: str(row["messages"])),
    "POST /v1/datasets-v2/{datasetId}/versions/{versionId}/restore": lambda dataset: (
        dataset | {"items": sorted(dataset["items"], key=lambda item: item["input"])}
    ),
}
# A number that its own dot cuts in the reference, which then drops the check (filters 2.3).
CUT_COST = re.compile(r"(?:^|&)cost=gt\.(\d+\.\d+)(?:&|$)")
# People of `rest-seed`, of which every second request was kept.
SEEDED = re.compile(r"user-\d")

Pair = tuple[Any, Any]
Row = dict[str, Any]


@dataclass
class Alignment:
    """What it takes to align the answers of one replay. `listed` asks the server for runs."""

    sent: Sent
    deviating: Counter[str]
    # Datasets that the reference made and we refused.
    refused: set[str]
    listed: Listed

    def align(self, line: Line, route: str, reply: Reply) -> Pair:
        """Both bodies, the recorded one first."""
        if line.status != 200 or reply.status != 200:
            return line.answer, reply.body
        if route in SHUFFLED:
            self.deviating[UNORDERED] += 1
            return SHUFFLED[route](line.answer), SHUFFLED[route](reply.body)
        by_route: dict[str, Callable[[Line, Reply], Pair]] = {
            "GET /v1/runs": self._runs,
            "GET /v1/runs/usage": self._usage,
            "GET /v1/external-users": self._people,
            "GET /v1/external-users/props/keys": self._keys_of_props,
            "GET /v1/filters/user-props/keys": self._keys_of_props,
            "GET /v1/filters/models": self._models,
            "GET /v1/templates": self._templates,
            "GET /v1/prompts/{id}/versions": self._versions,
            "GET /v1/datasets": self._datasets,
            "GET /v1/audit-logs": self._audit_log,
        }
        return by_route[route](line, reply) if route in by_route else (line.answer, reply.body)

    def _runs(self, line: Line, reply: Reply) -> Pair:
        cut = CUT_COST.search(line.query)
        if cut:
            return self._runs_of_cut_number(line, reply, float(cut[1]))
        known = list(without(line.answer["data"], lambda run: run not in self.sent.runs))
        ours = list(without(reply.body["data"], lambda run: run in self.sent.refused))
        self.deviating[NOT_RECORDED] += len(line.answer["data"]) - len(known)
        self.deviating[REFERENCE_FAILED] += len(reply.body["data"]) - len(ours)
        is_whole = len(line.answer["data"]) == len(known) < line.answer["limit"]
        rows = ours if is_whole else ours[: len(known)]
        return {**line.answer, "data": known}, {**reply.body, "data": rows}

    def _runs_of_cut_number(self, line: Line, reply: Reply, least: float) -> Pair:
        """The reference lists runs that cost less. Ours are the newest that do not, looked for one by one."""
        self.deviating[FILTER_APPLIED] += 1
        query = dict(parse_qsl(line.query))
        dear = [run["id"] for run in self.listed(type=query["type"]) if (run["cost"] or 0) > least]
        ours = [run["id"] for run in reply.body["data"]]
        return {**line.answer, "data": dear[: int(query["limit"])]}, {**reply.body, "data": ours}

    def _usage(self, line: Line, reply: Reply) -> Pair:
        """Our sums must be those of the runs that we list; then sums over what the reference has too are compared."""
        runs = runs_of_days(self.listed, line)
        shared = [run for run in runs if run["id"] in self.sent.begun - self.sent.refused]
        self.deviating[REFERENCE_FAILED] += sum(run["id"] in self.sent.refused for run in runs)
        recorded, ours = by_group(line.answer), usage_of(shared)
        known = {group: row for group, row in recorded.items() if not self._is_more(group, row, ours.get(group))}
        rest = {group: row for group, row in ours.items() if group in known or group not in recorded}
        uncounted = {(run["name"], run["type"]) for run in shared if run["id"] not in self.sent.counted}
        for group in uncounted & known.keys() & rest.keys():
            known[group] |= self._not_counted(known[group], rest[group])
        return {"all": usage_of(runs), "shared": known}, {"all": by_group(reply.body), "shared": rest}

    def _not_counted(self, recorded: Row, ours: Row) -> Row:
        """What to compare instead, where a run's tokens were counted by the reference only."""
        is_less = has_less(ours, recorded, TOKENS) and not has_less(recorded, ours, TOKENS)
        self.deviating[NOT_COUNTED] += is_less
        return {key: ours[key] for key in TOKENS} if is_less else {}

    def _is_more(self, group: Group, recorded: Row, ours: Row | None) -> bool:
        """Whether requests that are not in these files have added to a recorded sum."""
        is_more = group in PARTLY_RECORDED and (ours is None or has_less(ours, recorded))
        self.deviating[NOT_RECORDED] += is_more
        return is_more

    def _people(self, line: Line, reply: Reply) -> Pair:
        """What a person has spent must be what our runs of that person cost; the recorded sum can be of more runs."""
        recorded, ours = line.answer["data"], reply.body["data"]
        costs = [spent(self.listed, person, line) for person in ours]
        sums = {person["externalId"]: person["cost"] for person in ours}
        known = [row | self._cost_of_ours(row, sums.get(row["externalId"])) for row in recorded]
        return {**line.answer, "data": known, "costs": costs}, {**reply.body, "costs": [row["cost"] for row in ours]}

    def _cost_of_ours(self, person: Row, ours: float | None) -> Row:
        is_partly_known = SEEDED.fullmatch(person["externalId"]) and ours is not None
        is_more = is_partly_known and ours < (person["cost"] or 0)
        self.deviating[NOT_RECORDED] += bool(is_more)
        return {"cost": ours} if is_more else {}

    def _keys_of_props(self, line: Line, reply: Reply) -> Pair:
        kept = {as_key(key) for props in self.sent.props.values() for key in props}
        known = [as_key(key) for key in line.answer]
        ours = [key for key in reply.body if as_key(key) in known or as_key(key) not in kept]
        self.deviating[PROPS_ARE_KEPT] += len(reply.body) - len(ours)
        return line.answer, ours

    def _models(self, line: Line, reply: Reply) -> Pair:
        ours = [name for name in reply.body if not self.sent.models.get(name, {""}) <= self.sent.refused]
        self.deviating[REFERENCE_FAILED] += len(reply.body) - len(ours)
        return line.answer, ours

    def _templates(self, line: Line, reply: Reply) -> Pair:
        """Versions of a template are in no order in the reference; ours begin with the newest (api-prompts 2.1)."""
        self.deviating[UNORDERED] += 1
        newest_first = [
            template | {"versions": sorted(template["versions"], key=lambda version: -version["id"])}
            for template in line.answer
        ]
        return newest_first, reply.body

    def _versions(self, line: Line, reply: Reply) -> Pair:
        """Without the versions that the reference fails to save, which a private key asked for."""
        recorded = {row["id"] for row in line.answer}
        ours = [row for row in reply.body if row["id"] in recorded]
        self.deviating[REFERENCE_FAILED_TO_SAVE] += len(reply.body) - len(ours)
        return line.answer, ours

    def _datasets(self, line: Line, reply: Reply) -> Pair:
        known = list(without(line.answer, lambda dataset: dataset in self.refused))
        self.deviating[TAKEN] += len(line.answer) - len(known)
        return known, reply.body

    def _audit_log(self, line: Line, reply: Reply) -> Pair:
        ours = [row for row in reply.body if row["resourceType"] not in NOT_LOGGED]
        return line.answer, ours[: len(line.answer)]


def as_key(key: Any) -> str:
    """A key of properties, as either route shows it or as it was sent."""
    return shown_key(key["value"] if isinstance(key, dict) else key)
