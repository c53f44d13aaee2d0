"""Every figure and every name stands beside its source.

- A *figure* is a year, a percentage, an amount, a decimal number or a number above ten. It stands in a
  paragraph with a tag such as `[S01]`. A row of a table and an item of a list are read with the paragraph just
  before or just after; a frame, a scene and a question with its options are each one paragraph; so is each feedback.
  A figure may come again without a tag on the screen, or in the question, that sourced it.
- A *name* (one of `names` and `people` in sourcing.yaml, or an organisation of a testimony) stands at least once beside
  a tag in each module that says it.
- What is invented (see `invented.py`) needs no source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from .findings import Finding
from .invented import from_here, invented_in, real_names
from .sourcing import word_pattern
from .typography import NARROW, NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .model import Course, Module
    from .paragraphs import Paragraph
    from .sourcing import Sourcing

TOP = 10
"""Numbers up to this one may stand alone: three steps, four categories."""
_TAGGED = "write the source's tag in the same paragraph, such as [S01]"

# -- figures ------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_THIN = f"{NARROW}{NO_BREAK}"
_NUMBER = re.compile(
    rf"(?<![\w.,/°-])(?P<before>[€£$]?)(?P<number>(?:\d{{1,3}}(?:[{_THIN}, ]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?)"
    rf"(?P<after>[{_THIN} ]?(?:%|€|[Mk]€|Md€|millions?\b|milliards?\b|billion\b)|(?:m|bn|k)\b)?(?![\w/])"
)


def figures(text: str, titles: re.Pattern[str] | None = None) -> list[tuple[str, str]]:
    """The figures of a text: (what compares, as written). `5,5 %` and `5.5%` compare alike.

    Numbers inside what `titles` finds are no figures.
    """
    if not _DIGIT.search(text):
        return []
    if titles is not None:
        text = titles.sub("·", text)
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match["number"])
        unit = (match["after"] or "").strip(f"{_THIN} ") or match["before"]
        if unit or "." in value or float(value) > TOP:
            found.append((value + ("%" if unit == "%" else ""), match[0].strip()))
    return found


def _value(number: str) -> str:
    number = re.sub(rf"[{_THIN} ]", "", number)
    number = re.sub(r",(?=\d{3}(?:,|$))", "", number)
    return number.replace(",", ".")


# -- figures and names of a module --------------------------------------------


def unsourced(
    course: Course, written: Iterable[Paragraph], sourcing: Sourcing
) -> Iterator[Finding]:
    """Figures and names without a source in modules and sheets of the kit, and real names in what is
    invented."""
    named = {
        module.id: _names_of(module, sourcing)
        for session in course.sessions
        for module in session.modules
    }
    modules: dict[tuple[str, str], list[Paragraph]] = defaultdict(list)
    for paragraph in written:
        if paragraph.module:
            modules[paragraph.module, paragraph.language].append(paragraph)
    for (name, _), inside in modules.items():
        yield from _module(name, inside, named.get(name, sourcing.named), sourcing)


def _names_of(module: Module, sourcing: Sourcing) -> re.Pattern[str]:
    """Finds the names of the course and the organisations of a testimony."""
    if module.testimony is None:
        return sourcing.named
    own = (organisation.name for organisation in module.testimony.organisations)
    return word_pattern((*sourcing.names, *sourcing.people, *own))


def _module(
    module: str, written: Sequence[Paragraph], named: re.Pattern[str], sourcing: Sourcing
) -> Iterator[Finding]:
    places: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in written:
        places[paragraph.place].append(paragraph)
    real: list[tuple[Paragraph, bool]] = []
    for place, inside in places.items():
        invented = invented_in(inside, sourcing)
        yield from real_names(inside, invented, sourcing)
        told = [one for one in sourced_in(inside) if one[0] not in invented]
        exempt = sourcing.exempted(module, place)
        if exempt is not None:
            yield from _figures(told, exempt, sourcing)
        real += told
    yield from _names(real, named)


def sourced_in(inside: Sequence[Paragraph]) -> list[tuple[Paragraph, bool]]:
    """The paragraphs of one place that may hold facts, each with whether a tag stands with it."""
    asked = any(one.sources for one in inside if one.part in ("asked", "feedback"))
    scene = any(one.sources for one in inside if one.part == "caption")
    texts = [one for one in inside if one.part == "text"]
    found = []
    for one in inside:
        if one.part == "text":
            found.append((one, _text_sourced(one, texts)))
        elif one.part == "caption":
            found.append((one, scene))
        elif one.part == "asked":
            found.append((one, asked))
        elif one.part == "feedback":
            found.append((one, bool(one.sources)))
    return found


def _text_sourced(one: Paragraph, texts: Sequence[Paragraph]) -> bool:
    if one.sources:
        return True
    if one.block == "frame":
        return any(other.sources for other in texts if other.run == one.run)
    if one.block == "row":
        runs = list(dict.fromkeys(other.run for other in texts))
        at = runs.index(one.run)
        near = {*runs[max(0, at - 1) : at], *runs[at + 1 : at + 2]}
        return any(
            other.sources for other in texts if other.run in near and other.block != "row"
        ) or _headed(one, texts)
    return False


def _headed(one: Paragraph, texts: Sequence[Paragraph]) -> bool:
    """Whether this is the head of a table or list of which every other row has its source."""
    rows = [other for other in texts if other.run == one.run]
    return rows[0] is one and len(rows) > 1 and all(other.sources for other in rows[1:])


def _figures(
    told: Sequence[tuple[Paragraph, bool]], exempt: frozenset[str], sourcing: Sourcing
) -> Iterator[Finding]:
    seen = [(one, sourced, figures(one.text, sourcing.titled)) for one, sourced in told]
    known = {value for _, sourced, found in seen if sourced for value, _ in found}
    free = {value for figure in exempt for value, _ in figures(figure)} | exempt
    for one, _, found in seen:
        for value, as_written in found:
            if value not in known and value not in free:
                what = f"the figure {as_written} has no source"
                yield Finding(one, from_here(one.text, as_written), what, _TAGGED)
                known.add(value)


def _names(real: Sequence[tuple[Paragraph, bool]], named: re.Pattern[str]) -> Iterator[Finding]:
    first: dict[str, Paragraph] = {}
    known: set[str] = set()
    for one, sourced in real:
        for name in named.findall(one.text):
            first.setdefault(name, one)
            if sourced:
                known.add(name)
    for name, one in first.items():
        if name not in known:
            what = f"the name {name} stands nowhere beside a source in this module"
            yield Finding(one, from_here(one.text, name), what, _TAGGED)


def unused(written: Iterable[Paragraph], sourcing: Sourcing) -> Iterator[tuple[str, str]]:
    """Rows of sourcing.yaml that name a (module, place) that does not exist."""
    known = {(one.module, one.place) for one in written}
    rows = [(one.module, one.place) for one in sourcing.exempt]
    for module, place in dict.fromkeys([*rows, *sorted(sourcing.composites)]):
        if (module, place) not in known:
            yield module, place
