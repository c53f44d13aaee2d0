"""The weekly review after the course: what was missed comes back, a few questions at a time.

Which ones and when is computed from the recorded answers (`learning/review.py`); the only thing kept
of it is whether somebody wants it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..content.questions import BadResponse, parse_response
from ..errors import BadInput, Locked, NotFound, Outdated
from ..learning.progress import course_completed
from ..learning.progress import is_open as is_module_open
from ..learning.record import COURSE
from ..learning.review import monday, shuffled
from ..learning.review import plan as plan_of
from ..store import people
from ..store import reviews as rows
from ..xapi import reviews as say
from ..xapi.statements import answer_id
from .answering import Answered, checked_id, mark, marked_answer
from .quizzing import parts_of
from .reading import record_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from ..content.model import Module, Question
    from ..learning.facts import ReviewFact
    from ..learning.record import Record
    from ..learning.review import Plan
    from ..store.people import Person
    from .answering import Given
    from .house import House

SUBJECT = "review"
"""What `Locked` names when the course is not completed."""


@dataclass(frozen=True)
class Shown:
    """One question and the week's review. `order` is that of its parts; `answered` is what was
    answered this week, None while nothing was (or nothing that can still be read)."""

    module: Module
    question: Question
    order: tuple[str, ...]
    plan: Plan
    answered: Answered | None

    @property
    def is_part(self) -> bool:
        """Whether the question is asked now, or was answered this week."""
        return self.answered is not None or (self.module.id, self.question.id) in self.plan.open


def plan(house: House, person: Person) -> Plan:
    """The week's review as it stands for `person`. Raises Locked before the course is completed."""
    with house.database.reading() as connection:
        return _computed(house, connection, person, _gate(house, connection, person))


def waiting(house: House, person: Person, record: Record) -> int:
    """How many questions wait now; none before the course is completed, nor for who wants none."""
    if not (person.review and _is_open(house, record)):
        return 0
    with house.database.reading() as connection:
        return len(_computed(house, connection, person, record).waiting)


def switch(house: House, person: Person, *, wanted: bool) -> None:
    """Turn the review on or off; its answers stay, so that turning it on again goes on with them."""
    with house.database.writing() as connection:
        people.change(connection, person.id, {"review": wanted})


def show(house: House, person: Person, module: str, question: str) -> Shown:
    """A question of the review, waiting or answered. Raises Locked, NotFound."""
    found = _find(house, module, question)
    with house.database.reading() as connection:
        record = _gate(house, connection, person)
        return _shown(house, connection, person, *found, record)


def answer(
    house: House, person: Person, module: str, question: str, read: Callable[[Question], Given]
) -> Shown:
    """Mark and record an answer, `read` off the page. The same answer id again changes nothing.

    Raises Locked, NotFound, BadInput, Outdated (answered otherwise this week, or not asked now).
    """
    found, known = _find(house, module, question)
    with house.database.writing() as connection:
        people.hold(connection, person.id)
        record = _gate(house, connection, person)
        before = _shown(house, connection, person, found, known, record)
        if not before.is_part:
            raise Outdated(question)
        given = read(known)
        voice = house.voice(person)
        identifier = answer_id(voice, module, question, checked_id(given.id))
        told = rows.reviewed(connection, person.actors, module, question)
        if any(fact.statement == identifier for fact in told):
            return before
        if (module, question) not in before.plan.open:
            raise Outdated(question)
        _marked, answered = marked_answer(known, given, voice.language)
        house.recording.record(connection, [say.reviewed(voice, found, answered)])
        return _shown(house, connection, person, found, known, record)


def _find(house: House, module: str, question: str) -> tuple[Module, Question]:
    known = house.catalogue.find_question(module, question)
    if known is None:
        raise NotFound(question)
    return house.catalogue.module(module), known


def _gate(house: House, connection: Connection, person: Person) -> Record:
    record = record_of(connection, person)
    if not _is_open(house, record):
        raise Locked(SUBJECT)
    return record


def _is_open(house: House, record: Record) -> bool:
    """Who has completed the course keeps the review, even if the course asks for more since."""
    whole = record.get(COURSE)
    was_completed = whole is not None and whole.completed is not None
    return was_completed or course_completed(house.catalogue, record, house.today())


def _computed(house: House, connection: Connection, person: Person, record: Record) -> Plan:
    catalogue, today = house.catalogue, house.today()

    def is_open(module: Module) -> bool:
        return is_module_open(module, catalogue.session(module.session), record, today)

    history = rows.history(connection, person.actors)
    return plan_of(catalogue, history, today, person.registration, is_open)


def _shown(
    house: House,
    connection: Connection,
    person: Person,
    module: Module,
    question: Question,
    record: Record,
) -> Shown:
    computed = _computed(house, connection, person, record)
    answered = None
    if (module.id, question.id) in computed.answered:
        told = rows.reviewed(connection, person.actors, module.id, question.id)
        answered = _recalled(question, told[-1], person.language)
    return Shown(module, question, _order(house, person, module, question), computed, answered)


def _recalled(question: Question, fact: ReviewFact, language: str) -> Answered | None:
    """What was answered and what is said to it; None when the question has changed so that it no
    longer understands it."""
    try:
        response = parse_response(question, fact.response)
        return Answered(question, response, mark(question, response, language), fact.at, 1)
    except (BadResponse, BadInput):
        return None


def _order(house: House, person: Person, module: Module, question: Question) -> tuple[str, ...]:
    """The parts as shown this week; choices stay as written where the quiz leaves them so."""
    if question.choices and module.quiz is not None and not module.quiz.shuffle:
        return ()
    seed = f"{person.registration}|{monday(house.today())}|{module.id}|{question.id}"
    return shuffled(parts_of(question), seed, tells=not question.choices)
