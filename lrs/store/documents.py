"""State and profile documents: read, listed, replaced, removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from .keys import document_key
from .schema import documents

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Shelf:
    """Where documents lie: `kind` is state, agent_profile or activity_profile; `agent` is a
    canonical identifier; a state without registration is another one than with."""

    kind: str
    activity: str | None = None
    agent: str | None = None
    registration: str | None = None


@dataclass(frozen=True)
class Document:
    """A document as it was sent. `etag` is the SHA-1 of the content in hex, `updated` microseconds."""

    content: bytes
    content_type: str
    etag: str
    updated: int


_READ = (documents.c.content, documents.c.content_type, documents.c.etag, documents.c.updated)


def get(
    connection: Connection, shelf: Shelf, name: str, *, to_change: bool = False
) -> Document | None:
    """The document `name` on the shelf; held against changes by others if it is `to_change`."""
    query = sa.select(*_READ).where(documents.c.key == _key(shelf, name))
    row = connection.execute(query.with_for_update() if to_change else query).first()
    return None if row is None else Document(bytes(row[0]), *row[1:])


def names(connection: Connection, shelf: Shelf, since: int | None = None) -> list[tuple[str, int]]:
    """The documents on the shelf that changed after `since`: (name, updated), oldest first.

    A state shelf without registration covers those with any registration: a name may come twice.
    """
    query = sa.select(documents.c.document, documents.c.updated).where(_on(shelf))
    if since is not None:
        query = query.where(documents.c.updated > since)
    rows = connection.execute(query.order_by(documents.c.updated, documents.c.document))
    return [(name, updated) for name, updated in rows]


def add(connection: Connection, shelf: Shelf, name: str, document: Document) -> bool:
    """Put a new document on the shelf; False, and nothing changed, if one is there already."""
    values = {
        "key": _key(shelf, name),
        "shelf": _shelf_key(shelf),
        "kind": shelf.kind,
        "activity": shelf.activity,
        "agent": shelf.agent,
        "registration": shelf.registration,
        "document": name,
        **_values(document),
    }
    on_engine: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    insertion = on_engine.insert(documents).values(values).on_conflict_do_nothing()
    counted = insertion.execution_options(preserve_rowcount=True)
    return bool(connection.execute(counted).rowcount)


def replace(connection: Connection, shelf: Shelf, name: str, document: Document) -> None:
    """Replace the document `name` of the shelf."""
    change = sa.update(documents).where(documents.c.key == _key(shelf, name))
    connection.execute(change.values(_values(document)))


def remove(connection: Connection, shelf: Shelf, name: str) -> None:
    """Remove the document `name` from the shelf, if it is there."""
    connection.execute(sa.delete(documents).where(documents.c.key == _key(shelf, name)))


def clear(connection: Connection, shelf: Shelf) -> None:
    """Remove all documents of the shelf; without registration, those of every registration."""
    connection.execute(sa.delete(documents).where(_on(shelf)))


def _values(document: Document) -> dict[str, Any]:
    return {
        "content": document.content,
        "content_type": document.content_type,
        "etag": document.etag,
        "updated": document.updated,
    }


def _shelf_key(shelf: Shelf) -> bytes:
    return document_key(shelf.kind, shelf.activity, shelf.agent)


def _key(shelf: Shelf, name: str) -> bytes:
    return document_key(shelf.kind, shelf.activity, shelf.agent, shelf.registration, name)


def _on(shelf: Shelf) -> sa.ColumnElement[bool]:
    condition = documents.c.shelf == _shelf_key(shelf)
    if shelf.registration is not None:
        condition = sa.and_(condition, documents.c.registration == shelf.registration)
    return condition
