"""What is invented says so in its first words, and names nobody real.

A paragraph or frame that begins with one of `marks` of sourcing.yaml is invented. “(composite)” in a paragraph holds to
the end of the screen, which sourcing.yaml lists in `composites`. The filled example of a worksheet is invented; the
tool's screen says so. A testimony is composite in its first line and in module.yaml, or in neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .model import Course
    from .paragraphs import Paragraph
    from .sourcing import Sourcing

_COMPOSITE = "composite"


def invented_in(inside: Sequence[Paragraph], sourcing: Sourcing) -> frozenset[Paragraph]:
    """The paragraphs of one place that a mark declares invented."""
    found: set[Paragraph] = {one for one in inside if one.part == "example"}
    rest = False
    run = -1
    for one in inside:
        if one.part == "feedback" and _marked(one, sourcing):
            found.add(one)
        if one.part != "text":
            continue
        if _marked(one, sourcing):
            rest = rest or (_COMPOSITE in _opening(one) and one.block != "frame")
            run = one.run if one.block == "frame" else -1
            found.add(one)
        elif rest or one.run == run:
            found.add(one)
    return frozenset(found)


def _marked(one: Paragraph, sourcing: Sourcing) -> bool:
    return one.text.startswith(sourcing.marks.get(one.language, ()))


def _opening(one: Paragraph) -> str:
    return one.text[:60]


def real_names(
    inside: Sequence[Paragraph], invented: frozenset[Paragraph], sourcing: Sourcing
) -> Iterator[Finding]:
    """Real names in what is invented."""
    for one in inside:
        if one in invented and (match := sourcing.named.search(one.text)):
            what = f"{match[0]} is named in what is invented"
            yield Finding(one, from_here(one.text, match[0]), what, "invent the name too")


def composites(
    course: Course, written: Iterable[Paragraph], sourcing: Sourcing
) -> Iterator[Finding]:
    """What is made up says so in its first line, and the metadata say so too."""
    marked: dict[tuple[str, str], Paragraph] = {}
    examples: dict[tuple[str, str], Paragraph] = {}
    says: set[tuple[str, str]] = set()
    opening: dict[tuple[str, str], Paragraph] = {}
    for one in written:
        key = (one.module, one.language)
        if one.part == "text":
            opening.setdefault(key, one)
            if _marked(one, sourcing) and _COMPOSITE in _opening(one) and one.block != "frame":
                marked.setdefault((one.module, one.place), one)
            if _COMPOSITE in one.text:
                says.add(key)
        elif one.part == "example":
            examples.setdefault(key, one)
    for key, one in marked.items():
        if key not in sourcing.composites:
            what = f"the screen `{one.place}` is composite, and sourcing.yaml does not list it"
            yield Finding(one, one.text, what, "add it to `composites` in sourcing.yaml")
    for key, one in examples.items():
        if key not in says:
            what = "the filled example of a worksheet is not said to be composite"
            yield Finding(one, one.text, what, "say so on the tool's screen")
    yield from _testimonies(course, opening)


def _testimonies(course: Course, opening: Mapping[tuple[str, str], Paragraph]) -> Iterator[Finding]:
    """A real testimony does not begin like a composite; the reverse is checked where it is read."""
    for session in course.sessions:
        for module in session.modules:
            if module.testimony is None or module.testimony.composite:
                continue
            for language in module.languages:
                one = opening.get((module.id, language))
                if one is not None and _COMPOSITE in one.text:
                    what = "this testimony says that it is composite, and module.yaml does not"
                    yield Finding(one, one.text, what, "write `composite: true` in module.yaml")


def from_here(text: str, part: str) -> str:
    """The text from a few words before a part of it."""
    at = max(0, text.find(part))
    start = text.rfind(" ", 0, max(0, at - 25)) + 1
    return text[start:]
