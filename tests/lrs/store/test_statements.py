"""Statements in their table."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.lrs.store import statements
from collectif.lrs.store.statements import Kept

if TYPE_CHECKING:
    from sqlalchemy import Connection


def kept(stored: int, **changed: object) -> Kept:
    values = {"id": str(uuid.uuid4()), "authority": 7, "voided": False, "raw": f'{{"n":{stored}}}'}
    return Kept(stored, **{**values, **changed})  # type: ignore[arg-type]


def test_what_is_added_is_found_by_id(connection: Connection) -> None:
    rows = [kept(10), kept(11), kept(12)]
    assert statements.add(connection, rows) == 3
    assert statements.by_id(connection, rows[1].id) == rows[1]
    assert statements.by_id(connection, str(uuid.uuid4())) is None


def test_an_id_is_stored_once(connection: Connection) -> None:
    first = kept(10)
    statements.add(connection, [first])
    assert statements.add(connection, [kept(11, id=first.id), kept(12)]) == 1
    assert statements.by_id(connection, first.id) == first


def test_a_time_is_given_to_one_statement_only(connection: Connection) -> None:
    statements.add(connection, [kept(10)])
    assert statements.add(connection, [kept(10)]) == 0


def test_many_are_found_by_ids_and_by_times(connection: Connection) -> None:
    rows = [kept(stored) for stored in range(1, 30)]
    statements.add(connection, rows)
    wanted = [row.id for row in rows[5:9]]
    assert statements.by_ids(connection, wanted) == {row.id: row for row in rows[5:9]}
    assert statements.by_stored(connection, [3, 4, 99]) == {3: rows[2], 4: rows[3]}
    assert statements.by_ids(connection, []) == {}


def test_voided_ones_are_found_by_id_but_not_when_reading_on(connection: Connection) -> None:
    rows = [kept(1), kept(2), kept(3)]
    statements.add(connection, rows)
    statements.void(connection, [2])
    found = statements.by_id(connection, rows[1].id)
    assert found is not None
    assert found.voided
    assert [row.stored for row in statements.after(connection, 0, 10)] == [1, 3]


def test_reading_on_goes_by_portions(connection: Connection) -> None:
    statements.add(connection, [kept(stored) for stored in range(1, 8)])
    assert [row.stored for row in statements.after(connection, 2, 3)] == [3, 4, 5]
    assert statements.after(connection, 7, 3) == []


def test_no_statement_is_stored_before_1970(connection: Connection) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="stored_after_1970"), connection.begin_nested():
        statements.add(connection, [kept(0)])
