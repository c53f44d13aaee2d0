"""The weekly review: answers given → which missed questions come back, and when.

A question is scheduled by FSRS-6 (py-fsrs, its published default weights) once it was missed, on all
answers ever given to it, those of the course and those of reviews. Two of its ratings are used: wrong
is “again”, right is “good”; how quickly somebody answered says nothing. A day is the unit: what was
right only after it had been wrong on the same day was read off the feedback, so the day counts as
wrong. Nothing is random and no order of answers matters, so the schedule is computed when it is read
and kept nowhere.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fsrs import Card as Memory
from fsrs import Rating, Scheduler

from ..content.questions import untold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..content.catalogue import Catalogue
    from ..content.model import Module

Key = tuple[str, str]
"""Module and question."""

MOST = 6
"""Questions a week: five minutes, at 45 seconds each and a word of feedback."""

FRESH = 5
"""Questions drawn from the quizzes for who missed none."""

RETENTION = 0.9
"""How likely a question is to be known when it comes back."""

LONGEST = 365
"""Days between two reviews of one question, at the most."""

CAPS = (7, 14)
"""The longest interval in days while a question has been right on no day since it was missed, then on
one. By itself FSRS sends questions away for too long after a failed first answer."""

_WEEK = timedelta(days=7)
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)


@dataclass(frozen=True)
class Reply:
    """One marked answer, `at` microseconds UTC; `in_review` when a review asked for it."""

    module: str
    question: str
    at: int
    right: bool
    in_review: bool = False

    @property
    def key(self) -> Key:
        """Which question it answers."""
        return (self.module, self.question)

    @property
    def day(self) -> date:
        """The day by UTC."""
        return datetime.fromtimestamp(self.at / 1_000_000, UTC).date()


@dataclass(frozen=True)
class Card:
    """A question that was missed: `last` answered on that day, it comes back on `due`."""

    key: Key
    last: date
    due: date


@dataclass(frozen=True)
class Plan:
    """The review of one week. `answered` holds its answers so far in their order (right or not);
    `waiting` is what is still asked, in this order.

    `open` may be answered now, even beyond this week's measure (a page that was left open). `next` is
    the day of the next review when nothing waits; None when nothing ever will. `missed` counts the
    questions on the schedule; `fresh` tells that none was missed and some are drawn instead.
    """

    answered: Mapping[Key, bool]
    waiting: tuple[Key, ...]
    open: frozenset[Key]
    next: date | None
    missed: int
    fresh: bool

    @property
    def keys(self) -> tuple[Key, ...]:
        """All of the week, those answered first."""
        return (*self.answered, *self.waiting)


def cards(history: Iterable[Reply]) -> tuple[Card, ...]:
    """Every question that was ever missed, oldest due first."""
    found: dict[Key, dict[date, bool]] = {}
    for one in history:
        days = found.setdefault(one.key, {})
        days[one.day] = days.get(one.day, True) and one.right
    missed = [_card(key, days) for key, days in found.items() if not all(days.values())]
    return tuple(sorted(missed, key=lambda card: (card.due, card.key)))


def _card(key: Key, days: Mapping[date, bool]) -> Card:
    last = max(days)
    return Card(key, last, last + timedelta(days=interval(days)))


def interval(days: Mapping[date, bool]) -> int:
    """Days until a question comes back, at least one, from the days it was answered on and whether
    rightly (of one day or more; missed on one of them)."""
    memory, in_a_row = Memory(card_id=1), 0
    for day in sorted(days):
        noon = datetime.combine(day, time(12), UTC)
        rating = Rating.Good if days[day] else Rating.Again
        memory, _log = _SCHEDULER.review_card(memory, rating, noon)
        in_a_row = in_a_row + 1 if days[day] else 0
    assert memory.last_review is not None
    return min((memory.due - memory.last_review).days, *CAPS[in_a_row : in_a_row + 1], LONGEST)


# -- one week -----------------------------------------------------------------


def monday(today: date) -> date:
    """The first day of the week of `today`."""
    return today - timedelta(days=today.weekday())


def plan(
    catalogue: Catalogue,
    history: Iterable[Reply],
    today: date,
    seed: str,
    is_open: Callable[[Module], bool],
) -> Plan:
    """What is asked of one learner on the day `today`. Questions that the course no longer has or marks
    are dropped, and those of modules that are closed to the learner (the rest of the course may have
    been waived); `seed` is what one learner's draw differs by from another's."""
    known = {
        (module.id, question.id)
        for module in catalogue.modules
        if is_open(module)
        for question in module.questions
        if question.scored
    }
    told = [one for one in history if one.key in known]
    start = monday(today)
    this_week = [one for one in told if one.in_review and one.day >= start]
    answered = {one.key: one.right for one in sorted(this_week, key=lambda one: (one.at, one.key))}
    missed = cards(told)
    before = {one.key for one in told if not one.right and one not in this_week}
    chosen = [card.key for card in missed if card.due <= today]
    if not before:
        chosen = list(draw(_pool(catalogue, known), f"{seed}|{start}"))
    left = [key for key in chosen if key not in answered]
    waiting = mixed(catalogue, left[: max(0, MOST - len(answered))], tuple(answered))
    return Plan(
        answered=answered,
        waiting=waiting,
        open=frozenset(left),
        next=None if waiting else _next(missed, answered, start + _WEEK, fresh=not before),
        missed=len(missed),
        fresh=not before,
    )


def _next(
    missed: Sequence[Card], answered: Mapping[Key, bool], week: date, *, fresh: bool
) -> date | None:
    """The day of the next review; `week` is the day the next week begins."""
    if fresh:
        return week if answered else None
    is_over = len(answered) >= MOST
    days = [max(card.due, week) if is_over or card.key in answered else card.due for card in missed]
    return min(days, default=None)


def _pool(catalogue: Catalogue, known: Iterable[Key]) -> list[Key]:
    quizzes = {module.id for module in catalogue.quizzes}
    return [key for key in known if key[0] in quizzes]


def draw(pool: Iterable[Key], seed: str) -> tuple[Key, ...]:
    """A few of `pool`, the same ones for the same seed."""
    return tuple(sorted(pool, key=lambda key: _digest(seed, "/".join(key)))[:FRESH])


def mixed(catalogue: Catalogue, keys: Sequence[Key], before: Sequence[Key] = ()) -> tuple[Key, ...]:
    """`keys` in their order, but two of one session never follow each other while another session
    waits; `before` is what came before them."""
    waiting, order = list(keys), list(before)
    while waiting:
        last = catalogue.module(order[-1][0]).session if order else None
        others = (key for key in waiting if catalogue.module(key[0]).session != last)
        order.append(next(others, waiting[0]))
        waiting.remove(order[-1])
    return tuple(order[len(before) :])


def shuffled(parts: Sequence[str], seed: str, *, tells: bool) -> tuple[str, ...]:
    """The parts of a question in an order that `seed` decides; where the order they are written in
    `tells` the answer, as with things to be put in order, never in that one."""
    found = tuple(sorted(parts, key=lambda part: _digest(seed, part)))
    return untold(found, parts) if tells else found


def _digest(seed: str, name: str) -> bytes:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{seed}|{name}").bytes
