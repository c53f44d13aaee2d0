"""All that can be found, made ready for questions: built once for a course and a language, never changed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from .entries import TITLE, Entry, Item, entries_of
from .words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from ..model import Course
    from .query import Query

_FULL, _HELPED = 0, 1


@dataclass(frozen=True)
class Hit:
    """One thing that was found, with what answers in it: titles before headings before sentences."""

    item: Item
    entries: tuple[Entry, ...]

    @property
    def best(self) -> int:
        """The rank of its best answer."""
        return self.entries[0].rank


@dataclass(frozen=True)
class Index:
    """Texts and their words. All are in the order of the course; numbers are places in `entries`."""

    entries: tuple[Entry, ...]
    texts: tuple[tuple[str, ...], ...]
    """The folded words of each entry."""
    holders: Mapping[str, tuple[int, ...]]
    """Folded word → the entries that have it."""
    vocabulary: tuple[str, ...]
    """Every folded word, sorted."""
    items: Mapping[Item, int]
    """Each item's place."""

    def search(self, query: Query, closed: AbstractSet[str] = frozenset()) -> tuple[Hit, ...]:
        """What answers the whole question, best first; the same question always gets the same answer.

        All words must stand in one text; those missing in a heading or sentence may stand in the title
        above it. Of modules in `closed` nothing but the title is looked at.
        """
        if query.is_empty:
            return ()
        own = [self._having(needle, start) for needle, start in query.needles]
        titled = [
            {self.entries[one].item for one in found if self.entries[one].rank == TITLE}
            for found in own
        ]
        found = []
        for number in sorted(set().union(*own)):
            entry = self.entries[number]
            if entry.rank != TITLE and entry.item.is_module and entry.item.id in closed:
                continue
            fit = _fit(number, entry, own, titled)
            if fit is not None and self._says(number, query.phrases):
                found.append((self.items[entry.item], entry.rank, fit, number))
        return self._hits(sorted(found))

    def _having(self, needle: str, start: bool) -> frozenset[int]:  # noqa: FBT001
        if not start:
            return frozenset(self.holders.get(needle, ()))
        first = bisect_left(self.vocabulary, needle)
        last = bisect_left(self.vocabulary, needle + "\U0010ffff", lo=first)
        return frozenset().union(*(self.holders[word] for word in self.vocabulary[first:last]))

    def _says(self, number: int, phrases: Iterable[tuple[str, ...]]) -> bool:
        text = self.texts[number]
        return all(
            any(text[at : at + len(phrase)] == phrase for at in range(len(text)))
            for phrase in phrases
        )

    def _hits(self, found: list[tuple[int, int, int, int]]) -> tuple[Hit, ...]:
        ranked = []
        for place, rows in groupby(found, key=lambda row: row[0]):
            numbers = list(rows)
            entries = tuple(self.entries[row[3]] for row in numbers)
            ranked.append((numbers[0][1:3], place, Hit(entries[0].item, entries)))
        ranked.sort(key=lambda row: row[:2])
        return tuple(hit for _fit, _place, hit in ranked)


def _fit(
    number: int, entry: Entry, own: list[frozenset[int]], titled: list[set[Item]]
) -> int | None:
    """How an entry that has one of the words answers: by itself, with the help of its title, or not."""
    missing = [place for place, found in enumerate(own) if number not in found]
    if not missing:
        return _FULL
    in_title = [entry.item in items for items in titled]
    if all(in_title) or not all(in_title[place] for place in missing):
        return None  # a title that says it all by itself needs no help from below
    return _HELPED


def index_of(course: Course, language: str) -> Index:
    """The index of a course in one of its languages."""
    entries = tuple(entry for entry in entries_of(course, language) if entry.text)
    texts = tuple(words(entry.text) for entry in entries)
    holders: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for word in dict.fromkeys(text):
            holders.setdefault(word, []).append(number)
    return Index(
        entries=entries,
        texts=texts,
        holders={word: tuple(numbers) for word, numbers in holders.items()},
        vocabulary=tuple(sorted(holders)),
        items={
            item: place for place, item in enumerate(dict.fromkeys(one.item for one in entries))
        },
    )
