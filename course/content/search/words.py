"""A text → its words as they are compared: without accents, case, ligatures, elisions or plural.

`L’Œuvre` and `oeuvre` are the same word, so are `réseaux` and `RESEAU`. Nothing here guesses more than
that: a word is found by its own letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_APOSTROPHES = "'’ʼ‘"
_WORD = re.compile(
    rf"(?:\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)[{_APOSTROPHES}](?=[^\W_]))?"
    rf"([^\W_]+)(?:[{_APOSTROPHES}]s\b)?",
    re.IGNORECASE,
)
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_SHORTEST_PLURAL = 5
"""Letters from which a final s or x is taken for a plural: `dons` and `prix` stay as they are."""


def composed(text: str) -> str:
    """The text with each accented letter as one character, as `spans` needs it."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """One word as it is compared; empty when it has neither letter nor digit."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in apart.casefold() if sign.isalnum())
    is_plural = len(plain) >= _SHORTEST_PLURAL and plain[-1] in "sx" and plain.isalpha()
    return plain[:-1] if is_plural else plain


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a composed text, folded, with where it starts and ends in the text."""
    for match in _WORD.finditer(text):
        if folded := fold(match[1]):
            yield folded, match.start(1), match.end(1)


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text in order."""
    return tuple(filter(None, map(fold, _WORD.findall(composed(text)))))
