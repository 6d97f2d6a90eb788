"""(e) A backup under full ingest: what comes back has everything that was acknowledged before the backup began."""

import subprocess
import time
from pathlib import Path

from durability.conftest import Start
from durability.load import Batch, Load, make_batches
from durability.survey import survey
from harness.server import binary

BATCHES = 900
RUNS_PER_BATCH = 20
PADDING = 2000
CONNECTIONS = 8
# How many batches are acknowledged when each of the backups begins: an empty store, some megabytes, tens of them.
BEGIN_AFTER = (1, 150, 400)
ENDS_WITHIN_SECONDS = 60.0


def perilune(*arguments: str) -> str:
    """What a command says on standard output; it has to succeed."""
    command = [str(binary()), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=ENDS_WITHIN_SECONDS, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
    return done.stdout


def wait_until_acknowledged(load: Load, batches: int) -> None:
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while len(load.acknowledged) < batches:
        assert time.monotonic() < deadline, f"{len(load.acknowledged)} batches are acknowledged, {load.refused[:3]}"
        time.sleep(0.01)


def batches_left(load: Load) -> int:
    return BATCHES - len(load.acknowledged) - len(load.unanswered)


def test_a_backup_under_load_restores_to_all_that_was_acknowledged_before(start: Start, tmp_path: Path) -> None:
    server = start()
    load = Load(server, make_batches(21, BATCHES, RUNS_PER_BATCH, PADDING), CONNECTIONS)
    copies: list[tuple[Path, list[Batch]]] = []
    for number, begin_after in enumerate(BEGIN_AFTER):
        wait_until_acknowledged(load, begin_after)
        before = list(load.acknowledged)
        target = tmp_path / f"copy-{number}"
        perilune("backup", str(target), "--data-dir", str(server.data_dir))
        copies.append((target, before))
        during = len(load.acknowledged) - len(before)
        assert during > 0, f"nothing was acknowledged while backup {number} was made"
    assert batches_left(load) > 0, "the load ended before the backups did"
    load.join()
    assert not load.refused, load.refused[:3]
    perilune("doctor", "--data-dir", str(server.data_dir))
    assert server.stop() == 0, server.errors()

    for target, before in copies:
        data_dir = tmp_path / f"restored-{target.name}"
        perilune("restore", str(target), "--data-dir", str(data_dir))
        assert "sound" in perilune("doctor", "--repair", "--data-dir", str(data_dir))
        again = start(data_dir=data_dir)
        found = survey(again, before)
        assert found.expected > 0
        assert found.violations == 0, f"{target.name}: {found}"
        assert again.stop() == 0, again.errors()
