"""Searching the course as one learner may: of what is closed to them, only titles are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..content.search import read_query
from .reading import course_progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.search import Hit, Query
    from ..learning.progress import Progress
    from ..store.people import Person
    from .house import House


@dataclass(frozen=True)
class Found:
    """What answers a question, best first, and how the course stands for who asked.

    `elsewhere` is filled when nothing was found: how many things answer in each other language.
    """

    query: Query
    hits: tuple[Hit, ...]
    progress: Progress
    elsewhere: Mapping[str, int]


def search(house: House, person: Person, typed: str, language: str) -> Found:
    """What `person` may find in `language`. The gate is that of every page: a module that is not open
    to them is found by its title, and nothing of its text is looked at."""
    progress = course_progress(house, person)
    closed = {name for name, one in progress.standings.items() if not one.is_open}
    query = read_query(typed)
    catalogue = house.catalogue
    hits = catalogue.index(language).search(query, closed)
    others = () if hits or query.is_empty else house.settings.languages
    counts = {
        other: len(catalogue.index(other).search(query, closed))
        for other in others
        if other != language and other in catalogue.course.languages
    }
    return Found(query, hits, progress, {other: count for other, count in counts.items() if count})
