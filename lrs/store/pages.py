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
class Found:
    """A statement of a page: when it was stored, and its JSON text."""

    stored: int
    raw: str


def find(connection: Connection, where: Range, count: int) -> list[Found]:
    """The first `count` statements of the range that are not voided, in its order.

    A statement may match by itself and through others that it targets: it comes once.
    """
    found: dict[int, Found] = {}
    while True:
        wanted = count - len(found)
        rows = _rows(connection, where, wanted)
        found.update((stored, Found(stored, raw)) for stored, raw in rows if raw is not None)
        if len(rows) < wanted or len(found) == count:
            return list(found.values())
        where = where.beyond(rows[-1][0])


def latest(connection: Connection) -> int:
    """When the newest statement of all, voided or not, was stored; 0 in an empty store."""
    return connection.execute(_LATEST).scalar() or 0


def _rows(connection: Connection, where: Range, count: int) -> list[tuple[int, str | None]]:
    """The next rows of the range; no text for a voided statement."""
    by_authority = where.authority is not None
    query = _query(len(where.keys), ascending=where.ascending, by_authority=by_authority)
    values: dict[str, int | None] = {
        "since": where.since,
        "until": where.until,
        "count": count,
        **{f"key_{number}": key for number, key in enumerate(where.keys)},
        **({"authority": where.authority} if by_authority else {}),
    }
    return [(stored, raw) for stored, raw in connection.execute(query, values)]


@lru_cache(maxsize=64)
def _query(keys: int, *, ascending: bool, by_authority: bool) -> sa.Select[Any]:
    """The query for so many keys, all of which have to match through the same origin."""
    walked = references.alias("walked") if keys else statements.alias("walked")
    query = sa.select(walked.c.stored, _text_of(walked))
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
