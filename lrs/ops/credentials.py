"""Key and secret: made, checked quickly, rotated, revoked.

A secret is kept as a hash that takes long to compute on purpose. So a pair that was found good is
remembered, in this process, under a keyed digest; after some seconds the row's revision is looked
up again, so a revoked key stops working in every process, and after some minutes the secret is
hashed again.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Conflict, Invalid, NotFound, Unauthorized
from ..spec import rules
from ..spec.agents import validate_authority
from ..store import credentials as store
from ..store.credentials import StoredCredentials
from .callers import SCOPES, Caller
from .secrets import Hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from ..store.database import Database

_REMEMBERED = 10_000
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Credentials:
    """New credentials. The secret is shown here and never again."""

    key: str
    secret: str
    name: str
    scopes: frozenset[str]
    authority: Mapping[str, Any]


@dataclass(frozen=True)
class ListedCredentials:
    """Credentials as admins see them. Times are microseconds UTC."""

    key: str
    name: str
    scopes: frozenset[str]
    authority: Mapping[str, Any]
    created: int
    expires: int | None
    last_used: int | None


@dataclass(frozen=True)
class _Checked:
    """Credentials found good: until when without asking, and until when without hashing."""

    caller: Caller
    key: str
    revision: int
    expires: int | None
    recheck_at: float
    forget_at: float


class Keeper:
    """Makes and checks credentials. One object an LRS; threads may share it.

    `homepage` is where keys without an authority of their own are accounts; `recheck_after` and
    `trust_for` are seconds.
    """

    def __init__(
        self,
        homepage: str,
        recheck_after: float = 5.0,
        trust_for: float = 600.0,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self._homepage = homepage
        self._recheck_after = recheck_after
        self._trust_for = trust_for
        self._clock = clock
        self._now = now
        self._hashes = Hashes()
        self._digest_key = secrets.token_bytes(32)
        self._good: dict[bytes, _Checked] = {}
        self._refused: dict[bytes, float] = {}

    def create(
        self,
        connection: Connection,
        name: str,
        scopes: frozenset[str],
        authority: Mapping[str, Any] | None = None,
        key: str | None = None,
        secret: str | None = None,
        expires: int | None = None,
    ) -> Credentials:
        """New credentials; what is not given is made up. Raises Invalid, and Conflict for a used key."""
        key = secrets.token_hex(16) if key is None else key
        _check(key, scopes)
        authority = self._account(key, name) if authority is None else authority
        validate_authority(authority, "authority")
        secret = secrets.token_urlsafe(32) if secret is None else secret
        row = StoredCredentials(
            key=key,
            secret=self._hashes.hash(secret),
            name=name,
            scopes=" ".join(sorted(scopes)),
            authority=msgspec.json.encode(authority).decode(),
            created=self._now(),
            expires=expires,
            last_used=None,
            revision=1,
        )
        if not store.add(connection, row):
            raise Conflict(f"the key {key} is in use")
        self._refused = {}
        return Credentials(key, secret, name, scopes, authority)

    def rotate(self, connection: Connection, key: str) -> str:
        """A new secret for the key; the old one ends. Raises NotFound."""
        secret = secrets.token_urlsafe(32)
        if not store.set_secret(connection, key, self._hashes.hash(secret)):
            raise NotFound(key)
        self._good = {}
        return secret

    def revoke(self, connection: Connection, key: str) -> None:
        """End the key. Raises NotFound."""
        if not store.remove(connection, key):
            raise NotFound(key)
        self._good = {}

    def every(self, connection: Connection) -> list[ListedCredentials]:
        """All keys, oldest first."""
        return [
            ListedCredentials(
                row.key,
                row.name,
                frozenset(row.scopes.split()),
                msgspec.json.decode(row.authority),
                row.created,
                row.expires,
                row.last_used,
            )
            for row in store.every(connection)
        ]

    def check(self, database: Database, key: str, secret: str) -> Caller:
        """Who holds this key and secret. Raises Unauthorized."""
        digest = blake2b(f"{len(key)}:{key}{secret}".encode(), key=self._digest_key).digest()
        known = self._good.get(digest)
        moment = self._clock()
        if known is not None and moment >= known.recheck_at:
            known = self._still_good(database, digest, known, moment)
        if known is None or moment >= known.forget_at:
            if moment < self._refused.get(digest, moment):
                raise Unauthorized("key or secret")  # as a moment ago: hashing it again is no help
            known = self._found_good(database, digest, key, secret)
        if known.expires is not None and self._now() >= known.expires:
            raise Unauthorized("expired")
        return known.caller

    def _still_good(
        self, database: Database, digest: bytes, known: _Checked, moment: float
    ) -> _Checked | None:
        with database.glancing() as connection:
            revision = store.revision(connection, known.key)
        if revision != known.revision:
            self._good.pop(digest, None)
            return None
        known = replace(known, recheck_at=moment + self._recheck_after)
        self._good[digest] = known
        return known

    def _found_good(self, database: Database, digest: bytes, key: str, secret: str) -> _Checked:
        with database.glancing() as connection:
            row = store.by_key(connection, key)
        if not self._hashes.verify(None if row is None else row.secret, secret) or row is None:
            if len(self._refused) >= _REMEMBERED:
                self._refused = {}
            self._refused[digest] = self._clock() + self._recheck_after
            raise Unauthorized("key or secret")
        with database.writing() as connection:
            store.set_last_used(connection, key, self._now())
        authority = msgspec.json.decode(row.authority)
        caller = Caller(row.name, authority, frozenset(row.scopes.split()))
        moment = self._clock()
        until = (moment + self._recheck_after, moment + self._trust_for)
        if len(self._good) >= _REMEMBERED:
            self._good = {}
        found = _Checked(caller, key, row.revision, row.expires, *until)
        self._good[digest] = found
        return found

    def _account(self, key: str, name: str) -> dict[str, Any]:
        account = {"homePage": self._homepage, "name": key}
        return {"objectType": "Agent", "name": name, "account": account}


def _check(key: str, scopes: frozenset[str]) -> None:
    unknown = scopes - SCOPES
    if unknown or not scopes:
        raise Invalid("scopes", rules.VALUE, ", ".join(sorted(unknown)) or "none")
    if not 0 < len(key) <= _LONGEST_KEY or ":" in key or not key.isprintable():
        raise Invalid("key", rules.VALUE, "1 to 200 printable characters, no colon")
