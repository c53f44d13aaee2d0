"""Many rows in one call, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.lrs.store.bulk import insert, rows_among
from collectif.lrs.store.schema import actors, attachments, statements, targets

if TYPE_CHECKING:
    from sqlalchemy import Connection

NAMES = ("key", "identifier")


def _actors(connection: Connection) -> list[tuple[int, str]]:
    query = sa.select(actors.c.key, actors.c.identifier).order_by(actors.c.key)
    return [(key, identifier) for key, identifier in connection.execute(query)]


def test_all_rows_arrive(connection: Connection) -> None:
    rows = [(number, f"mbox|mailto:{number}@x.org") for number in range(1200)]
    assert insert(connection, actors, NAMES, rows) == 1200
    assert _actors(connection) == rows


def test_rows_that_are_there_stay_and_are_not_counted(connection: Connection) -> None:
    insert(connection, actors, NAMES, [(1, "first")])
    assert insert(connection, actors, NAMES, [(1, "other"), (2, "second")]) == 1
    assert _actors(connection) == [(1, "first"), (2, "second")]


def test_no_rows_are_no_call(connection: Connection) -> None:
    assert insert(connection, actors, NAMES, []) == 0


@pytest.mark.parametrize(
    "text", ["", '"{},\\', "NULL", "a\x1eb", "\x1e", "l'été — 学\n\t", "a,b", "{}", "'; --"]
)
def test_any_text_arrives_as_it_is(connection: Connection, text: str) -> None:
    rows = [(1, text), (2, "plain")]
    insert(connection, actors, NAMES, rows)
    assert _actors(connection) == rows


def test_ids_bytes_and_truths_arrive_as_they_are(connection: Connection) -> None:
    identifier = "0a0b0c0d-1111-4222-8333-444455556666"
    insert(connection, attachments, ("sha2", "content"), [("ab", b"\x00\xff"), ("cd", b"")])
    insert(connection, targets, ("target", "stored", "voids"), [(identifier, 5, True)])
    assert set(connection.execute(sa.select(attachments))) == {("ab", b"\x00\xff"), ("cd", b"")}
    assert list(connection.execute(sa.select(targets))) == [(identifier, 5, True)]


@pytest.mark.parametrize("count", [0, 1, 2, 10_000, 25_000])
def test_rows_are_found_among_any_number_of_values(connection: Connection, count: int) -> None:
    insert(connection, actors, NAMES, [(number, "x") for number in range(0, 30_000, 10)])
    columns = (actors.c.key, actors.c.identifier)
    found = list(rows_among(connection, columns, actors.c.key, range(count)))
    assert sorted(found) == [(number, "x") for number in range(0, count, 10)]


@pytest.mark.parametrize("others", [[], ["00000000-0000-4000-8000-000000000000"]])
def test_ids_are_found_among_ids(connection: Connection, others: list[str]) -> None:
    identifier = "0a0b0c0d-1111-4222-8333-444455556666"
    names = ("stored", "id", "authority", "voided", "raw")
    insert(connection, statements, names, [(1, identifier, 0, False, "{}")])
    columns = (statements.c.stored, statements.c.id)
    found = rows_among(connection, columns, statements.c.id, [identifier, *others])
    assert list(found) == [(1, identifier)]
