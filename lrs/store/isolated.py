"""Statements that a destination did not take, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .forwarding_schema import isolated
from .schema import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_AT_ONCE = 1000


@dataclass(frozen=True)
class Isolated:
    """A statement set aside: what the destination answered, when (microseconds), how many tries,
    and whether it is to be tried once more."""

    stored: int
    id: str
    reason: str
    at: int
    tries: int
    again: bool


def add(connection: Connection, destination: int, stored: int, reason: str, now: int) -> None:
    """Set a statement aside, or note that it was refused once more."""
    one = (isolated.c.destination == destination, isolated.c.stored == stored)
    values = {"reason": reason, "at": now, "again": False}
    known = sa.update(isolated).where(*one).values(**values, tries=isolated.c.tries + 1)
    if not connection.execute(known).rowcount:
        first = {"destination": destination, "stored": stored, "tries": 1}
        connection.execute(sa.insert(isolated).values(**values, **first))


def page(
    connection: Connection, destination: int, count: int, after: int = 0, *, again: bool = False
) -> list[Isolated]:
    """The next statements set aside, in stored order; with `again` those to be tried once more."""
    query = (
        sa.select(
            isolated.c.stored,
            statements.c.id,
            isolated.c.reason,
            isolated.c.at,
            isolated.c.tries,
            isolated.c.again,
        )
        .join(statements, statements.c.stored == isolated.c.stored)
        .where(isolated.c.destination == destination, isolated.c.stored > after)
        .order_by(isolated.c.stored)
        .limit(count)
    )
    if again:
        query = query.where(isolated.c.again)
    return [Isolated(*row) for row in connection.execute(query)]


def counts(connection: Connection) -> dict[int, int]:
    """How many were set aside, by destination."""
    query = sa.select(isolated.c.destination, sa.func.count().label("count_")).group_by(
        isolated.c.destination
    )
    return {row.destination: row.count_ for row in connection.execute(query)}


def try_again(connection: Connection, destination: int, stored: int | None = None) -> int:
    """Have one of them, or all, sent once more; how many."""
    return connection.execute(_chosen(sa.update(isolated), destination, stored)).rowcount


def drop(connection: Connection, destination: int, stored: int | None = None) -> int:
    """Forget one of them, or all: delivered, or nobody wants it; how many."""
    gone = sa.delete(isolated).where(isolated.c.destination == destination)
    if stored is not None:
        gone = gone.where(isolated.c.stored == stored)
    return connection.execute(gone).rowcount


def drop_after(connection: Connection, destination: int, stored: int) -> int:
    """Forget those stored later than this: they are going to be sent in their order; how many."""
    gone = sa.delete(isolated).where(
        isolated.c.destination == destination, isolated.c.stored > stored
    )
    return connection.execute(gone).rowcount


def forget(connection: Connection, stored_times: Sequence[int]) -> int:
    """Forget the statements stored at these times everywhere; how many rows.

    For whoever erases statements. Positions need no care: they are times, not rows.
    """
    gone = 0
    for start in range(0, len(stored_times), _AT_ONCE):
        some = list(stored_times[start : start + _AT_ONCE])
        gone += connection.execute(sa.delete(isolated).where(isolated.c.stored.in_(some))).rowcount
    return gone


def _chosen(change: sa.Update, destination: int, stored: int | None) -> sa.Update:
    chosen = change.where(isolated.c.destination == destination)
    if stored is not None:
        chosen = chosen.where(isolated.c.stored == stored)
    return chosen.values(again=True)
