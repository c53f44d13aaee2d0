"""Dates as far as they are known: a year, a year and a month, or a full day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ..days import day_in_words, month_in_words

_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, perhaps a month, perhaps a day; 0 for what is not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """As ISO 8601 writes it, and authors do: `2021`, `2021-03`, `2021-03-15`."""
        rest = "".join(f"-{part:02}" for part in (self.month, self.day) if part)
        return f"{self.year:04}{rest}"

    def in_words(self, language: str) -> str:
        """`2021`, `mars 2021`, `15 mars 2021`."""
        if self.day:
            return day_in_words(self.first, language)
        return month_in_words(self.year, self.month, language) if self.month else str(self.year)


def read_date(written: str) -> PartialDate | None:
    """`2021`, `2021-03` or `2021-03-15` as a date; None for what is no date of the calendar."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return None
    found = PartialDate(*(int(part or 0) for part in match.groups()))
    try:
        date(found.year, int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return found
