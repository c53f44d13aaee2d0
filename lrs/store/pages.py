"""Pages of statements: which match a filter, in stored order, from one key to another."""

from __future__ import annotations

import itertools
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
    """What to look for. Each of `keys` is a filter, given by its alternative keys, one of which
    has to match. `since` is exclusive, `until` inclusive; `authority` keeps only those of one."""

    keys: tuple[tuple[int, ...], ...] = ()
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
        found.update((row.stored, row) for row in rows)
        if len(rows) < wanted or len(found) == count:
            return list(found.values())
        where = where.beyond(rows[-1].stored)


def latest(connection: Connection) -> int:
    """When the newest statement of all, voided or not, was stored; 0 in an empty store."""
    return connection.execute(_LATEST).scalar() or 0


def _rows(connection: Connection, where: Range, count: int) -> list[Found]:
    query = _query(
        tuple(map(len, where.keys)),
        ascending=where.ascending,
        by_authority=where.authority is not None,
    )
    values: dict[str, int | None] = {
        "since": where.since,
        "until": where.until,
        "count": count,
    }
    if where.authority is not None:
        values["authority"] = where.authority
    for number, alternatives in enumerate(where.keys):
        for choice, key in enumerate(alternatives):
            values[f"key_{number}_{choice}"] = key
    return [Found(*row) for row in connection.execute(query, values)]


@lru_cache(maxsize=256)
def _query(
    shape: tuple[int, ...], *, ascending: bool, by_authority: bool
) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    """The query for filters of which the n-th has `shape[n]` alternative keys.

    Every way of choosing one alternative each is an arm that reads the references in stored
    order; the database merges the arms, so no arm is read further than the page needs.
    """
    arms: list[sa.Select[Any]] = [
        _arm(choice, by_authority=by_authority) for choice in itertools.product(*map(range, shape))
    ]
    query: sa.Select[Any] | sa.CompoundSelect[Any]
    query = arms[0] if len(arms) == 1 else sa.union_all(*arms)
    stored: sa.ColumnClause[int] = sa.column("found")
    order = stored.asc() if ascending else stored.desc()
    return query.order_by(order).limit(sa.bindparam("count"))


def _arm(choice: tuple[int, ...], *, by_authority: bool) -> sa.Select[Any]:
    """Statements that match by key `choice[n]` of the n-th filter, all through the same origin."""
    matches = [references.alias(f"match_{number}") for number in range(len(choice))]
    stored = matches[0].c.stored if matches else statements.c.stored
    query = sa.select(stored.label("found"), statements.c.raw)
    if matches:
        query = query.select_from(matches[0]).join(
            statements, statements.c.stored == matches[0].c.stored
        )
    for number, (match, alternative) in enumerate(zip(matches, choice, strict=True)):
        query = query.where(match.c.key == sa.bindparam(f"key_{number}_{alternative}"))
        if number:
            query = query.where(match.c.stored == stored, match.c.origin == matches[0].c.origin)
    query = query.where(stored > sa.bindparam("since"), stored <= sa.bindparam("until"))
    if by_authority:
        query = query.where(statements.c.authority == sa.bindparam("authority"))
    return query.where(sa.not_(statements.c.voided))


_LATEST = sa.select(sa.func.max(statements.c.stored))
