"""The audit log: what trainers and admins did to others' data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .schema import audit

if TYPE_CHECKING:
    from collections.abc import Sequence


def note(
    connection: sa.Connection,
    at: int,
    person: int | None,
    action: str,
    subject: str,
    detail: str = "",
) -> None:
    """Write down that `person` did `action` to `subject`."""
    values = {"at": at, "person_id": person, "action": action, "subject": subject, "detail": detail}
    connection.execute(sa.insert(audit).values(**values))


def is_noted(connection: sa.Connection, person: int, action: str, detail: str, since: int) -> bool:
    """Whether `person` did just this after `since`, microseconds UTC."""
    known = (audit.c.at > since, audit.c.person_id == person, audit.c.action == action)
    same = sa.select(audit.c.id).where(*known, audit.c.detail == detail).limit(1)
    return connection.execute(same).first() is not None


def latest(connection: sa.Connection, limit: int = 100) -> Sequence[dict[str, Any]]:
    """The newest entries."""
    rows = connection.execute(sa.select(audit).order_by(audit.c.id.desc()).limit(limit))
    return [row._asdict() for row in rows]
