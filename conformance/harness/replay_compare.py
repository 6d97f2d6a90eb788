"""Compares an answer with the recorded one: every key, type and value. Knows JSON and mapped numbers and times, nothing
of what may differ.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .replay import ABSENT

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True)
class Difference:
    """One place where the answer is not as recorded. `where` is a path like `.data[0].tokens.prompt`; `recorded` or
    `got` is `ABSENT` where one side has nothing. `record` is the object that the member belongs to: the recorded one
    and ours, nearest one with an id.
    """

    where: str
    recorded: Any
    got: Any
    record: tuple[dict[str, Any], dict[str, Any]] = ({}, {})

    def __str__(self) -> str:
        return f"{self.where or 'the body'}: recorded {_short(self.recorded)}, got {_short(self.got)}"


@dataclass
class Mapping:
    """Values that a server makes up: one that was recorded must be the same of ours each time. Of what `is_unique`, two
    must not become one either; points in time may.
    """

    is_unique: bool
    pairs: dict[Any, Any] = field(default_factory=dict)

    def agrees(self, recorded: Any, got: Any) -> bool:
        if self.is_unique and recorded not in self.pairs and got in self.pairs.values():
            return False
        return self.pairs.setdefault(recorded, got) == got


@dataclass
class Comparison:
    """The comparison of one answer. `made` knows where else a server makes values up."""

    user_numbers: Mapping
    user_times: Mapping
    made: Callable[[str, Any, Any], bool] = lambda *_: False
    equal: int = 0
    differences: list[Difference] = field(default_factory=list)

    def compare(self, recorded: Any, got: Any, where: str = "", record: tuple[dict, dict] = ({}, {})) -> None:
        if isinstance(recorded, dict) and isinstance(got, dict):
            self._objects(recorded, got, where, record)
        elif isinstance(recorded, list) and isinstance(got, list):
            self._lists(recorded, got, where, record)
        elif self._is_mapped(where, recorded, got) or same(recorded, got):
            self.equal += 1
        else:
            self.differences.append(Difference(where, recorded, got, record))

    def _objects(self, recorded: dict, got: dict, where: str, record: tuple[dict, dict]) -> None:
        if "id" in recorded and "type" in recorded:
            record = (recorded, got)
        if not recorded and not got:
            self.equal += 1
        is_person = {"externalId", "lastSeen"} <= set(recorded)
        if is_person and not where.endswith(".user"):
            record = (recorded, got)
        for key in [*recorded, *(key for key in got if key not in recorded)]:
            one, other = recorded.get(key, ABSENT), got.get(key, ABSENT)
            if is_person and self._is_of_person(key, one, other):
                self.equal += 1
            else:
                self.compare(one, other, f"{where}.{key}", record)

    def _lists(self, recorded: list, got: list, where: str, record: tuple[dict, dict]) -> None:
        if not recorded and not got:
            self.equal += 1
        for index in range(max(len(recorded), len(got))):
            one = recorded[index] if index < len(recorded) else ABSENT
            other = got[index] if index < len(got) else ABSENT
            self.compare(one, other, f"{where}[{index}]", record)

    def _is_mapped(self, where: str, recorded: Any, got: Any) -> bool:
        is_made = self.made(where, recorded, got)
        return is_made or ".user." in where and self._is_of_person(where.rpartition(".user.")[2], recorded, got)

    def _is_of_person(self, key: str, recorded: Any, got: Any) -> bool:
        """Whether it is what a server makes up of an end user, wherever that is shown: a number and a time."""
        if key == "id":
            return type(got) is int and self.user_numbers.agrees(recorded, got)
        return key == "createdAt" and is_timestamp(got) and self.user_times.agrees(recorded, got)


def same(recorded: Any, got: Any) -> bool:
    """Equal in type and value. A number has one type in JSON, so 1 is 1.0; sums may differ in the last digits."""
    if isinstance(recorded, bool) or isinstance(got, bool):
        return recorded is got
    if isinstance(recorded, int | float) and isinstance(got, int | float):
        return recorded == got or math.isclose(recorded, got, rel_tol=1e-9)
    return type(recorded) is type(got) and recorded == got


def is_timestamp(value: Any) -> bool:
    return isinstance(value, str) and TIMESTAMP.fullmatch(value) is not None


def is_uuid(value: Any) -> bool:
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def without(rows: list[dict[str, Any]], unwanted: Callable[[str], bool]) -> Iterator[dict[str, Any]]:
    """The rows whose id is not unwanted."""
    return (row for row in rows if not unwanted(row["id"]))


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}… ({len(text)} characters)"
