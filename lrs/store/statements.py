"""Statements as they are kept: stored, voided, found by id, read in stored order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from . import direct, order
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


def by_id_with_through(
    connection: Connection, identifier: str, now: int
) -> tuple[Kept | None, int]:
    """The statement of this id, voided or not, and the time up to which everything was there to be
    seen when it was looked for (microseconds). `now` is a time before the connection opened."""
    if connection.dialect.name != "postgresql":
        through = order.consistent_through(connection, now)
        values = {"id": bytes.fromhex(identifier.replace("-", ""))}
        found = direct.rows(connection, _PARTS_BY_ID, values)
    else:
        found = direct.rows(connection, _PARTS_WITH_THROUGH, {"id": identifier})
        through = found[0][0]
        found = [row[1:] for row in found if row[1] is not None]
    if not found:
        return None, through
    stored, authority, voided, raw = found[0]
    return Kept(stored, identifier, authority, bool(voided), raw), through


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
_PARTS = tuple(statements.c[name] for name in ("stored", "authority", "voided", "raw"))
_PARTS_BY_ID = sa.select(*_PARTS).where(statements.c.id == sa.bindparam("id"))
_EDGE = sa.select(sa.literal_column(f"({order.THROUGH_POSTGRESQL})").label("through")).subquery(
    "edge"
)
_FOUND = _PARTS_BY_ID.subquery("found")
_PARTS_WITH_THROUGH = sa.select(_EDGE.c.through, *_FOUND.c).select_from(
    _EDGE.outerjoin(_FOUND, sa.true())
)
_AFTER = (
    sa.select(*_READ)
    .where(statements.c.stored > sa.bindparam("stored"), sa.not_(statements.c.voided))
    .order_by(statements.c.stored)
    .limit(sa.bindparam("count"))
)
_VOID = sa.update(statements).where(statements.c.stored == sa.bindparam("at")).values(voided=True)
