"""Attachment data by hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.lrs.store import attachments

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_data_is_found_by_its_hash(connection: Connection) -> None:
    attachments.add(connection, {"aa": b"one", "bb": bytes(range(256))})
    assert attachments.content(connection, "bb") == bytes(range(256))
    assert attachments.content(connection, "cc") is None
    assert attachments.known(connection, ["aa", "cc"]) == {"aa"}
    assert attachments.known(connection, []) == set()


def test_the_same_data_again_is_no_fault(connection: Connection) -> None:
    for _ in range(2):
        attachments.add(connection, {"aa": b"one"})
        attachments.link(connection, [("aa", 5), ("aa", 5), ("aa", 6)])
    count = connection.exec_driver_sql("SELECT count(*) FROM lrs_statement_attachments").scalar()
    assert count == 2


def test_a_large_attachment_comes_back_whole(connection: Connection) -> None:
    content = b"\x00\x01\xfe\xff" * 1_000_000
    attachments.add(connection, {"aa": content})
    assert attachments.content(connection, "aa") == content
