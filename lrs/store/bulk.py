"""Many rows in one call, on each engine by its fastest way.

PostgreSQL takes one array a column (`INSERT … SELECT unnest(…)`), SQLite one prepared statement
run for each row. Rows that are there already are left as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_VALUES_A_CALL = 10_000  # SQLite takes 32,766 parameters at most


def insert(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> int:
    """Insert `rows`, whose values are those of the columns `names`; how many were new."""
    if not rows:
        return 0
    if connection.dialect.name == "postgresql":
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        return connection.execute(_insert_arrays(table, names), columns).rowcount
    named = [dict(zip(names, row, strict=True)) for row in rows]
    return connection.execute(_insert_rows(table, names), named).rowcount


@lru_cache(maxsize=64)
def _insert_arrays(table: sa.Table, names: tuple[str, ...]) -> sa.Insert:
    arrays = [
        sa.func.unnest(sa.bindparam(name, type_=postgresql.ARRAY(table.c[name].type)))
        for name in names
    ]
    insertion = postgresql.insert(table).from_select(list(names), sa.select(*arrays))
    return insertion.on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _insert_rows(table: sa.Table, names: tuple[str, ...]) -> sa.Insert:
    values: dict[str, sa.BindParameter[Any]] = {name: sa.bindparam(name) for name in names}
    return sqlite.insert(table).values(values).on_conflict_do_nothing()


def in_portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """`values` in portions small enough for one call; nothing for no values."""
    for start in range(0, len(values), _VALUES_A_CALL):
        yield values[start : start + _VALUES_A_CALL]


def among(
    connection: Connection, column: sa.ColumnElement[Any], values: Sequence[Any]
) -> sa.ColumnElement[bool]:
    """The condition that `column` is one of `values`, written so that it is planned once."""
    if connection.dialect.name == "postgresql":
        return column == sa.any_(
            sa.bindparam(None, list(values), type_=postgresql.ARRAY(column.type))
        )
    return column.in_(values)
