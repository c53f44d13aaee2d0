"""The rest of a query as a short text in the path of `more`: stateless, so it never expires.

It holds keys, bounds and wishes, no rights: whoever follows it brings credentials, and sees what
these allow.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal, TypeAlias

import msgspec

from ..errors import Invalid, Rule
from ..ops.listing import Listing, Wish
from ..store.pages import Range

_RULE = Rule("more-as-given", "Data 2.5, LRS 4.2.4.3")
_EDGE = 2**63 - 1

_Key: TypeAlias = Annotated[int, msgspec.Meta(ge=-_EDGE - 1, le=_EDGE)]
_Moment: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=_EDGE)]
_Keys: TypeAlias = Annotated[tuple[_Key, ...], msgspec.Meta(max_length=4)]
_Limit: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class _Rest(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    keys: _Keys
    since: _Moment
    until: _Moment
    ascending: bool
    limit: _Limit
    format: Literal["ids", "exact", "canonical"]
    languages: tuple[str, ...]
    attachments: bool


def write(rest: Listing) -> str:
    """The text that stands for the rest of a query."""
    where, wish = rest.range, rest.wish
    packed = msgspec.msgpack.encode(
        _Rest(
            where.keys,
            where.since,
            where.until,
            where.ascending,
            rest.limit,
            wish.format,
            wish.languages,
            wish.attachments,
        )
    )
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(text: str) -> Listing:
    """The rest of a query. Raises Invalid for a text that `write` never made."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        rest = msgspec.msgpack.decode(packed, type=_Rest)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise Invalid("more", _RULE) from None
    where = Range(rest.keys, rest.since, rest.until, rest.ascending)
    return Listing(where, rest.limit, Wish(rest.format, rest.languages, rest.attachments))
