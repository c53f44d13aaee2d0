"""What waits to be forwarded: statements in stored order, voided ones too, and their attachments.

There is no table of it. Times are given out, and become visible, in one order (`order.py`), so
everything after a position is exactly what has not been dealt with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .bulk import rows_among
from .schema import attachments, statements
from .statements import Kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from .folder import Folder

MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Lag:
    """How many statements wait (`MOST_COUNTED` stands for that many or more), and when the oldest
    of them was stored."""

    waiting: int
    oldest: int | None


def after(connection: Connection, position: int, count: int) -> list[Kept]:
    """The next `count` statements after a position, oldest first."""
    return [Kept(*row) for row in connection.execute(_AFTER, {"after": position, "count": count})]


def lags(connection: Connection, positions: Sequence[int]) -> dict[int, Lag]:
    """How much is waiting after each of these positions, whatever the rules of a destination say
    of it; one query for all of them."""
    if not positions:
        return {}
    query = sa.union_all(*(_lag(position) for position in sorted(set(positions))))
    return {row[0]: Lag(row[1], row[2]) for row in connection.execute(query)}


def last(connection: Connection, before: int | None = None) -> int:
    """When the newest statement of all, or of those stored before a time, was stored; 0: none is."""
    query = sa.select(sa.func.max(statements.c.stored))
    if before is not None:
        query = query.where(statements.c.stored < before)
    return connection.execute(query).scalar() or 0


def sizes(
    connection: Connection, hashes: Sequence[str], folder: Folder | None = None
) -> dict[str, int]:
    """How many bytes there are of each attachment that is here, by hash."""
    if not hashes:
        return {}
    size = sa.func.length(attachments.c.content).label("size")
    query = sa.select(attachments.c.sha2, size).where(attachments.c.sha2.in_(hashes))
    found = {row.sha2: row.size for row in connection.execute(query)}
    for sha2 in [sha2 for sha2, length in found.items() if length is None]:
        if folder is not None and folder.holds(sha2):
            found[sha2] = folder.path(sha2).stat().st_size
        else:
            del found[sha2]
    return found


def contents(
    connection: Connection, hashes: Sequence[str], folder: Folder | None = None
) -> dict[str, bytes]:
    """The data of these attachments as far as it is here, by hash."""
    if not hashes:
        return {}
    columns = (attachments.c.sha2, attachments.c.content)
    found = {row.sha2: row.content for row in rows_among(connection, columns, columns[0], hashes)}
    kept = {sha2: bytes(content) for sha2, content in found.items() if content is not None}
    if folder is None:
        return kept
    elsewhere = [sha2 for sha2 in found if sha2 not in kept and folder.holds(sha2)]
    return kept | {sha2: folder.read(sha2) for sha2 in elsewhere}


_COLUMNS = tuple(statements.c[name] for name in ("stored", "id", "authority", "voided", "raw"))
_AFTER = (
    sa.select(*_COLUMNS)
    .where(statements.c.stored > sa.bindparam("after"))
    .order_by(statements.c.stored)
    .limit(sa.bindparam("count"))
)


def _lag(position: int) -> sa.Select[int, int, Any]:
    waiting = (
        sa.select(statements.c.stored)
        .where(statements.c.stored > position)
        .order_by(statements.c.stored)
        .limit(MOST_COUNTED)
        .subquery()
    )
    place = sa.literal(position, sa.BigInteger)
    return sa.select(place, sa.func.count(), sa.func.min(waiting.c.stored)).select_from(waiting)
