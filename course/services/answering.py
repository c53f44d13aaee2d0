"""Answering the questions of a screen, and the entry check. Every answer is kept at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..content.catalogue import AGAIN
from ..content.questions import BadResponse, interaction, parse_response
from ..content.questions import mark as mark_response
from ..errors import BadInput, NotFound
from ..learning.progress import asked
from ..learning.record import COURSE
from ..store import facts as rows
from ..store import people
from ..xapi import statements as say
from ..xapi.vocabulary import QUESTION
from .following import stepping_into, tell
from .reading import find_module

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.model import Question
    from ..content.questions import Mark
    from ..learning.facts import AnswerFact
    from ..store.people import Person
    from ..xapi.statements import Voice
    from .following import Step
    from .house import House

LARGEST_RESPONSE = 20_000


@dataclass(frozen=True)
class Given:
    """An answer as the pages send it: `id` is made by the page, so that a resend is known again."""

    id: str
    response: Any
    certainty: int | None = None


@dataclass(frozen=True)
class Answered:
    """An answer with what is said to it; `response` is in the neutral form of its kind."""

    question: Question
    response: Any
    mark: Mark
    at: int
    tries: int


def checked_id(answer: str) -> str:
    """A client-made answer id as a canonical UUID; raises BadInput for anything else."""
    try:
        return str(uuid.UUID(answer))
    except ValueError:
        raise BadInput({"answer_id": "not_a_uuid"}) from None


def answer(
    house: House, person: Person, module: str, question: str, given: Given
) -> tuple[Answered, Step]:
    """Mark and record an answer to a question of the module's screens or scenes; with how the
    learner stands after it.

    The same answer id again changes nothing and gives the first answer's feedback.
    Raises NotFound, Locked, BadInput.
    """
    found = find_module(house, module)
    known = house.catalogue.find_question(module, question)
    if known is None or question not in asked(found):
        raise NotFound(question)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        again = same_answer(step, question, given)
        if again:
            return recall(known, again, step), step
        marked, statement = marked_statement(step, known, given)
        outcome = tell(house, connection, step, [statement], answered=frozenset((question,)))
    tries = 1 + sum(earlier.question == question for earlier in step.answers)
    return Answered(known, given.response, marked, step.voice.at, tries), outcome.step


def definition_of(question: Question) -> dict[str, Any]:
    """The question as an xAPI interaction activity, complete."""
    return {"type": QUESTION, **interaction(question)}


def mark(question: Question, response: Any, language: str) -> Mark:
    """What a response is worth; one that cannot be taken raises BadInput."""
    try:
        return mark_response(question, response, language)
    except BadResponse as refusal:
        raise BadInput({"response": _KEYS.get(refusal.key, refusal.key)}) from refusal


_KEYS = {"empty": "missing"}


def same_answer(step: Step, question: str, given: Given) -> AnswerFact | None:
    """The answer already recorded under this id, if it was sent before."""
    identifier = say.answer_id(step.voice, step.module.id, question, checked_id(given.id))
    return next((one for one in step.answers if one.statement == identifier), None)


def marked_statement(
    step: Step, question: Question, given: Given, attempt: str | None = None
) -> tuple[Mark, dict[str, Any]]:
    """The answer's mark and its statement; a response that cannot be taken raises BadInput."""
    marked, told = marked_answer(question, given, step.voice.language, attempt)
    return marked, say.answered(step.voice, step.module, told)


def marked_answer(
    question: Question, given: Given, language: str, attempt: str | None = None
) -> tuple[Mark, say.Answer]:
    """The answer's mark, and the answer as statements tell it; raises BadInput like the others."""
    marked = mark(question, given.response, language)
    met = given.response.get("met") if isinstance(given.response, dict) else None
    return marked, say.Answer(
        id=checked_id(given.id),
        question=question.id,
        definition=definition_of(question),
        response=marked.response,
        correct=marked.correct,
        score=marked.score,
        attempt=attempt,
        certainty=given.certainty,
        criteria=tuple(met) if question.kind == "open" and met is not None else None,
    )


def recall(question: Question, fact: AnswerFact, step: Step) -> Answered:
    """An answer given earlier, marked again."""
    try:
        response = parse_response(question, fact.response)
    except BadResponse as refusal:
        raise BadInput({"response": refusal.key}) from refusal
    tries = sum(one.question == question.id for one in step.answers)
    marked = mark(question, response, step.voice.language)
    return Answered(question, response, marked, fact.at, tries)


def latest_answers(house: House, step: Step) -> dict[str, Answered]:
    """Question id → the last answer the learner gave to it outside any try of a quiz.

    An answer that today's question no longer understands (it was rewritten since) is left out.
    """
    latest: dict[str, Answered] = {}
    for fact in step.answers:
        question = house.catalogue.find_question(step.module.id, fact.question)
        if question is not None and fact.attempt is None:
            try:
                latest[fact.question] = recall(question, fact, step)
            except BadInput:
                latest.pop(fact.question, None)
    return latest


# -- the entry check ----------------------------------------------------------


def entry_answers(house: House, person: Person, *, again: bool = False) -> Mapping[str, str]:
    """Question id → the learner's last answer in the entry check, before the course or `again`."""
    with house.database.reading() as connection:
        given = rows.answers_in(connection, person.actors, AGAIN if again else COURSE)
    return {fact.question: fact.response for fact in given}


def check_in(
    house: House, person: Person, given: Mapping[str, Given], *, again: bool = False
) -> None:
    """Record the answers to the entry check, before the course or `again` at its end; those sent
    before change nothing. Raises NotFound, and BadInput naming the questions at fault."""
    voice = house.voice(person)
    told, problems = [], {}
    for name, one in given.items():
        try:
            told.append(_checked_in(house, voice, name, one, again=again))
        except BadInput as refusal:
            problems[name] = next(iter(refusal.problems.values()))
    if problems:
        raise BadInput(problems)
    with house.database.writing() as connection:
        people.hold(connection, person.id)
        place = AGAIN if again else COURSE
        known = {fact.statement for fact in rows.answers_in(connection, person.actors, place)}
        house.recording.record(connection, [one for one in told if one["id"] not in known])


def _checked_in(
    house: House, voice: Voice, name: str, given: Given, *, again: bool
) -> say.Statement:
    question = next((q for q in house.catalogue.course.entry_check if q.id == name), None)
    if question is None:
        raise NotFound(name)
    answer = say.Answer(
        id=checked_id(given.id),
        question=name,
        definition=definition_of(question),
        response=mark(question, given.response, voice.language).response,
        correct=None,
        score=None,
    )
    return say.checked_in(voice, answer, again=again)
