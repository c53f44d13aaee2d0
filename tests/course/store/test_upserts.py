"""Inserting what may be there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from collectif.course.store.schema import played, screens
from collectif.course.store.upserts import add_new, merge

if TYPE_CHECKING:
    from sqlalchemy import Connection


def screen(name: str, at: int) -> dict[str, Any]:
    return {"actor": "a", "module": "m", "screen": name, "at": at}


def every(connection: Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]


def test_a_row_that_is_known_is_left_alone(connection: Connection) -> None:
    row = {"statement": "1", "actor": "a", "module": "m", "segments": "0[.]1"}
    add_new(connection, played, [row])
    add_new(connection, played, [{**row, "segments": "0[.]9"}, {**row, "statement": "2"}])
    assert [(one[0], one[3]) for one in every(connection, played)] == [
        ("1", "0[.]1"),
        ("2", "0[.]1"),
    ]


def test_a_known_row_is_merged_column_by_column(connection: Connection) -> None:
    def later(old: sa.ColumnElement[Any], new: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return old * 100 + new

    merge(connection, screens, [screen("b", 2), screen("a", 1)], {"at": later})
    merge(connection, screens, [screen("c", 5), screen("a", 7)], {"at": later})
    assert [row[2:] for row in every(connection, screens)] == [("a", 107), ("b", 2), ("c", 5)]


def test_nothing_to_insert_is_no_call(connection: Connection) -> None:
    merge(connection, screens, [], {})
    add_new(connection, screens, [])
    assert every(connection, screens) == []
