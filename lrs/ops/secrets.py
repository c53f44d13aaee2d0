"""Secrets as hashes: argon2id, a few at a time, for each takes 19 MiB and tens of milliseconds."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = 2


class Hashes:
    """Hashes and verifies. One object an LRS; threads may share it."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._room = threading.Semaphore(_AT_ONCE)
        self._nobodys = ""

    def hash(self, secret: str) -> str:
        """The hash under which a secret is kept."""
        with self._room:
            return self._hasher.hash(secret)

    def verify(self, known: str | None, secret: str) -> bool:
        """Is this the secret? Without a known hash it takes as long, and is not."""
        if known is None:
            self._nobodys = self._nobodys or self.hash(secrets.token_urlsafe(32))
        try:
            with self._room:
                return self._hasher.verify(known or self._nobodys, secret) and known is not None
        except (VerificationError, InvalidHashError):
            return False
