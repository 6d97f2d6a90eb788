"""Reads what strace saw of a server: which request was read when, which answer left when, what reached the disk when.

Order is by line: a thread goes on from a system call only after strace has written it down, so what caused something
stands above it. A call that another thread's lines interrupt has two lines: its begin and its end.
"""

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READS = {"read", "readv", "recvfrom", "recvmsg"}
SENDS = {"write", "writev", "sendto", "sendmsg"}
WRITES = {"pwrite64", "write"}
SYNCS = {"fsync", "fdatasync"}
TRACED = sorted(READS | SENDS | WRITES | SYNCS | {"lseek", "ftruncate"})
LOG_NAME = "runs.db-wal"
ENDS_WITHIN_SECONDS = 20.0

_LINE = re.compile(r"^(?P<thread>\d+) +(?P<time>[\d.]+) (?P<rest>.*)$")
_FILE = re.compile(r"^(?P<number>\d+)<(?P<name>TCP[^\]]*\]|[^>]*)>")
_PLACE = re.compile(r"^(?:\.\.\.)?, (?P<length>\d+)(?:, (?P<offset>\d+))?")
_RESULT = re.compile(r"\) += (-?\d+)")
_RUN_ID = re.compile(r'\\"id\\":\\"([0-9a-f-]{36})')
_STATUS = re.compile(r"HTTP/1\.[01] (\d{3})")


def wrapper(output: Path, **slowed_us: int) -> tuple[str, ...]:
    """The command to put before the server's. `-D` keeps the server's pid that of the started process.

    `slowed_us` makes every call of a name begin that much later, in microseconds, as on a disk across a network:
    `fdatasync=3000`. What must wait for the disk then visibly waits, and what does not wait is visibly early.
    """
    calls = ["-e", "trace=" + ",".join(TRACED)]
    for name, delay in slowed_us.items():
        calls += ["-e", f"inject={name}:delay_enter={delay}"]
    return ("strace", "-D", "-f", "-ttt", "-yy", "-s", "512", *calls, "-o", str(output))


def wait_for_calls(log: Path, process: int) -> list["Call"]:
    """The calls of a process that has ended, once strace has written its last line: the main thread goes last."""
    ended = re.compile(rf"^{process} +[\d.]+ \+\+\+ ", re.MULTILINE)
    deadline = time.monotonic() + ENDS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if log.exists() and ended.search(log.read_text(errors="replace")):
            return read_calls(log)
        time.sleep(0.05)
    raise TimeoutError(f"strace did not write the end of process {process} to {log}")


@dataclass(frozen=True)
class Call:
    """One system call. `end` is None when the process was killed inside it; then `result` is None too."""

    name: str
    descriptor: str
    file: str
    arguments: str
    begin: int
    end: int | None
    result: int | None


def read_calls(log: Path) -> list[Call]:
    """Every call of a finished log, by its begin."""
    return sorted(_calls(log.read_text(errors="replace").splitlines()), key=lambda call: call.begin)


def _calls(lines: list[str]) -> Iterator[Call]:
    open_calls: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        match = _LINE.match(line)
        if not match:
            continue
        thread, rest = match["thread"], match["rest"]
        begin = number
        if rest.endswith("<unfinished ...>"):
            open_calls[thread] = (number, rest.removesuffix("<unfinished ...>"))
            continue
        if rest.startswith("<... "):
            begin, head = open_calls.pop(thread, (number, ""))
            rest = head + rest.partition(" resumed>")[2]
        yield from _call(rest, begin, number)
    for begin, head in open_calls.values():
        yield from _call(head, begin, None)


def _call(text: str, begin: int, end: int | None) -> Iterator[Call]:
    name, parenthesis, arguments = text.partition("(")
    file = _FILE.match(arguments)
    if not parenthesis or not file:
        return
    results = _RESULT.findall(arguments)
    result = int(results[-1]) if results and end is not None else None
    yield Call(name, file["number"], file["name"], arguments, begin, end, result)


@dataclass(frozen=True)
class Acknowledgement:
    """An ingest request that was answered with 200: the lines of its last read and of its answer.

    `run_id` is the first one that the answer names; empty when the trace does not show that much of it.
    """

    connection: str
    read: int
    answered: int
    run_id: str


def acknowledgements(calls: list[Call]) -> list[Acknowledgement]:
    """Every answer of 200 to an ingest request, in order."""
    found: list[Acknowledgement] = []
    reading: dict[str, int] = {}
    for call in calls:
        if not call.file.startswith("TCP"):
            continue
        if call.name in READS and call.result and call.result > 0 and call.end is not None:
            if "POST /v1/runs/ingest" in call.arguments or call.file in reading:
                reading[call.file] = call.end
        # Whatever became of the send: the server was about to say yes, or was killed while it said so.
        elif call.name in SENDS and call.file in reading:
            status = _STATUS.search(call.arguments)
            if not status:
                continue
            read = reading.pop(call.file)
            if status[1] == "200":
                named = _RUN_ID.search(call.arguments)
                found.append(Acknowledgement(call.file, read, call.begin, named[1] if named else ""))
    return found


def unsynced(calls: list[Call]) -> list[Acknowledgement]:
    """The acknowledgements that no sync of the log stands behind: begun after the read, done before the answer."""
    found = syncs(calls)
    return [
        answer
        for answer in acknowledgements(calls)
        if not any(begin > answer.read and end < answer.answered for begin, end in found)
    ]


def unwritten(calls: list[Call], log_content: bytes) -> list[Acknowledgement]:
    """The acknowledgements whose own bytes were not on disk when the answer left.

    Stricter than `unsynced`, which another request's sync can satisfy: the place of the run's id in the log is looked
    up in the file, and the write that filled this place must have been synced before the answer.
    """
    writes = [call for call in calls if call.name == "pwrite64" and call.file.endswith(LOG_NAME)]
    if sum(1 for call in writes if written_span(call)[0] == 0) != 1:
        raise ValueError("the log was begun anew during the trace, so places in it cannot be told apart")
    found = syncs(calls)
    return [
        answer
        for answer in acknowledgements(calls)
        if not _was_synced(log_content.find(uuid.UUID(answer.run_id).bytes), writes, found, answer.answered)
    ]


def _was_synced(place: int, writes: list[Call], found: list[tuple[int, int]], before: int) -> bool:
    for call in writes:
        begin, end = written_span(call)
        if place >= 0 and begin <= place < end and call.end is not None:
            return any(sync_begin > call.end and sync_end < before for sync_begin, sync_end in found)
    return False


def syncs(calls: list[Call]) -> list[tuple[int, int]]:
    """Begin and end of each sync of the log that succeeded."""
    return [
        (call.begin, call.end)
        for call in calls
        if call.name in SYNCS and call.file.endswith(LOG_NAME) and call.result == 0 and call.end is not None
    ]


def written_span(call: Call, sought: int | None = None) -> tuple[int, int]:
    """First byte and the one after the last of a write: at its own offset, or where the descriptor was moved to."""
    place = _PLACE.match(call.arguments.rpartition('"')[2])
    offset = int(place["offset"]) if place and place["offset"] else sought
    if not place or offset is None:
        raise ValueError(f"cannot read where this wrote: {call.arguments}")
    return offset, offset + int(place["length"])
