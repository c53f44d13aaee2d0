"""Finding statements: by id, by filters, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from ..store import pages, statements
from ..store.keys import Role, key
from ..store.pages import Range
from .recording import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from ..spec.parameters import StatementQuery
    from ..store.pages import Found


@dataclass(frozen=True)
class StatementFilter:
    """Which statements, in which order, how many at most.

    `agent` is a canonical identifier, `registration` in lower case; `since` (exclusive) and
    `until` (inclusive) are microseconds of the time stored. For the next page, `after` is the
    time stored of the last statement of the one before.
    """

    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: int | None = None
    until: int | None = None
    ascending: bool = False
    limit: int = 50
    after: int | None = None


def find(connection: Connection, where: StatementFilter) -> list[Recorded]:
    """The first statements, not voided, that match, in the order asked for."""
    return [_recorded(found) for found in pages.find(connection, range_of(where), where.limit)]


def replay(connection: Connection, batch: int = 1000) -> Iterator[Sequence[Recorded]]:
    """Every statement that is not voided, in stored order, in batches."""
    last = 0
    while True:
        kept = statements.after(connection, last, batch)
        if kept:
            yield [Recorded(row.id, row.stored, msgspec.json.decode(row.raw)) for row in kept]
        if len(kept) < batch:
            return
        last = kept[-1].stored


def filter_of(query: StatementQuery) -> StatementFilter:
    """What a query of the Statement Resource asks for; how many is for the caller to say."""
    return StatementFilter(
        agent=query.agent,
        verb=query.verb,
        activity=query.activity,
        registration=query.registration,
        related_agents=query.related_agents,
        related_activities=query.related_activities,
        since=query.since,
        until=query.until,
        ascending=query.ascending,
    )


def range_of(where: StatementFilter) -> Range:
    """The range of the store that holds what matches; the rarest filter first."""
    keys: list[int] = []
    if where.registration is not None:
        keys.append(key(Role.REGISTRATION, where.registration))
    if where.agent is not None:
        role = Role.RELATED_AGENT if where.related_agents else Role.AGENT
        keys.append(key(role, where.agent))
    if where.activity is not None:
        role = Role.RELATED_ACTIVITY if where.related_activities else Role.ACTIVITY
        keys.append(key(role, where.activity))
    if where.verb is not None:
        keys.append(key(Role.VERB, where.verb))
    bounds = {} if where.until is None else {"until": where.until}
    found = Range(tuple(keys), where.since or 0, ascending=where.ascending, **bounds)
    return found if where.after is None else found.beyond(where.after)


def _recorded(found: Found) -> Recorded:
    statement = msgspec.json.decode(found.raw)
    return Recorded(statement["id"].lower(), found.stored, statement)
