"""Removing rows: those that are meant, and none beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from collectif.lrs.store import actors, attachments, references, removing, statements
from collectif.lrs.store.references import Reference, Target
from collectif.lrs.store.schema import metadata
from collectif.lrs.store.statements import Kept

if TYPE_CHECKING:
    from sqlalchemy import Connection

IDS = [f"00000000-0000-4000-8000-{number:012}" for number in range(3)]


def rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(tuple(row) for row in connection.execute(sa.select(metadata.tables[table])))


def test_statements_go_with_their_targets_and_links(connection: Connection) -> None:
    statements.add(
        connection, [Kept(number + 1, IDS[number], 0, False, "{}") for number in range(3)]
    )
    references.add_targets(connection, [Target(IDS[0], 2, False), Target(IDS[0], 3, True)])
    attachments.add(connection, {"aa": b"a", "bb": b"b"})
    attachments.link(connection, [("aa", 1), ("aa", 2), ("bb", 2)])
    removing.remove_statements(connection, [2])
    removing.remove_targets(connection, [(IDS[0], 2)])
    removing.remove_links(connection, [("aa", 2), ("bb", 2)])
    removing.remove_attachments(connection, ["bb"])
    assert set(statements.by_ids(connection, IDS)) == {IDS[0], IDS[2]}
    assert references.targeting(connection, [IDS[0]]) == [Target(IDS[0], 3, True)]
    assert rows(connection, "lrs_statement_attachments") == [("aa", 1)]
    assert attachments.known(connection, ["aa", "bb"]) == {"aa"}


def test_references_go_by_all_three_parts_of_their_key(connection: Connection) -> None:
    kept = [Reference(1, 2, 3), Reference(1, 2), Reference(2, 2, 3), Reference(1, 3, 3)]
    references.add(connection, kept)
    removing.remove_references(connection, [Reference(1, 2, 3), Reference(9, 9, 9)])
    assert rows(connection, "lrs_references") == [(1, 2, 0), (1, 3, 3), (2, 2, 3)]
    removing.remove_references(connection, [])
    assert len(rows(connection, "lrs_references")) == 3


def test_actors_go_with_all_their_names(connection: Connection) -> None:
    actors.add(connection, ["openid|https://a.org", "openid|https://b.org"])
    actors.add_names(
        connection,
        [
            ("openid|https://a.org", "A"),
            ("openid|https://a.org", "Aa"),
            ("openid|https://b.org", "B"),
        ],
    )
    removing.remove_actors(connection, ["openid|https://a.org"])
    assert actors.names(connection, "openid|https://a.org") == ()
    assert actors.names(connection, "openid|https://b.org") == ("B",)
    assert len(rows(connection, "lrs_actors")) == 1


def test_a_statement_is_rewritten_where_it_stands(connection: Connection) -> None:
    statements.add(
        connection, [Kept(1, IDS[0], 5, True, '{"a":1}'), Kept(2, IDS[1], 5, False, "{}")]
    )
    removing.rewrite(connection, [Kept(1, IDS[0], 6, True, '{"a":2}')])
    assert statements.by_id(connection, IDS[0]) == Kept(1, IDS[0], 6, True, '{"a":2}')
    assert statements.by_id(connection, IDS[1]) == Kept(2, IDS[1], 5, False, "{}")


def test_holding_the_order_gives_out_no_time(connection: Connection) -> None:
    before = rows(connection, "lrs_clock")
    removing.hold_order(connection)
    assert rows(connection, "lrs_clock") == before
