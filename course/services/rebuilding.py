"""Rebuilding the projections from the statements, or comparing the two without writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..store import facts as rows

if TYPE_CHECKING:
    from collectif.lrs import Upkeep

    from ..recording import Fold
    from .house import House


@dataclass(frozen=True)
class Comparison:
    """What replaying gives against what stands: rows that differ, by table."""

    statements: int
    differences: dict[str, int]

    @property
    def equal(self) -> bool:
        """Whether every table is the same."""
        return not any(self.differences.values())


def is_erasing(house: House, upkeep: Upkeep) -> bool:
    """Whether somebody is being erased: until that has come to its end, their progress is forgotten
    while some of their statements are still there, and comparing shows it."""
    with house.database.reading() as connection:
        return upkeep.is_erasing(connection)


class _Undo(Exception):
    """Raised to leave the comparing transaction without a trace."""


def rebuild(house: House, fold: Fold) -> Comparison:
    """Fold every statement anew, in one transaction; says what that changed."""
    with house.database.writing() as connection:
        before = rows.everything(connection)
        count = fold.rebuild(connection)
        return Comparison(count, _differences(before, rows.everything(connection)))


def compare(house: House, fold: Fold) -> Comparison:
    """The same, but everything is left as it was."""
    found: list[Comparison] = []
    try:
        with house.database.writing() as connection:
            before = rows.everything(connection)
            count = fold.rebuild(connection)
            found.append(Comparison(count, _differences(before, rows.everything(connection))))
            raise _Undo
    except _Undo:
        return found[0]


def _differences(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> dict[str, int]:
    return {name: len(set(before[name]) ^ set(after[name])) for name in before}
