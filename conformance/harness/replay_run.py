"""Runs a replay line by line against one server, and keeps the score."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from .people import sign_up
from .replay import FILES, Line, Reply, Routes, lines, route_name, send
from .replay_compare import Comparison, Mapping, without
from .replay_gaps import AS_OWNER, GAPS, MADE, NOT_COMPARED
from .replay_made import RECORDED_MAIL, RECORDED_NAME, RECORDED_PROJECT, Made
from .replay_rules import (
    NOT_RECORDED,
    REFERENCE_FAILED,
    REFERENCE_FAILED_TO_SAVE,
    TAKEN,
    UNORDERED,
    Context,
    Sent,
    claimed_by,
)
from .server import Server
from .shape import shown_key

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# What the reference writes nothing about into its audit log (AUD-D1).
NOT_LOGGED = ("dataset",)
# Lists that the reference leaves to chance (api-datasets A.8 and B.1), put into one order.
SHUFFLED = {
    "POST /v1/datasets/prompts/attach": lambda rows: sorted(rows, key=lambda row: str(row["messages"])),
    "POST /v1/datasets-v2/{datasetId}/versions/{versionId}/restore": lambda dataset: (
        dataset | {"items": sorted(dataset["items"], key=lambda item: item["input"])}
    ),
}
# What sent the requests of the `rest-*` files.
RECORDED_CLIENT = "Python-urllib/3.11"
# What a server answers where it has no such route or check yet.
NOT_THERE = (401, 404, 501)
# Settings of a query that are there already.
UNREMARKABLE = ("", "type", "limit", "sortDirection", "projectId")

KEYS_OF_PROPS = ("GET /v1/external-users/props/keys", "GET /v1/filters/user-props/keys")
PROPS_ARE_KEPT = "props after an event without props: kept"


@dataclass
class Score:
    """What a replay found. Every line is in exactly one of `compared`, `bugs` and `not_built`, or fails."""

    compared: int = 0
    equal: int = 0
    bugs: int = 0
    deviating: Counter[str] = field(default_factory=Counter)
    failing: list[str] = field(default_factory=list)
    not_built: dict[str, list[str]] = field(default_factory=dict)

    def report(self) -> str:
        """The score as text, one thing a line."""
        left_out = sum(len(names) for names in self.not_built.values())
        rows = [f"compared: {self.compared} lines, {self.equal} values equal", f"reference bugs, no 5xx: {self.bugs}"]
        rows += [f"deviating, {row}: {count}" for row, count in sorted(self.deviating.items())]
        rows += [f"not built: {left_out} lines"]
        rows += [f"not built, {what}: {len(names)} ({', '.join(names)})" for what, names in self.not_built.items()]
        return "\n".join([*rows, f"failing: {len(self.failing)}", *self.failing])


class Replay:
    """One server that gets every line of the recordings."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.routes = Routes.of(server)
        self.score = Score()
        self.owner = sign_up(server, RECORDED_MAIL, RECORDED_NAME).within(server.project.public_key)
        self.owner.do("PATCH", f"/v1/projects/{server.project.public_key}", {"name": RECORDED_PROJECT})
        self.made = Made.by(self.owner, server.project)
        self.sent = Sent(credentials={server.project.public_key, server.project.private_key, self.owner.token})
        self.user_numbers = Mapping(is_unique=True)
        self.user_times = Mapping(is_unique=False)
        # Datasets that the reference made and we refused.
        self.refused: set[str] = set()

    def run(self, files: tuple[str, ...] = FILES) -> Score:
        for line in lines(files, self.made.ours):
            for method, path, body in GAPS.get(line.name, []):
                reply = self._fill(self._gap(line.name, method, path, body))
                if line.name in MADE:
                    self.made.ids.agrees(MADE[line.name], reply.body["id"])
            self._replay(line)
        return self.score

    def _gap(self, before: str, method: str, path: str, body: Any) -> Line:
        """A request that was not recorded: of the owner where it takes a person, else of the private key."""
        is_of_owner = path.startswith("/v1/projects") or path.endswith(AS_OWNER)
        credential = self.owner.token if is_of_owner else self.server.project.private_key
        path, body = self.made.ours(path), json.loads(self.made.ours(json.dumps(body)))
        headers = {"authorization": f"Bearer {credential}", "content-type": "application/json"}
        headers["user-agent"] = RECORDED_CLIENT
        return Line(f"before {before}", method, path, "", headers, body, 200, {}, False)

    def _fill(self, line: Line) -> Reply:
        reply = send(self.server, line)
        results = reply.body.get("results", []) if isinstance(reply.body, dict) else []
        if reply.status not in (200, 201) or not all(result["success"] for result in results):
            self.score.failing.append(f"{line.name}: {line.method} {line.target}: {reply}")
        note(self.sent, line, [])
        return reply

    def _replay(self, line: Line) -> None:
        route = self.routes.find(line.method, line.path)
        reply = send(self.server, self._of_our_person(line))
        missing = self._not_built(line, route, reply)
        if missing:
            self.score.not_built.setdefault(missing, []).append(line.name)
            if reply.status not in NOT_THERE:
                self._fail(line, f"{missing} is not built, and answers {reply.status}")
            return
        note(self.sent, line, line.answer)
        if line.is_bug:
            self.score.bugs += 1
            if reply.status >= 500:
                self._fail(line, f"answers {reply.status} {reply.body}")
            return
        self._compare(line, route or "", reply)

    def _of_our_person(self, line: Line) -> Line:
        """The line with our number of an end user in its path."""
        head, _, number = line.path.rpartition("/")
        if head != "/v1/external-users" or not number.isdecimal():
            return line
        ours = self.user_numbers.pairs.get(int(number), number)
        return Line(**{**vars(line), "path": f"{head}/{ours}"})

    def _not_built(self, line: Line, route: str | None, reply: Reply) -> str | None:
        if route is None and line.answer == {"message": "Not Found"}:
            # The reference has no such route either.
            return None
        if route is None:
            return route_name(line)
        if reply.status == 501:
            settings = [pair.partition("=")[0] for pair in line.query.split("&")]
            named = "&".join(name for name in settings if name not in UNREMARKABLE)
            return f"{route}?{named}" if named else route
        return None

    def _compare(self, line: Line, route: str, reply: Reply) -> None:
        made = partial(self.made.agrees, route)
        comparison = Comparison(self.user_numbers, self.user_times, made)
        comparison.compare(line.status, reply.status, ".status")
        seen = comparison.equal + len(comparison.differences)
        if route == "POST /v1/datasets" and reply.status == 409:
            self.refused.add(line.answer["id"])
        if line.status >= 400 or reply.status < 400:
            recorded, got = self._aligned(line, route, reply)
            comparison.compare(recorded, got)
        elif not isinstance(reply.body, dict) or not {"error", "message"} <= set(reply.body):
            self._fail(line, f"a refusal without error and message: {reply.body}")
        else:
            # Refused where the reference was not: a rule must claim the status, and there is no body to compare.
            seen -= 1
        context = Context(line, route, self.sent)
        self.score.compared += 1
        self.score.equal += comparison.equal
        for found in comparison.differences:
            rule = claimed_by(found, context)
            if rule:
                self.score.deviating[rule] += 1
            else:
                self._fail(line, str(found))
        if comparison.equal + len(comparison.differences) == seen:
            self._fail(line, "nothing of its body was compared")

    def _aligned(self, line: Line, route: str, reply: Reply) -> tuple[Any, Any]:
        """Both bodies; of lists only the rows that both can know, and in one order where the reference has none."""
        if line.name in NOT_COMPARED:
            self.score.deviating[NOT_COMPARED[line.name]] += 1
            return line.status, reply.status
        if route == "GET /v1/filters/models":
            ours = [name for name in reply.body if not self.sent.models.get(name, {""}) <= self.sent.refused]
            self.score.deviating[REFERENCE_FAILED] += len(reply.body) - len(ours)
            return line.answer, ours
        if route == "GET /v1/prompts/{id}/versions" and reply.status == 200:
            return line.answer, self._recorded_versions(line, reply)
        if route == "GET /v1/datasets":
            known = list(without(line.answer, lambda dataset: dataset in self.refused))
            self.score.deviating[TAKEN] += len(line.answer) - len(known)
            return known, reply.body
        if route == "GET /v1/audit-logs" and reply.status == 200:
            return line.answer, [row for row in reply.body if row["resourceType"] not in NOT_LOGGED][: len(line.answer)]
        if route in SHUFFLED and reply.status == 200:
            self.score.deviating[UNORDERED] += 1
            return SHUFFLED[route](line.answer), SHUFFLED[route](reply.body)
        if route in KEYS_OF_PROPS:
            kept = {as_key(key) for props in self.sent.props.values() for key in props}
            known = [as_key(key) for key in line.answer]
            ours = [key for key in reply.body if as_key(key) in known or as_key(key) not in kept]
            self.score.deviating[PROPS_ARE_KEPT] += len(reply.body) - len(ours)
            return line.answer, ours
        if route != "GET /v1/runs" or line.status != 200 or reply.status != 200:
            return line.answer, reply.body
        known = list(without(line.answer["data"], lambda run: run not in self.sent.runs))
        ours = list(without(reply.body["data"], lambda run: run in self.sent.refused))
        self.score.deviating[NOT_RECORDED] += len(line.answer["data"]) - len(known)
        self.score.deviating[REFERENCE_FAILED] += len(reply.body["data"]) - len(ours)
        is_whole = len(line.answer["data"]) == len(known) < line.answer["limit"]
        rows = ours if is_whole else ours[: len(known)]
        return {**line.answer, "data": known}, {**reply.body, "data": rows}

    def _recorded_versions(self, line: Line, reply: Reply) -> list[dict[str, Any]]:
        """Without the versions that the reference fails to save, which a private key asked for."""
        recorded = {row["id"] for row in line.answer}
        ours = [row for row in reply.body if row["id"] in recorded]
        self.score.deviating[REFERENCE_FAILED_TO_SAVE] += len(reply.body) - len(ours)
        return ours

    def _fail(self, line: Line, text: str) -> None:
        self.score.failing.append(f"{line.name} {line.method} {line.target}: {text}")


def as_key(key: Any) -> str:
    """A key of properties, as either route shows it or as it was sent."""
    return shown_key(key["value"] if isinstance(key, dict) else key)


def run_id(text: Any) -> str:
    """The id under which a run is shown (api-runs 2.3)."""
    if UUID.fullmatch(str(text)):
        return str(text).lower()
    digits = hashlib.sha256(str(text).encode("utf-8", "replace")).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def note(sent: Sent, line: Line, answer: Any) -> None:
    """Remembers what a rule will need of the events of a line. `answer` is the recorded one."""
    results = answer.get("results", []) if isinstance(answer, dict) else answer
    if line.events:
        failed = {run_id(result["id"]) for result in results if not result.get("success") and "id" in result}
        sent.refused |= failed - sent.runs
    for event in line.events:
        _note_event(sent, {shown_key(key): member for key, member in event.items()})


def _note_event(sent: Sent, event: dict[str, Any]) -> None:
    run = run_id(event.get("runId"))
    sent.runs |= {run_id(event[key]) for key in ("runId", "parentRunId") if event.get(key)}
    if event.get("type") == "llm" and isinstance(event.get("name"), str):
        sent.models.setdefault(event["name"].removeprefix("models/"), set()).add(run)
    if event.get("tokensUsage"):
        sent.counted.add(run)
    if event.get("event") == "chat" and event.get("threadTags"):
        sent.thread_tags[run_id(event["parentRunId"])] = event["threadTags"]
    user = event.get("userId")
    if user is None or event.get("event") in ("end", "error"):
        return
    seen = moment(event.get("timestamp"))
    sent.last_seen[user] = max(seen, sent.last_seen.get(user, seen))
    if event.get("userProps") is not None:
        sent.props[user] = event["userProps"]


def moment(timestamp: Any) -> datetime:
    """Milliseconds since 1970, or ISO 8601, as a point in time of whole milliseconds."""
    if isinstance(timestamp, int | float):
        return datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    exact = datetime.fromisoformat(timestamp)
    exact = exact if exact.tzinfo else exact.replace(tzinfo=UTC)
    return exact.replace(microsecond=exact.microsecond // 1000 * 1000)
