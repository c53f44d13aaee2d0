"""Counting tries, so that passwords and codes cannot be guessed; in the database, for all processes."""

from __future__ import annotations

import sqlalchemy as sa

from .schema import tries
from .upserts import insert


def count(connection: sa.Connection, subject: str, now: int, window: int) -> tuple[int, int]:
    """Count one more try for `subject`; answers how many there were in this window, and the
    microseconds until it ends. A window of `window` microseconds opens with its first try."""
    command = insert(connection, tries).values(subject=subject, opened=now, count=1)
    over = tries.c.opened + window <= now
    command = command.on_conflict_do_update(
        index_elements=["subject"],
        set_={
            "opened": sa.case((over, now), else_=tries.c.opened),
            "count": sa.case((over, 1), else_=tries.c.count + 1),
        },
    )
    row = connection.execute(command.returning(tries.c.count, tries.c.opened)).one()
    return row[0], row[1] + window - now


def clear(connection: sa.Connection, subject: str) -> None:
    """Forget the tries of `subject`: it succeeded."""
    connection.execute(sa.delete(tries).where(tries.c.subject == subject))
