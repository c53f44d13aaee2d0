"""Strings with a form (UUID, IRI, mail address, hash, time), plain text, numbers and Booleans.

Each `check_…` takes a value and its JSON path and raises `Invalid`. An IRL is checked as an IRI:
whether it resolves is not ours to say. Language tags, media types and durations have files of
their own.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import Invalid
from . import rules
from .structure import shown, wrong_type

if TYPE_CHECKING:
    from ..errors import Rule
    from .structure import Check

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
# A scheme, a colon, and none of the characters RFC 3987 keeps out of every IRI. What is true of a
# scheme in particular (hosts, ports, escapes) is left to its owner: Data 2.2 "best-effort".
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f-\x9f<>"{}|\\^`]+')
_MAILTO = re.compile(r"mailto:[^\s@<>\x00-\x1f]+@[^\s@<>\x00-\x1f?#/\\]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
# The lengths of SHA-224, SHA-256, SHA-384 and SHA-512 in hexadecimal digits.
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")


def is_uuid(text: str) -> bool:
    """Is this a UUID in its standard string form, of any variant (Data 4.4)?"""
    return _UUID.fullmatch(text) is not None


def is_iri(text: str) -> bool:
    """Is this an IRI with a scheme? Compared as plain strings ever after (LRS 4.2.7)."""
    return _IRI.fullmatch(text) is not None


def _form(pattern: re.Pattern[str], rule: Rule) -> Check:
    matches = pattern.fullmatch

    def check_form(value: object, path: str) -> None:
        if not isinstance(value, str):
            raise wrong_type(path, value, "string")
        if matches(value) is None:
            raise Invalid(path, rule, shown(value))

    return check_form


check_uuid = _form(_UUID, rules.UUID)
check_iri = _form(_IRI, rules.IRI)
check_mailto = _form(_MAILTO, rules.MAILTO)
check_sha1 = _form(_SHA1, rules.SHA1)
check_sha2 = _form(_SHA2, rules.SHA2)


def check_text(value: object, path: str) -> None:
    """Any string, the empty one too."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")


def check_name(value: object, path: str) -> None:
    """A string that names somebody: any but one with U+0000, which no database keeps in a key."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    if "\0" in value:
        raise Invalid(path, rules.PLAIN_TEXT, shown(value))


def check_boolean(value: object, path: str) -> None:
    """`true` or `false`, never a string that says so."""
    if not isinstance(value, bool):
        raise wrong_type(path, value, "boolean")


def check_number(value: object, path: str) -> None:
    """A finite number."""
    if type(value) is float:
        if not math.isfinite(value):
            raise Invalid(path, rules.VALUE, shown(value))
    elif type(value) is not int:
        raise wrong_type(path, value, "number")


def check_length(value: object, path: str) -> None:
    """A whole number of octets, zero or more."""
    if type(value) is not int:
        raise wrong_type(path, value, "integer")
    if value < 0:
        raise Invalid(path, rules.VALUE, shown(value))


_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d|60)(?:[.,](\d+))?)?"
    r"([Zz]|[+-]\d\d(?::?[0-5]\d)?)?",
    re.ASCII,
)
# Without a zone: both sides of every subtraction are UTC, and saying so costs time.
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
_LEAP_SECOND = "60"


def microseconds(text: str) -> int:
    """The instant of a timestamp in microseconds since 1970, UTC; finer digits are cut off.

    ISO 8601 in its extended form, so RFC 3339 (which lets a space stand for the T) and a little
    more: seconds may be missing, and so may the zone, which is then UTC (Data 4.5). Raises
    ValueError for anything else, and for the offset `-00:00`, which says that the zone is unknown.
    """
    minute, second, fraction = _read_timestamp(text)
    whole = (minute - _EPOCH) // timedelta(microseconds=1) + int(second) * 1_000_000
    return whole + int(fraction[:6].ljust(6, "0"))


def timestamp(instant: int) -> str:
    """Microseconds since 1970 as RFC 3339 in UTC, always with six decimals."""
    second, fraction = divmod(instant, 1_000_000)
    return f"{_second(second)}.{fraction:06d}Z"


@lru_cache(maxsize=256)
def _second(instant: int) -> str:
    return (_EPOCH + timedelta(seconds=instant)).isoformat()


def to_utc(text: str) -> str:
    """The same instant in UTC (LRS 4.2.7), with every decimal that was sent.

    Raises ValueError where `microseconds` does.
    """
    minute, second, fraction = _read_timestamp(text)
    decimals = f".{fraction}" if fraction else ""
    return f"{minute.isoformat(timespec='minutes')}:{second}{decimals}Z"


def check_timestamp(value: object, path: str) -> None:
    """A timestamp, past or future (Data 2.4.7)."""
    if not isinstance(value, str):
        raise wrong_type(path, value, "string")
    try:
        _read_timestamp(value)
    except ValueError:
        raise Invalid(path, rules.TIMESTAMP, shown(value)) from None


@lru_cache(maxsize=512)  # what is checked is used a moment later
def _read_timestamp(text: str) -> tuple[datetime, str, str]:
    """The minute in UTC, the two digits of the second, the digits after the point."""
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, clock, second, fraction, offset = found.groups()
    try:
        minute = datetime.fromisoformat(f"{day}T{clock}") - _offset(offset)
    except OverflowError:
        raise ValueError(text) from None
    second = second or "00"
    if second == _LEAP_SECOND and (minute.hour, minute.minute) != (23, 59):
        raise ValueError(text)
    return minute, second, fraction or ""


def _offset(text: str | None) -> timedelta:
    """How far the local time is ahead of UTC."""
    if text is None or text in "Zz":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 23 or (text[0] == "-" and hours == minutes == 0):
        raise ValueError(text)
    ahead = timedelta(hours=hours, minutes=minutes)
    return -ahead if text[0] == "-" else ahead
