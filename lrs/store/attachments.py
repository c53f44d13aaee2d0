"""The data of attachments: kept once, by its hash, and which statements carry it.

Data lies in the row of its hash, or in a file where the owner has chosen a folder; then the row
says that it is there. Both are read whatever is chosen, so the choice may change at any time.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .bulk import insert, rows_among
from .schema import attachments, statement_attachments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from .folder import Folder

_IN_FILE: Any = attachments.c.content.is_(None)
_WHERE = (attachments.c.sha2, _IN_FILE)

_log = logging.getLogger("collectif.lrs")


def add(
    connection: Connection, contents: Mapping[str, bytes], folder: Folder | None = None
) -> None:
    """Keep attachment data by its SHA-2 in lower-case hex; what is there already stays.

    With a folder it is kept there: on the disk before the transaction ends, so that there is never
    a row without its file. Raises OSError where the folder cannot take it.
    """
    if folder is None or not contents:
        insert(connection, attachments, ("sha2", "content"), sorted(contents.items()))
        return
    rows = rows_among(connection, _WHERE, attachments.c.sha2, sorted(contents))
    for sha2 in sorted(contents.keys() - {sha2 for sha2, in_file in rows if not in_file}):
        folder.keep(sha2, contents[sha2])
    insert(connection, attachments, ("sha2",), [(sha2,) for sha2 in sorted(contents)])


def link(connection: Connection, carried: Sequence[tuple[str, int]]) -> None:
    """Remember (hash, time stored): which statement carries which data."""
    insert(connection, statement_attachments, ("sha2", "stored"), sorted(set(carried)))


def content(connection: Connection, sha2: str, folder: Folder | None = None) -> bytes | None:
    """The data of this hash, if it is here."""
    found = pieces(connection, sha2, folder)
    return None if found is None else b"".join(found)


def pieces(
    connection: Connection, sha2: str, folder: Folder | None = None
) -> Iterable[bytes] | None:
    """The data of this hash, if it is here; out of a file no more than a piece is in memory."""
    query = sa.select(attachments.c.content).where(attachments.c.sha2 == sha2)
    row = connection.execute(query).first()
    if row is None:
        return None
    if row.content is not None:
        return (bytes(row.content),)
    if folder is not None and folder.holds(sha2):
        return folder.pieces(sha2)
    _log.warning("the data of attachment %s is not in the folder of attachments", sha2)
    return None


def known(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of `hashes` whose data is here."""
    found = rows_among(connection, (attachments.c.sha2,), attachments.c.sha2, hashes)
    return {sha2 for (sha2,) in found}


def in_files(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of `hashes` whose data lies in the folder."""
    rows = rows_among(connection, _WHERE, attachments.c.sha2, hashes)
    return {sha2 for sha2, in_file in rows if in_file}
