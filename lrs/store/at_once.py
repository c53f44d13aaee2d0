"""Recording in one go: times given out, statements and their references stored, in one round trip.

While a recording holds the row of `lrs_clock`, nobody else records (see `order.py`), so what it does
meanwhile is what every writer waits for. All that can be known beforehand comes in ready, and goes
past SQLAlchemy's statements straight to the driver.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, cast

from ..spec.scalars import timestamp
from . import direct, order

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    import psycopg
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Row:
    """A statement to be stored: `chosen` says that its sender named the id; `template` is its JSON
    with a stamp for the time stored; `keys` are what it is found by."""

    id: str
    chosen: bool
    authority: int
    template: str
    keys: frozenset[int]


def add(connection: Connection, rows: Sequence[Row], stamp: str, now: int) -> int | None:
    """Store `rows` at consecutive times; the first of them, in microseconds.

    None, and the transaction is to be undone, when one of the ids is here already, or has been
    targeted by a statement that came before. `now` is used on SQLite only.
    """
    if connection.dialect.name == "postgresql":
        return _postgresql(connection, rows, stamp)
    return _sqlite(connection, rows, stamp, now)


# -- PostgreSQL ---------------------------------------------------------------------------

_SEPARATOR = "\x1e"  # in no JSON text: control characters are escaped there

_STORE = f"""
    WITH taken AS (
        {order.TAKE_POSTGRESQL.replace(":count", "%(count)s")} - %(count)s + 1 AS first
    ), sent AS (
        SELECT taken.first + row.place - 1 AS stored, row.id, row.authority, row.template
        FROM taken, unnest(
            %(ids)s::uuid[], %(authorities)s::bigint[], string_to_array(%(templates)s, '{_SEPARATOR}')
        ) WITH ORDINALITY AS row (id, authority, template, place)
    ), added AS (
        INSERT INTO lrs_statements (stored, id, authority, raw)
        SELECT stored, id, authority, replace(template, %(stamp)s, to_char(
            timestamp 'epoch' + stored * interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
        ))
        FROM sent
        ON CONFLICT DO NOTHING
        RETURNING 1
    ), referred AS (
        INSERT INTO lrs_references (key, stored, origin)
        SELECT row.key, taken.first + row.place, 0
        FROM taken, unnest(%(keys)s::bigint[], %(places)s::int[]) AS row (key, place)
        ON CONFLICT DO NOTHING
    )
    SELECT first, (SELECT count(*) FROM added) FROM taken
"""  # noqa: S608  nothing but our own words is put in

# A query of its own, so that it sees what was committed while the first one waited for the clock.
_TARGETED = "SELECT EXISTS (SELECT FROM lrs_targets WHERE target = ANY(%(ids)s::uuid[]))"


def _postgresql(connection: Connection, rows: Sequence[Row], stamp: str) -> int | None:
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    found = sorted((key, place) for place, row in enumerate(rows) for key in row.keys)
    values = {
        "count": len(rows),
        "stamp": stamp,
        "ids": _array(row.id for row in rows),
        "authorities": _array(row.authority for row in rows),
        "templates": _SEPARATOR.join(row.template for row in rows),
        "keys": _array(key for key, _ in found),
        "places": _array(place for _, place in found),
    }
    chosen = [row.id for row in rows if row.chosen]
    direct.tell(connection, _STORE, values)
    with driver.pipeline():
        stored = driver.execute(_STORE, values, prepare=True)
        targeted = driver.execute(_TARGETED, {"ids": _array(chosen)}, prepare=True)
    first, count = stored.fetchone() or (0, 0)
    (is_targeted,) = targeted.fetchone() or (False,)
    return None if is_targeted or count != len(rows) else int(first)


def _array(values: Any) -> str:
    """An array as text: the driver writes long lists slowly."""
    return "{{{}}}".format(",".join(map(str, values)))


# -- SQLite -------------------------------------------------------------------------------


def _sqlite(connection: Connection, rows: Sequence[Row], stamp: str, now: int) -> int | None:
    first = order.take(connection, len(rows), now)
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    ids = [bytes.fromhex(row.id.replace("-", "")) for row in rows]
    times = range(first, first + len(rows))
    kept = [
        (stored, identifier, row.authority, row.template.replace(stamp, timestamp(stored)))
        for stored, identifier, row in zip(times, ids, rows, strict=True)
    ]
    direct.tell(connection, _STATEMENT, kept)
    if driver.executemany(_STATEMENT, kept).rowcount != len(rows):
        return None
    pairs = (zip(row.keys, repeat(stored)) for stored, row in zip(times, rows, strict=True))
    direct.tell(connection, _REFERENCE, ())
    driver.executemany(_REFERENCE, sorted(chain.from_iterable(pairs)))
    chosen = [identifier for identifier, row in zip(ids, rows, strict=True) if row.chosen]
    return None if _is_targeted(connection, driver, chosen) else first


def _is_targeted(connection: Connection, driver: sqlite3.Connection, ids: list[bytes]) -> bool:
    for start in range(0, len(ids), _A_QUERY):
        portion = ids[start : start + _A_QUERY]
        places = ",".join("?" * len(portion))
        query = f"SELECT 1 FROM lrs_targets WHERE target IN ({places}) LIMIT 1"  # noqa: S608
        direct.tell(connection, query, portion)
        if driver.execute(query, portion).fetchone():
            return True
    return False


_A_QUERY = 500
_STATEMENT = (
    "INSERT INTO lrs_statements (stored, id, authority, raw) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_REFERENCE = (
    "INSERT INTO lrs_references (key, stored, origin) VALUES (?, ?, 0) ON CONFLICT DO NOTHING"
)
