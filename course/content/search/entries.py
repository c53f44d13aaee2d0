"""A course in one language → all that can be found in it: titles, headings and sentences with their place.

Questions and their answers are left out: they are asked, not looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..links import plain
from .passages import captions_of, sentences, split
from .words import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Course, KitSheet, Module, Source, Term, Text, Worksheet

ItemKind = Literal[
    "opening",
    "testimony",
    "expert",
    "synthesis",
    "lesson",
    "tool",
    "quiz",
    "term",
    "sheet",
    "source",
]
TITLE, HEADING, SENTENCE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the course that results are gathered under."""

    kind: ItemKind
    id: str
    title: str
    is_module: bool = False
    """Whether it stands behind the content gate."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that can be found: what kind of text (0 a title, 1 a heading, 2 a sentence), and where."""

    item: Item
    rank: int
    text: str
    part: Literal["", "screen", "scene", "worksheet"] = ""
    """Which part of a module holds it; empty for the module itself, and for what is no module."""
    part_id: str = ""
    phrase: str = ""
    """The name by which its page marks it; empty where nothing is marked."""
    above: str = ""
    """The heading it stands under, if there is one."""


def entries_of(course: Course, language: str) -> tuple[Entry, ...]:
    """Everything that can be found, in the order of the course."""
    found: list[Entry] = []
    for session in course.sessions:
        for module in session.modules:
            found += _module(module, language)
    for term in course.glossary:
        found += _term(term, language)
    for sheet in course.kit:
        found += _sheet(sheet, language)
    for source in course.sources.values():
        found += _source(source, language)
    return tuple(found)


def _said(text: Text | None, language: str) -> str:
    return composed(plain(text.get(language, ""))) if text else ""


# -- modules --------------------------------------------------------------------


def _module(module: Module, language: str) -> Iterator[Entry]:
    item = Item(module.kind, module.id, _said(module.title, language), is_module=True)
    yield Entry(item, TITLE, item.title)
    if module.testimony is not None:
        told = module.testimony
        names = [one.name for one in told.organisations]
        about = " · ".join([*names, _said(told.territory, language), _said(told.period, language)])
        yield Entry(item, HEADING, composed(about))
    for text in (module.summary, module.objective):
        for sentence in split(_said(text, language)):
            yield Entry(item, SENTENCE, sentence)
    yield from _screens(item, module, language)
    yield from _scenes(item, module, language)
    if module.worksheet is not None:
        yield from _worksheet(item, module.worksheet, language)


def _screens(item: Item, module: Module, language: str) -> Iterator[Entry]:
    for screen in module.screens:
        title = _said(screen.title, language)
        yield Entry(item, HEADING, title, "screen", screen.id)
        for one in sentences(screen.body.get(language, "")):
            rank = HEADING if one.is_heading else SENTENCE
            yield Entry(item, rank, one.text, "screen", screen.id, one.phrase, title)


def _scenes(item: Item, module: Module, language: str) -> Iterator[Entry]:
    for scene in module.storyboard.scenes if module.storyboard else ():
        title = _said(scene.title, language)
        yield Entry(item, HEADING, title, "scene", scene.id)
        for caption in captions_of(scene, language):
            for one in sentences(caption):
                yield Entry(item, SENTENCE, one.text, "scene", scene.id, one.phrase, title)


def _worksheet(item: Item, worksheet: Worksheet, language: str) -> Iterator[Entry]:
    for section in worksheet.sections:
        title = _said(section.title, language)
        yield Entry(item, HEADING, title, "worksheet", section.id)
        asked = (text for one in section.fields for text in (one.label, one.help))
        for text in (section.intro, *asked):
            for sentence in split(_said(text, language)):
                yield Entry(item, SENTENCE, sentence, "worksheet", section.id, above=title)


# -- what is no module ----------------------------------------------------------


def _term(term: Term, language: str) -> Iterator[Entry]:
    item = Item("term", term.id, _said(term.term, language))
    yield Entry(item, TITLE, item.title)
    for sentence in split(_said(term.definition, language)):
        yield Entry(item, SENTENCE, sentence)


def _sheet(sheet: KitSheet, language: str) -> Iterator[Entry]:
    item = Item("sheet", sheet.id, _said(sheet.title, language))
    yield Entry(item, TITLE, item.title)
    for sentence in split(_said(sheet.summary, language)):
        yield Entry(item, SENTENCE, sentence)
    for part in sheet.parts:
        title = _said(part.title, language)
        yield Entry(item, HEADING, title)
        for one in sentences(part.body.get(language, "")):
            rank = HEADING if one.is_heading else SENTENCE
            yield Entry(item, rank, one.text, phrase=one.phrase, above=title)


def _source(source: Source, language: str) -> Iterator[Entry]:
    item = Item("source", source.id, source.id)
    yield Entry(item, TITLE, item.title)
    dates = [date.in_words(language) for date in source.dates if date is not None]
    yield Entry(item, SENTENCE, " · ".join([_said(source.text, language), *dates]))
