"""Pages of statements: which match a filter, in stored order, from one key to another.

Every query walks one range of keys in stored order and looks everything else up row by row. It is
written with scalar subqueries, which no planner turns into a join of whole tables: the cost of a
page depends on the page, not on the store, whatever the statistics say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from . import direct, order
from .schema import references, statements

if TYPE_CHECKING:
    from sqlalchemy import Connection

_EDGE = 2**63 - 1


@dataclass(frozen=True)
class Range:
    """What to look for: statements found by each of `keys`, the rarest first.

    `since` is exclusive, `until` inclusive; `authority` keeps only those that one vouches for.
    """

    keys: tuple[int, ...] = ()
    since: int = 0
    until: int = _EDGE
    ascending: bool = False
    authority: int | None = None

    def beyond(self, stored: int) -> Range:
        """What of the range comes after the statement stored at `stored`, in its order."""
        if self.ascending:
            return replace(self, since=max(self.since, stored))
        return replace(self, until=min(self.until, stored - 1))


@dataclass(frozen=True, slots=True)
class Edge:
    """How far the store goes, as one query saw it: everything up to `through` is there for good;
    `latest` is when its newest statement was stored, 0 if there is none (microseconds)."""

    through: int
    latest: int


@dataclass(frozen=True, slots=True)
class Found:
    """A statement of a page: when it was stored, and its JSON text."""

    stored: int
    raw: str


def find(connection: Connection, where: Range, count: int) -> list[Found]:
    """The first `count` statements of the range that are not voided, in its order.

    A statement may match by itself and through others that it targets: it comes once.
    """
    return _find_on(connection, where, count, _rows(connection, where, count))


def find_with_edge(
    connection: Connection, where: Range, count: int, now: int
) -> tuple[list[Found], Edge]:
    """What `find` finds, and how far the store goes. `now` is a time before the connection opened."""
    if connection.dialect.name != "postgresql":
        through = order.consistent_through(connection, now)
        (newest,) = direct.rows(connection, _LATEST, {})
        return find(connection, where, count), Edge(through, newest[0] or 0)
    by_authority = where.authority is not None
    query = _with_edge(len(where.keys), ascending=where.ascending, by_authority=by_authority)
    found = direct.rows(connection, query, _values(where, count))
    edge = Edge(found[0][0], found[0][1] or 0)
    page = [(stored, raw) for _, _, stored, raw in found if stored is not None]
    page.sort(reverse=not where.ascending)
    return _find_on(connection, where, count, page), edge


def latest(connection: Connection) -> int:
    """When the newest statement of all, voided or not, was stored; 0 in an empty store."""
    (row,) = direct.rows(connection, _LATEST, {})
    return row[0] or 0


def _find_on(
    connection: Connection, where: Range, count: int, first: list[tuple[int, str | None]]
) -> list[Found]:
    """Go on from the first rows of a range until there are enough statements."""
    found: dict[int, Found] = {}
    rows, wanted = first, count
    while True:
        found.update((stored, Found(stored, raw)) for stored, raw in rows if raw is not None)
        if len(rows) < wanted or len(found) == count:
            return list(found.values())
        where = where.beyond(rows[-1][0])
        wanted = count - len(found)
        rows = _rows(connection, where, wanted)


def _rows(connection: Connection, where: Range, count: int) -> list[tuple[int, str | None]]:
    """The next rows of the range; no text for a voided statement."""
    by_authority = where.authority is not None
    query = _query(len(where.keys), ascending=where.ascending, by_authority=by_authority)
    found = direct.rows(connection, query, _values(where, count))
    return [(stored, raw) for stored, raw in found]


def _values(where: Range, count: int) -> dict[str, int]:
    values = {
        "since": where.since,
        "until": where.until,
        "count": count,
        **{f"key_{number}": key for number, key in enumerate(where.keys)},
    }
    return values if where.authority is None else {**values, "authority": where.authority}


@lru_cache(maxsize=64)
def _with_edge(keys: int, *, ascending: bool, by_authority: bool) -> sa.Select[Any]:
    """The same with two more columns in front, and one row at least. One snapshot sees all of it."""
    page = _query(keys, ascending=ascending, by_authority=by_authority).subquery("page")
    settled: sa.ColumnElement[int] = sa.literal_column(f"({order.THROUGH_POSTGRESQL})")
    edge = sa.select(settled.label("through"), _LATEST.scalar_subquery().label("latest")).subquery(
        "edge"
    )
    columns = (edge.c.through, edge.c.latest, page.c.stored, page.c.raw)
    return sa.select(*columns).select_from(edge.outerjoin(page, sa.true()))


@lru_cache(maxsize=64)
def _query(keys: int, *, ascending: bool, by_authority: bool) -> sa.Select[Any]:
    """The query for so many keys, all of which have to match through the same origin."""
    walked = references.alias("walked") if keys else statements.alias("walked")
    query = sa.select(walked.c.stored, _text_of(walked).label("raw"))
    if keys:
        query = query.where(walked.c.key == sa.bindparam("key_0"))
    for number in range(1, keys):
        query = query.where(_also(walked, f"key_{number}"))
    if by_authority:
        query = query.where(_vouched(walked))
    stored = walked.c.stored
    bounds = (stored > sa.bindparam("since"), stored <= sa.bindparam("until"))
    order = stored.asc() if ascending else stored.desc()
    return query.where(*bounds).order_by(order).limit(sa.bindparam("count"))


def _text_of(walked: sa.FromClause) -> sa.ColumnElement[str]:
    kept = statements.alias("kept")
    here = (kept.c.stored == walked.c.stored, sa.not_(kept.c.voided))
    return sa.select(kept.c.raw).where(*here).scalar_subquery()


def _also(walked: sa.FromClause, parameter: str) -> sa.ColumnElement[bool]:
    match = references.alias(parameter)
    same = (match.c.stored == walked.c.stored, match.c.origin == walked.c.origin)
    found = sa.select(match.c.key).where(match.c.key == sa.bindparam(parameter), *same)
    return found.scalar_subquery().is_not(None)


def _vouched(walked: sa.FromClause) -> sa.ColumnElement[bool]:
    vouched = statements.alias("vouched")
    authority = sa.select(vouched.c.authority).where(vouched.c.stored == walked.c.stored)
    return authority.scalar_subquery() == sa.bindparam("authority")


_LATEST = sa.select(sa.func.max(statements.c.stored))
