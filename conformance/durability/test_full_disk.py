"""(d) A full disk: ingestion says 503 and when to come back, reads go on, and space is all that it takes to recover."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from durability.conftest import Start
from durability.load import Batch, make_batches
from durability.small_disk import SmallDisk
from durability.survey import survey
from harness.api import Answer
from harness.server import Server

DISK_MEGABYTES = 48
BALLAST_MEGABYTES = 24
# About 250 KB each: more than the disk holds, with room to spare.
BATCHES = 400
RECOVERS_WITHIN_SECONDS = 30.0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    mounted = SmallDisk(tmp_path / "disk", DISK_MEGABYTES)
    yield mounted
    mounted.close()


def send(server: Server, batch: Batch) -> Answer:
    return server.api(server.project.public_key).call("POST", "/v1/runs/ingest", batch.body)


def fill(server: Server, batches: Iterator[Batch]) -> tuple[list[Batch], Batch, Answer]:
    """Sends until the disk is full: what was acknowledged, and the first batch that was not with its answer."""
    acknowledged: list[Batch] = []
    for batch in batches:
        answer = send(server, batch)
        if answer.status != 200:
            return acknowledged, batch, answer
        acknowledged.append(batch)
    raise AssertionError("the disk never filled up")


def check_refusal(answer: Answer) -> None:
    assert answer.status == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json["message"]


def send_until_taken(server: Server, batch: Batch) -> None:
    """As a client does that comes back when it was told to."""
    deadline = time.monotonic() + RECOVERS_WITHIN_SECONDS
    while True:
        answer = send(server, batch)
        if answer.status == 200:
            return
        check_refusal(answer)
        assert time.monotonic() < deadline, "there is space again, but ingestion does not recover"
        time.sleep(0.5)


def test_a_full_disk_refuses_and_reads_and_recovers(disk: SmallDisk, start: Start, tmp_path: Path) -> None:
    ballast = disk.path("ballast")
    ballast.write_bytes(bytes(BALLAST_MEGABYTES << 20))
    batches = iter(make_batches(11, BATCHES, runs_per_batch=50, padding=2000))
    data_dir = tmp_path / "disk" / "data"
    server = start(data_dir=data_dir, wrapper=disk.wrapper)

    acknowledged, refused, answer = fill(server, batches)
    assert acknowledged, "full before anything was stored"
    check_refusal(answer)
    check_refusal(send(server, refused))
    found = survey(server, acknowledged)
    assert found.violations == 0, f"while full: {found}"

    ballast.unlink()
    send_until_taken(server, refused)
    acknowledged.append(refused)
    for batch in list(batches)[:5]:
        send_until_taken(server, batch)
        acknowledged.append(batch)
    assert server.process.poll() is None, "recovered by dying"
    found = survey(server, acknowledged)
    assert found.violations == 0, f"with space again: {found}"

    server.kill()
    again = start(data_dir=data_dir, wrapper=disk.wrapper)
    found = survey(again, acknowledged)
    assert found.violations == 0, f"after a kill and a restart: {found}"
    assert again.stop() == 0, again.errors()
