"""Runs a replay line by line against one server, and keeps the score."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from .people import sign_up
from .replay import FILES, Line, Reply, Routes, lines, route_name, send
from .replay_align import Alignment
from .replay_compare import Comparison, Mapping
from .replay_gaps import AS_OWNER, GAPS, MADE
from .replay_made import RECORDED_MAIL, RECORDED_NAME, RECORDED_PROJECT, Made
from .replay_rules import Context, Sent, claimed_by
from .server import Server
from .shape import shown_key

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RECORDED_AT = datetime(2026, 11, 23, tzinfo=UTC)
# What sent the requests of the `rest-*` files.
RECORDED_CLIENT = "Python-urllib/3.11"
# What a server answers where it has no such route or check yet.
NOT_THERE = (401, 404, 501)
# Settings of a query that are there already.
UNREMARKABLE = ("", "type", "limit", "sortDirection", "projectId")


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
        self.alignment = Alignment(self.sent, self.score.deviating, self.refused, server.api().runs)

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
        line = self._as_now(line)
        route = self.routes.find(line.method, line.path)
        reply = send(self.server, line)
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

    def _as_now(self, line: Line) -> Line:
        """The line with our number of an end user, and as many days more as have passed since it was recorded."""
        head, _, number = line.path.rpartition("/")
        if head == "/v1/external-users" and number.isdecimal():
            line = replace(line, path=f"{head}/{self._our_number(number)}")
        query = re.sub(r"\buserId=(\d+)", lambda match: f"userId={self._our_number(match[1])}", line.query)
        passed = max((datetime.now(UTC) - RECORDED_AT).days, 0)
        return replace(line, query=re.sub(r"\bdays=(\d+)", lambda match: f"days={int(match[1]) + passed}", query))

    def _our_number(self, recorded: str) -> str:
        return str(self.user_numbers.pairs.get(int(recorded), recorded))

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
            comparison.compare(*self.alignment.align(line, route, reply))
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

    def _fail(self, line: Line, text: str) -> None:
        self.score.failing.append(f"{line.name} {line.method} {line.target}: {text}")


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
    if event.get("event") not in ("end", "error", "feedback", "update"):
        sent.begun.add(run)
    if event.get("event") in ("chat", "custom-event") and event.get("parentRunId"):
        sent.begun.add(run_id(event["parentRunId"]))
    if event.get("type") == "llm" and isinstance(event.get("name"), str):
        sent.models.setdefault(event["name"].removeprefix("models/"), set()).add(run)
    if event.get("tokensUsage"):
        sent.counted.add(run)
    if event.get("event") == "chat" and event.get("threadTags"):
        sent.thread_tags[run_id(event["parentRunId"])] = event["threadTags"]
    user = event.get("userId")
    if user is None:
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
