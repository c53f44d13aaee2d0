"""How other programs name somebody by the address of a mailbox."""

from __future__ import annotations

import hashlib


def sha1_of(address: str) -> str:
    """The hash that stands for an address in a statement (xAPI 1.0.3, Data 2.4.2.3)."""
    return hashlib.sha1(f"mailto:{address}".encode(), usedforsecurity=False).hexdigest()
