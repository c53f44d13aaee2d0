"""What GET on the Statement Resource answers: one statement, or a page of many."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import NotFound
from ..spec import formats
from ..spec.agents import identifiers
from ..spec.attachments import described, part_headers
from ..spec.multipart import Flow
from ..spec.references import references
from ..store import activities, attachments, order, pages, statements, verbs
from ..store.keys import Role, key
from ..store.pages import Found, Range
from .callers import READ_OWN_STATEMENTS, READ_STATEMENTS
from .recording import authority_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ..spec.parameters import Format
    from ..store.database import Database
    from ..store.folder import Folder
    from .callers import Caller

_decode = msgspec.json.decode


@dataclass(frozen=True, slots=True)
class Wish:
    """How statements are wanted: in which format, which languages first, with their attachments?"""

    format: Format = "exact"
    languages: tuple[str, ...] = ()
    attachments: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A query, or what is left of one: which statements, how many a page, and how."""

    range: Range
    limit: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class Page:
    """Statements as JSON texts in the order asked for, when the latest of them was stored, hash
    and type of the attachments that were wished for, up to when every statement there will ever be
    could be seen, and what is left for the pages to come."""

    texts: tuple[str, ...]
    latest: int | None
    attachments: tuple[tuple[str, str], ...]
    through: int
    rest: Listing | None = None


def carried(database: Database, page: Page, folder: Folder | None = None) -> Iterator[Flow]:
    """The attachments of a page, one after the other, so that only one is in memory at a time, and
    of one that lies in the folder only a piece.

    Data never changes under its hash, so it does not matter that each is read on its own.
    """
    for sha2, kind in page.attachments:
        with database.glancing() as connection:
            pieces = attachments.pieces(connection, sha2, folder)
        if pieces is not None:
            yield Flow(part_headers(sha2, kind), pieces)


def through(database: Database) -> int:
    """The time up to which every statement that will ever be stored can be read (microseconds)."""
    now = _now()
    with database.glancing() as connection:
        return order.consistent_through(connection, now)


def one(database: Database, statement_id: str, wish: Wish, caller: Caller, *, voided: bool) -> Page:
    """The statement of this id, if it is voided as asked. Raises NotFound, Forbidden."""
    caller.require(READ_OWN_STATEMENTS)
    now = _now()
    with database.glancing() as connection:
        kept, settled = statements.by_id_with_through(connection, statement_id, now)
        if kept is None or kept.voided != voided:
            raise NotFound(statement_id)
        if not caller.may(READ_STATEMENTS) and kept.authority != authority_key(caller.authority):
            raise NotFound(statement_id)
        return _page(connection, [Found(kept.stored, kept.raw)], wish, settled)


def page(database: Database, listing: Listing, caller: Caller) -> Page:
    """The first page of a listing. Raises Forbidden.

    What arrives while pages are being read is on none of them: the first page settles up to where
    the others go.
    """
    caller.require(READ_OWN_STATEMENTS)
    now, where = _now(), listing.range
    with database.glancing() as connection:
        allowed = _allowed(where, caller)
        found, edge = pages.find_with_edge(connection, allowed, listing.limit + 1, now)
        shown = found[: listing.limit]
        answer = _page(connection, shown, listing.wish, edge.through)
    if len(found) == len(shown):
        return answer
    rest = where.beyond(shown[-1].stored)
    if where.ascending:
        rest = replace(rest, until=min(rest.until, edge.latest))
    return replace(answer, rest=replace(listing, range=rest))


def _now() -> int:
    return time.time_ns() // 1000


def _allowed(where: Range, caller: Caller) -> Range:
    """The range as far as the caller may read: everything, or what its own authority vouches for."""
    if caller.may(READ_STATEMENTS):
        return where
    own = authority_key(caller.authority)
    if where.keys:
        return replace(where, authority=own)
    known = min(identifiers(caller.authority))
    return replace(where, keys=(key(Role.RELATED_AGENT, known),), authority=own)


def _page(connection: Connection, found: Sequence[Found], wish: Wish, settled: int) -> Page:
    latest = max((one.stored for one in found), default=None)
    texts = tuple(one.raw for one in found)
    if wish.format == "exact" and not wish.attachments:
        return Page(texts, latest, (), settled)
    read = [_decode(text) for text in texts]
    parts = _at_hand(connection, read) if wish.attachments else ()
    if wish.format != "exact":
        texts = tuple(_text(one) for one in _formatted(connection, read, wish))
    return Page(texts, latest, parts, settled)


def _formatted(
    connection: Connection, read: Sequence[dict[str, Any]], wish: Wish
) -> list[dict[str, Any]]:
    if wish.format == "ids":
        return [formats.ids(statement) for statement in read]
    found = [references(statement) for statement in read]
    activity_ids = {iri for one in found for iri in one.related_activities}
    verb_ids = {iri for one in found for iri in (one.verb, *(verb for verb, _ in one.displays))}
    definitions = _read(activities.definitions(connection, activity_ids))
    displays = _read(verbs.displays(connection, verb_ids))
    return [
        formats.canonical(statement, definitions, displays, wish.languages) for statement in read
    ]


def _read(texts: Mapping[str, str]) -> dict[str, Any]:
    return {iri: _decode(text) for iri, text in texts.items()}


def _at_hand(connection: Connection, read: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Hash and type of the attachments of these statements whose data is here, once each."""
    types = {
        claim["sha2"].lower(): claim["contentType"]
        for statement in read
        for _, claim in described(statement)
    }
    known = attachments.known(connection, sorted(types))
    return tuple((sha2, kind) for sha2, kind in types.items() if sha2 in known)


def _text(statement: dict[str, Any]) -> str:
    return msgspec.json.encode(statement).decode()
