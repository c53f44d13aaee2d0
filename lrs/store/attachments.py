"""The data of attachments: kept once, by its hash, and which statements carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert, rows_among
from .schema import attachments, statement_attachments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


def add(connection: Connection, contents: Mapping[str, bytes]) -> None:
    """Keep attachment data by its SHA-2 in lower-case hex; what is there already stays."""
    rows = sorted(contents.items())
    insert(connection, attachments, ("sha2", "content"), rows)


def link(connection: Connection, carried: Sequence[tuple[str, int]]) -> None:
    """Remember (hash, time stored): which statement carries which data."""
    insert(connection, statement_attachments, ("sha2", "stored"), sorted(set(carried)))


def content(connection: Connection, sha2: str) -> bytes | None:
    """The data of this hash, if it is here."""
    query = sa.select(attachments.c.content).where(attachments.c.sha2 == sha2)
    found = connection.execute(query).scalar()
    return None if found is None else bytes(found)


def known(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of `hashes` whose data is here."""
    found = rows_among(connection, (attachments.c.sha2,), attachments.c.sha2, hashes)
    return {sha2 for (sha2,) in found}
