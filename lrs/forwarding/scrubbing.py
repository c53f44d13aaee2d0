"""Taking identifiers of people out of free texts.

An address, a hash or the name of an account is recognised wherever it stands by itself. Names of
accounts shorter than six characters are left alone: a learner's number 2 is also an answer, a
choice and a page, and identifies nobody without its home page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..spec.scalars import is_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHORTEST = 6
URN = "urn:pseudonym:"


def scrubber(pseudonyms: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts pseudonyms in the place of identifiers in a text.

    `pseudonyms` are by canonical identifier. An IRI stays one.
    """
    shown = {
        part.casefold(): hidden
        for known, hidden in pseudonyms.items()
        for part in readable(known)
        if len(part) >= SHORTEST
    }
    if not shown:
        return str
    longest_first = sorted(shown, key=len, reverse=True)
    anywhere = re.compile("|".join(_alone(one) for one in longest_first), re.IGNORECASE)

    def scrub(text: str) -> str:
        changed = anywhere.sub(lambda found: shown.get(found[0].casefold(), ""), text)
        if changed != text and is_iri(text) and not is_iri(changed):
            return f"{URN}{changed}"
        return changed

    return scrub


def readable(identifier: str) -> tuple[str, ...]:
    """The ways in which an identifier is written in texts."""
    kind, _, value = identifier.partition("|")
    if kind == "account":
        return (value.partition("|")[2],)
    if kind == "mbox":
        return (value, value.removeprefix("mailto:"))
    return (value,)


def _alone(text: str) -> str:
    """The text where it is not part of a longer word."""
    before = r"(?<![^\W_])" if text[0].isalnum() else ""
    after = r"(?![^\W_])" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"
