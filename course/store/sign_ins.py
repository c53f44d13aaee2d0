"""Sign-ins: kept as digests, so that each can be seen by its owner and revoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .schema import sign_ins

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class SignIn:
    """One sign-in. Moments are microseconds UTC; `agent` is what the browser calls itself."""

    id: str
    created: int
    seen: int
    agent: str


def add(
    connection: sa.Connection, sign_in: str, person: int, now: int, expires: int, agent: str
) -> None:
    """Know a new sign-in by its digest."""
    values = {"id": sign_in, "person_id": person, "created": now, "seen": now}
    connection.execute(sa.insert(sign_ins).values(**values, expires=expires, agent=agent[:200]))


def of_person(connection: sa.Connection, person: int, now: int) -> Sequence[SignIn]:
    """The sign-ins of a person that have not ended, newest first."""
    rows = connection.execute(
        sa.select(sign_ins.c.id, sign_ins.c.created, sign_ins.c.seen, sign_ins.c.agent)
        .where(sign_ins.c.person_id == person, sign_ins.c.expires > now)
        .order_by(sign_ins.c.created.desc())
    )
    return [SignIn(*row) for row in rows]


def end(connection: sa.Connection, sign_in: str) -> None:
    """End one sign-in."""
    connection.execute(sa.delete(sign_ins).where(sign_ins.c.id == sign_in))


def end_all(connection: sa.Connection, person: int, but: str | None = None) -> None:
    """End every sign-in of a person, but one."""
    command = sa.delete(sign_ins).where(sign_ins.c.person_id == person)
    connection.execute(command if but is None else command.where(sign_ins.c.id != but))


def end_old(connection: sa.Connection, now: int) -> None:
    """Forget the sign-ins whose time is over."""
    connection.execute(sa.delete(sign_ins).where(sign_ins.c.expires <= now))
