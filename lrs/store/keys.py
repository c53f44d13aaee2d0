"""64-bit keys for what statements refer to, as the tables hold them.

A key is a digest of the role and the identifier, so it needs no look-up before it is written, and
two hosts agree on it. Two different identifiers share a key with probability 10^-5 in a store of
ten million agents and activities.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

_SIZE = 8


class Role(StrEnum):
    """What a statement refers to something as: each is a filter of the standard."""

    AGENT = "agent"  # actor or object, or member of such a group
    RELATED_AGENT = "related_agent"  # anywhere that related_agents=true looks
    ACTIVITY = "activity"  # object
    RELATED_ACTIVITY = "related_activity"  # anywhere that related_activities=true looks
    VERB = "verb"
    REGISTRATION = "registration"


@lru_cache(maxsize=8192)
def key(role: str, identifier: str) -> int:
    """The key of `identifier` in `role`; signed, as SQL's BIGINT is."""
    digest = blake2b(identifier.encode(), digest_size=_SIZE, person=role.encode()[:16])
    return int.from_bytes(digest.digest(), "big", signed=True)


def name_key(identifier: str) -> int:
    """The key under which an agent, an activity or a verb itself is kept."""
    return key("name", identifier)


def document_key(*parts: str | None) -> bytes:
    """16 bytes for a document, or a shelf of documents, named by all of `parts`."""
    digest = blake2b(digest_size=16)
    for part in parts:
        text = b"" if part is None else part.encode()
        digest.update(b"%d:" % (-1 if part is None else len(text)) + text)
    return digest.digest()
