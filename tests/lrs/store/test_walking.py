"""Going through the whole store a portion at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.lrs.store import attachments, statements, walking
from collectif.lrs.store.actors import add as add_actors
from collectif.lrs.store.documents import Document, Shelf
from collectif.lrs.store.documents import add as add_document
from collectif.lrs.store.keys import name_key
from collectif.lrs.store.pages import Range
from collectif.lrs.store.references import Reference
from collectif.lrs.store.references import add as add_references
from collectif.lrs.store.statements import Kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

_EDGE = 2**62


def stores(connection: Connection, *times: int, raw: str = "{}") -> None:
    rows = [Kept(time, f"00000000-0000-4000-8000-{time:012}", 0, False, raw) for time in times]
    statements.add(connection, rows)


def test_what_any_key_finds_comes_once_in_stored_order(connection: Connection) -> None:
    rows = [
        Reference(1, 10),
        Reference(2, 10),
        Reference(2, 20),
        Reference(1, 30),
        Reference(1, 5, 30),
    ]
    add_references(connection, rows)
    assert walking.found_by(connection, [1, 2], 0, _EDGE, 10) == [10, 20, 30]
    assert walking.found_by(connection, [1, 2], 0, _EDGE, 2) == [10, 20]
    assert walking.found_by(connection, [1, 2], 10, 30, 10) == [20]
    assert walking.last_found(connection, 1) == 30
    assert walking.last_found(connection, 3) == 0
    assert walking.count_found(connection, 2) == 2


def test_a_range_is_walked_with_voided_statements_and_each_once(connection: Connection) -> None:
    stores(connection, 10, 20, 30)
    statements.void(connection, [20])
    rows = [
        Reference(1, 10),
        Reference(2, 10),
        Reference(1, 20),
        Reference(1, 30),
        Reference(2, 30, 10),
        Reference(1, 30, 10),
    ]
    add_references(connection, rows)
    assert walking.matching(connection, Range(ascending=True), 10) == [10, 20, 30]
    assert walking.matching(connection, Range((1,), ascending=True), 10) == [10, 20, 30]
    assert walking.matching(connection, Range((1, 2), ascending=True), 10) == [10, 30]
    assert walking.matching(connection, Range((1,), since=10, until=20, ascending=True), 10) == [20]
    assert walking.matching(connection, Range(ascending=True), 2) == [10, 20]


def test_texts_are_found_in_any_case_and_as_they_are(connection: Connection) -> None:
    stores(connection, 10, raw='{"a": "Ada@Example.org"}')
    stores(connection, 20, raw='{"a": "100%"}')
    stores(connection, 30, raw='{"a": "1000"}')
    assert walking.telling(connection, ["ada@example.org", "x"], 0, 9) == [10]
    assert walking.telling(connection, ["100%"], 0, 9) == [20]
    assert walking.telling(connection, ["1", "ada"], 0, 2) == [10, 20]
    assert walking.telling(connection, [], 0, 9) == []


def test_a_group_without_members_is_about_nobody(connection: Connection) -> None:
    stores(connection, 10, raw='{"actor":{"objectType":"Group","member": [ ]}}'.replace(" ", ""))
    stores(connection, 20)
    assert walking.unspoken(connection, 0, _EDGE, 9) == [10]


def test_actors_are_walked_by_key_and_told_by_text(connection: Connection) -> None:
    known = ["mbox|mailto:ada@x.org", "account|https://l.org|ADA@x.org", "openid|https://b.org"]
    add_actors(connection, known)
    first = walking.known_actors(connection, None, 2)
    rest = walking.known_actors(connection, first[-1][0], 2)
    assert {identifier for _, identifier in [*first, *rest]} == set(known)
    assert walking.actors_told_by(connection, "ada@x.org") == sorted(known[:2])
    assert walking.actors_among(connection, [name_key(known[0]), name_key("nobody")]) == 1


def test_documents_are_found_by_agent_and_by_age(connection: Connection) -> None:
    for number, agent in enumerate(["a", "b"], start=1):
        shelf = Shelf("state", f"https://x.org/{agent}", agent)
        add_document(connection, shelf, "s", Document(b"{}", "application/json", "", number * 10))
    add_document(
        connection, Shelf("activity_profile", "https://x.org/a"), "p", Document(b"", "", "", 1)
    )
    assert len(walking.documents_of(connection, ["a", "nobody"])) == 1
    assert [agent for _, agent in walking.documents_before(connection, 20, (), b"", 9)] == ["a"]
    found = walking.documents_before(connection, 99, (), b"", 1)
    assert len(walking.documents_before(connection, 99, (), found[0][0], 9)) == 1
    assert [
        agent for _, agent in walking.documents_before(connection, 99, ("https://x.org/b",), b"", 9)
    ] == ["b"]


def test_who_carries_what(connection: Connection) -> None:
    attachments.link(connection, [("aa", 1), ("aa", 2), ("bb", 2)])
    assert walking.carriers(connection, ["aa", "bb", "cc"]) == {"aa": {1, 2}, "bb": {2}}
    assert walking.count_isolated(connection, [1, 2]) == 0
