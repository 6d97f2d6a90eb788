"""Hostile questions to a server that has many runs: each is refused or finds nothing, none is a fault of the server,
none takes long, and all runs are there afterwards.

2,000 runs unless told otherwise; `make hostile` asks a release build with a million, and wants each answer in a second.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness import hostile_queries
from harness.hostile import MOST_SECONDS, Reply, Target
from harness.hostile_queries import Question
from harness.server import Project, Server, binary

pytestmark = pytest.mark.no_evidence

RUNS = int(os.environ.get("HOSTILE_RUNS") or 2000)
SECONDS = float(os.environ.get("HOSTILE_SECONDS") or MOST_SECONDS)
# The project that `perilune bench seed` fills.
SEEDED = Project("bench", "be9c4000-0000-4000-a000-000000000001", "be9c4000-0000-4000-a000-000000000002")
INDEXED_WITHIN_SECONDS = 3600.0
EMPTY: dict[str, Callable[[Any], bool]] = {
    "/v1/runs": lambda page: page["data"] == [],
    "/v1/runs/count": lambda count: count == 0,
    "/v1/runs/histogram": lambda histogram: not any(bucket["count"] for bucket in histogram["data"]),
    "/v1/runs/none/neighbors": lambda beside: beside == {"previousId": None, "nextId": None},
}
KINDS: dict[str, Callable[[Target], Iterable[Question]]] = {
    "filters": lambda _: hostile_queries.filters(),
    "searches": lambda _: hostile_queries.searches(),
    "patterns": lambda _: hostile_queries.patterns(),
    "trees": lambda _: hostile_queries.trees(),
    "orders, pages and cursors": lambda target: hostile_queries.orders(
        target.send("GET", "/v1/runs?limit=1").json["nextCursor"]
    ),
    "long texts": lambda _: hostile_queries.long_texts(),
}


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A server over a directory that was filled through the writer: `$HOSTILE_DATA_DIR`, or one of its own."""
    given = os.environ.get("HOSTILE_DATA_DIR")
    folder = Path(given) if given else tmp_path_factory.mktemp("hostile") / "data"
    if not (folder / "runs.db").exists():
        command = [str(binary()), "bench", "seed", "--runs", str(RUNS), "--mixed", "--data-dir", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    server = Server(folder, SEEDED)
    wait_until_indexed(server)
    target = Target(server, SEEDED, most_seconds=SECONDS)
    before = all_runs(target)
    yield target
    assert all_runs(target) == before, "runs went away or came"
    assert server.stop() == 0, server.errors()
    server.close()


def all_runs(target: Target) -> int:
    return target.send("GET", "/v1/runs/count?date=gt.1970-01-01").json


def wait_until_indexed(server: Server) -> None:
    """Until columns and search know all runs; of a million, that takes minutes."""
    api, until = server.api(), time.monotonic() + INDEXED_WITHIN_SECONDS
    while any(indexer["lag"] or not indexer["complete"] for indexer in api.get("/v1/system").json["indexers"]):
        assert time.monotonic() < until, "the indexes were never whole"
        time.sleep(0.1)
    api.close()


def judge(question: Question, reply: Reply) -> None:
    """Refused with the words of every refusal; or answered, where that may be, and then without a run."""
    what = f"{question.path[:300]} {(question.body or b'')[:200]!r}: {reply.status} {reply.text[:300]}"
    if reply.status >= 400:
        # Hyper itself turns away what is too long for a head, and has no words for it.
        assert reply.status in (400, 404, 413, 414, 422, 431), what
        assert reply.status in (414, 431) or {"error", "message"} <= set(reply.json), what
        return
    assert reply.status == 200, what
    assert not question.is_refused, what
    is_empty = EMPTY.get(question.path.partition("?")[0])
    assert not question.finds_nothing or is_empty is None or is_empty(reply.json), what


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_questions_are_refused_or_find_nothing(
    kind: str, target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, refused, slowest = 0, 0, (0.0, "")
    for question in KINDS[kind](target):
        reply = target.send("POST" if question.body else "GET", question.path, question.body)
        judge(question, reply)
        asked, refused = asked + 1, refused + (reply.status != 200)
        slowest = max(slowest, (reply.seconds, question.path[:200]))
    assert asked > 0
    with capsys.disabled():
        print(f"\n{kind}: {asked} questions, {refused} refused; the slowest took {slowest[0]:.3f} s: {slowest[1]}")
