"""Statements, their times and their references, stored in one go."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.lrs.store import at_once, order, references, statements
from collectif.lrs.store.at_once import Row
from collectif.lrs.store.references import Target
from collectif.lrs.store.schema import references as references_table

if TYPE_CHECKING:
    from collectif.lrs import Database

NOW = 1_790_000_000_000_000
STAMP = "\x1f"


def row(*keys: int, name: str | None = None) -> Row:
    return Row(name or str(uuid.uuid4()), True, 7, f'{{"stored":"{STAMP}","é":"\\u001f"}}', keys)


def store(database: Database, *rows: Row) -> int | None:
    """What `add` answers; undone where it says so."""
    try:
        with database.writing() as connection:
            first = at_once.add(connection, rows, STAMP, NOW)
            if first is None:
                raise LookupError
            return first
    except LookupError:
        return None


def test_statements_are_stored_at_consecutive_times_with_their_text(database: Database) -> None:
    sent = [row(), row(), row()]
    first = store(database, *sent)
    assert first is not None
    with database.reading() as connection:
        kept = [statements.by_id(connection, one.id) for one in sent]
    assert [one and one.stored for one in kept] == [first, first + 1, first + 2]
    for one in kept:
        assert one is not None
        assert one.authority == 7
        assert not one.voided
        assert STAMP not in one.raw
        assert one.raw.endswith('Z","é":"\\u001f"}'), "what was sent stays as it was"


def test_the_time_in_the_text_is_the_time_stored(database: Database) -> None:
    one = row()
    first = store(database, one)
    assert first is not None
    with database.reading() as connection:
        kept = statements.by_id(connection, one.id)
    assert kept is not None
    seconds, micros = divmod(first, 1_000_000)
    assert f".{micros:06}Z" in kept.raw
    assert seconds > 1_700_000_000


def test_each_is_found_by_its_keys(database: Database) -> None:
    first = store(database, row(5, -3), row(5))
    assert first is not None
    with database.reading() as connection:
        found = connection.execute(sa.select(references_table)).all()
    assert {tuple(one) for one in found} == {(5, first, 0), (-3, first, 0), (5, first + 1, 0)}


def test_later_ones_come_later(database: Database) -> None:
    first, second = store(database, row(), row()), store(database, row())
    assert first is not None
    assert second is not None
    assert second > first + 1
    with database.writing() as connection:
        assert order.take(connection, 1, NOW) > second


def test_an_id_that_is_here_already_wants_care(database: Database) -> None:
    known = row()
    assert store(database, known) is not None
    assert store(database, row(), known) is None


@pytest.mark.parametrize("others", [0, 700])
def test_an_id_that_was_targeted_before_wants_care(database: Database, others: int) -> None:
    awaited = row()
    with database.writing() as connection:
        references.add_targets(connection, [Target(awaited.id, 1, voids=True)])
    assert store(database, *(row() for _ in range(others)), awaited) is None
    made_up_here = Row(awaited.id, False, 7, awaited.template, ())
    assert store(database, made_up_here) is not None, "nobody can have known it"
