"""Typography that authors need not type: no-break spaces and curly apostrophes.

French asks for a no-break space before `: ; ! ? » % €` and after `«`; both languages keep a number on one line with
what it numbers or measures (`session 2`, `ODD 17`, `3 ans`, `12 July`). Keyboards give plain spaces and straight
apostrophes. Only spaces that are there already are changed, never added, so `10:30` stays. What cannot be put right
without asking the author is a fault: see `faults`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_DIGIT = re.compile(r"\d")
_NUMBERED = {
    "fr": r"séance|chapitre|page|article|épisode|module|étape|fiche|levier|niveau|partie|phase|volet|scène|question"
    r"|tableau|figure|cible|objectif|critère|case|cas|point|axe|acte|agenda|loi",
    "en": r"session|chapter|page|article|episode|module|step|sheet|lever|level|part|phase|volume|scene|question"
    r"|table|figure|target|goal|criterion|cell|case|point|axis|act|agenda",
}
"""Words that a number follows; so do capitals (`ODD 17`, `ISO 44001`) and `n°`, `no.`, `p.`, `art.`."""
_MEASURED = {
    "fr": r"ans?|années?|mois|semaines?|jours?|heures?|minutes?|secondes?|millions?|milliards?|euros?|points?|fois"
    r"|tonnes?|Md€|km|kg|m²|h|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "en": r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|million|billion|euros?|points?|times|tonnes?|km|kg|m²"
    r"|per cent|January|February|March|April|May|June|July|August|September|October|November|December",
}
"""Units, and the months that follow a day."""
_BOUND = {
    language: (
        re.compile(rf"\b(?:(?i:{words})s?|[A-Z]{{2,}}|(?i:n°s?|nos?\.|pp?\.|art\.))$"),
        re.compile(rf"(?:\d|\b1er) (?=(?:{_MEASURED[language]})(?![\w’']))"),
    )
    for language, words in _NUMBERED.items()
}
_BEFORE_NUMBER = re.compile(r" (?=\d)")
_LONGEST_WORD = 12


def set_type(text: str, language: str) -> str:
    """The text as it should be printed in its language; doing it twice changes nothing."""
    text = _APOSTROPHE.sub("’", text)
    if not _OPENING_QUOTE.search(text):
        text = _PLURAL_POSSESSIVE.sub("’", text)
    name = language.partition("-")[0]
    if name == "fr":
        for pattern, space in _FRENCH:
            text = pattern.sub(space, text)
    return _bound(text, name) if name in _BOUND and _DIGIT.search(text) else text


def _bound(text: str, language: str) -> str:
    """The text with no-break spaces between a number and what it numbers or measures."""
    numbered, measured = _BOUND[language]

    def bind(space: re.Match[str]) -> str:
        start = space.start()
        return NO_BREAK if numbered.search(text[max(0, start - _LONGEST_WORD) : start]) else " "

    bound = _BEFORE_NUMBER.sub(bind, text)
    return measured.sub(lambda match: match[0][:-1] + NO_BREAK, bound)


# -- faults -------------------------------------------------------------------

_ADDRESS = re.compile(
    r"(?:https?://|(?<!\w)(?:[\w-]+\.)+[a-z]{2,6}/)\S*|\S*…-\S*|(?<=\w)/\w\S*\.\w+"
)
_FOREIGN = {"fr": re.compile(r"“[^”]*”"), "en": re.compile(r"«[^»]*»")}
"""A quotation in the other language keeps its own typography: “ ” in French, « » in English."""
_GAP = "\\s\u00a0\u202f"
_QUOTES = "in French « », in English “ ”"
_THOUSANDS = "15 000 in French, 15,000 in English"
_EVERYWHERE = (
    (r"\"", "a straight quotation mark", f"write {_QUOTES}"),
    (r"'", "a straight apostrophe", "write ’"),
    (r"\.{3}", "three full stops", "write …"),
    (r" {2,}", "two spaces in a row", "keep one"),
    (r"\d{5,}(?!\w)(?<![\w.,-]\d{5})", "a large number in one block", _THOUSANDS),
)
_FAULTS = {
    "fr": (
        *_EVERYWHERE,
        (rf"[;!?](?<=[^{_GAP}?!;:(\[«…·][;!?])(?=\W|$)", "no space before ; ! or ?", "type one"),
        (rf":(?<=[^{_GAP}·]:)(?=\s|$)", "no space before a colon", "type one"),
        (rf"«(?![{NO_BREAK}{NARROW}])", "no space after «", "type one"),
        (rf"»(?<![{NO_BREAK}{NARROW}]»)", "no space before »", "type one"),
        (r"[%€](?<=\d[%€])", "no space before % or €", "type one"),
    ),
    "en": (
        *_EVERYWHERE,
        (
            rf"[;:!?%](?<=[ {NO_BREAK}{NARROW}].)(?=\s|$)",
            "a space before a mark or %",
            "take it out",
        ),
        (rf"[{NO_BREAK}{NARROW}](?<=\d.)(?=\d{{3}}(?!\d))", "a number with spaces", "write 15,000"),
        (rf"€(?<=\d.)|€(?<=\d[ {NO_BREAK}{NARROW}]€)", "€ after the number", "write €15,000"),
    ),
}
_COMPILED = {
    language: [(re.compile(rule), what, instead) for rule, what, instead in rules]
    for language, rules in _FAULTS.items()
}
_LONG_NUMBER = _EVERYWHERE[-1][1]
_REFERENCE = re.compile(r"(?:[A-Z]\w+|n°|no\.|No\.)[\s\u00a0\u202f]?$")
"""What stands before the number of a standard, a form or a law, which is written in one block."""


def faults(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a text that `set_type` has seen: (what, what would be right, the place).

    Only French and English are known; addresses are left alone, and so is a quotation in the other
    language."""
    name = language.partition("-")[0]
    rules = [rule for rule in _COMPILED.get(name, ()) if rule[0].search(text)]
    if not rules:
        return
    text = _FOREIGN[name].sub("“”" if name == "fr" else "", _ADDRESS.sub("·", text))
    for pattern, what, instead in rules:
        for match in pattern.finditer(text):
            if what == _LONG_NUMBER and _REFERENCE.search(text[: match.start()]):
                continue
            yield what, instead, text[max(0, match.start() - 12) :].lstrip()


# -- words and sentences ------------------------------------------------------

_ENDS = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f»”)]+")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def words(text: str) -> int:
    """How many words a text has; `l’alliance` and `savoir-faire` count as one."""
    return len(_WORD.findall(text))


def sentences(text: str) -> list[str]:
    """A text cut after each full stop, question or exclamation mark."""
    return [sentence for sentence in _ENDS.split(text) if sentence]


def longest_sentence(text: str) -> tuple[int, str]:
    """The number of words of the longest sentence, and how it begins."""
    longest = max(_ENDS.split(text), key=words)
    return words(longest), " ".join(longest.split()[:5])
