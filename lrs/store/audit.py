"""What was erased for good: one entry a run, which grows with it and never names whom it was about."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import audit

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was, or would be, erased.

    `mentions` are statements of others in which somebody was made anonymous, `attachments` data
    that no statement carries any more, `isolated` statements set aside while forwarding, `actors`
    agents and groups that are not known any more, `credentials` keys that named somebody.
    """

    statements: int = 0
    mentions: int = 0
    documents: int = 0
    attachments: int = 0
    isolated: int = 0
    actors: int = 0
    credentials: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass(frozen=True, slots=True)
class Entry:
    """One run. Times are microseconds; `finished` is None while something may be left."""

    id: int
    started: int
    finished: int | None
    action: str
    who: str
    detail: str
    counts: Counts


_COUNTS = tuple(audit.c[field.name] for field in fields(Counts))
_READ = (
    audit.c.id,
    audit.c.started,
    audit.c.finished,
    audit.c.action,
    audit.c.who,
    audit.c.detail,
    *_COUNTS,
)


def begin(connection: Connection, action: str, who: str, detail: str, now: int) -> int:
    """A new entry, with nothing counted yet; its id."""
    values = {"started": now, "action": action, "who": who, "detail": detail}
    zeros = {column.name: 0 for column in _COUNTS}
    made = connection.execute(sa.insert(audit).values(**values, **zeros)).inserted_primary_key
    assert made is not None
    return int(made[0])


def add(connection: Connection, entry: int, counts: Counts, finished: int | None = None) -> None:
    """Count more for an entry; `finished` closes it."""
    grown = {column.name: column + getattr(counts, column.name) for column in _COUNTS}
    change = sa.update(audit).where(audit.c.id == entry)
    connection.execute(change.values(**grown, finished=finished))


def by_id(connection: Connection, entry: int) -> Entry | None:
    """The entry of this id."""
    row = connection.execute(sa.select(*_READ).where(audit.c.id == entry)).first()
    return None if row is None else _entry(row)


def is_open(connection: Connection, action: str) -> bool:
    """Whether some run of this kind has not come to its end."""
    open_runs = sa.select(audit.c.id).where(audit.c.action == action, audit.c.finished.is_(None))
    return connection.execute(open_runs.limit(1)).first() is not None


def latest(connection: Connection, count: int) -> list[Entry]:
    """The newest entries, newest first."""
    rows = connection.execute(sa.select(*_READ).order_by(audit.c.id.desc()).limit(count))
    return [_entry(row) for row in rows]


def _entry(row: sa.Row[Any]) -> Entry:
    counts = Counts(*tuple(row)[-len(_COUNTS) :])
    return Entry(row.id, row.started, row.finished, row.action, row.who, row.detail, counts)
