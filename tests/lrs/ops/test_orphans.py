"""Files that nothing refers to go; what a row speaks of never does."""

from __future__ import annotations

import hashlib
import threading
import time
from typing import TYPE_CHECKING

import pytest

from collectif.lrs.ops import orphans
from collectif.lrs.store import attachments, order
from collectif.lrs.store.folder import Folder

from ..lms import Mounted, attachment, failing, mount, multipart, statement

if TYPE_CHECKING:
    from pathlib import Path

    from collectif.lrs import Database

DAY = 86_400.0


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "attachments")


@pytest.fixture
def lrs(database: Database, folder: Folder) -> Mounted:
    return mount(database, attachments_folder=folder.root)


def named(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def posts(lrs: Mounted, content: bytes) -> int:
    body, content_type = multipart(statement(attachments=[attachment(content)]), [content])
    headers: dict[str, str | None] = {"Content-Type": content_type}
    return lrs.lms.asks("POST", "statements", body=body, headers=headers).status_code


def test_only_what_is_old_and_has_no_row_is_removed(lrs: Mounted, folder: Folder) -> None:
    assert posts(lrs, b"carried") == 200
    with failing(lrs.database) as connection:
        attachments.add(connection, {named(b"undone"): b"undone"}, folder)
    assert folder.holds(named(b"undone"))
    assert orphans.find(lrs.database, folder) == [], "an hour has not passed"
    assert orphans.remove(lrs.database, folder) == []
    later = time.time() + DAY
    assert orphans.find(lrs.database, folder, now=later) == [named(b"undone")]
    assert orphans.remove(lrs.database, folder, now=later) == [named(b"undone")]
    assert not folder.holds(named(b"undone"))
    assert folder.read(named(b"carried")) == b"carried"
    assert orphans.find(lrs.database, folder, now=later) == []


def test_files_that_were_never_finished_are_removed(lrs: Mounted, folder: Folder) -> None:
    assert posts(lrs, b"carried") == 200
    unfinished = folder.path(named(b"carried")).with_name("0123.part")
    unfinished.write_bytes(b"half")
    assert orphans.remove(lrs.database, folder, now=time.time() + DAY) == ["0123.part"]
    assert not unfinished.exists()


def test_a_file_whose_data_the_database_holds_itself_is_needless(
    lrs: Mounted, folder: Folder
) -> None:
    with lrs.database.writing() as connection:
        attachments.add(connection, {named(b"one"): b"one"})
    folder.keep(named(b"one"), b"one")
    assert orphans.remove(lrs.database, folder, now=time.time() + DAY) == [named(b"one")]
    with lrs.database.reading() as connection:
        assert attachments.content(connection, named(b"one"), folder) == b"one"


def test_what_is_being_recorded_meanwhile_keeps_its_file(lrs: Mounted, folder: Folder) -> None:
    """A left-over file is taken up again by a recording while the removal is under way."""
    sha2 = named(b"again")
    folder.keep(sha2, b"again")
    gone: list[str] = []
    begun = threading.Event()

    def remove() -> None:
        begun.set()
        gone.extend(orphans.remove(lrs.database, folder, now=time.time() + DAY))

    other = threading.Thread(target=remove)
    with lrs.database.writing() as connection:
        order.take(connection, 1, time.time_ns() // 1000)
        attachments.add(connection, {sha2: b"again"}, folder)
        other.start()
        begun.wait()
        time.sleep(0.02)
        assert folder.holds(sha2)
    other.join()
    assert gone == []
    assert folder.holds(sha2)


def test_the_recorder_offers_both(lrs: Mounted, database: Database) -> None:
    assert lrs.recorder.orphaned_attachments(database) == []
    assert lrs.recorder.orphaned_attachments(database, remove=True) == []
    assert mount(database).recorder.orphaned_attachments(database, remove=True) == []
