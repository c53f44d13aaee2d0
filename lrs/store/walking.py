"""Going through the whole store, voided statements included: for upkeep, not for requests.

Every walk goes on after a time stored, a portion at a time, so that none keeps a transaction open
for long and each can be taken up again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import rows_among
from .forwarding_schema import isolated
from .schema import actors, documents, references, statement_attachments, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from .pages import Range


def found_by(
    connection: Connection, keys: Sequence[int], after: int, before: int, count: int
) -> list[int]:
    """When the next statements that are found, by themselves, by any of these keys were stored."""
    found: set[int] = set()
    for key in keys:
        query = (
            sa.select(references.c.stored)
            .where(references.c.key == key, references.c.origin == 0)
            .where(references.c.stored > after, references.c.stored < before)
        )
        found.update(connection.execute(query.order_by(references.c.stored).limit(count)).scalars())
    return sorted(found)[:count]


def unspoken(connection: Connection, after: int, before: int, count: int) -> list[int]:
    """When the next statements whose actor is a Group without members were stored."""
    query = sa.select(statements.c.stored).where(
        statements.c.stored > after,
        statements.c.stored < before,
        statements.c.raw.like('%"member":%[]%'),
    )
    return list(connection.execute(query.order_by(statements.c.stored).limit(count)).scalars())


def matching(connection: Connection, where: Range, count: int) -> list[int]:
    """When the next statements of an ascending range were stored, voided or not."""
    walked = references.alias("walked") if where.keys else statements.alias("walked")
    query = sa.select(walked.c.stored).distinct()
    for number, key in enumerate(where.keys):
        if number == 0:
            query = query.where(walked.c.key == key)
            continue
        also = references.alias(f"also_{number}")
        same = (also.c.stored == walked.c.stored, also.c.origin == walked.c.origin)
        found = sa.select(also.c.key).where(also.c.key == key, *same).limit(1).scalar_subquery()
        query = query.where(found.is_not(None))
    query = query.where(walked.c.stored > where.since, walked.c.stored <= where.until)
    return list(connection.execute(query.order_by(walked.c.stored).limit(count)).scalars())


def telling(connection: Connection, texts: Sequence[str], after: int, count: int) -> list[int]:
    """When the next statements whose JSON holds one of these texts, in any case, were stored."""
    holds = (statements.c.raw.icontains(text, autoescape=True) for text in texts)
    query = sa.select(statements.c.stored).where(
        statements.c.stored > after, sa.or_(sa.false(), *holds)
    )
    return list(connection.execute(query.order_by(statements.c.stored).limit(count)).scalars())


def known_actors(connection: Connection, after: int | None, count: int) -> list[tuple[int, str]]:
    """The next agents and groups in the order of their keys: key and identifier."""
    query = sa.select(actors.c.key, actors.c.identifier).order_by(actors.c.key).limit(count)
    if after is not None:
        query = query.where(actors.c.key > after)
    return [(key, identifier) for key, identifier in connection.execute(query)]


def actors_among(connection: Connection, keys: Iterable[int]) -> int:
    """How many of the agents and groups with these keys are known."""
    found = rows_among(connection, (actors.c.key,), actors.c.key, sorted(keys))
    return sum(1 for _ in found)


def actors_told_by(connection: Connection, text: str) -> list[str]:
    """The identifiers, of statements or documents, that hold this text in any case."""
    told = sa.select(actors.c.identifier).where(
        actors.c.identifier.icontains(text, autoescape=True)
    )
    kept = sa.select(documents.c.agent).where(documents.c.agent.icontains(text, autoescape=True))
    return sorted(connection.execute(sa.union(told, kept)).scalars())


def last_found(connection: Connection, key: int) -> int:
    """When the latest statement that is found, by itself, by this key was stored; 0 for none."""
    query = sa.select(sa.func.max(references.c.stored)).where(
        references.c.key == key, references.c.origin == 0
    )
    return connection.execute(query).scalar() or 0


def count_found(connection: Connection, key: int) -> int:
    """How many statements are found, by themselves, by this key."""
    query = sa.select(sa.func.count()).where(references.c.key == key, references.c.origin == 0)
    return connection.execute(query).scalar() or 0


def count_isolated(connection: Connection, times: Sequence[int]) -> int:
    """How many times the statements stored then were set aside while forwarding."""
    found = rows_among(connection, (isolated.c.stored,), isolated.c.stored, times)
    return sum(1 for _ in found)


def carriers(connection: Connection, hashes: Iterable[str]) -> dict[str, set[int]]:
    """When the statements that carry the data of these hashes were stored, by hash."""
    table = statement_attachments.c
    found: dict[str, set[int]] = {}
    for sha2, stored in rows_among(
        connection, (table.sha2, table.stored), table.sha2, sorted(hashes)
    ):
        found.setdefault(sha2, set()).add(stored)
    return found


def documents_of(
    connection: Connection, agents: Iterable[str], texts: Sequence[str] = ()
) -> list[bytes]:
    """The keys of all state and profile documents of these agents, and of those that are called,
    or lie at an activity that is called, by one of `texts`."""
    found = rows_among(connection, (documents.c.key,), documents.c.agent, sorted(agents))
    keys = {bytes(key) for (key,) in found}
    holds = [
        column.icontains(text, autoescape=True)
        for column in (documents.c.document, documents.c.activity)
        for text in texts
    ]
    called = sa.select(documents.c.key).where(sa.or_(sa.false(), *holds))
    return sorted(keys | {bytes(key) for key in connection.execute(called).scalars()})


def documents_among(connection: Connection, keys: Sequence[bytes], before: int) -> list[bytes]:
    """Those of the documents with these keys that were last changed before then."""
    columns = (documents.c.key, documents.c.updated)
    found = rows_among(connection, columns, documents.c.key, keys)
    return sorted(bytes(key) for key, updated in found if updated < before)


def documents_before(
    connection: Connection, moment: int, activities: Sequence[str], after: bytes, count: int
) -> list[tuple[bytes, str]]:
    """The next documents about persons, key and agent, that were last changed before `moment`;
    only those about `activities` where some are named."""
    query = (
        sa.select(documents.c.key, documents.c.agent)
        .where(documents.c.agent.is_not(None), documents.c.updated < moment)
        .where(documents.c.key > after)
    )
    if activities:
        query = query.where(documents.c.activity.in_(activities))
    rows = connection.execute(query.order_by(documents.c.key).limit(count))
    return [(bytes(key), agent) for key, agent in rows]
