"""What statements refer to: the keys they are found by, and the statements they target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .bulk import insert, rows_among
from .schema import references, targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Reference:
    """The statement stored at `stored` is found by `key`: by itself when `origin` is 0, else
    because it targets, perhaps over others, the one stored at `origin`."""

    key: int
    stored: int
    origin: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """The statement stored at `stored` has a StatementRef to the id `target` as its object."""

    target: str
    stored: int
    voids: bool


def add(connection: Connection, rows: Sequence[Reference]) -> None:
    """Make statements findable by keys; what is known already stays."""
    values = [(row.key, row.stored, row.origin) for row in rows]
    insert(connection, references, ("key", "stored", "origin"), values)


def add_targets(connection: Connection, rows: Sequence[Target]) -> None:
    """Remember which ids statements target."""
    values = [(row.target, row.stored, row.voids) for row in rows]
    insert(connection, targets, ("target", "stored", "voids"), values)


def targeting(connection: Connection, identifiers: Sequence[str]) -> list[Target]:
    """The stored statements that target one of these ids, in no order."""
    columns = (targets.c.target, targets.c.stored, targets.c.voids)
    return [Target(*row) for row in rows_among(connection, columns, targets.c.target, identifiers)]
