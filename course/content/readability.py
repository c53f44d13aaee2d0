"""How easy a text is to read, by the two formulas that are best known for French and English.

French    Kandel & Moles (1958): 207 − 1.015 · words per sentence − 73.6 · syllables per word
English   Flesch (1948):     206.835 − 1.015 · words per sentence − 84.6 · syllables per word

Above 60 a text is easy, between 45 and 60 it asks for attention, below 30 it is for specialists. Syllables are
counted by groups of vowels; that is right for nine words out of ten, and the mean is what matters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .paragraphs import module_paragraphs
from .typography import sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Module

_FORMULAS = {"fr": (207.0, 1.015, 73.6), "en": (206.835, 1.015, 84.6)}
_WORD = re.compile(r"[^\W\d_]+")
_ELIDED = re.compile(
    r"\b(?:[cdjlmnst]|(?:lors|puis|jus|quoi)?qu)[’'](?=\w)|(?<=\w)[’'](?:s|t)\b", re.IGNORECASE
)
"""`l’` and `qu’` are said with the next word; `’s` with the one before."""
_SPOKEN_FR = re.compile(
    r"(?:m|souv|arg|cli|tal|différ|prés|par|urg|ag|cont|réc|excell|compét|transpar|pat)ent$"
)
"""Words that end in a nasal vowel; elsewhere `-ent` is the mute ending of a verb."""
_MUTE_FR = re.compile(r"(?:(?<=[^aeiouyàâéèêëîïôùûü])(?:e|es|ent)|(?<=[éiu])es?)$")
_MUTE_EN = re.compile(r"(?:(?<=[^aeiouyl])e|(?<=[aeiouyl]l)e|(?<=[^aeiouy])es|(?<=[^aeioudty])ed)$")
_HISSING = re.compile(r"(?:[sxz]|ch|sh|ce|ge|se|ze)e?s$")
_GROUP = re.compile(r"[aeiouy]+")
_HIATUS_FR = re.compile(r"[éèëï](?=[aeiouyâîôû])|(?<=[aou])(?=[éèëï])")
_HIATUS_EN = re.compile(r"(?<![tcsgx])i(?=a)|e(?=as?$)")


@dataclass(frozen=True)
class Readability:
    """The ease of a text (100 is very easy, 0 very hard) and its sentences, in words."""

    ease: float
    mean: float
    longest: int
    sentences: int


def syllables(word: str, language: str) -> int:
    """How many syllables a word has, at least one; `e` is mute at the end of a word."""
    word = word.lower()
    if language.startswith("fr"):
        said = len(word) <= 3 or _SPOKEN_FR.search(word)
        bare = word if said else _MUTE_FR.sub("", word)
        split = _bare(_HIATUS_FR.sub(lambda match: f"{match[0]}-", bare))
        return max(1, len(_GROUP.findall(split)))
    bare = word if _HISSING.search(word) else _MUTE_EN.sub("", word)
    split = _HIATUS_EN.sub(lambda match: f"{match[0]}-", _bare(bare))
    return max(1, len(_GROUP.findall(split)))


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def readability(texts: Iterable[str], language: str) -> Readability:
    """The readability of several paragraphs together; 0 everywhere when they have no words."""
    found = [sentence for text in texts for sentence in sentences(text) if words(sentence)]
    lengths = [words(sentence) for sentence in found]
    count = sum(lengths)
    if not count:
        return Readability(0.0, 0.0, 0, 0)
    spoken = sum(
        syllables(word, language)
        for sentence in found
        for word in _WORD.findall(_ELIDED.sub("", sentence))
    )
    start, by_length, by_syllables = _FORMULAS.get(language.partition("-")[0], _FORMULAS["en"])
    mean = count / len(found)
    ease = start - by_length * mean - by_syllables * spoken / count
    return Readability(ease, mean, max(lengths), len(found))


def module_readability(module: Module, language: str) -> Readability:
    """The readability of a module's prose: its screens and captions, without titles."""
    texts = (
        paragraph.text
        for paragraph in module_paragraphs(module)
        if paragraph.language == language and paragraph.part in ("text", "caption")
    )
    return readability(texts, language)
