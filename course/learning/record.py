"""What is known of one learner: the meeting point of all statements about one module.

`ModuleRecord`s form a join-semilattice but for the counts, which the store protects by taking each
statement once: `join` may meet them in any order and grouping. So replaying gives the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class ModuleRecord:
    """One learner and one module. Moments are microseconds UTC; `best` is a scaled score, 0 to 1."""

    first: int
    last: int
    completed: int | None = None
    passed: int | None = None
    filled: int | None = None
    marked: int | None = None
    waived: int | None = None
    failures: int = 0
    wrong: int = 0
    best: float | None = None
    milliseconds: int = 0

    @property
    def is_completed(self) -> bool:
        """Whether the module counts as completed (done, or waived by a trainer)."""
        return self.completed is not None or self.waived is not None

    @property
    def is_passed(self) -> bool:
        """Whether the module counts as passed (succeeded, or waived by a trainer)."""
        return self.passed is not None or self.waived is not None


def join(one: ModuleRecord, other: ModuleRecord) -> ModuleRecord:
    """Both records as one; the order of the two does not matter."""
    return ModuleRecord(
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        completed=_earliest(one.completed, other.completed),
        passed=_earliest(one.passed, other.passed),
        filled=_earliest(one.filled, other.filled),
        marked=_earliest(one.marked, other.marked),
        waived=_earliest(one.waived, other.waived),
        failures=one.failures + other.failures,
        wrong=one.wrong + other.wrong,
        best=_highest(one.best, other.best),
        milliseconds=one.milliseconds + other.milliseconds,
    )


def _earliest(one: int | None, other: int | None) -> int | None:
    known = [moment for moment in (one, other) if moment is not None]
    return min(known) if known else None


def _highest(one: float | None, other: float | None) -> float | None:
    known = [score for score in (one, other) if score is not None]
    return max(known) if known else None


Record = dict[str, ModuleRecord]
"""Module id → what is known; the id `course` stands for the course as a whole."""

COURSE = "course"


def gather(rows: Iterable[tuple[str, ModuleRecord]]) -> Record:
    """The record of one learner from rows of all their actors (account, mailbox …)."""
    record: Record = {}
    for module, row in rows:
        record[module] = join(record[module], row) if module in record else row
    return record


def is_completed(record: Mapping[str, ModuleRecord], module: str) -> bool:
    """Whether `module` counts as completed in this record."""
    return module in record and record[module].is_completed


def is_passed(record: Mapping[str, ModuleRecord], module: str) -> bool:
    """Whether `module` counts as passed in this record."""
    return module in record and record[module].is_passed
