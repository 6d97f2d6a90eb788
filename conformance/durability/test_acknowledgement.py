"""(a) Under strace: no answer of success leaves before an fdatasync of the log that began after the request was read.

And, which is more: before the very bytes that the request brought were synced.
"""

import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

from durability.conftest import Start
from durability.load import Load, make_batches
from durability.trace import (
    LOG_NAME,
    Call,
    acknowledgements,
    read_calls,
    unsynced,
    unwritten,
    wait_for_calls,
    wrapper,
)

# One after the other, where no other request's sync can help; then several at once, as group commit has it.
SEQUENTIAL, CONCURRENT = 60, 160
SLOW_SYNC_US = 3000


@dataclass
class Trace:
    """What strace saw, and the log as the server left it."""

    calls: list[Call]
    log_content: bytes


def trace(start: Start, tmp_path: Path, *options: str) -> Trace:
    """A traced server under both loads, killed when all was acknowledged: a clean stop would empty its log."""
    log = tmp_path / "strace.log"
    server = start(*options, wrapper=wrapper(log, fdatasync=SLOW_SYNC_US))
    for seed, count, connections in ((1, SEQUENTIAL, 1), (2, CONCURRENT, 8)):
        load = Load(server, make_batches(seed, count, runs_per_batch=3), connections)
        load.join()
        assert len(load.acknowledged) == count, load.refused
    server.kill()
    calls = wait_for_calls(log, server.process.pid)
    assert len(acknowledgements(calls)) == SEQUENTIAL + CONCURRENT
    return Trace(calls, (server.data_dir / LOG_NAME).read_bytes())


def test_every_acknowledgement_follows_a_sync_that_began_after_the_request_was_read(
    start: Start, tmp_path: Path
) -> None:
    seen = trace(start, tmp_path)
    assert unsynced(seen.calls) == []
    assert unwritten(seen.calls, seen.log_content) == []


def test_a_server_that_answers_early_is_caught(start: Start, tmp_path: Path) -> None:
    seen = trace(start, tmp_path, "--unsafe-ack-early")
    # Every one, or nearly: only `unsynced` can be fooled by the sync of the request before.
    assert len(unwritten(seen.calls, seen.log_content)) > (SEQUENTIAL + CONCURRENT) // 2


REQUEST = (
    '7 1.0 recvfrom(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "POST /v1/runs/ingest HTTP/1.1"..., 99, 0, NULL, NULL) = 99'
)
REST = '7 1.0 recvfrom(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "rest of the body", 99, 0, NULL, NULL) = 16'
SYNC = "8 1.0 fdatasync(5</data/runs.db-wal>) = 0"
OTHER_SYNC = "8 1.0 fdatasync(6</data/meta.db-wal>) = 0"
SYNC_BEGINS = "8 1.0 fdatasync(5</data/runs.db-wal> <unfinished ...>"
SYNC_ENDS = "8 1.0 <... fdatasync resumed>) = 0"
SYNC_FAILS = "8 1.0 fdatasync(5</data/runs.db-wal>) = -1 EIO (Input/output error)"
ANSWER = '7 1.0 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 200 OK\\r\\n"..., 99, 0, NULL, 0) = 99'
ANSWER_CUT = ANSWER.partition(", 99, 0")[0] + " <unfinished ...>"
REFUSAL = '7 1.0 sendto(9<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 503 No\\r\\n"..., 99, 0, NULL, 0) = 99'


@pytest.mark.parametrize(
    ("lines", "answers", "violations"),
    [
        ([REQUEST, SYNC, ANSWER], 1, 0),
        ([REQUEST, ANSWER], 1, 1),
        ([REQUEST, ANSWER, SYNC], 1, 1),
        ([SYNC, REQUEST, ANSWER], 1, 1),
        ([REQUEST, OTHER_SYNC, ANSWER], 1, 1),
        ([REQUEST, SYNC_FAILS, ANSWER], 1, 1),
        ([REQUEST, SYNC, REST, ANSWER], 1, 1),
        ([REQUEST, REST, SYNC, ANSWER], 1, 0),
        ([SYNC_BEGINS, REQUEST, SYNC_ENDS, ANSWER], 1, 1),
        ([REQUEST, SYNC_BEGINS, ANSWER, SYNC_ENDS], 1, 1),
        ([REQUEST, SYNC_BEGINS, SYNC_ENDS, ANSWER], 1, 0),
        ([REQUEST, SYNC, ANSWER, REQUEST, ANSWER], 2, 1),
        ([REQUEST, REFUSAL], 0, 0),
        ([REQUEST, SYNC, ANSWER_CUT], 1, 0),
        ([REQUEST, ANSWER_CUT], 1, 1),
    ],
)
def test_the_checker_reads_a_trace(lines: list[str], answers: int, violations: int, tmp_path: Path) -> None:
    log = tmp_path / "strace.log"
    log.write_text("\n".join(lines))
    calls = read_calls(log)
    assert (len(acknowledgements(calls)), len(unsynced(calls))) == (answers, violations)


RUN = "0d3f6a52-11aa-4c1e-9b7a-5f0c2d8e4b61"
ANSWER_OF_RUN = ANSWER.replace("OK", f'OK... {{\\"results\\":[{{\\"id\\":\\"{RUN}\\"')
HEAD = '8 1.0 pwrite64(5</data/runs.db-wal>, "x"..., 32, 0) = 32'
WRITE = '8 1.0 pwrite64(5</data/runs.db-wal>, "x"..., 96, 32) = 96'
LATER_WRITE = '8 1.0 pwrite64(5</data/runs.db-wal>, "x"..., 64, 128) = 64'


@pytest.mark.parametrize(
    ("lines", "violations"),
    [
        ([HEAD, REQUEST, WRITE, SYNC, ANSWER_OF_RUN], 0),
        ([HEAD, REQUEST, WRITE, SYNC, LATER_WRITE, ANSWER_OF_RUN], 0),
        ([HEAD, REQUEST, WRITE, ANSWER_OF_RUN, SYNC], 1),
        ([HEAD, REQUEST, SYNC, ANSWER_OF_RUN, WRITE, SYNC], 1),
        ([HEAD, REQUEST, SYNC, WRITE, ANSWER_OF_RUN], 1),
        ([HEAD, REQUEST, LATER_WRITE, SYNC, ANSWER_OF_RUN], 1),
    ],
)
def test_the_checker_finds_the_bytes_of_a_run(lines: list[str], violations: int, tmp_path: Path) -> None:
    log = tmp_path / "strace.log"
    log.write_text("\n".join(lines))
    content = bytes(60) + uuid.UUID(RUN).bytes + bytes(100)
    assert len(unwritten(read_calls(log), content)) == violations
