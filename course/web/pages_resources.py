"""The pages of the resource centre: what is in it, its sheets, testimonies by what they are, search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.model import Dimension, KitSheet, Source, Term
    from ..content.search import ItemKind
    from ..content.testimonies import Facet
    from .pages import Lock, SessionCard, Step

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is a word that was looked for."""


@dataclass(frozen=True, kw_only=True)
class ResourcesPage(Page):
    """The resource centre."""

    template: ClassVar[str] = "collectif/resources/resources.html"
    kit: tuple[KitSheet, ...]
    """The sheets of the kit."""
    tools: tuple[Step, ...]
    """Every worksheet."""
    testimonies: tuple[Step, ...]
    """Every testimony."""
    sheets: tuple[SessionCard, ...]
    """The sessions, whose sheets can be printed."""
    glossary: tuple[Term, ...]
    """The terms, in the page's language's alphabetical order."""


@dataclass(frozen=True, kw_only=True)
class KitSheetPage(Page):
    """One sheet of the kit, to read and to print."""

    template: ClassVar[str] = "collectif/resources/kit_sheet.html"
    sheet: KitSheet
    """The sheet; the sentence that a search led to is marked."""
    number: int
    """Its place in the kit, from 1."""
    total: int
    """How many sheets the kit has."""
    steps: tuple[Step, ...]
    """The modules it leads to."""
    sources: tuple[str, ...]
    """The sources it cites, with their years."""


@dataclass(frozen=True, kw_only=True)
class TestimoniesPage(Page):
    """The testimonies, all or by what they are."""

    __test__ = False  # no test, whatever its name begins with
    template: ClassVar[str] = "collectif/resources/testimonies.html"
    testimonies: tuple[Step, ...]
    """Those that have every chosen value."""
    total: int
    """How many there are in all."""
    choices: Mapping[Facet, tuple[str, ...]]
    """Facet → the values there are."""
    chosen: Mapping[Facet, str]
    """Facet → the chosen value; empty where none is."""
    dimensions: Mapping[str, Dimension]
    """The dimensions by id, for their titles."""
    territories: Mapping[str, str]
    """Value of a territory → its name in the page's language."""


# -- search -------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One text that answers, with a link that opens at it."""

    pieces: Pieces
    url: str
    above: str
    """The heading it stands under; empty when there is none."""


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    title: Pieces
    url: str
    session: int
    """The number of its session; 0 for what is no module."""
    lock: Lock | None
    """What opens it, when it is closed: then nothing but its title is shown."""
    answers: tuple[Answer, ...]
    """Its best texts."""
    more: int
    """How many more there are."""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    kind: ItemKind
    count: int
    """How many things, shown or not."""
    found: tuple[Found, ...]
    url: str
    """The search among this kind only."""


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """A search, what answers it, or what one may try."""

    template: ClassVar[str] = "collectif/resources/search.html"
    typed: str
    """What was typed, as it was."""
    asked: bool
    """Whether there is a word to look for in it."""
    total: int
    """How many things answer, of all kinds."""
    groups: tuple[Group, ...]
    """What is shown: every kind, or the chosen one."""
    kind: str
    """The chosen kind; empty for all."""
    kinds: tuple[Group, ...]
    """Every kind that has an answer, to choose from."""
    whole: str
    """The address of the search among all kinds."""
    elsewhere: Mapping[str, int]
    """When nothing was found: language → how many things answer there."""
    suggestions: tuple[str, ...]
    """Words that can be found, to begin with."""


@dataclass(frozen=True)
class DatedSource:
    """A source and when what it cites was published."""

    source: Source
    dates: tuple[tuple[str, str], ...]
    """One for each document: as a program reads it (empty when unknown), and in words."""


@dataclass(frozen=True)
class SourceGroup:
    """Sources of one year, under its title; all of them, without a title, in the order of their tags."""

    title: str
    sources: tuple[DatedSource, ...]


@dataclass(frozen=True, kw_only=True)
class SourcesPage(Page):
    """Every source, with an anchor each (`#S01`)."""

    template: ClassVar[str] = "collectif/home/sources.html"
    groups: tuple[SourceGroup, ...]
    by_date: bool
    """Whether the youngest come first; else they stand in the order of their tags."""
    as_of: str
    """Until when the course's facts were gathered; empty when it does not say."""


RESOURCE_PAGES: tuple[type[Page], ...] = (
    ResourcesPage,
    KitSheetPage,
    TestimoniesPage,
    SearchPage,
    SourcesPage,
)
