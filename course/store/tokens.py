"""One-time secrets: kept as digests, for resetting a password and for the demo's sign-in links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from .schema import tokens

if TYPE_CHECKING:
    from typing import Literal

    Purpose = Literal["password", "demo"]


def add(connection: sa.Connection, token: str, person: int, purpose: Purpose, expires: int) -> None:
    """Know a token, by its digest, until `expires` (microseconds UTC)."""
    connection.execute(
        sa.insert(tokens).values(id=token, person_id=person, purpose=purpose, expires=expires)
    )


def owner(connection: sa.Connection, token: str, purpose: Purpose, now: int) -> int | None:
    """Whose unused, unexpired token this is; None when there is none."""
    return connection.scalar(
        sa.select(tokens.c.person_id).where(
            tokens.c.id == token,
            tokens.c.purpose == purpose,
            tokens.c.expires > now,
            tokens.c.used.is_(None),
        )
    )


def use(connection: sa.Connection, token: str, now: int) -> None:
    """The token has served and serves no more."""
    connection.execute(sa.update(tokens).where(tokens.c.id == token).values(used=now))


def drop(connection: sa.Connection, purpose: Purpose, person: int | None = None) -> None:
    """Forget all tokens of a purpose (of one person)."""
    command = sa.delete(tokens).where(tokens.c.purpose == purpose)
    connection.execute(command if person is None else command.where(tokens.c.person_id == person))
