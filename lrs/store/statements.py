"""Statements as they are kept: stored, voided, found by id, read in stored order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert, rows_among
from .schema import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_COLUMNS = ("stored", "id", "authority", "voided", "raw")
_READ = tuple(statements.c[name] for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as the table holds it. `stored` in microseconds, `raw` the JSON text."""

    stored: int
    id: str
    authority: int
    voided: bool
    raw: str


def add(connection: Connection, rows: Sequence[Kept]) -> int:
    """Store `rows`; how many were new. A row whose id is there already is left out."""
    values = [(row.stored, row.id, row.authority, row.voided, row.raw) for row in rows]
    return insert(connection, statements, _COLUMNS, values)


def by_id(connection: Connection, identifier: str) -> Kept | None:
    """The statement of this id, voided or not."""
    row = connection.execute(_BY_ID, {"id": identifier}).first()
    return None if row is None else Kept(*row)


def by_ids(connection: Connection, identifiers: Sequence[str]) -> dict[str, Kept]:
    """The statements of these ids that are here, voided or not, by id."""
    found = rows_among(connection, _READ, statements.c.id, identifiers)
    return {row.id: Kept(*row) for row in found}


def by_stored(connection: Connection, times: Sequence[int]) -> dict[int, Kept]:
    """The statements stored at these times, voided or not, by time."""
    found = rows_among(connection, _READ, statements.c.stored, times)
    return {row.stored: Kept(*row) for row in found}


def void(connection: Connection, times: Sequence[int]) -> None:
    """Mark the statements stored at these times as voided."""
    if times:
        connection.execute(_VOID, [{"at": stored} for stored in times])


def after(connection: Connection, stored: int, count: int) -> list[Kept]:
    """The next `count` statements stored after `stored`, voided ones left out, oldest first."""
    return [Kept(*row) for row in connection.execute(_AFTER, {"stored": stored, "count": count})]


_BY_ID = sa.select(*_READ).where(statements.c.id == sa.bindparam("id"))
_AFTER = (
    sa.select(*_READ)
    .where(statements.c.stored > sa.bindparam("stored"), sa.not_(statements.c.voided))
    .order_by(statements.c.stored)
    .limit(sa.bindparam("count"))
)
_VOID = sa.update(statements).where(statements.c.stored == sa.bindparam("at")).values(voided=True)
