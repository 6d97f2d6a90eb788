"""(b) kill -9 at random moments under load: everything acknowledged is there, once, after the restart."""

import random
import time
from pathlib import Path

import pytest

from durability import trace
from durability.conftest import Start
from durability.load import Batch, Load, make_batches
from durability.survey import survey

ROUNDS = 6
BATCHES_PER_ROUND = 600
RUNS_PER_BATCH = 10
CONNECTIONS = 8
# After the first acknowledgement, drawn anew for each round from its seed; the load takes longer than that.
KILL_AFTER_SECONDS = (0.0, 0.25)
SLOW_WRITE_US = 2000


def loaded_and_killed(start: Start, seed: int, *options: str, wrapper: tuple[str, ...] = ()) -> Load:
    """One round: a server under load, killed somewhere in the middle of it."""
    delay = random.Random(seed).uniform(*KILL_AFTER_SECONDS)
    batches = make_batches(seed, BATCHES_PER_ROUND, RUNS_PER_BATCH)
    server = start(*options, wrapper=wrapper)
    load = Load(server, batches, CONNECTIONS)
    load.wait_for_the_first()
    time.sleep(delay)
    server.kill()
    load.join()
    return load


def test_what_was_acknowledged_survives_every_kill_exactly_once(start: Start) -> None:
    acknowledged: list[Batch] = []
    in_flight = 0
    for seed in range(ROUNDS):
        load = loaded_and_killed(start, seed)
        in_flight += len(load.unanswered)
        acknowledged += load.acknowledged
        server = start()
        # What got no answer is sent again, as a client that retries would: that may not make anything double.
        again = Load(server, load.unanswered, CONNECTIONS)
        again.join()
        assert len(again.acknowledged) == len(load.unanswered), again.refused
        acknowledged += again.acknowledged
        found = survey(server, acknowledged)
        assert found.violations == 0, f"round {seed}: {found}"
        assert server.stop() == 0, server.errors()
    assert in_flight > 0, "no kill came while requests were in flight"


def test_a_server_that_answers_early_is_caught(start: Start, tmp_path: Path) -> None:
    # A kill loses only what was not even written, so the writes are made slow enough to be hit.
    slow = trace.wrapper(tmp_path / "strace.log", pwrite64=SLOW_WRITE_US)
    for seed in range(ROUNDS):
        load = loaded_and_killed(start, seed, "--unsafe-ack-early", wrapper=slow)
        server = start()
        found = survey(server, load.acknowledged)
        assert server.stop() == 0, server.errors()
        if found.violations:
            return
    pytest.fail(f"{ROUNDS} kills of a server that answers before the commit, and nothing acknowledged was lost")
