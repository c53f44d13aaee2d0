"""The outbox of mails: written in the transaction of what they tell, sent by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .schema import mails

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_PAUSE = 60 * 1_000_000
"""Microseconds before the second try; doubled for each further one."""


@dataclass(frozen=True)
class Letter:
    """A mail waiting in the outbox."""

    id: int
    recipient: str
    subject: str
    body: str


def post(connection: sa.Connection, recipient: str, subject: str, body: str, now: int) -> None:
    """Put a mail into the outbox, due at once."""
    connection.execute(
        sa.insert(mails).values(
            recipient=recipient, subject=subject, body=body, created=now, due=now
        )
    )


def due(connection: sa.Connection, now: int, most_tries: int, limit: int = 50) -> Sequence[Letter]:
    """The mails to send now, oldest first."""
    rows = connection.execute(
        sa.select(mails.c.id, mails.c.recipient, mails.c.subject, mails.c.body)
        .where(mails.c.sent.is_(None), mails.c.due <= now, mails.c.tries < most_tries)
        .order_by(mails.c.id)
        .limit(limit)
    )
    return [Letter(*row) for row in rows]


def settle(connection: sa.Connection, letter: int, now: int, error: str) -> None:
    """Note that a mail was sent, or what kept it from being sent and when to try again."""
    change = sa.update(mails).where(mails.c.id == letter)
    if not error:
        connection.execute(change.values(sent=now, tries=mails.c.tries + 1, error=""))
        return
    tries = connection.scalar(sa.select(mails.c.tries).where(mails.c.id == letter)) or 0
    connection.execute(
        change.values(tries=tries + 1, due=now + FIRST_PAUSE * 2**tries, error=error)
    )
