"""Files of attachments that no row speaks of: left by recordings that were undone, or erased."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..store import attachments
from ..store.removing import hold_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from ..store.database import Database
    from ..store.folder import Folder

_AT_A_TIME = 500  # files; recordings wait meanwhile


def find(
    database: Database, folder: Folder, older_than: float = 3600.0, now: float | None = None
) -> list[str]:
    """Names of the files that nothing refers to and that have not changed for so many seconds."""
    found: list[str] = []
    for names in _portions(folder, older_than, now):
        with database.glancing() as connection:
            found += _needless(connection, names)
    return found


def remove(
    database: Database, folder: Folder, older_than: float = 3600.0, now: float | None = None
) -> list[str]:
    """Remove what `find` finds; the names of what has gone.

    Recordings write their files, and the rows that speak of them, while they hold the stored order.
    Here it is held from the question to the removal, so none of them can come in between.
    """
    gone: list[str] = []
    for names in _portions(folder, older_than, now):
        with database.writing() as connection:
            hold_order(connection)
            for name in _needless(connection, names):
                folder.remove(name)
                gone.append(name)
    return gone


def _portions(folder: Folder, older_than: float, now: float | None) -> Iterator[Sequence[str]]:
    before = (time.time() if now is None else now) - older_than
    names = sorted(name for name, changed in folder.listed() if changed <= before)
    for start in range(0, len(names), _AT_A_TIME):
        yield names[start : start + _AT_A_TIME]


def _needless(connection: Connection, names: Sequence[str]) -> list[str]:
    kept = attachments.in_files(connection, names)
    return [name for name in names if name not in kept]
