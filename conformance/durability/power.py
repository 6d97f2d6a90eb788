"""Makes of a data directory what a power cut would have left of it, at its worst: nothing that was not synced.

strace says which bytes of which file were written after its last sync. A write-ahead log is cut before the first of
them; in a database file, where a checkpoint was writing, they become noise. Shared-memory files are gone.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from .trace import SYNCS, WRITES, Call, written_span

NOISE = b"\xa5"
_SEEK = re.compile(r"^\d+<[^>]*>, (?P<offset>\d+), SEEK_SET")
_TRUNCATED = re.compile(r"^\d+<[^>]*>, (\d+)")


@dataclass
class FileState:
    """One file, as far as the disk is bound to have it. `pending`: begin and end of bytes that it may lose."""

    pending: list[tuple[int, int]] = field(default_factory=list)
    syncs: int = 0

    def lost_from(self) -> int | None:
        """The first byte that may be lost."""
        return min((begin for begin, _ in self.pending), default=None)


class Disk:
    """Follows a trace, call by call. `files` is what the disk is bound to have, by file name."""

    def __init__(self, data_dir: Path) -> None:
        self.files: dict[str, FileState] = {}
        self._data_dir = f"{data_dir}{os.sep}"
        self._sought: dict[str, int] = {}
        self._syncing: dict[int, list[tuple[int, int]]] = {}

    def follow(self, calls: list[Call]) -> None:
        ends = [(call.end, 1, call) for call in calls if call.end is not None]
        for _, ended, call in sorted([(call.begin, 0, call) for call in calls] + ends, key=lambda step: step[:2]):
            if call.file.startswith(self._data_dir):
                state = self.files.setdefault(Path(call.file).name, FileState())
                (self._end if ended else self._begin)(call, state)

    def _begin(self, call: Call, state: FileState) -> None:
        if call.name == "lseek" and (place := _SEEK.match(call.arguments)):
            self._sought[call.descriptor] = int(place["offset"])
        elif call.name in WRITES:
            state.pending.append(written_span(call, self._sought.get(call.descriptor, 0)))
        elif call.name in SYNCS:
            self._syncing[call.begin] = list(state.pending)

    def _end(self, call: Call, state: FileState) -> None:
        if call.name == "ftruncate" and (match := _TRUNCATED.match(call.arguments)):
            state.pending = [piece for piece in state.pending if piece[0] < int(match[1])]
        elif call.name in SYNCS and call.result == 0:
            for piece in self._syncing[call.begin]:
                if piece in state.pending:
                    state.pending.remove(piece)
            state.syncs += 1


def states(calls: list[Call], data_dir: Path) -> dict[str, FileState]:
    """The state of every file of the directory at the end of the trace, by its name."""
    disk = Disk(data_dir)
    disk.follow(calls)
    return disk.files


def cut(directory: Path, files: dict[str, FileState]) -> int:
    """Takes from a copy of the data directory what a power cut may take; how many bytes that was."""
    taken = 0
    for shared in directory.glob("*-shm"):
        shared.unlink()
    for name, state in files.items():
        path = directory / name
        if not path.exists() or not state.pending:
            continue
        size = path.stat().st_size
        if name.endswith("-wal"):
            keep = min(size, state.lost_from() or 0)
            os.truncate(path, keep)
            taken += size - keep
        else:
            taken += _make_noise(path, state.pending, size)
    return taken


def _make_noise(path: Path, pieces: list[tuple[int, int]], size: int) -> int:
    taken = 0
    with path.open("r+b") as file:
        for begin, end in pieces:
            length = min(end, size) - begin
            if length > 0:
                file.seek(begin)
                file.write(NOISE * length)
                taken += length
    return taken
