"""What is wrong in the course's files, said so that an author can put it right.

Problem         one fault or remark: where, what is wrong, what would be right
Report          gathers problems while files are read; nothing stops at the first
ContentErrors   raised once everything has been read and something must be corrected
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct; `file` is relative to the course's folder, `line` counts from 1."""

    file: str
    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.instead}"


class ContentErrors(Exception):
    """The course cannot be used as it stands: `problems` holds every reason, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Report:
    """Collects problems: errors stop the course from being used, warnings are advice."""

    def __init__(self) -> None:
        self._errors: dict[Problem, None] = {}
        self._warnings: dict[Problem, None] = {}

    def error(self, file: str, line: int, what: str, instead: str) -> None:
        self._errors[Problem(file, line, what, instead)] = None

    def warn(self, file: str, line: int, what: str, instead: str) -> None:
        self._warnings[Problem(file, line, what, instead)] = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._errors))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._warnings))


def nearest(word: str, known: Iterable[str], most: int = 12) -> str:
    """“did you mean …” for a misspelt name, or names that would do (no more than `most`)."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if not names:
        return "none is defined yet"
    shown = ", ".join(f"`{name}`" for name in names[:most])
    return f"known here: {shown}" + (" …" if len(names) > most else "")
