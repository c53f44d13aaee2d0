"""Attachment data by hash, in rows and in files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.store import attachments
from collectif.lrs.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "attachments")


def named(*contents: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(content).hexdigest(): content for content in contents}


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


def test_with_a_folder_the_row_says_that_there_is_a_file(
    connection: Connection, folder: Folder
) -> None:
    kept = named(b"one", bytes(range(256)) * 2000)
    for _ in range(2):
        attachments.add(connection, kept, folder)
    for sha2, content in kept.items():
        assert folder.read(sha2) == content
        assert attachments.content(connection, sha2, folder) == content
    assert attachments.known(connection, list(kept)) == set(kept)
    assert attachments.in_files(connection, [*kept, "a" * 64]) == set(kept)
    rows = connection.exec_driver_sql("SELECT content FROM lrs_attachments").all()
    assert [content for (content,) in rows] == [None, None]
    (large,) = [sha2 for sha2, content in kept.items() if len(content) > 3]
    assert len(list(attachments.pieces(connection, large, folder) or ())) == 2


def test_what_lies_in_the_database_stays_readable_and_is_not_kept_twice(
    connection: Connection, folder: Folder
) -> None:
    before, after = named(b"before"), named(b"after")
    attachments.add(connection, before)
    attachments.add(connection, {**before, **after}, folder)
    for sha2, content in {**before, **after}.items():
        assert attachments.content(connection, sha2, folder) == content
    assert [name for name, _ in folder.listed()] == list(after)
    attachments.add(connection, after)
    assert attachments.content(connection, next(iter(after)), folder) == b"after"


def test_a_file_that_was_lost_comes_back_with_its_data(
    connection: Connection, folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    ((sha2, content),) = named(b"one").items()
    attachments.add(connection, {sha2: content}, folder)
    folder.remove(sha2)
    assert attachments.content(connection, sha2, folder) is None
    assert attachments.content(connection, sha2) is None
    assert sha2 in caplog.text
    attachments.add(connection, {sha2: content}, folder)
    assert attachments.content(connection, sha2, folder) == content


def test_nothing_to_keep_makes_no_folder(connection: Connection, folder: Folder) -> None:
    attachments.add(connection, {}, folder)
    assert not folder.root.exists()
