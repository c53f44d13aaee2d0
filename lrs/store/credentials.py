"""Keys, tokens and their hashed secrets, of those who use the LRS over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .bulk import insert
from .schema import credentials

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class StoredCredentials:
    """One row: `secret` is a hash, `scopes` separated by spaces, `authority` JSON, times are
    microseconds, `revision` grows with every change, `kind` is `key` or `token`, `limit` counts
    requests a minute: None for what is usual here, 0 for no limit."""

    key: str
    secret: str
    name: str
    scopes: str
    authority: str
    created: int
    expires: int | None
    last_used: int | None
    revision: int
    kind: str = "key"
    limit: int | None = None


_READ = tuple(credentials.c[name] for name in StoredCredentials.__dataclass_fields__)


def by_key(connection: Connection, key: str) -> StoredCredentials | None:
    """The credentials of this key."""
    row = connection.execute(sa.select(*_READ).where(credentials.c.key == key)).first()
    return None if row is None else StoredCredentials(*row)


def every(connection: Connection) -> list[StoredCredentials]:
    """All credentials, oldest first."""
    rows = connection.execute(sa.select(*_READ).order_by(credentials.c.created, credentials.c.key))
    return [StoredCredentials(*row) for row in rows]


def revision(connection: Connection, key: str) -> int | None:
    """The revision of the credentials of this key; None if they are gone."""
    query = sa.select(credentials.c.revision).where(credentials.c.key == key)
    revision: int | None = connection.execute(query).scalar()
    return revision


def add(connection: Connection, row: StoredCredentials) -> bool:
    """Keep new credentials; False, and nothing changed, if the key is in use."""
    names = tuple(StoredCredentials.__dataclass_fields__)
    values = tuple(getattr(row, name) for name in names)
    return insert(connection, credentials, names, [values]) == 1


def set_secret(connection: Connection, key: str, secret: str) -> bool:
    """Give the key another secret (a hash); False if there is no such key."""
    return _change(connection, key, {"secret": secret})


def set_expiry(connection: Connection, key: str, expires: int | None) -> bool:
    """Let the credentials end at `expires`; False if there is no such key."""
    return _change(connection, key, {"expires": expires})


def set_limit(connection: Connection, key: str, limit: int | None) -> bool:
    """Grant another number of requests a minute; False if there is no such key."""
    return _change(connection, key, {"limit": limit})


def set_last_used(connection: Connection, key: str, moment: int) -> None:
    """Note when the credentials were used, if no later use is known; no new revision."""
    last = credentials.c.last_used
    chosen = sa.update(credentials).where(
        credentials.c.key == key, sa.or_(last.is_(None), last < moment)
    )
    connection.execute(chosen.values(last_used=moment))


def remove(connection: Connection, key: str) -> bool:
    """Forget the credentials; False if there were none."""
    return bool(connection.execute(sa.delete(credentials).where(credentials.c.key == key)).rowcount)


def _change(connection: Connection, key: str, values: dict[str, object]) -> bool:
    change = sa.update(credentials).where(credentials.c.key == key)
    values = {**values, "revision": credentials.c.revision + 1}
    return bool(connection.execute(change.values(values)).rowcount)
