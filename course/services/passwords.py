"""Passwords: argon2id, a few at a time, never a hint whether an address is known."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200

_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 19 MiB while it works


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    """A hash to check against when there is no person, so that the time taken tells nothing."""
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether `password` is the one that was kept; takes as long when there is none."""
    with _AT_ONCE:
        try:
            return _hasher().verify(kept or _nobodys(), password[:LONGEST]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def fault(password: str) -> str | None:
    """What is wrong with a new password, as a key; None when it will do (length only: NIST 800-63B)."""
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    if len(set(password)) < 4:
        return "too_simple"
    return None
