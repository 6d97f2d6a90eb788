"""Every recorded exchange of the clients, of the runs' own routes, and of people and their organisation, sent again in
its order: status, keys, types and values are compared with what the reference answered (`harness/replay.py`).

The log that answers are compared with is the recording, so the five subjects of `Evidence` are not counted here; a line
of which nothing was compared fails instead.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from harness.recorded import FIXTURES
from harness.replay import ABSENT, Line
from harness.replay_compare import Comparison, Difference, Mapping
from harness.replay_made import Made
from harness.replay_rules import Context, Sent, claimed_by
from harness.replay_run import Replay
from harness.server import Server

pytestmark = pytest.mark.no_evidence

# What a line asks for that is not there yet. Whoever builds one takes it off this list.
NOT_BUILT = {
    *("GET /v1/runs/export", "GET /v1/runs/exports/{id}"),
    *("POST /v1/evaluations/run", "POST /v1/runs/generate-export-token"),
    # A limit of retention and data rules, which nothing applies yet.
    *("PATCH /v1/projects/{projectId}", "POST /v1/projects/{projectId}/rules"),
    *("POST /v1/models", "PATCH /v1/models/{id}", "GET /v1/charts", "POST /v1/charts", "POST /v1/dashboards"),
    *("PATCH /v1/dashboards/{id}", "POST /v1/dashboards/charts/custom", "POST /v1/dashboards/charts/custom/delete"),
    *("GET /v1/alerts", "GET /v1/alerts/{id}", "DELETE /v1/alerts/{id}", "GET /v1/provider-configs"),
    *("GET /v1/playground-endpoints", "POST /v1/test-endpoint/auth"),
}


def test_recorded_exchanges_are_answered_as_recorded(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    score = Replay(server).run()
    with capsys.disabled():
        print(f"\n{score.report()}")
    assert score.failing == []
    assert set(score.not_built) == NOT_BUILT


def test_a_changed_recording_is_noticed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sabotage: a value, a type and a missing key in what was recorded must each be a failure; so must another
    role, one run more in a sum, and a person who has spent less.
    """
    from harness import replay_run

    def spoilt(*arguments: Any) -> Any:
        for line in lines(*arguments):
            if line.name == "rest-runs:36":
                rows = [row | {"errors": row["errors"] + (row["name"] == "broken")} for row in line.answer]
                line = Line(**{**vars(line), "answer": rows})
            if line.name == "rest-external-users:1":
                rows = [row | {"cost": (row["cost"] or 1) / 4} for row in line.answer["data"]]
                line = Line(**{**vars(line), "answer": {**line.answer, "data": rows[:1] + line.answer["data"][1:]}})
            if line.name == "rest-runs:50":
                line = Line(**{**vars(line), "answer": {"thumb": None, "comment": "other"}})
            if line.name == "rest-runs:42":
                first = {key: member for key, member in line.answer[0].items() if key != "status"}
                line = Line(**{**vars(line), "answer": [first | {"cost": "0.00015"}]})
            if line.name == "rest-org-users-projects:4":
                line = Line(**{**vars(line), "answer": {**line.answer, "role": "admin"}})
            yield line

    lines = replay_run.lines
    monkeypatch.setattr(replay_run, "lines", spoilt)
    failing = Replay(server).run().failing
    assert [text.split(":")[1].split(" ")[0] for text in failing] == ["36", "42", "42", "50", "1", "4"]


@pytest.mark.parametrize(
    ("recorded", "got", "differences"),
    [
        ({"a": 1}, {"a": 1.0}, 0),
        ({"a": 1}, {"a": "1"}, 1),
        ({"a": 1}, {"a": True}, 1),
        ({"a": None}, {}, 1),
        ({}, {"a": None}, 1),
        ([1, 2], [2, 1], 2),
        ([1], [1, 2], 1),
        ({"a": []}, {"a": {}}, 1),
        ({"user": {"id": 7}}, {"user": {"id": 9}}, 0),
        ([{"user": {"id": 7}}, {"user": {"id": 7}}], [{"user": {"id": 1}}, {"user": {"id": 2}}], 1),
        ([{"user": {"id": 7}}, {"user": {"id": 8}}], [{"user": {"id": 1}}, {"user": {"id": 1}}], 1),
        ({"user": {"createdAt": "2026-11-23T18:22:52.893Z"}}, {"user": {"createdAt": "soon"}}, 1),
    ],
)
def test_every_key_type_and_value_counts(recorded: Any, got: Any, differences: int) -> None:
    comparison = Comparison(Mapping(is_unique=True), Mapping(is_unique=False))
    comparison.compare(recorded, got)
    assert len(comparison.differences) == differences


LLM = ({"id": "a", "type": "llm"}, {"id": "a", "type": "llm", "user": {"externalId": "u"}})
COUNTED = ({"id": "counted", "type": "llm"}, {"id": "counted", "type": "llm"})
THREAD = ({"id": "t", "type": "thread"}, {"id": "t", "type": "thread"})
RULES = [
    ("GET", ".duration", "00:00:01.5", 1500, LLM, "duration: milliseconds"),
    ("GET", ".duration", "1 day 01:00:00", 90_000_000, LLM, "duration: milliseconds"),
    ("GET", ".duration", "00:00:01.5", 1501, LLM, None),
    ("GET", ".duration", "00:00:01", "00:00:02", LLM, None),
    ("GET", ".user.props", None, {"plan": "pro"}, LLM, "props after an event without props: kept"),
    ("GET", ".user.props", None, {"plan": "free"}, LLM, None),
    ("GET", ".user.props", {"plan": "pro"}, None, LLM, None),
    ("GET", ".user.lastSeen", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", LLM, "lastSeen: the greatest"),
    ("GET", ".user.lastSeen", "2026-01-01T00:00:00.000Z", "2026-01-03T00:00:00.000Z", LLM, None),
    ("GET", ".tags", None, ["web"], THREAD, "a thread's tags, user: kept"),
    ("GET", ".tags", None, ["other"], THREAD, None),
    ("GET", ".tags", None, ["web"], LLM, None),
    ("GET", ".tokens.prompt", 100, 134, LLM, "tokens and cost that the server counts"),
    ("GET", ".tokens.prompt", 100, 136, LLM, None),
    ("GET", ".tokens.prompt", 2, 14, LLM, "tokens and cost that the server counts"),
    ("GET", ".tokens.prompt", 2, None, LLM, "tokens and cost that the server does not count yet"),
    ("GET", ".tokens.prompt", 100, 101, COUNTED, None),
    ("GET", ".tokens.prompt", 100, None, COUNTED, None),
    ("GET", ".cost", 0.5, 0.9, LLM, None),
    ("GET", ".message", "some text", "another", ({}, {}), "texts of message and error"),
    ("GET", ".message", "some text", "", ({}, {}), None),
    ("GET", ".message", "Run not found", "no", ({}, {}), None),
    ("GET", ".message", 'Validation error: Required at "a"', "no", ({}, {}), None),
    ("GET", ".error", {"message": "a"}, {"message": "b"}, LLM, None),
    ("GET", ".siblingRunId", ABSENT, None, LLM, "further keys: additions of the spec"),
    ("GET", ".more", ABSENT, None, LLM, None),
    ("GET", ".createdAt", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", THREAD, "time of a thread"),
    ("GET", ".createdAt", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", LLM, None),
    ("PATCH", ".status", 200, 404, ({}, {}), "edit or delete of what is absent"),
    ("PATCH", ".status", 200, 500, ({}, {}), None),
    ("DELETE", ".status", 200, 204, ({}, {}), "deletion answered 200 or 204"),
    ("GET", ".status", 200, 404, ({}, {}), None),
]


@pytest.mark.parametrize(("method", "where", "recorded", "got", "record", "rule"), RULES)
def test_a_rule_claims_its_own_row_and_no_more(  # noqa: PLR0913 (the columns of the table)
    method: str, where: str, recorded: Any, got: Any, record: tuple[dict, dict], rule: str | None
) -> None:
    sent = Sent(props={"u": {"plan": "pro"}}, thread_tags={"t": ["web"]}, counted={"counted"})
    sent.last_seen["u"] = datetime(2026, 1, 2, tzinfo=UTC)
    line = Line("test:1", method, "/v1/runs/a", "", {}, None, 200, None, False)
    context = Context(line, f"{method} /v1/runs/{{id}}", sent)
    assert claimed_by(Difference(where, recorded, got, record), context) == rule


A_KEY = "17d3d81f-5792-4650-8be3-ffe71bac384c"
AUDIT = "GET /v1/audit-logs"
RULES_OF_PEOPLE = [
    ("GET /v1/users/me", "", ".status", 404, 401, "401 without a usable credential"),
    ("GET /v1/users/me", "stale", ".status", 404, 401, "401 without a usable credential"),
    ("GET /v1/users/me", A_KEY, ".status", 404, 401, None),
    ("GET /v1/users/me", A_KEY, ".status", 204, 403, "a private key where a person is needed"),
    ("GET /v1/users/me", A_KEY, ".status", 204, 500, None),
    ("GET /v1/users/me", "session", ".status", 204, 403, None),
    ("GET /v1/runs", A_KEY, ".status", 200, 403, None),
    ("GET /v1/users/x", "session", ".status", 204, 404, "204 without a row on a read"),
    ("GET /v1/alerts/x", "session", ".status", 204, 404, None),
    (
        "POST /v1/users",
        "session",
        ".user.recoveryToken",
        None,
        ABSENT,
        "tokens of hashes, invitations, recovery, export: hidden",
    ),
    ("POST /v1/users", "session", ".user.recoveryToken", None, "x", None),
    ("POST /v1/users", "session", ".user.name", None, ABSENT, None),
    ("POST /v1/users/invitation", "session", ".token", ABSENT, "x", "further keys: additions of the spec"),
    ("POST /v1/users", "session", ".user.token", ABSENT, "x", None),
    ("GET /v1/projects", "session", "[0].homeDashboardId", None, A_KEY, "homeDashboardId: set"),
    ("GET /v1/projects", "session", "[0].homeDashboardId", None, "home", None),
    (AUDIT, "session", "[0].ipAddress", "::ffff:127.0.0.1", "127.0.0.1", "audit log: ours"),
    (AUDIT, "session", "[0].ipAddress", "::ffff:127.0.0.1", "127.0.0.2", None),
    (AUDIT, "session", "[0].resourceId", None, "4", "audit log: ours"),
    (AUDIT, "session", "[0].resourceId", "4", None, None),
    (AUDIT, "session", "[0].action", "create", "delete", None),
]


@pytest.mark.parametrize(("route", "credential", "where", "recorded", "got", "rule"), RULES_OF_PEOPLE)
def test_a_rule_about_people_claims_its_own_row_and_no_more(  # noqa: PLR0913 (the columns of the table)
    route: str, credential: str, where: str, recorded: Any, got: Any, rule: str | None
) -> None:
    method, path = route.split(" ")
    headers = {"authorization": f"Bearer {credential}"} if credential else {}
    context = Context(
        Line("test:1", method, path, "", headers, None, 200, None, False), route, Sent(credentials={A_KEY, "session"})
    )
    assert claimed_by(Difference(where, recorded, got), context) == rule


LATEST = "GET /v1/templates/latest"
RULES_OF_PROMPTS = [
    ("GET /v1/templates", ".[0].versions[0].version", None, 1, "version of a prompt version: an integer"),
    ("GET /v1/templates", ".[0].versions[0].version", None, 0, None),
    ("GET /v1/templates", ".[0].versions[0].version", 2, 1, None),
    ("GET /v1/runs", ".version", None, 1, None),
    (LATEST, "[0].content[0].toolCalls", [1], ABSENT, "toolCalls in /v1/templates/latest: tool_calls"),
    (LATEST, "[0].content[0].tool_calls", ABSENT, [1], "toolCalls in /v1/templates/latest: tool_calls"),
    ("GET /v1/templates", "[0].content[0].toolCalls", [1], ABSENT, None),
    ("GET /v1/template-versions/{id}", ".status", 401, 404, "unknown template or version: 404"),
    ("GET /v1/runs/{id}", ".status", 401, 404, None),
    ("GET /v1/templates", "[1].slug", "crud-1", "crud-1-copy", "duplicate slug of a template"),
    ("GET /v1/templates", "[1].slug", "crud-1", "crud-2", None),
    ("POST /v1/templates", ".versions[0].extra.stop", ABSENT, ["x"], "further keys: additions of the spec"),
    (
        "POST /v1/templates",
        ".message",
        'Validation error: Required at "mode"; Required at "isDraft"',
        'Validation error: Required at "mode"',
        "refusals of prompts: our words",
    ),
    ("POST /v1/templates", ".message", 'Validation error: Required at "mode"', "no", None),
]


@pytest.mark.parametrize(("route", "where", "recorded", "got", "rule"), RULES_OF_PROMPTS)
def test_a_rule_about_prompts_claims_its_own_row_and_no_more(
    route: str, where: str, recorded: Any, got: Any, rule: str | None
) -> None:
    method, path = route.split(" ")
    line = Line("test:1", method, path.replace("{id}", "1"), "", {}, None, 200, None, False)
    assert claimed_by(Difference(where, recorded, got), Context(line, route, Sent())) == rule


@pytest.mark.parametrize(
    ("route", "where", "recorded", "got", "is_made_up"),
    [
        ("POST /v1/projects", ".id", "a", "b", True),
        ("POST /v1/projects", ".orgId", "a", "b", False),
        ("POST /v1/projects", ".id", "a", "no id", False),
        ("POST /v1/projects", ".id", "known", "b", False),
        ("POST /v1/projects", ".id", "a", "ours", False),
        ("POST /v1/projects", ".id", "ours", "b", False),
        ("GET /v1/runs", "[0].id", "a", "b", False),
    ],
)
def test_an_id_is_made_up_once_and_where_a_server_may(
    route: str, where: str, recorded: str, got: str, is_made_up: bool
) -> None:
    ids = {name: str(UUID(int=number)) for number, name in enumerate(["a", "b", "known", "ours"])}
    made = Made(ids=Mapping(is_unique=True, pairs={ids["known"]: ids["ours"]}))
    assert made.agrees(route, where, ids[recorded], ids.get(got, got)) == is_made_up


def test_a_text_of_the_recording_gets_our_ids_and_session() -> None:
    ids = {"0b193664-4470-4c88-b446-749ee10c4176": "me"}
    made = Made(ids=Mapping(is_unique=True, pairs=ids), session="token")
    line = (FIXTURES / "rest-org-users-projects.jsonl").read_text().splitlines()[3]
    assert '"authorization":"Bearer token"' in made.ours(line)
    assert '"id":"me"' in made.ours(line)
