"""What sourcing.yaml says of a course: names, exemptions, words. The rules are in `cited.py`, `invented.py` and
`standing.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Strings = Mapping[str, tuple[str, ...]]
"""Language → words."""


@dataclass(frozen=True)
class Exempt:
    """A screen, scene or question where figures need no source; all of them, or only `figures`."""

    module: str
    place: str
    why: str
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Forbidden:
    """Words that must not be written: what they say is not established."""

    words: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Sourcing:
    """What sourcing.yaml says; with nothing in it only figures and testimonies are judged."""

    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    """Names that hold a number, such as `ODD 17`: their number is no figure."""
    marks: Strings = field(default_factory=dict)
    composites: frozenset[tuple[str, str]] = frozenset()
    """(module, screen) that are invented from a mark on."""
    exempt: tuple[Exempt, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    ours: Strings = field(default_factory=dict)
    """How the course's own proposals are called: nobody else is their author."""
    others: tuple[str, ...] = ()
    """Who must not be named as their author."""
    disclaimed: Strings = field(default_factory=dict)
    """Words of a sentence that says what others did not do."""
    hedges: Strings = field(default_factory=dict)
    """Words that say how sure a fact is."""

    @cached_property
    def titled(self) -> re.Pattern[str]:
        """Finds every name that holds a number."""
        return word_pattern(self.titles)

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Finds every name and person."""
        return word_pattern((*self.names, *self.people))

    def exempted(self, module: str, place: str) -> frozenset[str] | None:
        """The figures that need no source there; None for every figure."""
        rows = [one for one in self.exempt if (one.module, one.place) == (module, place)]
        if any(not one.figures for one in rows):
            return None
        return frozenset(figure for one in rows for figure in one.figures)


def word_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of these words as whole words, the longest first, with any kind of space inside; nothing when
    there are none."""
    longest = sorted(set(words), key=len, reverse=True)
    either = "|".join(re.sub(r"\\?\s", r"\\s", re.escape(word)) for word in longest)
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)")
