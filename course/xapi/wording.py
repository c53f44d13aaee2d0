"""Values of xAPI as short plain texts: names in a language, numbers, durations, the ends of IRIs."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal["years", "months", "weeks", "days", "hours", "minutes", "seconds", ""]
Part = tuple[str, Unit]
"""A number as text and its unit; without unit a duration that is shown as it came."""

LONGEST = 300
"""Characters of a name that are shown."""

_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
_JOINERS = "\u200c\u200d"  # parts of words in some scripts, and of emoji
_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_DURATION = re.compile(
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
# Two escapes for a sign beyond 16 bits, one for any other; each backslash of a pair goes with its own.
_ESCAPE = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})|\\.",
    re.DOTALL,
)
_UNITS: tuple[Unit, ...] = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
_EXACT = 28  # digits that decimal numbers are reckoned with


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text on one line, without signs that are not seen, cut where it is too long."""
    seen = "".join(_shown(sign) for sign in text[: longest * 4])
    line = " ".join(seen.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def readable(json: str) -> str:
    r"""The same JSON with letters instead of escapes (`\u00e9`), but for signs that are not seen."""
    return _ESCAPE.sub(_unescaped, json)


def words(texts: Mapping[str, str], language: str) -> str:
    """The text of a language map that suits `language`, else English, else the first; empty when
    all of them are."""
    wanted = (language, f"{language}-", "en", "en-")
    tags = sorted(texts, key=lambda tag: _nearness(tag.lower(), wanted))
    return next(filter(None, (one_line(texts[tag]) for tag in tags)), "")


def tail(iri: str) -> str:
    """The last part of an IRI, which often is a word; the whole IRI when there is none."""
    return one_line(re.split(r"[/#:]", iri.rstrip("/#:"))[-1]) or one_line(iri) or iri[:LONGEST]


def amount(number: float) -> str:
    """A number as text with a decimal point, at most six digits after it."""
    exact = Decimal(number) if isinstance(number, int) else Decimal(repr(number))
    if exact and not -9 < exact.adjusted() < 15:
        return f"{exact.normalize():.6g}"
    return _bare(f"{exact:.6f}")


def share(scaled: float) -> str:
    """A scaled score in per cent, with at most two digits after the point."""
    return _bare(f"{Decimal(repr(float(scaled))) * 100:.2f}")


def lasting(duration: str) -> tuple[Part, ...]:
    """A duration of ISO 8601 from its largest unit to its smallest; hours, minutes and seconds are
    put right (`PT90S` is a minute and a half), what is 0 is left out."""
    found = _DURATION.fullmatch(duration) if len(duration) <= _EXACT else None
    if found is None:
        return ((one_line(duration), ""),)
    try:
        values = [Decimal((text or "0").replace(",", ".")) for text in found.groups()]
    except InvalidOperation:
        return ((one_line(duration), ""),)
    *larger, hours, minutes, seconds = values
    whole = (hours * 60 + minutes) * 60 + seconds
    left = (whole % 60).quantize(Decimal("0.01"), ROUND_DOWN)
    clock = (whole // 3600, whole // 60 % 60, left)
    parts = tuple(
        (_bare(f"{value:f}"), unit)
        for value, unit in zip((*larger, *clock), _UNITS, strict=True)
        if value
    )
    return parts or (("0", "seconds"),)


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    sign = bytes.fromhex(escape[1].replace("\\u", "")).decode("utf-16-be")
    is_plain = unicodedata.category(sign) not in _UNSEEN and sign not in '"\\'
    return sign if is_plain else escape[0]


def _shown(sign: str) -> str:
    if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN:
        return sign
    return " " if sign in "\t\n\r\x0b\x0c\u2028\u2029\x85" else ""


def _nearness(tag: str, wanted: tuple[str, ...]) -> int:
    return next((place for place, one in enumerate(wanted) if _suits(tag, one)), len(wanted))


def _suits(tag: str, wanted: str) -> bool:
    return tag.startswith(wanted) if wanted.endswith("-") else tag == wanted


def _bare(text: str) -> str:
    """A decimal number without the zeros at its end."""
    return text.rstrip("0").rstrip(".") if "." in text else text
