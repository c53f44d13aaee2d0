"""Destinations of forwarding: what they are, how far each has come, who is sending to them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..forwarding.progress import Progress
from .forwarding_schema import destinations, isolated
from .schema import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


@dataclass(frozen=True)
class Charter:
    """What an admin decided about a destination. `secret` and `pseudonym_key` are encrypted,
    `rules` and `pseudonyms` are JSON."""

    name: str
    endpoint: str
    version: str
    scheme: str
    key: str
    secret: str
    pseudonym_key: str
    rules: str
    pseudonyms: str | None
    batch_statements: int
    batch_bytes: int
    peer: str | None
    peer_authority: int | None


@dataclass(frozen=True)
class Kept:
    """A destination as the table holds it. Times are microseconds UTC."""

    id: int
    charter: Charter
    progress: Progress
    created: int
    ruled: int
    revision: int


_CHARTER = tuple(Charter.__dataclass_fields__)
_PROGRESS = tuple(Progress.__dataclass_fields__)
_OWN = ("id", "created", "ruled", "revision")
_READ = tuple(destinations.c[name] for name in (*_OWN, *_CHARTER, *_PROGRESS))
_of = destinations.c.id == sa.bindparam("of")


def every(connection: Connection) -> list[Kept]:
    """All destinations, oldest first."""
    return [_kept(row) for row in connection.execute(sa.select(*_READ).order_by(destinations.c.id))]


def by_id(connection: Connection, destination: int) -> Kept | None:
    """The destination of this number."""
    row = connection.execute(_BY_ID, {"of": destination}).first()
    return None if row is None else _kept(row)


def named(connection: Connection, name: str) -> int | None:
    """The number of the destination of this name."""
    query = sa.select(destinations.c.id).where(destinations.c.name == name)
    found: int | None = connection.execute(query).scalar()
    return found


def add(connection: Connection, charter: Charter, progress: Progress, now: int) -> int:
    """Keep a new destination; its number."""
    values = {
        **asdict(charter),
        **asdict(progress),
        "created": now,
        "ruled": progress.position,
        "revision": 1,
        "held_until": 0,
    }
    made = connection.execute(sa.insert(destinations).values(**values).returning(destinations.c.id))
    return int(made.scalar_one())


def change(
    connection: Connection, destination: int, values: Mapping[str, Any], *, reruled: bool = False
) -> bool:
    """Write an admin's decision; a round under way will notice. False: no such destination.

    `reruled` says that other statements than before may go.
    """
    chosen = sa.update(destinations).where(destinations.c.id == destination)
    changed: dict[str, Any] = {**values, "revision": destinations.c.revision + 1}
    if reruled:
        changed["ruled"] = sa.case(
            (destinations.c.ruled > destinations.c.position, destinations.c.ruled),
            else_=destinations.c.position,
        )
    return bool(connection.execute(chosen.values(changed)).rowcount)


def remove(connection: Connection, destination: int) -> bool:
    """Forget a destination and what it did not take; False when there is none."""
    connection.execute(sa.delete(isolated).where(isolated.c.destination == destination))
    gone = sa.delete(destinations).where(destinations.c.id == destination)
    return bool(connection.execute(gone).rowcount)


def due(connection: Connection, now: int) -> list[int]:
    """The destinations that may be sent to now, nobody being at it, and have something to be sent;
    the one that waited longest first."""
    rows = connection.execute(_DUE, {"now": now})
    return [number for (number,) in rows]


def take(connection: Connection, destination: int, holder: str, now: int, until: int) -> bool:
    """Become the one worker that sends there; False when another one is, or it is not due."""
    values = {"of": destination, "by": holder, "now": now, "until": until}
    return bool(connection.execute(_TAKE, values).rowcount)


def settle(connection: Connection, kept: Kept, progress: Progress, holder: str, until: int) -> bool:
    """Write how far it has come and hold it until `until`.

    False, and nothing is written, when an admin changed it meanwhile or another worker took over:
    then what was sent will be sent again, which does no harm.
    """
    mine = sa.update(destinations).where(
        destinations.c.id == kept.id,
        destinations.c.holder == holder,
        destinations.c.revision == kept.revision,
    )
    values = {**asdict(progress), "held_until": until}
    return bool(connection.execute(mine.values(values)).rowcount)


def let_go(connection: Connection, destination: int, holder: str) -> None:
    """Stop being the one who sends there."""
    mine = sa.update(destinations).where(
        destinations.c.id == destination, destinations.c.holder == holder
    )
    connection.execute(mine.values(holder=None, held_until=0))


def _kept(row: sa.Row[Any]) -> Kept:
    values = row._asdict()
    return Kept(
        charter=Charter(**{name: values[name] for name in _CHARTER}),
        progress=Progress(**{name: values[name] for name in _PROGRESS}),
        **{name: values[name] for name in _OWN},
    )


_BY_ID = sa.select(*_READ).where(_of)
_FREE = (
    destinations.c.state == "active",
    destinations.c.next_attempt <= sa.bindparam("now"),
    destinations.c.held_until <= sa.bindparam("now"),
)
_NEWEST = sa.select(sa.func.max(statements.c.stored)).scalar_subquery()
_AGAIN = sa.exists().where(isolated.c.destination == destinations.c.id, isolated.c.again)
_DUE = (
    sa.select(destinations.c.id)
    .where(*_FREE, sa.or_(destinations.c.position < _NEWEST, _AGAIN))
    .order_by(destinations.c.next_attempt, destinations.c.id)
)
_TAKE = (
    sa.update(destinations)
    .where(_of, *_FREE)
    .values(holder=sa.bindparam("by"), held_until=sa.bindparam("until"))
)
