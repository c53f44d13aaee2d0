"""How far a source bears: what must not be said, what must be hedged, whose words may be quoted.

Each source of sources.yaml has a `standing`:

- `H`: several sources agree, or it is the first one; its facts may be stated.
- `M`: one source, or an old one; a sentence that rests on it says so with one of `hedges`, or gives a year. Figures of
  an `H` source that are less sure than the rest are listed in its `unsure`, and are treated so.
- `B`: a hint; no module may use it.

What the course proposes itself (`ours`) is attributed to nobody else. Nobody is made to speak: a quotation of more
than `SHORT` words beside a name needs a source that is `quotable` (a law, a published text).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .cited import figures
from .findings import Finding
from .paragraphs import sources_of
from .sourcing import word_pattern
from .typography import NARROW, NO_BREAK, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .model import Course, Source
    from .paragraphs import Paragraph
    from .sourcing import Sourcing

SHORT = 6
_SAME = str.maketrans({NO_BREAK: " ", NARROW: " ", "’": "'"})
STANDINGS = ("H", "M", "B")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”")


def barred(course: Course, written: Iterable[Paragraph], sourcing: Sourcing) -> Iterator[Finding]:
    """Sources of standing B that are cited, and words that must not be written."""
    rules = [(_plain(phrase), phrase, rule) for rule in sourcing.forbidden for phrase in rule.words]
    low = {name for name, source in course.sources.items() if source.standing == "B"}
    for one in written:
        if one.file == "sources.yaml":
            continue
        for name in sorted(one.sources & low):
            what = f"{name} is a hint, not a source (standing B)"
            yield Finding(one, one.text, what, "take the fact out, or find a better source")
        folded = _plain(one.text)
        for folded_phrase, phrase, rule in rules:
            if folded_phrase in folded:
                yield Finding(one, one.text, f"“{phrase}” must not be written", rule.why)


def _plain(text: str) -> str:
    """A text in which only words count: one kind of space and of apostrophe, no capitals."""
    return text.translate(_SAME).casefold()


def listed_low(course: Course) -> Iterator[tuple[str, str]]:
    """(module, source) where a module lists a source of standing B."""
    for session in course.sessions:
        for module in session.modules:
            for name in module.sources:
                source = course.sources.get(name)
                if source is not None and source.standing == "B":
                    yield module.id, name


def misattributed(written: Iterable[Paragraph], sourcing: Sourcing) -> Iterator[Finding]:
    """Sentences that give one of the course's own proposals another author, or a source."""
    others = word_pattern(sourcing.others)
    for one in written:
        ours = sourcing.ours.get(one.language, ())
        if not ours or not any(phrase in one.text for phrase in ours):
            continue
        denied = sourcing.disclaimed.get(one.language, ())
        for sentence in sentences(one.marked):
            phrase = next((phrase for phrase in ours if phrase in sentence), None)
            if phrase is None or any(word in sentence for word in denied):
                continue
            if others.search(sentence) or any(sources_of(sentence)):
                what = f"“{phrase}” is a proposal of this course, here given another author"
                yield Finding(one, sentence, what, "say that it is the course's own, untagged")


def unhedged(
    sources: Mapping[str, Source], written: Iterable[Paragraph], sourcing: Sourcing
) -> Iterator[Finding]:
    """Sentences that state as certain what rests on one source or an old one."""
    medium = {name for name, source in sources.items() if source.standing == "M" or source.unsure}
    for one in written:
        if not one.sources & medium or one.part not in ("text", "caption", "asked", "feedback"):
            continue
        hedges = sourcing.hedges.get(one.language, ())
        hedged = word_beginning(hedges)
        for sentence in sentences(one.marked):
            weak = _weak(sentence, sources)
            if weak and not _YEAR.search(sentence) and not hedged.search(sentence):
                what = f"{', '.join(weak)} bears this only with a reserve"
                instead = f"say how sure it is ({', '.join(hedges[:3])} …) or give its year"
                yield Finding(one, sentence, what, instead)


@cache
def word_beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a word that begins like one of these, in any case; nothing when there are none."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words)) or '(?!)'})", re.IGNORECASE)


def _weak(sentence: str, sources: Mapping[str, Source]) -> list[str]:
    """The sources of a sentence when none of them is sure of it."""
    cited = [name for name in dict.fromkeys(sources_of(sentence)) if name in sources]
    values: set[str] | None = None
    for name in cited:
        source = sources[name]
        if source.standing == "M":
            continue
        if not source.unsure:
            return []
        if values is None:
            values = {value for value, _ in figures(sentence)}
        if not values & {value for figure in source.unsure for value, _ in figures(figure)}:
            return []
    return cited


def quoted(
    sources: Mapping[str, Source], written: Iterable[Paragraph], sourcing: Sourcing
) -> Iterator[Finding]:
    """Long quotations beside a name, without a source whose words may be quoted.

    In a question somebody may say something beside the name of an organisation, never beside a person's.
    """
    people = word_pattern(sourcing.people)
    for one in written:
        if "«" not in one.text and "“" not in one.text:
            continue
        if one.part not in ("text", "caption", "asked", "feedback"):
            continue
        if any(sources[name].quotable for name in one.sources if name in sources):
            continue
        named = people if one.part == "asked" else sourcing.named
        rest = _QUOTED.sub(" ", one.text)
        match = named.search(rest)
        for quotation in _QUOTED.finditer(one.text) if match else ():
            said = quotation[1] or quotation[2] or ""
            if match and words(said) > SHORT:
                what = f"{words(said)} words in quotation marks beside the name {match[0]}"
                instead = "retell them, or cite a source that is `quotable`"
                yield Finding(one, said, what, instead)
