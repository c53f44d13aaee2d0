"""Testing the connection to a destination: what is there, and does it know us?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from ..forwarding.answers import Unreachable, told
from ..spec.versions import V1

if TYPE_CHECKING:
    from ..forwarding.answers import Answer
    from .courier import Courier


@dataclass(frozen=True)
class Finding:
    """What a test found. `code` is `good`, `good_writing_untried` (the credentials may not read),
    or what is wrong: dns, tls, connection, timeout, inside, garbage, redirected, no_lrs, version,
    credentials, refused, unreadable_secret. `detail` is the other side's own words."""

    code: str
    detail: str = ""

    @property
    def good(self) -> bool:
        """Is there nothing wrong?"""
        return self.code.startswith("good")


def probe(courier: Courier) -> Finding:
    """GET /about, then a statement with the credentials."""
    try:
        return _about(courier) or _credentials(courier)
    except Unreachable as error:
        return Finding(error.kind, error.detail)


def _about(courier: Courier) -> Finding | None:
    answer = courier.about()
    said = told(answer, courier.secrets)
    if 300 <= answer.status < 400:
        return Finding("redirected", said)
    versions = _versions(answer)
    if versions is None:
        return Finding("no_lrs", said)
    line = "1.0" if courier.charter.version == V1 else "2.0"
    if not any(one == line or one.startswith(f"{line}.") for one in versions):
        return Finding("version", ", ".join(versions))
    return None


def _credentials(courier: Courier) -> Finding:
    answer = courier.newest()
    if answer.status == 200:
        return Finding("good")
    if answer.status == 403:
        return Finding("good_writing_untried")
    said = told(answer, courier.secrets)
    return Finding("credentials" if answer.status == 401 else "refused", said)


def _versions(answer: Answer) -> list[str] | None:
    """The versions that an LRS says it speaks; None for what is no LRS."""
    if answer.status != 200:
        return None
    try:
        found: Any = msgspec.json.decode(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    versions = found.get("version") if isinstance(found, dict) else None
    if not isinstance(versions, list) or not versions:
        return None
    return [str(one)[:20] for one in versions]
