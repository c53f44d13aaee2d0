"""State and profile documents (Communication 2.2, 2.3, 2.6, 2.7; LRS 4.1.6)."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..errors import NotFound
from ..spec import concurrency, merging
from ..store import documents
from ..store.documents import Document, Shelf
from .callers import READ_DOCUMENTS, WRITE_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from ..spec.parameters import DocumentQuery
    from .callers import Caller


@dataclass(frozen=True)
class Conditions:
    """What a request demands of the document as it is: the two headers, by the version's rules."""

    version: str
    if_match: str | None = None
    if_none_match: str | None = None


def shelf_of(query: DocumentQuery) -> Shelf:
    """Where the documents of a request lie."""
    return Shelf(query.resource, query.activity, query.agent, query.registration)


def get(connection: Connection, query: DocumentQuery, caller: Caller) -> Document:
    """The one document asked for. Raises NotFound, Forbidden."""
    name = _enter(connection, query, caller, "GET")
    assert name is not None
    found = documents.get(connection, shelf_of(query), name)
    if found is None:
        raise NotFound(name)
    return found


def names(
    connection: Connection, query: DocumentQuery, caller: Caller
) -> tuple[list[str], int | None]:
    """The ids of the documents asked for, each once, and when the newest changed. Raises Forbidden."""
    _enter(connection, query, caller, "GET")
    found = documents.names(connection, shelf_of(query), query.since)
    newest = max((updated for _, updated in found), default=None)
    return list(dict.fromkeys(name for name, _ in found)), newest


def put(
    connection: Connection,
    query: DocumentQuery,
    caller: Caller,
    content: bytes,
    content_type: str,
    conditions: Conditions,
    now: Callable[[], int] | None = None,
) -> None:
    """Store or replace a document. Raises Conflict, PreconditionFailed, Forbidden, Invalid."""

    def replaced(_current: Document | None) -> tuple[bytes, str]:
        return content, content_type

    _write(connection, query, caller, "PUT", conditions, replaced, now)


def post(
    connection: Connection,
    query: DocumentQuery,
    caller: Caller,
    content: bytes,
    content_type: str,
    conditions: Conditions,
    now: Callable[[], int] | None = None,
) -> None:
    """Store a document, or merge it into the one that is there.

    Raises PreconditionFailed, Forbidden, and Invalid or Malformed where the two cannot be merged.
    """

    def merged(current: Document | None) -> tuple[bytes, str]:
        old = None if current is None else current.content
        old_type = "" if current is None else current.content_type
        return merging.merge(old, old_type, content, content_type)

    _write(connection, query, caller, "POST", conditions, merged, now)


def delete(
    connection: Connection, query: DocumentQuery, caller: Caller, conditions: Conditions
) -> None:
    """Remove a document, or all of the shelf. Raises PreconditionFailed, Forbidden."""
    name = _enter(connection, query, caller, "DELETE")
    shelf = shelf_of(query)
    if name is None:
        documents.clear(connection, shelf)
        return
    current = documents.get(connection, shelf, name, to_change=True)
    _check(query, current, conditions, "DELETE")
    documents.remove(connection, shelf, name)


def _write(
    connection: Connection,
    query: DocumentQuery,
    caller: Caller,
    method: str,
    conditions: Conditions,
    change: Callable[[Document | None], tuple[bytes, str]],
    now: Callable[[], int] | None,
) -> None:
    """Read, judge and write as one step, whoever else writes the same document meanwhile."""
    name = _enter(connection, query, caller, method)
    assert name is not None
    shelf = shelf_of(query)
    while True:
        current = documents.get(connection, shelf, name, to_change=True)
        _check(query, current, conditions, method)
        content, content_type = change(current)
        moment = now() if now else time.time_ns() // 1000
        changed = Document(content, content_type, concurrency.etag(content), moment)
        if current is not None:
            moment = max(moment, current.updated + 1)
            documents.replace(connection, shelf, name, replace(changed, updated=moment))
            return
        if documents.add(connection, shelf, name, changed):
            return  # else another one was first: judge again by what is there now


def _enter(connection: Connection, query: DocumentQuery, caller: Caller, method: str) -> str | None:
    """The document's name, once the caller may do this."""
    scopes = READ_DOCUMENTS if method == "GET" else WRITE_DOCUMENTS
    caller.require(scopes[query.resource])
    if caller.gate is not None:
        caller.gate.document(connection, method, shelf_of(query), query.id)
    return query.id


def _check(
    query: DocumentQuery, current: Document | None, conditions: Conditions, method: str
) -> None:
    concurrency.check(
        None if current is None else current.etag,
        conditions.if_match,
        conditions.if_none_match,
        method=method,
        resource=query.resource,
        version=conditions.version,
    )
