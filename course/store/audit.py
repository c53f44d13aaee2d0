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


def latest(connection: sa.Connection, limit: int = 100) -> Sequence[dict[str, Any]]:
    """The newest entries."""
    rows = connection.execute(sa.select(audit).order_by(audit.c.id.desc()).limit(limit))
    return [row._asdict() for row in rows]
