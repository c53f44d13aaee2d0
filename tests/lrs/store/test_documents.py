"""Documents on their shelves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.lrs.store import documents
from collectif.lrs.store.documents import Document, Shelf

if TYPE_CHECKING:
    from sqlalchemy import Connection

DOCUMENT = Document(b"\x00text", "text/plain", "a" * 40, 1_000)
REGISTRATION = "0a0b0c0d-1111-4222-8333-444455556666"
STATE = Shelf("state", "https://x.org/a", "mbox|mailto:ada@x.org")
ENROLLED = replace(STATE, registration=REGISTRATION)


def test_a_document_is_found_where_it_was_put(connection: Connection) -> None:
    assert documents.add(connection, STATE, "notes", DOCUMENT)
    assert documents.get(connection, STATE, "notes") == DOCUMENT
    assert documents.get(connection, STATE, "other") is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        ENROLLED,
        replace(STATE, agent="mbox|mailto:ben@x.org"),
        replace(STATE, activity="https://x.org/b"),
        Shelf("agent_profile", agent=STATE.agent),
        Shelf("activity_profile", STATE.activity),
    ],
)
def test_shelves_do_not_share_documents(connection: Connection, elsewhere: Shelf) -> None:
    documents.add(connection, STATE, "notes", DOCUMENT)
    assert documents.get(connection, elsewhere, "notes") is None
    assert documents.add(connection, elsewhere, "notes", DOCUMENT)


def test_a_second_document_of_the_same_name_is_not_added(connection: Connection) -> None:
    documents.add(connection, STATE, "notes", DOCUMENT)
    assert not documents.add(connection, STATE, "notes", replace(DOCUMENT, content=b"other"))
    assert documents.get(connection, STATE, "notes") == DOCUMENT


def test_a_replaced_document_is_the_new_one(connection: Connection) -> None:
    documents.add(connection, STATE, "notes", DOCUMENT)
    new = Document(b"{}", "application/json", "b" * 40, 2_000)
    documents.replace(connection, STATE, "notes", new)
    assert documents.get(connection, STATE, "notes", to_change=True) == new


def test_names_come_in_the_order_of_change_and_since_a_time(connection: Connection) -> None:
    for name, updated in (("late", 30), ("early", 10), ("middle", 20)):
        documents.add(connection, STATE, name, replace(DOCUMENT, updated=updated))
    assert documents.names(connection, STATE) == [("early", 10), ("middle", 20), ("late", 30)]
    assert documents.names(connection, STATE, since=10) == [("middle", 20), ("late", 30)]


def test_without_registration_those_of_every_registration_are_listed(
    connection: Connection,
) -> None:
    documents.add(connection, STATE, "free", DOCUMENT)
    documents.add(connection, ENROLLED, "enrolled", DOCUMENT)
    assert len(documents.names(connection, STATE)) == 2
    assert documents.names(connection, ENROLLED) == [("enrolled", 1_000)]


def test_one_is_removed_or_all_of_a_shelf(connection: Connection) -> None:
    for shelf in (STATE, ENROLLED):
        for name in ("a", "b"):
            documents.add(connection, shelf, name, DOCUMENT)
    documents.remove(connection, STATE, "a")
    assert len(documents.names(connection, STATE)) == 3
    documents.clear(connection, ENROLLED)
    assert documents.names(connection, STATE) == [("b", 1_000)]
    documents.clear(connection, STATE)
    assert documents.names(connection, STATE) == []


def test_a_shelf_of_an_unknown_kind_is_refused(connection: Connection) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="kind_known"), connection.begin_nested():
        documents.add(connection, Shelf("diary"), "notes", DOCUMENT)


def test_names_may_be_longer_than_an_index_entry(connection: Connection) -> None:
    name = "é" * 20_000
    documents.add(connection, STATE, name, DOCUMENT)
    assert documents.get(connection, STATE, name) == DOCUMENT
