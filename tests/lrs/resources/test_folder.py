"""Attachments that lie in a folder, as requests see them."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.spec.multipart import parse
from collectif.lrs.store.folder import Folder

from ..lms import LMS, Mounted, attachment, mount, multipart, new_id, statement

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from collectif.lrs import Database


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "attachments")


@pytest.fixture
def lrs(database: Database, folder: Folder) -> Mounted:
    return mount(database, attachments_folder=folder.root)


def posts(lms: LMS, content: bytes, **changed: object) -> TestResponse:
    sent = statement(attachments=[attachment(content)], **changed)
    body, content_type = multipart(sent, [content])
    return lms.asks("POST", "statements", body=body, headers={"Content-Type": content_type})


def contents(lms: LMS) -> set[bytes]:
    """The data of all attachments, whatever it lies in."""
    back = lms.gets(attachments=True)
    return {part.content for part in parse(back.content_type, back.data)[1:]}


def named(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_switching_to_a_folder_and_back_needs_nothing_moved(
    database: Database, lrs: Mounted, folder: Folder
) -> None:
    without = mount(database)
    assert posts(without.lms, b"in a row").status_code == 200
    assert posts(lrs.lms, b"in a file").status_code == 200
    assert posts(lrs.lms, b"in a row").status_code == 200
    assert contents(lrs.lms) == {b"in a row", b"in a file"}
    assert [name for name, _ in folder.listed()] == [named(b"in a file")]
    assert contents(without.lms) == {b"in a row"}, "without its name the folder is not found"


def test_a_file_that_was_lost_takes_nothing_else_along(lrs: Mounted, folder: Folder) -> None:
    for content in (b"one", b"two"):
        posts(lrs.lms, content)
    folder.remove(named(b"one"))
    assert contents(lrs.lms) == {b"two"}
    posts(lrs.lms, b"one")
    assert contents(lrs.lms) == {b"one", b"two"}


def test_what_is_not_recorded_leaves_no_row(lrs: Mounted, folder: Folder) -> None:
    one = new_id()
    lrs.lms.stores(statement(id=one))
    assert posts(lrs.lms, b"refused", id=one, result={"success": True}).status_code == 409
    with lrs.database.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM lrs_attachments").scalar()
    assert count == 0


def test_a_large_attachment_comes_back_whole(lrs: Mounted) -> None:
    content = bytes(range(256)) * 4_096 * 2
    posts(lrs.lms, content)
    assert contents(lrs.lms) == {content}


def test_the_same_data_from_many_at_once_is_kept_once(lrs: Mounted, folder: Folder) -> None:
    statuses: list[int] = []
    senders = [
        threading.Thread(target=lambda: statuses.append(posts(lrs.lms, b"same").status_code))
        for _ in range(6)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert statuses == [200] * 6
    assert [name for name, _ in folder.listed()] == [named(b"same")]
    assert contents(lrs.lms) == {b"same"}


def test_a_folder_that_cannot_be_written_refuses_the_statement_and_keeps_nothing(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    lrs = mount(database, attachments_folder=tmp_path / "file" / "attachments")
    assert posts(lrs.lms, b"one").status_code == 500
    assert "NotADirectoryError" in caplog.text
    assert lrs.lms.sees() == []
    lrs.lms.stores(statement())
