"""Secrets that have to be used again, unlike those of our own callers, which are only hashed.

They are encrypted with a key derived from the application's SECRET_KEY, so a copy of the database
opens nothing. `SECRET_KEY_FALLBACKS`, with which Flask lets the key be changed, still open what they
once sealed.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PURPOSE = b"collectif: secrets of destinations"


class Unsealable(Exception):
    """There is no SECRET_KEY, or the one there is did not seal this."""


class Seal:
    """Encrypts and decrypts. `keys` answers the application's secret keys, the present one first."""

    def __init__(self, keys: Callable[[], Sequence[str | bytes]]) -> None:
        self._keys = keys

    def close(self, secret: str) -> str:
        """The secret as it may be stored. Raises Unsealable without a SECRET_KEY."""
        return self._fernet().encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret itself. Raises Unsealable."""
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise Unsealable("sealed with another SECRET_KEY") from error

    def _fernet(self) -> MultiFernet:
        keys = [one.encode() if isinstance(one, str) else one for one in self._keys() if one]
        if not keys:
            raise Unsealable("the application has no SECRET_KEY")
        return MultiFernet([Fernet(_derived(one)) for one in keys])


def _derived(key: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key)
    return base64.urlsafe_b64encode(derived)
