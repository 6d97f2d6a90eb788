"""Comparisons of what the server shows with what somebody else wrote down.

The rule of this suite: a case proves nothing by looking at the server alone. What it reads back must be compared with
a log that the server had no part in: the fake provider's, or the list of events that the case itself posted. A value
of such a log is a `Logged`; `Evidence` takes nothing else, counts the comparisons, and a case that made none about
one of the five subjects fails (see `plugin.py`).
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

SUBJECTS = ("input", "output", "parent", "name", "tokens")


@dataclass(frozen=True)
class Logged:
    """A value as an independent log has it. `source` says which entry, for the message of a failure."""

    value: Any
    source: str


class Evidence:
    """The comparisons that one case has made."""

    def __init__(self) -> None:
        self.comparisons: Counter[str] = Counter()

    def compare(self, subject: str, shown: Any, logged: Logged) -> None:
        """Fails unless the server shows what the log says. Counts whether or not it does."""
        if subject not in SUBJECTS:
            raise ValueError(f"{subject!r} is none of {SUBJECTS}")
        if not isinstance(logged, Logged):
            raise TypeError(f"{subject}: compared with a bare value; take it from a log")
        self.comparisons[subject] += 1
        assert shown == logged.value, (
            f"{subject}: the server shows {shown!r}, but {logged.source} says {logged.value!r}"
        )

    def missing(self) -> list[str]:
        """The subjects about which nothing was compared yet."""
        return [subject for subject in SUBJECTS if not self.comparisons[subject]]
