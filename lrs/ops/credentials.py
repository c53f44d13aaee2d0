"""Keys with their secrets, and bearer tokens: made, rotated, limited, revoked."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ..errors import Conflict, Invalid, NotFound
from ..spec import rules
from ..spec.agents import validate_authority
from ..store import credentials as store
from ..store.credentials import StoredCredentials
from . import tokens
from .callers import SCOPES
from .checking import Checker, Kind
from .secrets import Hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection


_LONGEST_KEY = 200
_LARGEST_LIMIT = 1_000_000
_LATEST = 2**63 - 1
_REVISIONS = 2**30


@dataclass(frozen=True)
class Credentials:
    """New credentials. The secret, of a token the whole token, is shown here and never again."""

    key: str
    secret: str
    name: str
    scopes: frozenset[str]
    authority: Mapping[str, Any]
    kind: Kind = "key"


@dataclass(frozen=True)
class ListedCredentials:
    """Credentials as admins see them; `key` is the beginning of a token. Times are microseconds
    UTC, `last_used` is true to the minute; `limit` counts requests a minute: None for what is usual
    here, 0 for no limit."""

    key: str
    name: str
    scopes: frozenset[str]
    authority: Mapping[str, Any]
    created: int
    expires: int | None
    last_used: int | None
    kind: Kind = "key"
    limit: int | None = None


class Keeper:
    """Makes credentials, and has them checked. One object an LRS; threads may share it.

    `homepage` is where keys without an authority of their own are accounts; the rest is what
    `Checker` takes.
    """

    def __init__(
        self,
        homepage: str,
        recheck_after: float = 5.0,
        trust_for: float = 600.0,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], int] = lambda: time.time_ns() // 1000,
        requests: int = 0,
        failures: int = 0,
    ) -> None:
        self._homepage = homepage
        self._now = now
        self._hashes = Hashes()
        self.checker = Checker(
            self._hashes, recheck_after, trust_for, clock, now, requests, failures
        )

    def create(
        self,
        connection: Connection,
        name: str,
        scopes: frozenset[str],
        authority: Mapping[str, Any] | None = None,
        key: str | None = None,
        secret: str | None = None,
        expires: int | None = None,
        kind: Kind = "key",
        limit: int | None = None,
    ) -> Credentials:
        """New credentials; what is not given is made up, of a token its key and secret always.

        Raises Invalid, and Conflict for a used key.
        """
        if kind == "token":
            key = tokens.new_key()
            secret = tokens.new_token(key)
        key = secrets.token_hex(16) if key is None else key
        _check(key, scopes)
        _check_numbers(expires, limit)
        authority = self._account(key, name) if authority is None else authority
        validate_authority(authority, "authority")
        secret = secrets.token_urlsafe(32) if secret is None else secret
        row = StoredCredentials(
            key=key,
            secret=self._hashed(kind, secret),
            name=name,
            scopes=" ".join(sorted(scopes)),
            authority=msgspec.json.encode(authority).decode(),
            created=self._now(),
            expires=expires,
            last_used=None,
            revision=secrets.randbelow(_REVISIONS),  # another one than that of a namesake before it
            kind=kind,
            limit=limit,
        )
        if not store.add(connection, row):
            raise Conflict(f"the key {key} is in use")
        self.checker.forget(connection)
        return Credentials(key, secret, name, scopes, authority, kind)

    def rotate(self, connection: Connection, key: str) -> str:
        """A new secret for the key, or a new token with this beginning; the old one ends.

        Raises NotFound.
        """
        row = store.by_key(connection, key)
        if row is None:
            raise NotFound(key)
        kind = cast("Kind", row.kind)
        secret = tokens.new_token(key) if kind == "token" else secrets.token_urlsafe(32)
        store.set_secret(connection, key, self._hashed(kind, secret))
        self.checker.forget(connection)
        return secret

    def expire(self, connection: Connection, key: str, expires: int | None) -> None:
        """Let the key end at `expires`, microseconds UTC, or never. Raises NotFound, Invalid."""
        _check_numbers(expires, None)
        if not store.set_expiry(connection, key, expires):
            raise NotFound(key)
        self.checker.forget(connection)

    def limit(self, connection: Connection, key: str, limit: int | None) -> None:
        """Grant the key so many requests a minute: None as usual, 0 any. Raises NotFound, Invalid."""
        _check_numbers(None, limit)
        if not store.set_limit(connection, key, limit):
            raise NotFound(key)
        self.checker.forget(connection)

    def revoke(self, connection: Connection, key: str) -> None:
        """End the key. Raises NotFound."""
        if not store.remove(connection, key):
            raise NotFound(key)
        self.checker.forget(connection)

    def every(self, connection: Connection) -> list[ListedCredentials]:
        """All keys and tokens, oldest first."""
        return [
            ListedCredentials(
                row.key,
                row.name,
                frozenset(row.scopes.split()),
                msgspec.json.decode(row.authority),
                row.created,
                row.expires,
                row.last_used,
                cast("Kind", row.kind),
                row.limit,
            )
            for row in store.every(connection)
        ]

    def _hashed(self, kind: Kind, secret: str) -> str:
        return tokens.hashed(secret) if kind == "token" else self._hashes.hash(secret)

    def _account(self, key: str, name: str) -> dict[str, Any]:
        account = {"homePage": self._homepage, "name": key}
        return {"objectType": "Agent", "name": name, "account": account}


def _check(key: str, scopes: frozenset[str]) -> None:
    unknown = scopes - SCOPES
    if unknown or not scopes:
        raise Invalid("scopes", rules.VALUE, ", ".join(sorted(unknown)) or "none")
    if not 0 < len(key) <= _LONGEST_KEY or ":" in key or not key.isprintable():
        raise Invalid("key", rules.VALUE, "1 to 200 printable characters, no colon")


def _check_numbers(expires: int | None, limit: int | None) -> None:
    if expires is not None and not 0 <= expires <= _LATEST:
        raise Invalid("expires", rules.VALUE, "microseconds UTC")
    if limit is not None and not 0 <= limit <= _LARGEST_LIMIT:
        raise Invalid("limit", rules.VALUE, f"0 to {_LARGEST_LIMIT} requests a minute")
