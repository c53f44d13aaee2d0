"""What a destination answered, and what it means for the statements that were sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_SHOWN = 500
_LATER = frozenset((404, 405, 408, 410, 425, 429))
_MICROSECONDS = 1_000_000
_LONGEST_WAIT = 86_400
_SHORTEST_SECRET = 4


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP; names of headers in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Unreachable(OSError):
    """No answer. `kind` is one of dns, tls, connection, timeout, inside, garbage."""

    def __init__(self, kind: str, detail: str = "") -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}" if detail else kind)


class Verdict(Enum):
    """What follows for what was sent."""

    DELIVERED = "delivered"
    CONFLICT = "conflict"  # one of the ids is there already
    REFUSED = "refused"  # something in it will never be taken
    KEY_REFUSED = "key refused"
    LATER = "later"  # nothing wrong with it, it seems


def verdict(answer: Answer, ids: Sequence[str]) -> Verdict:
    """What an answer to POST of statements with these ids means.

    Delivered is only what the destination names in its answer: a page of some proxy that says 200
    is no LRS. A resource that is not there (404, 405, 410) or elsewhere (3xx) says nothing about
    the statements either.
    """
    if answer.status == 200:
        return Verdict.DELIVERED if _named(answer.body) == _lower(ids) else Verdict.LATER
    if answer.status == 409:
        return Verdict.CONFLICT
    if answer.status in (401, 403):
        return Verdict.KEY_REFUSED
    if answer.status in _LATER or not 400 <= answer.status < 500:
        return Verdict.LATER
    return Verdict.REFUSED


def told(answer: Answer, secrets: Sequence[str] = ()) -> str:
    """The answer in one line for those who look after it, without anything that is secret."""
    text = answer.body[: 8 * MOST_SHOWN].decode(errors="replace")
    if 300 <= answer.status < 400:
        text = f"→ {answer.headers.get('location', '')} {text}"
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "…")
    readable = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"HTTP {answer.status} {' '.join(readable.split())}"[:MOST_SHOWN].rstrip()


def retry_after(answer: Answer, now: int) -> int | None:
    """For how many microseconds the destination asks to be left alone, a day at most."""
    if answer.status not in (429, 503):
        return None
    wanted = answer.headers.get("retry-after", "").strip()
    if wanted.isascii() and wanted.isdigit():
        return min(int(wanted[:9]), _LONGEST_WAIT) * _MICROSECONDS
    try:
        moment = parsedate_to_datetime(wanted)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = moment.timestamp() - datetime.fromtimestamp(now / _MICROSECONDS, UTC).timestamp()
    return int(min(max(seconds, 0), _LONGEST_WAIT) * _MICROSECONDS)


def _named(body: bytes) -> set[str] | None:
    """The ids in an answer, None for anything but an array of texts."""
    try:
        return _lower(msgspec.json.decode(body, type=list[str]))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _lower(ids: Sequence[str]) -> set[str]:
    return {one.lower() for one in ids}
