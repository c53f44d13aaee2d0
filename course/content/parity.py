"""Whether the languages of a course have the same structure: what one shows, the other shows too.

Words and sentences may differ, since languages do; what is compared is what a reader would miss: headings,
paragraphs, lists, tables, frames, pictures, sources, links, captions. Links to the glossary stand on the
first use of a word and do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .links import plain
from .markdown import CITATION, cited
from .problems import Problem
from .reach import modules_in
from .spots import Spot, beside, spots
from .typography import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Module, Text
    from .promises import Promised

_SHAPES = {
    "h3": "headings",
    "p": "paragraphs",
    "ul": "lists",
    "ol": "numbered lists",
    "li": "list items",
    "table": "tables",
    "tr": "table rows",
    "td": "table cells",
    "blockquote": "quotations",
    "aside": "frames",
    "pre": "code blocks",
    "svg": "pictures",
    "img": "pictures",
}
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TAG = re.compile(r"<(" + "|".join(_SHAPES) + r")\b")
_HREF = re.compile(r'<a [^>]*?href="(source|module|media|https?|mailto):([^"]*)"')
_LONG = 30
"""Words; shorter texts may well be half as long in another language."""


# -- the rule -----------------------------------------------------------------


def same_structure(promised: Promised) -> Iterator[Problem]:
    """Every text of the course stands in all languages, built alike."""
    for module in modules_in(promised.course):
        for spot in spots(module):
            yield from _unlike(spot, module.id, promised)
        for name, what in _examples(module):
            line = promised.places.part(module.id, name)
            file = f"{module.folder}/module.yaml"
            yield Problem(file, line, what, "give it in every language alike")
    for spot in beside(promised.course):
        yield from _unlike(spot, "", promised)


def _unlike(spot: Spot, module: str, promised: Promised) -> Iterator[Problem]:
    for language, what in differing(spot.text, promised.course.languages):
        file, places = spot.file(language), promised.places
        if file.endswith(".md"):
            line = places.heading(file, spot.name)
        else:
            line = places.part(module, spot.name) if module else places.entry(file, spot.name)
        yield Problem(file, line, f"{spot.what}: {what}", "bring the two languages together")


def differing(text: Text, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(language, what is not as in the first language), for one text."""
    first, *others = languages
    for language in languages:
        if not plain(text.get(language, "")).strip() and "<svg" not in text.get(language, ""):
            yield language, f"nothing in {language}"
    for language in others:
        for what in differences(text.get(first, ""), text.get(language, "")):
            yield language, f"{what} in {first} and in {language}"


def differences(one: str, other: str) -> Iterator[str]:
    """What two texts do not share: `2 against 3 paragraphs`, `not the same sources (S01)`."""
    shapes, others = _shapes(one), _shapes(other)
    for name in dict.fromkeys(_SHAPES.values()):
        if shapes[name] != others[name]:
            yield f"{shapes[name]} against {others[name]} {name}"
    for kinds, name in ((("source",), "sources"), (("module", "media"), "links")):
        uncommon = _leading(one, kinds), _leading(other, kinds)
        odd = (uncommon[0] - uncommon[1]) + (uncommon[1] - uncommon[0])
        if odd:
            yield f"not the same {name} ({', '.join(sorted(odd))})"
    outside = ("http", "https", "mailto")
    if _leading(one, outside).total() != _leading(other, outside).total():
        yield "not as many links to other sites"


def _shapes(html: str) -> Counter[str]:
    without = _DRAWING.sub("<svg ", html)
    return Counter(_SHAPES[tag] for tag in _TAG.findall(without))


def _leading(html: str, kinds: Sequence[str]) -> Counter[str]:
    """Where a text leads, and how often; citations left in captions count as links."""
    found = Counter(target for kind, target in _HREF.findall(html) if kind in kinds)
    if "source" in kinds:
        found.update(tag for match in CITATION.finditer(html) for tag in cited(match))
    return found


def lengths(one: str, other: str) -> str:
    """`12 words against 40` where one language says much less; a matter of judgement."""
    shorter, longer = sorted((words(plain(one)), words(plain(other))))
    if longer > _LONG and shorter < 0.6 * longer:
        return f"{shorter} words against {longer}"
    return ""


# -- examples -----------------------------------------------------------------


def _examples(module: Module) -> Iterator[tuple[str, str]]:
    """Fields of a tool whose example is not filled alike: (field, what)."""
    examples = module.worksheet.example if module.worksheet is not None else {}
    for name, value in examples.items():
        if isinstance(value, dict):
            shapes = {language: _filled(value.get(language)) for language in module.languages}
            if len(set(shapes.values())) > 1:
                yield name, f"the example of `{name}` is not filled alike in every language"


def _filled(value: object) -> str:
    """What of an example is filled in, whatever the words."""
    if isinstance(value, list):
        return ";".join(_filled(one) for one in value)
    if isinstance(value, dict):
        return ",".join(sorted(key for key, inner in value.items() if inner not in ("", [], None)))
    return "empty" if value in ("", None) else "given"
