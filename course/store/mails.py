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
    tries: int


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
        sa.select(mails.c.id, mails.c.recipient, mails.c.subject, mails.c.body, mails.c.tries)
        .where(mails.c.sent.is_(None), mails.c.due <= now, mails.c.tries < most_tries)
        .order_by(mails.c.id)
        .limit(limit)
    )
    return [Letter(*row) for row in rows]


def take(connection: sa.Connection, letter: Letter, now: int) -> bool:
    """Take a mail for one try, and say when the next would be due; False when another worker was
    quicker. A worker that dies in the middle so delays the mail, and loses nothing."""
    mine = sa.update(mails).where(
        mails.c.id == letter.id, mails.c.tries == letter.tries, mails.c.sent.is_(None)
    )
    due = now + FIRST_PAUSE * 2**letter.tries
    return connection.execute(mine.values(tries=letter.tries + 1, due=due)).rowcount == 1


def settle(connection: sa.Connection, letter: Letter, now: int, error: str) -> None:
    """Note that a mail was sent, or what kept it from being sent."""
    change = sa.update(mails).where(mails.c.id == letter.id)
    connection.execute(change.values(sent=None if error else now, error=error))
