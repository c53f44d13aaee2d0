"""Secrets as hashes: argon2id, a few at a time, for each takes 19 MiB and tens of milliseconds."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .in_flight import InFlight

_AT_ONCE = 2


class Hashes:
    """Hashes and verifies. One object an LRS; threads may share it.

    The same secret shown many times at once, as after a start, is hashed once. `hasher` replaces
    argon2id with the costs of the house.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._room = threading.Semaphore(_AT_ONCE)
        self._verdicts: InFlight[bool] = InFlight()
        self._nobody: InFlight[str] = InFlight()
        self._nobodys = ""

    def hash(self, secret: str) -> str:
        """The hash under which a secret is kept."""
        with self._room:
            return self._hasher.hash(secret)

    def verify(self, known: str | None, secret: str) -> bool:
        """Is this the secret? Without a known hash it takes as long, and is not."""
        against = self._nobody.ask("hash", self._hash_of_nobody) if known is None else known
        question = (against, secret)
        fits = self._verdicts.ask(question, lambda: self._fits(against, secret))
        return fits and known is not None

    def _fits(self, known: str, secret: str) -> bool:
        try:
            with self._room:
                return self._hasher.verify(known, secret)
        except (VerificationError, InvalidHashError):
            return False

    def _hash_of_nobody(self) -> str:
        self._nobodys = self._nobodys or self.hash(secrets.token_urlsafe(32))
        return self._nobodys
