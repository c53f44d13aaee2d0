"""Many rows in one call, on each engine by its fastest way.

PostgreSQL takes one parameter a column (`INSERT … SELECT unnest(…)`), SQLite one prepared statement
that is run for each row. Rows that are there already are left as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

_VALUES_A_CALL = 10_000  # SQLite takes 32,766 parameters at most
_SEPARATOR = "\x1e"  # "record separator": the driver writes long arrays of text very slowly


def insert(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> int:
    """Insert `rows`, whose values are those of the columns `names`; how many were new."""
    if not rows:
        return 0
    if connection.dialect.name == "postgresql":
        return _insert_columns(connection, table, names, rows)
    return _insert_rows(connection, table, names, rows)


def rows_among(
    connection: Connection,
    columns: tuple[sa.Column[Any], ...],
    by: sa.Column[Any],
    values: Sequence[Any],
) -> Iterator[Any]:
    """`columns` of the rows whose column `by` holds one of `values`, in no order."""
    if len(values) == 1:
        yield from connection.execute(_equal(columns, by), {"value": values[0]})
        return
    query = _among(columns, by, arrays=connection.dialect.name == "postgresql")
    for start in range(0, len(values), _VALUES_A_CALL):
        portion = list(values[start : start + _VALUES_A_CALL])
        yield from connection.execute(query, {"values": portion})


@lru_cache(maxsize=64)
def _equal(columns: tuple[sa.Column[Any], ...], by: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(*columns).where(by == sa.bindparam("value", type_=by.type))


@lru_cache(maxsize=64)
def _among(
    columns: tuple[sa.Column[Any], ...], by: sa.Column[Any], *, arrays: bool
) -> sa.Select[Any]:
    """Where there are arrays the values are one parameter, so the query is planned once."""
    if arrays:
        array = sa.bindparam("values", type_=postgresql.ARRAY(by.type))
        return sa.select(*columns).where(by == sa.any_(array))
    return sa.select(*columns).where(by.in_(sa.bindparam("values", expanding=True)))


def _insert_columns(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> int:
    columns: dict[str, Any] = {}
    joined: list[bool] = []
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        join = isinstance(values[0], str) and not any(_SEPARATOR in value for value in values)
        columns[name] = _SEPARATOR.join(values) if join else list(values)
        joined.append(join)
    return connection.execute(_from_columns(table, names, tuple(joined)), columns).rowcount


@lru_cache(maxsize=64)
def _from_columns(table: sa.Table, names: tuple[str, ...], joined: tuple[bool, ...]) -> sa.Insert:
    """The insertion of one parameter a column: an array, or its texts joined to one."""
    arrays: list[sa.ColumnElement[Any]] = []
    for name, join in zip(names, joined, strict=True):
        array = postgresql.ARRAY(table.c[name].type)
        if join:
            texts = sa.func.string_to_array(sa.bindparam(name, type_=sa.Text), _SEPARATOR)
            arrays.append(sa.func.unnest(sa.cast(texts, array)))
        else:
            arrays.append(sa.func.unnest(sa.bindparam(name, type_=array)))
    insertion = postgresql.insert(table).from_select(list(names), sa.select(*arrays))
    return insertion.on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _insert_rows(
    connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> int:
    text, converters = _from_rows(table, names, connection.dialect)
    if any(converters):
        rows = [
            tuple(
                convert(value) if convert else value
                for convert, value in zip(converters, row, strict=True)
            )
            for row in rows
        ]
    return connection.exec_driver_sql(text, list(rows)).rowcount


@lru_cache(maxsize=64)
def _from_rows(
    table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect
) -> tuple[str, tuple[Callable[[Any], Any] | None, ...]]:
    """The insertion of one row, and what makes each value one that the driver takes."""
    places = ", ".join("?" for _ in names)
    columns = ", ".join(f'"{name}"' for name in names)
    converters = (
        table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    )
    text = f"INSERT INTO {table.name} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
    return text, tuple(converters)
