"""The stored order: who gives out `stored`, and up to when everything given out can be read.

Each recording transaction takes its times from the one row of `lrs_clock` and holds that row
until it ends. So recordings follow each other: times are given out, and become visible, in one
order, even on PostgreSQL, where transactions otherwise commit in any order; and two recordings
never wait for each other's rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .database import QUIET
from .schema import clock

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TAKE = """
    UPDATE lrs_clock
    SET last = (CASE WHEN last >= {now} THEN last + 1 ELSE {now} END) + :count - 1
    WHERE id = 1
    RETURNING last
"""
_DATABASE_NOW = "CAST(extract(epoch FROM {time}) * 1000000 AS bigint)"
_TAKE_SQLITE = sa.text(_TAKE.format(now=":now"))
TAKE_POSTGRESQL = _TAKE.format(now=_DATABASE_NOW.format(time="clock_timestamp()"))
"""Takes `:count` times on PostgreSQL; `last` is the last of them."""

_TAKE_POSTGRESQL = sa.text(TAKE_POSTGRESQL)

# Whether a recording is under way is read off the row itself: the version this reader sees carries,
# in xmax, the number of a transaction that has replaced it. Numbers of transactions that were undone
# stay there, so its fate is asked as well. To ask, its 32 bits are completed by an epoch: the one that
# brings it near the newest number there is.
THROUGH_POSTGRESQL = f"""
    WITH newest AS (
        SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS number
    ), taker AS (
        SELECT last, ((number >> 32) << 32) + CAST(CAST(lrs_clock.xmax AS text) AS bigint) AS guess,
            number
        FROM lrs_clock CROSS JOIN newest
        WHERE id = 1 AND CAST(lrs_clock.xmax AS text) <> '0'
    ), fate AS (
        SELECT last, pg_xact_status(CAST(CAST(
            CASE WHEN guess > number + 2147483648 THEN guess - 4294967296
                WHEN guess < number - 2147483648 THEN guess + 4294967296
                ELSE guess END AS text) AS xid8)) AS status
        FROM taker
    )
    SELECT coalesce(
        (SELECT last FROM fate WHERE status <> 'aborted'),
        {_DATABASE_NOW.format(time="now()")})
"""  # noqa: S608  nothing but our own words is put in


_THROUGH = sa.text(THROUGH_POSTGRESQL)


def take(connection: Connection, count: int, now: int) -> int:
    """The first of `count` consecutive times, all later than any given out before.

    They are microseconds; the clock is the database's on PostgreSQL, so that several hosts agree,
    and `now` on SQLite. Other recordings wait until this transaction ends.
    """
    if connection.dialect.name == "postgresql":
        last = connection.execute(_TAKE_POSTGRESQL, {"count": count})
    else:
        last = connection.execute(_TAKE_SQLITE, {"count": count, "now": now})
    return int(last.scalar_one()) - count + 1


def consistent_through(connection: Connection, now: int) -> int:
    """The time up to which every statement that will ever be stored can be read already.

    What is read afterwards, by the same connection, holds them. `now` is a time before it opened.
    """
    if connection.dialect.name == "postgresql":
        return int(connection.execute(_THROUGH).scalar_one())
    if connection.get_execution_options().get(QUIET, True):
        return now
    return int(connection.execute(sa.select(clock.c.last)).scalar_one())
