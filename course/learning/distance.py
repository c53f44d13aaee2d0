"""The distance travelled: the entry check's questions asked before the course, and again at its end.

Nothing is marked. A place is the number of an option from the lowest, 1; going down is no failure,
since one sees better at the end what one did not know at the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..content.model import All, Completed, Passed
from .rules import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ..content.model import Course, Question, Rule
    from .record import Record


@dataclass(frozen=True)
class Travelled:
    """One question: where the learner placed themselves before and now (from 1), None when never."""

    question: Question
    before: int | None
    now: int | None

    @property
    def moved(self) -> int | None:
        """By how many places it went up (or down, below 0); None when one of the two is missing."""
        return None if self.before is None or self.now is None else self.now - self.before


def distance(
    questions: Iterable[Question], before: Mapping[str, str], now: Mapping[str, str]
) -> tuple[Travelled, ...]:
    """Question by question, from the options chosen (question id → option id) at either time. An
    option that the question no longer has counts as no answer."""
    return tuple(
        Travelled(one, _place(one, before.get(one.id)), _place(one, now.get(one.id)))
        for one in questions
    )


def _place(question: Question, chosen: str | None) -> int | None:
    names = [choice.id for choice in question.choices]
    return names.index(chosen) + 1 if chosen in names else None


def second_asking_rule(course: Course) -> Rule:
    """What must be done before the questions are asked again: all that the last session requires."""
    last = course.sessions[-1].modules if course.sessions else ()
    needed = [one for one in last if one.required]
    return All(tuple(Passed(one.id) if one.quiz else Completed(one.id) for one in needed))


def may_ask_again(course: Course, record: Record, today: date) -> bool:
    """Whether the time of the second asking has come for the learner with this record."""
    return bool(course.entry_check) and holds(second_asking_rule(course), record, today)
