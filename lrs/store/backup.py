"""A copy of the whole database while it is being written to.

SQLite copies itself out of one snapshot, so writers go on and the copy is of one moment; what was
erased is not in it, not even in unused pages. PostgreSQL brings `pg_dump` for the same.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import uuid
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from .folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from .database import Database

PG_DUMP = "pg_dump"


class BackupFailed(Exception):
    """The copy could not be made; nothing is left of it, and what was there before is as it was."""


def back_up(
    database: Database, path: Path, folder: Folder | None = None, *, over: bool = False
) -> None:
    """A copy of the database at `path`, and beside it at `<path>.attachments` one of the folder.

    It has its name only when all of it is on the disk. Raises BackupFailed, and FileExistsError
    where `path` is there already, unless it may be written `over`.
    """
    if path.exists() and not over:
        raise FileExistsError(path)
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        if database.is_sqlite:
            _copy_sqlite(database, unfinished)
        else:
            _dump_postgresql(database, unfinished)
        _sync(unfinished)
        if (
            folder is not None
        ):  # after the database: it may hold more than that speaks of, never less
            copy_folder(folder, path.with_name(f"{path.name}.attachments"))
        unfinished.replace(path)
        _sync(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def copy_folder(folder: Folder, target: Path) -> int:
    """Make `target` hold the files of attachments at the same places; how many were not there yet.

    What is not in the folder any more, since it was erased, is removed from `target` as well.
    """
    count = 0
    names = {name for name, _ in folder.listed()}
    copies = Folder(target)
    for name in {name for name, _ in copies.listed()} - names:
        copies.remove(name)
    for name in sorted(names):
        with suppress(ValueError, FileNotFoundError):  # unfinished, or erased meanwhile
            source = folder.path(name)
            copy = target / source.relative_to(folder.root)
            if copy.exists():
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            part = copy.with_name(f"{copy.name}.part")
            shutil.copyfile(source, part)
            _sync(part)
            part.replace(copy)
            count += 1
    return count


def _copy_sqlite(database: Database, target: Path) -> None:
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(target),))
        cursor.close()
    finally:
        connection.close()
    with closing(sqlite3.connect(target)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise BackupFailed(f"the copy is damaged: {found}")


def _dump_postgresql(database: Database, target: Path) -> None:
    command = shutil.which(PG_DUMP)
    if command is None:
        raise BackupFailed(
            f"{PG_DUMP} is not on the PATH; install PostgreSQL's client programs, or run elsewhere:"
            f" {PG_DUMP} --format=custom --file=FILE --dbname=URL"
        )
    done = subprocess.run(  # noqa: S603  the program found, and our own words
        [command, "--format=custom", "--no-password", f"--file={target}"],
        env={**os.environ, **_told(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(done.stderr.strip() or f"{PG_DUMP} ended with {done.returncode}")


def _told(database: Database) -> dict[str, str]:
    """Where the database is, as PostgreSQL's programs read it: a password is no argument."""
    url = database.engine.url
    found = {
        "PGHOST": _several(url.query.get("host")) or url.host,
        "PGPORT": _several(url.query.get("port")) or url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": _several(url.query.get("sslmode")),
    }
    return {name: str(value) for name, value in found.items() if value}


def _several(value: str | tuple[str, ...] | None) -> str | None:
    """A parameter of the URL; several hosts are written with commas."""
    return ",".join(value) if isinstance(value, tuple) else value


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
