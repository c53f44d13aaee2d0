"""Typography that authors need not type: no-break spaces and curly apostrophes.

French asks for a no-break space before `: ; ! ? » % €` and after `«`; keyboards give plain spaces and
straight apostrophes. Only spaces that are there already are changed, never added, so `10:30` stays.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"
LONGEST_SENTENCE = 35
"""Words; a longer sentence is worth cutting."""

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_PLURAL_POSSESSIVE = re.compile(r"(?<=\ws)'(?=[\s.,;:!?]|$)")
_OPENING_QUOTE = re.compile(r"(?<!\w)'(?=\w)")
_FRENCH = (
    (re.compile(r" +(?=[;!?](?:\W|$))"), NARROW),
    (re.compile(r" +(?=[:»])"), NO_BREAK),
    (re.compile(r"(?<=«) +"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=\d) +(?=(?:[%€]|M€|k€))"), NO_BREAK),
)


def set_type(text: str, language: str) -> str:
    """The text as it should be printed in its language; doing it twice changes nothing."""
    text = _APOSTROPHE.sub("’", text)
    if not _OPENING_QUOTE.search(text):
        text = _PLURAL_POSSESSIVE.sub("’", text)
    if language.partition("-")[0] == "fr":
        for pattern, space in _FRENCH:
            text = pattern.sub(space, text)
    return text


_ENDS = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f»”)]+")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def words(text: str) -> int:
    """How many words a text has; `l’alliance` and `savoir-faire` count as one."""
    return len(_WORD.findall(text))


def longest_sentence(text: str) -> tuple[int, str]:
    """The number of words of the longest sentence, and how it begins."""
    sentences = _ENDS.split(text)
    longest = max(sentences, key=words)
    return words(longest), " ".join(longest.split()[:5])
