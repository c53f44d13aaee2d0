"""`INSERT … ON CONFLICT` in the dialect of the connection; the one place that names dialects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

    Insert = sqlite.Insert | postgresql.Insert


def insert(connection: sa.Connection, table: sa.Table) -> Insert:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def add_new(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, leaving alone those whose primary key is known already."""
    if rows:
        ordered = sorted(
            rows, key=lambda row: [str(row[column.name]) for column in table.primary_key]
        )
        connection.execute(insert(connection, table).on_conflict_do_nothing(), ordered)


def merge(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    how: Mapping[
        str, Callable[[sa.ColumnElement[Any], sa.ColumnElement[Any]], sa.ColumnElement[Any]]
    ],
) -> None:
    """Insert `rows`; where a key is known, set each column of `how` to what it says of (old, new).

    Rows are taken in the order of their keys, so that two transactions never wait for each other.
    """
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: [str(row[column.name]) for column in table.primary_key])
    command = insert(connection, table)
    changes = {name: rule(table.c[name], command.excluded[name]) for name, rule in how.items()}
    keys = [column.name for column in table.primary_key]
    connection.execute(command.on_conflict_do_update(index_elements=keys, set_=changes), ordered)
