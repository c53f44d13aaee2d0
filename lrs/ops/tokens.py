"""Bearer tokens: opaque texts such as `clf_0123456789ab_…`, whose beginning is their public name.

The rest is 256 random bits. Nobody finds these by trying, so their SHA-256 is as safe to keep as a
slow hash of what a person has thought up, and checking one costs nothing.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

_FORM = re.compile(r"(clf_[0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOBODYS = "0" * 64


def new_key() -> str:
    """The public beginning of a new token, by which it is listed and found."""
    return f"clf_{secrets.token_hex(6)}"


def new_token(key: str) -> str:
    """A new token that begins with `key`."""
    return f"{key}_{secrets.token_urlsafe(32)}"


def key_of(token: str) -> str | None:
    """The public beginning of a token; None for a text that is none of ours."""
    found = _FORM.fullmatch(token)
    return None if found is None else found[1]


def hashed(token: str) -> str:
    """The hash under which a token is kept."""
    return sha256(token.encode()).hexdigest()


def verify(known: str | None, token: str) -> bool:
    """Is `known` the hash of this token? Takes the same time whatever differs."""
    return hmac.compare_digest(known or _NOBODYS, hashed(token))
