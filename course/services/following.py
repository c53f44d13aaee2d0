"""What follows from a step: the module, the session, the course completed, each told once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from collectif.lrs import StatementFilter, after_commit

from ..errors import Locked
from ..learning.finishing import session_completed
from ..learning.progress import (
    Details,
    Tick,
    completes,
    course_completed,
    is_open,
    ticks,
)
from ..learning.record import COURSE, ModuleRecord, gather, is_completed, join
from ..learning.segments import merge, parse, progress
from ..store import facts as rows
from ..store import people
from ..xapi import statements as say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from ..content.model import Module
    from ..learning.facts import AnswerFact
    from ..learning.record import Record
    from ..store.people import Person
    from ..xapi.statements import Voice
    from .house import House

VISIT = 30 * 60 * 1_000_000
"""Microseconds of silence after which the next step counts as a new visit."""

LONGEST_SCREEN = 15 * 60.0
"""Seconds beyond which time between two steps is absence, not reading."""


@dataclass(frozen=True)
class Step:
    """Where a learner stands in one module when they take a step in it."""

    person: Person
    module: Module
    record: Record
    details: Details
    answers: tuple[AnswerFact, ...]
    voice: Voice

    @property
    def seconds_since_last(self) -> float:
        """Seconds since the last thing done in this module, 0 after a pause."""
        known = self.record.get(self.module.id)
        if known is None:
            return 0.0
        seconds = (self.voice.at - known.last) / 1_000_000
        return seconds if 0 < seconds <= LONGEST_SCREEN else 0.0


@dataclass(frozen=True)
class Outcome:
    """What a step led to: how things stand after it, and what was completed by it."""

    step: Step
    ticks: tuple[Tick, ...]
    completed: bool
    completed_now: bool
    course_completed_now: bool


def standing_in(house: House, connection: Connection, person: Person, module: Module) -> Step:
    """Where `person` stands in `module`. A closed content gate raises Locked."""
    known = rows.known_in(connection, person.actors, module.id)
    record = gather(known.records)
    session = house.catalogue.session(module.session)
    if not is_open(module, session, record, house.today()):
        raise Locked(module.id)
    details = _details(connection, person, module, record.get(module.id), known)
    return Step(person, module, record, details, tuple(known.answers), house.voice(person))


def stepping_into(house: House, connection: Connection, person: Person, module: Module) -> Step:
    """The same for somebody about to take a step: their other steps wait until this one is told, so
    that two at once, on two devices, cannot both miss that together they complete the module."""
    people.hold(connection, person.id)
    return standing_in(house, connection, person, module)


def _details(
    connection: Connection,
    person: Person,
    module: Module,
    record: ModuleRecord | None,
    known: rows.Known,
) -> Details:
    share = 0.0
    if record is not None and module.storyboard:
        told = rows.played_in(connection, person.actors, module.id)
        segments = merge(segment for fact in told for segment in parse(fact.segments))
        share = progress(segments, module.storyboard.seconds)
    return Details(
        screens=known.screens,
        answered=frozenset(answer.question for answer in known.answers),
        played=share,
        passed=record is not None and record.is_passed,
        filled=record is not None and record.filled is not None,
        marked=record is not None and record.marked is not None,
    )


def tell(
    house: House,
    connection: Connection,
    step: Step,
    statements: Sequence[say.Statement],
    **found: Any,
) -> Outcome:
    """Record `statements` and whatever follows from the details `found` by this step.

    `found` names what changes in `Details` (for sets: what is added). At most one `completed` is
    told for a module, a session and the course.
    """
    details = _after(step.details, found)
    now = ticks(step.module, details)
    before = is_completed(step.record, step.module.id)
    done_now = not before and completes(step.module.completion, now)
    after = replace(step, details=details, record=_record_after(step, details, done=done_now))
    follow = [*_arrival(step), *statements]
    course_now = False
    if done_now:
        follow.append(say.completed(step.voice, step.module))
        course_now = _follow_up(house, connection, step, after.record, follow)
    house.recording.record(connection, follow)
    person = step.person.id
    if done_now:
        announcing = partial(
            house.announce, "module_completed", person=person, module=step.module.id
        )
        after_commit(connection, announcing)
    if course_now:
        after_commit(connection, partial(house.announce, "course_completed", person=person))
    return Outcome(after, now, before or done_now, done_now, course_now)


def _record_after(step: Step, details: Details, *, done: bool) -> Record:
    at = step.voice.at
    new = ModuleRecord(
        at, at, completed=at if done else None, passed=at if details.passed else None
    )
    known = step.record.get(step.module.id)
    return {**step.record, step.module.id: join(known, new) if known else new}


def _after(details: Details, found: Mapping[str, Any]) -> Details:
    changes = {
        name: getattr(details, name) | value if isinstance(value, frozenset) else value
        for name, value in found.items()
    }
    return replace(details, **changes)


def _arrival(step: Step) -> list[say.Statement]:
    """`initialized`, when this is the first step after a pause."""
    known = step.record.get(step.module.id)
    if known is not None and step.voice.at - known.last < VISIT:
        return []
    return [say.initialized(step.voice, step.module, str(step.voice.at))]


def _follow_up(
    house: House, connection: Connection, step: Step, record: Record, follow: list[say.Statement]
) -> bool:
    """Tell of the session and the course when this module was the last of them; once, even if a
    waiver that was taken back has since made them incomplete for a while."""
    session = house.catalogue.session(step.module.session)
    if step.module.required and session_completed(session, record):
        told = say.completed_session(step.voice, session)
        follow += [] if _is_told(house, connection, told) else [told]
    today = house.today()
    whole = course_completed(house.catalogue, record, today)
    course_now = whole and not course_completed(house.catalogue, step.record, today)
    known = record.get(COURSE)
    if course_now and (known is None or known.completed is None):
        follow.append(say.completed_course(step.voice))
    return course_now


def _is_told(house: House, connection: Connection, statement: say.Statement) -> bool:
    """Whether the like has been recorded in this registration, and not been voided."""
    like = StatementFilter(
        verb=statement["verb"]["id"],
        activity=statement["object"]["id"],
        registration=statement["context"]["registration"],
        limit=1,
    )
    return bool(house.recording.recorder.find(connection, like))
