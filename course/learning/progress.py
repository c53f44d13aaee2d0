"""Facts + course → what is done, what is open, what comes next, and why something is locked.

The one progress function: the learner's page, the trainer's grid, the exports and the xAPI side all
ask here. *Completed* and *passed* are two facts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..content.model import All
from .record import COURSE, Record, is_completed, is_passed
from .rules import Opening, holds, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ..content.catalogue import Catalogue
    from ..content.model import Completion, CompletionTest, Module, Rule, Session
    from .record import ModuleRecord

State = Literal["not_started", "started", "needs_help", "completed"]

WRONG_BEFORE_HELP = 4
FAILURES_BEFORE_HELP = 2


@dataclass(frozen=True)
class Standing:
    """How one module stands for one learner. `score` is the best scaled score, 0 to 1."""

    module: str
    state: State
    is_open: bool
    completed: bool
    passed: bool
    waived: bool
    score: float | None
    last: int | None


@dataclass(frozen=True)
class Progress:
    """How the course stands for one learner.

    `done` and `total` count required modules; `minutes_left` adds up what remains of them;
    `next` is the module to go on with, None when all required ones are done.
    """

    standings: Mapping[str, Standing]
    done: int
    total: int
    minutes_left: int
    next: str | None
    course_completed: bool
    record: Record = field(repr=False, default_factory=dict)

    @property
    def percent(self) -> int:
        """Whole per cent of the required modules that are done; 100 only when all are."""
        return 100 * self.done // self.total if self.total else 100


def progress(catalogue: Catalogue, record: Record, today: date) -> Progress:
    """The standing of every module for the learner with `record` on the day `today`."""
    standings = {
        module.id: standing(module, catalogue.session(module.session), record, today)
        for module in catalogue.modules
    }
    required = [module for module in catalogue.modules if module.required]
    left = [module for module in required if not standings[module.id].completed]
    return Progress(
        standings=standings,
        done=len(required) - len(left),
        total=len(required),
        minutes_left=sum(module.minutes for module in left),
        next=_next(left, standings, record),
        course_completed=course_completed(catalogue, record, today),
        record=record,
    )


def standing(module: Module, session: Session, record: Record, today: date) -> Standing:
    """How `module` stands."""
    known = record.get(module.id)
    return Standing(
        module=module.id,
        state=state(known),
        is_open=is_open(module, session, record, today),
        completed=is_completed(record, module.id),
        passed=is_passed(record, module.id),
        waived=known is not None and known.waived is not None,
        score=known.best if known else None,
        last=known.last if known else None,
    )


def state(known: ModuleRecord | None) -> State:
    """The four states of a trainer's grid. Help is needed after `WRONG_BEFORE_HELP` wrong answers,
    or `FAILURES_BEFORE_HELP` failed tries, in a module that is still not completed."""
    if known is None:
        return "not_started"
    if known.is_completed:
        return "completed"
    if known.wrong >= WRONG_BEFORE_HELP or known.failures >= FAILURES_BEFORE_HELP:
        return "needs_help"
    return "started"


def is_open(module: Module, session: Session, record: Record, today: date) -> bool:
    """Whether the content gate lets the learner in: the rules hold, or it was reached before
    (a rule that has changed since never takes away what was reached)."""
    if module.id in record:
        known = record[module.id]
        if known.completed is not None or known.passed is not None or known.waived is not None:
            return True
    return holds(session.unlock, record, today) and holds(module.unlock, record, today)


def why_locked(module: Module, catalogue: Catalogue, record: Record, today: date) -> Opening:
    """What opens `module`: the smallest set of modules, and the day when there is one."""
    session = catalogue.session(module.session)
    return lock_of((session.unlock, module.unlock), catalogue, record, today)


def why_diagnostic_locked(catalogue: Catalogue, record: Record, today: date) -> Opening:
    """What opens the diagnostic; nothing (an open lock) when the course is completed or waived."""
    if course_completed(catalogue, record, today):
        return Opening()
    return lock_of((catalogue.course.completion,), catalogue, record, today)


def lock_of(rules: tuple[Rule, ...], catalogue: Catalogue, record: Record, today: date) -> Opening:
    """The smallest set that makes all `rules` hold, modules in the order of the course."""
    found = opening(All(rules), record, today, lambda m: catalogue.module(m).minutes)
    order = {module.id: place for place, module in enumerate(catalogue.modules)}
    return Opening(tuple(sorted(found.modules, key=order.__getitem__)), found.day, found.possible)


def course_completed(catalogue: Catalogue, record: Record, today: date) -> bool:
    """Whether all that the course asks for is done, or a trainer waived the rest."""
    whole = record.get(COURSE)
    if whole is not None and whole.waived is not None:
        return True
    return holds(catalogue.course.completion, record, today)


def _next(
    left: list[Module], standings: Mapping[str, Standing], record: Mapping[str, ModuleRecord]
) -> str | None:
    """What to go on with: the last one touched that is not done, else the first open one left."""
    open_ones = [module.id for module in left if standings[module.id].is_open]
    touched = [module for module in open_ones if module in record]
    if touched:
        return max(touched, key=lambda module: record[module].last)
    return open_ones[0] if open_ones else None


# -- what completes one module ------------------------------------------------


@dataclass(frozen=True)
class Details:
    """What the learner did inside one module; `played` is a share of its length, 0 to 1."""

    screens: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    played: float = 0.0
    passed: bool = False
    filled: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Tick:
    """One condition of completion: how far it is met. `have` and `need` are counts or per cent."""

    test: CompletionTest
    met: bool
    have: int
    need: int


def ticks(module: Module, details: Details) -> tuple[Tick, ...]:
    """Each condition of the module's completion rule, with how far it is met."""
    return tuple(_CHECKS[test](module, details) for test in module.completion.tests)


def completes(completion: Completion, found: tuple[Tick, ...]) -> bool:
    """Whether these ticks complete the module."""
    met = [tick.met for tick in found]
    return all(met) if completion.mode == "all" else any(met)


def asked(module: Module) -> frozenset[str]:
    """The questions of a module's screens and scenes (a quiz's pool is not asked as a whole)."""
    scenes = module.storyboard.scenes if module.storyboard else ()
    lists = [screen.questions for screen in module.screens]
    lists += [scene.questions for scene in scenes]
    return frozenset(question for questions in lists for question in questions)


def _seen(module: Module, details: Details) -> Tick:
    have = sum(screen.id in details.screens for screen in module.screens)
    return Tick("seen", have == len(module.screens), have, len(module.screens))


def _answered(module: Module, details: Details) -> Tick:
    questions = asked(module)
    have = len(questions & details.answered)
    return Tick("answered", have == len(questions), have, len(questions))


def _played(module: Module, details: Details) -> Tick:
    threshold = module.storyboard.threshold if module.storyboard else 0.0
    have, need = int(details.played * 100 + 1e-6), math.ceil(threshold * 100 - 1e-6)
    return Tick("played", details.played >= threshold - 1e-9, min(have, 100), need)


def _flag(test: CompletionTest) -> Callable[[Module, Details], Tick]:
    def check(_module: Module, details: Details) -> Tick:
        met = bool(getattr(details, test))
        return Tick(test, met, int(met), 1)

    return check


_CHECKS: Mapping[CompletionTest, Callable[[Module, Details], Tick]] = {
    "seen": _seen,
    "answered": _answered,
    "played": _played,
    "passed": _flag("passed"),
    "filled": _flag("filled"),
    "marked": _flag("marked"),
}
