"""Who shows these credentials? Asked at every request, so the answer is remembered.

A secret is kept as a hash that takes long to compute on purpose. So a pair that was found good is
remembered, in this process, under a keyed digest; after some seconds the row's revision is looked
up again, so a revoked key stops working in every process, and after some minutes the secret is
hashed again. A token is remembered in the same way.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import ceil
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ..errors import InvalidToken, TooMany, Unauthorized
from ..store import credentials as store
from ..store.database import after_commit
from . import tokens
from .callers import Caller
from .limiting import Buckets, neighbours
from .usage import Uses

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from ..store.credentials import StoredCredentials
    from ..store.database import Database
    from .secrets import Hashes

Kind: TypeAlias = Literal["key", "token"]
"""How credentials are shown: key and secret by HTTP Basic, or a bearer token."""

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a request shows: a key with its secret, or a token with its beginning as the key."""

    kind: Kind
    key: str
    secret: str
    address: str

    def refusal(self) -> Unauthorized:
        return (
            InvalidToken("bearer token") if self.kind == "token" else Unauthorized("key or secret")
        )


@dataclass(frozen=True)
class _Checked:
    """Credentials found good: until when without asking, and until when without hashing."""

    caller: Caller
    key: str
    revision: int
    expires: int | None
    limit: int
    recheck_at: float
    forget_at: float


class Checker:
    """Checks credentials. One object an LRS; threads may share it.

    `recheck_after` and `trust_for` are seconds; `requests` are granted a minute to credentials
    without a limit of their own, `failures` to those at one remote address who show what is not
    good; 0 is no limit.
    """

    def __init__(
        self,
        hashes: Hashes,
        recheck_after: float,
        trust_for: float,
        clock: Callable[[], float],
        now: Callable[[], int],
        requests: int,
        failures: int,
    ) -> None:
        self._recheck_after = recheck_after
        self._trust_for = trust_for
        self._clock = clock
        self._now = now
        self._usual_limit = requests
        self._failures_granted = failures
        self._hashes = hashes
        self._digest_key = secrets.token_bytes(32)
        self._good: dict[bytes, _Checked] = {}
        self._refused: dict[bytes, float] = {}
        self._requests = Buckets()
        self._failures = Buckets()
        self._uses = Uses()

    def forget(self, connection: Connection) -> None:
        """Remember nothing: now, and once more when what was changed has become true."""
        self._clear()
        after_commit(connection, self._clear)

    def note_uses(self, database: Database) -> None:
        """Write down when credentials were used, where that is due. Never raises."""
        self._uses.write(database)

    def check(self, database: Database, key: str, secret: str, address: str = "") -> Caller:
        """Who holds this key and secret. Raises Unauthorized, TooMany; `address` is where from."""
        return self._check(database, _Shown("key", key, secret, address))

    def check_token(self, database: Database, token: str, address: str = "") -> Caller:
        """Who holds this bearer token. Raises InvalidToken, TooMany; `address` is where from."""
        key = tokens.key_of(token)
        if key is None:
            raise InvalidToken("bearer token")
        return self._check(database, _Shown("token", key, token, address))

    def _check(self, database: Database, shown: _Shown) -> Caller:
        said = f"{shown.kind}{len(shown.key)}:{shown.key}{shown.secret}"
        digest = blake2b(said.encode(), key=self._digest_key).digest()
        known = self._good.get(digest)
        moment = self._clock()
        if known is not None and moment >= known.recheck_at:
            known = self._still_good(database, digest, known, moment)
        if known is None:
            known = self._newly_good(database, digest, shown, moment)
        elif moment >= known.forget_at:
            known = self._found_good(database, digest, shown)
        now = self._now()
        if known.expires is not None and now >= known.expires:
            raise shown.refusal() if shown.kind == "token" else Unauthorized("expired")
        self._uses.saw(known.key, now)
        if known.limit and (wait := self._requests.take(known.key, known.limit, moment)):
            raise TooMany(f"{known.limit} a minute", retry_after=ceil(wait))
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

    def _newly_good(
        self, database: Database, digest: bytes, shown: _Shown, moment: float
    ) -> _Checked:
        """What is not known yet is looked up and hashed, unless too much was shown in vain."""
        if moment < self._refused.get(digest, moment):
            raise shown.refusal()  # as a moment ago: hashing it again is no help
        most, near = self._failures_granted, neighbours(shown.address)
        if most and (wait := self._failures.wait(near, most, moment)):
            raise TooMany("credentials shown in vain", retry_after=ceil(wait))
        try:
            return self._found_good(database, digest, shown)
        except Unauthorized:
            if most:
                self._failures.take(near, most, moment)
            raise

    def _found_good(self, database: Database, digest: bytes, shown: _Shown) -> _Checked:
        with database.glancing() as connection:
            # PostgreSQL takes no NUL, and no key holds one.
            row = store.by_key(connection, shown.key) if shown.key.isprintable() else None
        if not self._fits(row, shown) or row is None:
            if len(self._refused) >= _REMEMBERED:
                self._refused = {}
            self._refused[digest] = self._clock() + self._recheck_after
            raise shown.refusal()
        authority = msgspec.json.decode(row.authority)
        caller = Caller(row.name, authority, frozenset(row.scopes.split()))
        limit = self._usual_limit if row.limit is None else row.limit
        moment = self._clock()
        until = (moment + self._recheck_after, moment + self._trust_for)
        if len(self._good) >= _REMEMBERED:
            self._good = {}
        found = _Checked(caller, row.key, row.revision, row.expires, limit, *until)
        self._good[digest] = found
        return found

    def _fits(self, row: StoredCredentials | None, shown: _Shown) -> bool:
        """Whether the secret is that of the row; without a row it takes as long, and is not."""
        known = row.secret if row is not None and row.kind == shown.kind else None
        if shown.kind == "token":
            return tokens.verify(known, shown.secret)
        return self._hashes.verify(known, shown.secret)

    def _clear(self) -> None:
        self._good = {}
        self._refused = {}
