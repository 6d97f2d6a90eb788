"""(c) A power cut: whatever was not synced is gone, and the rest opens with everything that was acknowledged."""

import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from durability.conftest import Start
from durability.load import Batch, Load, make_batches
from durability.power import FileState, cut, states
from durability.survey import survey
from durability.trace import LOG_NAME, Call, read_calls, wait_for_calls, wrapper

# After the first acknowledgement, under strace.
CUT_AFTER_SECONDS = (0.3, 1.5)


@dataclass
class Crash:
    """A data directory as a killed server left it, and what is known about it."""

    data_dir: Path
    acknowledged: list[Batch]
    calls: list[Call]

    def copy(self, name: str) -> Path:
        """A directory beside the original, without its lock."""
        return Path(shutil.copytree(self.data_dir, self.data_dir.parent / name))


def crash(start: Start, tmp_path: Path, seed: int, *options: str) -> Crash:
    """A traced server under load, killed at a moment drawn from the seed."""
    log = tmp_path / "strace.log"
    server = start(*options, wrapper=wrapper(log))
    load = Load(server, make_batches(seed, 600, runs_per_batch=8), connections=6)
    load.wait_for_the_first()
    time.sleep(random.Random(seed).uniform(*CUT_AFTER_SECONDS))
    server.kill()
    load.join()
    return Crash(server.data_dir, load.acknowledged, wait_for_calls(log, server.process.pid))


def check(start: Start, tmp_path: Path, seed: int, *options: str) -> dict[str, FileState]:
    """One cut. The copy must open and have everything acknowledged."""
    crashed = crash(start, tmp_path, seed, *options)
    files = states(crashed.calls, crashed.data_dir)
    assert files[LOG_NAME].syncs > 0, "the trace shows no sync of the log"
    left = crashed.copy("after-the-cut")
    cut(left, files)
    server = start(data_dir=left)
    found = survey(server, crashed.acknowledged)
    assert found.violations == 0, f"seed {seed}: {found}"
    assert server.stop() == 0, server.errors()
    return files


@pytest.mark.parametrize("seed", range(3))
def test_what_was_acknowledged_survives_a_power_cut(seed: int, start: Start, tmp_path: Path) -> None:
    check(start, tmp_path, seed)


@pytest.mark.parametrize("seed", range(3, 6))
def test_what_was_acknowledged_survives_a_power_cut_between_checkpoints(
    seed: int, start: Start, tmp_path: Path
) -> None:
    files = check(start, tmp_path, seed, "--checkpoint-size", "256KiB")
    assert files["runs.db"].syncs > 0, "no checkpoint happened; this case wants some"


def test_a_log_cut_too_short_is_noticed(start: Start, tmp_path: Path) -> None:
    crashed = crash(start, tmp_path, 7)
    left = crashed.copy("cut-in-half")
    log = left / LOG_NAME
    os.truncate(log, log.stat().st_size // 2)
    for shared in left.glob("*-shm"):
        shared.unlink()
    server = start(data_dir=left)
    assert survey(server, crashed.acknowledged).lost


WROTE = '8 1.0 pwrite64(5</d/runs.db-wal>, "x"..., {length}, {offset}) = {length}'
SYNCED = "8 1.0 fdatasync(5</d/runs.db-wal>) = 0"
SYNC_BEGINS = "8 1.0 fdatasync(5</d/runs.db-wal> <unfinished ...>"
OTHER_THREAD = '9 1.0 pwrite64(5</d/runs.db-wal>, "x"..., 10, 90) = 10'
SYNC_ENDS = "8 1.0 <... fdatasync resumed>) = 0"
SOUGHT = "8 1.0 lseek(5</d/runs.db-wal>, 64, SEEK_SET) = 64"


def wrote(offset: int, length: int) -> str:
    return WROTE.format(offset=offset, length=length)


@pytest.mark.parametrize(
    ("lines", "lost_from"),
    [
        ([wrote(0, 32)], 0),
        ([wrote(0, 32), SYNCED], None),
        ([wrote(0, 32), SYNCED, wrote(32, 8)], 32),
        ([wrote(0, 32), SYNC_BEGINS], 0),
        ([wrote(0, 32), SYNC_BEGINS, OTHER_THREAD, SYNC_ENDS], 90),
        ([wrote(0, 99), SYNCED, wrote(0, 32)], 0),
        (['8 1.0 pwrite64(5</d/runs.db-wal>, "a, 1, 2)"..., 7, 40 <unfinished ...>'], 40),
        ([SOUGHT, '8 1.0 write(5</d/runs.db-wal>, "x"..., 7) = 7'], 64),
    ],
)
def test_the_model_of_the_disk_forgets_what_was_not_synced(
    lines: list[str], lost_from: int | None, tmp_path: Path
) -> None:
    log = tmp_path / "strace.log"
    log.write_text("\n".join(lines))
    assert states(read_calls(log), Path("/d"))[LOG_NAME].lost_from() == lost_from
