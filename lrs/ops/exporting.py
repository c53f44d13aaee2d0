"""Statements out of the store as they lie in it: text by text, in stored order, a portion at a time.

Each portion is read for itself, so an export of any length holds nobody up; what is stored while
it runs is not in it. It can be taken up again after the time the last statement was stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from ..spec.attachments import described
from ..store import attachments, pages, statements, walking
from .querying import range_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..store.database import Database
    from ..store.folder import Folder
    from ..store.statements import Kept
    from .querying import StatementFilter

_PORTION = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """One statement: when it was stored, its JSON text (one line), the hashes of its attachments."""

    stored: int
    text: str
    attachments: tuple[str, ...]


def export(
    database: Database, where: StatementFilter, *, voided: bool = False
) -> Iterator[Sequence[Exported]]:
    """The statements that match, oldest first, in portions; with `voided` also those that were.

    `limit` and order of the filter say nothing here.
    """
    where = replace(where, ascending=True)
    with database.glancing() as connection:
        until = pages.latest(connection)  # commits are in stored order: nothing comes in before it
    if where.until is None or where.until > until:
        where = replace(where, until=until)
    wanted = range_of(where)
    while True:
        with database.reading() as connection:
            times = walking.matching(connection, wanted, _PORTION)
            kept = statements.by_stored(connection, times) if times else {}
        rows = [kept[stored] for stored in times if stored in kept]
        if shown := [_exported(row) for row in rows if voided or not row.voided]:
            yield shown
        if len(times) < _PORTION:
            return
        wanted = wanted.beyond(times[-1])


def content_of(database: Database, sha2: str, folder: Folder | None) -> bytes | None:
    """The data of an attachment, if it is here."""
    with database.glancing() as connection:
        return attachments.content(connection, sha2, folder)


def _exported(row: Kept) -> Exported:
    hashes: tuple[str, ...] = ()
    if '"sha2"' in row.raw:
        claims = described(msgspec.json.decode(row.raw))
        hashes = tuple(dict.fromkeys(claim["sha2"].lower() for _, claim in claims))
    return Exported(row.stored, row.raw.replace("\n", " ").replace("\r", " "), hashes)
