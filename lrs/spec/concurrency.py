"""No document is overwritten unseen: ETag and If-Match (Communication 3.1, LRS 4.1.4)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from ..errors import Conflict, Invalid, PreconditionFailed
from . import rules
from .versions import V1

if TYPE_CHECKING:
    from .parameters import DocumentResource

IF_MATCH = "If-Match"
IF_NONE_MATCH = "If-None-Match"
CONFLICT = "the document exists: fetch its current state, then send If-Match with its ETag"

# A proxy that compresses marks our tags as weak. They are hashes of the content, so an equal tag
# still means equal bytes, and W/ does not matter. Quotes are often forgotten.
_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s,"]+)')


def etag(content: bytes) -> str:
    """The tag of a document: the SHA-1 of its content in lower-case hex, as 1.0.3 demands.

    Without the quotes, which belong to the header.
    """
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def check(
    current: str | None,
    if_match: str | None,
    if_none_match: str | None,
    *,
    method: str,
    resource: DocumentResource,
    version: str,
) -> None:
    """May a PUT, POST or DELETE go on? `current` is the stored document's tag, None without one.

    Raises `PreconditionFailed` where a header does not hold. A PUT with neither header raises
    `Conflict` on an existing document, but may overwrite State under 1.0.x; on a new profile under
    1.0.x it raises `Invalid`, for there the header is a duty.
    """
    if if_match is not None and not _names(if_match, current):
        raise PreconditionFailed(IF_MATCH)
    if if_none_match is not None and _names(if_none_match, current):
        raise PreconditionFailed(IF_NONE_MATCH)
    if method != "PUT" or if_match is not None or if_none_match is not None:
        return
    if version == V1 and resource == "state":
        return
    if current is not None:
        raise Conflict(CONFLICT)
    if version == V1:
        raise Invalid(IF_MATCH, rules.CONCURRENCY, f"{IF_MATCH} or {IF_NONE_MATCH} is required")


def _names(header: str, current: str | None) -> bool:
    """Does this list of tags name the current document? `*` names any that exists."""
    if current is None:
        return False
    tags = [quoted or bare for quoted, bare in _TAG.findall(header)]
    return "*" in tags or current in tags
