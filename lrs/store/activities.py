"""Activities that statements named, each with its canonical definition as JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert, rows_among
from .keys import name_key
from .schema import activities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


def add(connection: Connection, iris: Iterable[str]) -> None:
    """Remember activities, without definition unless they are known already."""
    rows = sorted((name_key(iri), iri) for iri in set(iris))
    insert(connection, activities, ("key", "iri"), rows)


def definition(connection: Connection, iri: str) -> str | None:
    """The canonical definition of an activity, None when nobody defined it."""
    return definitions(connection, [iri]).get(iri)


def definitions(connection: Connection, iris: Iterable[str]) -> dict[str, str]:
    """The canonical definitions of those activities that have one, by IRI."""
    keys = sorted({name_key(iri) for iri in iris})
    columns = (activities.c.iri, activities.c.definition)
    found = rows_among(connection, columns, activities.c.key, keys)
    return {iri: text for iri, text in found if text is not None}


def define(connection: Connection, changed: Mapping[str, str]) -> None:
    """Set the canonical definitions of activities that are known already."""
    rows = sorted((name_key(iri), text) for iri, text in changed.items())
    if rows:
        connection.execute(_DEFINE, [{"of": key, "text": text} for key, text in rows])


_DEFINE = (
    sa.update(activities)
    .where(activities.c.key == sa.bindparam("of"))
    .values(definition=sa.bindparam("text"))
)
