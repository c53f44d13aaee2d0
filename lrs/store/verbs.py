"""Verbs that statements used, each with its canonical display as JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert, rows_among
from .keys import name_key
from .schema import verbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


def add(connection: Connection, iris: Iterable[str]) -> None:
    """Remember verbs, without display unless they are known already."""
    rows = sorted((name_key(iri), iri) for iri in set(iris))
    insert(connection, verbs, ("key", "iri"), rows)


def display(connection: Connection, iri: str) -> str | None:
    """The canonical display of a verb, None when nobody defined it."""
    return displays(connection, [iri]).get(iri)


def displays(connection: Connection, iris: Iterable[str]) -> dict[str, str]:
    """The canonical displays of those verbs that have one, by IRI."""
    keys = sorted({name_key(iri) for iri in iris})
    columns = (verbs.c.iri, verbs.c.display)
    found = rows_among(connection, columns, verbs.c.key, keys)
    return {iri: text for iri, text in found if text is not None}


def some(connection: Connection, count: int) -> list[tuple[str, str | None]]:
    """Some verbs, at most `count`, always the same ones: IRI and canonical display."""
    return [(iri, text) for iri, text in connection.execute(_SOME, {"count": count})]


def show(connection: Connection, changed: Mapping[str, str]) -> None:
    """Set the canonical displays of verbs that are known already."""
    rows = sorted((name_key(iri), text) for iri, text in changed.items())
    if rows:
        connection.execute(_DISPLAY, [{"of": key, "text": text} for key, text in rows])


_DISPLAY = (
    sa.update(verbs).where(verbs.c.key == sa.bindparam("of")).values(display=sa.bindparam("text"))
)
_SOME = sa.select(verbs.c.iri, verbs.c.display).order_by(verbs.c.key).limit(sa.bindparam("count"))
