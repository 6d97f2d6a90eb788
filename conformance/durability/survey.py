"""What is left on a server of the batches that it acknowledged. Looks through the API only."""

from collections import Counter
from dataclasses import dataclass, field

from harness.server import Server

from .load import Batch

SAMPLE = 25


@dataclass
class Survey:
    """Ids of acknowledged runs that are not there, there more than once, or there with another content."""

    expected: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def violations(self) -> int:
        return len(self.lost) + len(self.doubled) + len(self.damaged)

    def __str__(self) -> str:
        found = f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.damaged)} damaged"
        return f"of {self.expected} acknowledged runs {found}"


def survey(server: Server, acknowledged: list[Batch]) -> Survey:
    """Reads the whole list once, and a sample of the runs by id and by `related`."""
    api = server.api()
    rows = api.runs(limit=5000)
    times = Counter(row["id"] for row in rows)
    by_id = {row["id"]: row for row in rows}
    result = Survey()
    for run_id, text in _texts(acknowledged).items():
        result.expected += 1
        row = by_id.get(run_id)
        if row is None:
            result.lost.append(run_id)
        elif times[run_id] > 1:
            result.doubled.append(run_id)
        elif row["output"] != text or row["status"] != "success" or row["duration"] != 500:
            result.damaged.append(run_id)
    present = [run_id for run_id in _texts(acknowledged) if run_id in by_id]
    for run_id in present[:: max(1, len(present) // SAMPLE)]:
        related = api.related(run_id)
        if api.run(run_id)["output"] != by_id[run_id]["output"] or [row["id"] for row in related] != [run_id]:
            result.damaged.append(run_id)
    api.close()
    return result


def _texts(batches: list[Batch]) -> dict[str, str]:
    return {run_id: text for batch in batches for run_id, text in batch.texts.items()}
