"""Reading: opening a module, seeing its screens, marking one as done by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import NotFound
from ..learning.progress import Progress, ticks
from ..learning.progress import progress as progress_of
from ..learning.record import gather
from ..store import facts as rows
from ..xapi import statements as say
from .following import Outcome, Step, standing_in, stepping_into, tell

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ..content.model import Module, Screen
    from ..learning.progress import Tick
    from ..learning.record import Record
    from ..store.people import Person
    from .house import House


@dataclass(frozen=True)
class Opened:
    """A module as its page needs it: where the learner stands in it and in the course."""

    step: Step
    ticks: tuple[Tick, ...]
    progress: Progress

    @classmethod
    def after(cls, house: House, step: Step) -> Opened:
        """The module as it stands with this step, which has been read or taken already."""
        whole = progress_of(house.catalogue, step.record, house.today())
        return cls(step, ticks(step.module, step.details), whole)


def find_module(house: House, module: str) -> Module:
    """The module of that id; raises NotFound."""
    found = house.catalogue.find_module(module)
    if found is None:
        raise NotFound(module)
    return found


def record_of(connection: Connection, person: Person) -> Record:
    """All that is known of the person's progress."""
    return gather(rows.record_rows(connection, person.actors))


def course_progress(house: House, person: Person) -> Progress:
    """How the whole course stands for `person`."""
    with house.database.reading() as connection:
        record = record_of(connection, person)
    return progress_of(house.catalogue, record, house.today())


def open_module(house: House, person: Person, module: str) -> Opened:
    """The module for reading. Raises NotFound, or Locked when the content gate is closed."""
    found = find_module(house, module)
    with house.database.reading() as connection:
        return Opened.after(house, standing_in(house, connection, person, found))


def screen_to_resume(step: Step) -> Screen | None:
    """The screen to go on with: the first unseen one, or one whose questions wait; else the first."""
    screens = step.module.screens
    for screen in screens:
        waiting = set(screen.questions) - step.details.answered
        if screen.id not in step.details.screens or waiting:
            return screen
    return screens[0] if screens else None


def see_screen(house: House, person: Person, module: str, screen: str) -> Outcome:
    """Record that the screen was read. Seeing it again records nothing new."""
    found = find_module(house, module)
    seen = next((one for one in found.screens if one.id == screen), None)
    if seen is None:
        raise NotFound(screen)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        told = []
        if screen not in step.details.screens:
            told.append(say.experienced(step.voice, found, seen, step.seconds_since_last))
        return tell(house, connection, step, told, screens=frozenset((screen,)))


def mark_done(house: House, person: Person, module: str) -> Outcome:
    """Mark as done by hand a module whose rule allows it; again changes nothing. Raises NotFound where
    the rule does not, Locked."""
    found = find_module(house, module)
    if "marked" not in found.completion.tests:
        raise NotFound(module)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        told = [] if step.details.marked else [say.marked_done(step.voice, found)]
        return tell(house, connection, step, told, marked=True)
