"""What no SDK sends on purpose but every server meets: a bad event, odd orders, retries, equal ids in two projects."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.evidence import Evidence
from harness.posted import PostedRun
from harness.readback import Readback
from harness.server import Project, Server


def accepted(server: Server, events: list, key: str | None = None) -> None:
    """Posts with the public key, as SDKs do; every event must be taken."""
    answer = server.api(key or server.project.public_key).ingest(events)
    assert answer.status == 200, answer.text
    refused = [result for result in answer.json["results"] if not result["success"]]
    assert refused == []


def compare_all(server: Server, runs: list[PostedRun], evidence: Evidence) -> Readback:
    """Exactly these runs are there, each once, as posted."""
    shown = Readback(server.api())
    assert sorted(shown.detailed) == sorted(run.id for run in runs)
    for run in runs:
        run.compare(evidence, shown)
    return shown


def refusals(bad: object, server: Server, evidence: Evidence) -> list[dict]:
    """The failures among the results when one of a hundred events is bad. The others are there, whatever they are."""
    runs = [PostedRun("gpt-4o", number=number) for number in range(50)]
    events = [event for run in runs for event in run.events()]
    events[41:42] = [bad]
    answer = server.api(server.project.public_key).ingest(events)
    assert answer.status == 200, answer.text
    results = answer.json["results"]
    assert len(results) == 100
    shown = Readback(server.api())
    assert len(shown.detailed) == 50
    for run in runs:
        if run.number != 20:
            run.compare(evidence, shown)
    assert shown.detailed[runs[20].id]["status"] == "started"
    return [result for result in results if not result["success"]]


BAD_EVENTS = [None, 7, "event", [], {"event": "end", "type": "llm"}]


@pytest.mark.parametrize("bad", BAD_EVENTS, ids=str)
def test_one_bad_event_of_a_hundred_rejects_itself_alone(bad: object, server: Server, evidence: Evidence) -> None:
    (refused,) = refusals(bad, server, evidence)
    assert refused["error"]


def test_an_event_of_an_unknown_name_is_counted_but_fails_nobody(server: Server, evidence: Evidence) -> None:
    assert refusals({"event": "nonsense", "runId": "x"}, server, evidence) == []
    (row,) = server.api().get("/v1/ingest/ledger").json["data"]
    assert row["received"] == 100
    assert row["stored"] == 99
    assert row["rejected"] == {"unknown_kind": 1}


def test_an_end_before_its_start_leaves_the_same_run(server: Server, evidence: Evidence) -> None:
    runs = [PostedRun("gpt-4o", number=number) for number in range(5)]
    for run in runs:
        accepted(server, [run.end()])
        accepted(server, [run.start()])
    compare_all(server, runs, evidence)


def test_a_child_before_its_parent_leaves_the_same_tree(server: Server, evidence: Evidence) -> None:
    parent = PostedRun("planner", "agent", number=1)
    child = PostedRun("gpt-4o", parent=parent, number=2)
    grandchild = PostedRun("search", "tool", parent=child, number=3)
    for run in (grandchild, child, parent):
        accepted(server, run.events())
    shown = compare_all(server, [parent, child, grandchild], evidence)
    assert [row["id"] for row in server.api().related(parent.id)] == [parent.id, child.id, grandchild.id]
    assert shown.detailed[grandchild.id]["traceId"] == parent.id


def test_a_batch_in_reverse_leaves_the_same_runs(server: Server, evidence: Evidence) -> None:
    runs = [PostedRun("gpt-4o", number=number) for number in range(30)]
    accepted(server, [event for run in runs for event in run.events()][::-1])
    compare_all(server, runs, evidence)


def test_a_batch_sent_three_times_leaves_every_run_once(server: Server, evidence: Evidence) -> None:
    runs = [PostedRun("gpt-4o", number=number) for number in range(20)]
    events = [event for run in runs for event in run.events()]
    for _ in range(3):
        accepted(server, events)
    compare_all(server, runs, evidence)


def test_a_restart_changes_nothing(server: Server, evidence: Evidence) -> None:
    runs = [PostedRun("gpt-4o", number=number) for number in range(20)]
    accepted(server, [event for run in runs for event in run.events()])
    assert server.stop() == 0, server.errors()
    again = Server(server.data_dir, server.project)
    try:
        compare_all(again, runs, evidence)
    finally:
        again.close()


@pytest.fixture
def two_projects(tmp_path: Path) -> Iterator[tuple[Server, Project]]:
    """A server whose second start made a second project; the first one is still there."""
    first, second = Project("First"), Project("Second")
    made = Server(tmp_path / "data", first)
    assert made.stop() == 0, made.errors()
    made.close()
    running = Server(tmp_path / "data", second)
    yield running, first
    running.close()


def test_two_projects_keep_runs_of_the_same_id_apart(two_projects: tuple[Server, Project], evidence: Evidence) -> None:
    server, first = two_projects
    run_id = str(uuid.uuid4())
    mine, theirs = PostedRun("gpt-4o", number=1, id=run_id), PostedRun("mistral-small", number=2, id=run_id)
    for key, run in ((first.public_key, mine), (server.project.public_key, theirs)):
        accepted(server, run.events(), key)
    mine.compare(evidence, Readback(server.api(first.private_key)))
    theirs.compare(evidence, Readback(server.api()))
    for project in (first, server.project):
        assert server.api(project.private_key).run(run_id)["projectId"] == project.public_key
