"""The quiz that closes a session: a try drawn from the pool, answered question by question.

What was drawn is kept as a State document of the learner and the quiz, so another device goes on
with the same questions; the answers themselves are statements, and whether the try is finished
follows from them.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..content.questions import targets, untold
from ..errors import BadInput, NotFound, Outdated
from ..xapi import statements as say
from .answering import Answered, Given, marked_statement, recall, same_answer
from .following import Outcome, Step, standing_in, stepping_into, tell
from .reading import find_module

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from ..content.model import Module, Question, ScoreBand
    from ..store.people import Person
    from .house import House

_STATE = "attempt"


@dataclass(frozen=True)
class Attempt:
    """One try: the questions drawn in order, the orders of their choices, and what counted already.

    `carried` are questions right in the try before, when only the wrong ones are asked again.
    """

    id: str
    questions: tuple[str, ...]
    orders: dict[str, tuple[str, ...]]
    carried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """A learner at a quiz: the current try, if any, and its answers by question."""

    step: Step
    attempt: Attempt | None
    answers: dict[str, Answered]

    @property
    def finished(self) -> bool:
        """Whether every question of the try has its answer."""
        return self.attempt is not None and all(q in self.answers for q in self.attempt.questions)

    @property
    def position(self) -> int:
        """The place (from 1) of the first question without an answer."""
        assert self.attempt is not None
        for place, question in enumerate(self.attempt.questions, start=1):
            if question not in self.answers:
                return place
        return len(self.attempt.questions)

    @property
    def score(self) -> float:
        """The scaled score so far, 0 to 1: questions carried over count as right."""
        assert self.attempt is not None
        marked = [self.answers[q] for q in self.attempt.questions if q in self.answers]
        waiting = len(self.attempt.questions) - len(marked)
        scored = [answered.mark.score for answered in marked if answered.question.scored]
        total = len(self.attempt.carried) + len(scored) + waiting
        return (len(self.attempt.carried) + sum(scored)) / total if total else 1.0

    @property
    def passed(self) -> bool:
        """Whether this try reaches the pass mark; exactly the mark is enough."""
        assert self.step.module.quiz is not None
        return self.finished and self.score >= self.step.module.quiz.pass_mark - 1e-9

    @property
    def wrong(self) -> tuple[str, ...]:
        """The questions of the try that were not wholly right."""
        assert self.attempt is not None
        return tuple(
            q for q in self.attempt.questions if q in self.answers and not _right(self.answers[q])
        )

    @property
    def band(self) -> ScoreBand:
        """What is said to the score."""
        assert self.step.module.quiz is not None
        percent = int(self.score * 100 + 1e-6)
        bands = self.step.module.quiz.bands
        return next((band for band in bands if band.start <= percent <= band.end), bands[-1])


def _right(answered: Answered) -> bool:
    return answered.mark.correct is not False


def sit(house: House, person: Person, module: str) -> Sitting:
    """The quiz as it stands for `person`. Raises NotFound, Locked."""
    found = _find_quiz(house, module)
    with house.database.reading() as connection:
        return _sitting(house, connection, standing_in(house, connection, person, found))


def start(house: House, person: Person, module: str, *, only_wrong: bool = False) -> Sitting:
    """Draw a new try, or only what was wrong in the last one. An unfinished try goes on instead."""
    found = _find_quiz(house, module)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        sitting = _sitting(house, connection, step)
        if sitting.attempt is not None and not sitting.finished:
            return sitting
        attempt = _draw(house, found, sitting if only_wrong else None)
        _keep(house, connection, sitting.step, attempt)
        tell(
            house, connection, sitting.step, [say.attempted(sitting.step.voice, found, attempt.id)]
        )
    return Sitting(sitting.step, attempt, {})


def answer(
    house: House, person: Person, module: str, position: int, read: Callable[[Question], Given]
) -> tuple[Sitting, Outcome | None]:
    """Answer the question at `position` (from 1), `read` off the page once the question is known;
    the last answer judges the try.

    A resend changes nothing. Raises NotFound, Locked, BadInput, Outdated (the question was answered
    otherwise, or no try is under way).
    """
    found = _find_quiz(house, module)
    with house.database.writing() as connection:
        step = stepping_into(house, connection, person, found)
        sitting = _sitting(house, connection, step)
        question = _question_at(house, sitting, position)
        given = read(question)
        if same_answer(sitting.step, question.id, given):
            return sitting, None
        if question.id in sitting.answers:
            raise Outdated(question.id)
        assert sitting.attempt is not None
        marked, statement = marked_statement(sitting.step, question, given, sitting.attempt.id)
        answered = Answered(question, given.response, marked, sitting.step.voice.at, 1)
        after = Sitting(sitting.step, sitting.attempt, {**sitting.answers, question.id: answered})
        told = [statement, *_judgement(after)]
        passed = sitting.step.details.passed or after.passed
        outcome = tell(house, connection, sitting.step, told, passed=passed)
    return replace(after, step=outcome.step), outcome


def question_at(house: House, sitting: Sitting, position: int) -> Question:
    """The question at `position`; its parts are shown in the order drawn for this try."""
    return _question_at(house, sitting, position)


def _find_quiz(house: House, module: str) -> Module:
    found = find_module(house, module)
    if found.quiz is None:
        raise NotFound(module)
    return found


def _question_at(house: House, sitting: Sitting, position: int) -> Question:
    if sitting.attempt is None:
        raise Outdated(sitting.step.module.id)
    if not 1 <= position <= len(sitting.attempt.questions):
        raise NotFound(str(position))
    name = sitting.attempt.questions[position - 1]
    question = house.catalogue.find_question(sitting.step.module.id, name)
    if question is None:
        raise NotFound(name)
    return question


def _judgement(sitting: Sitting) -> list[dict[str, Any]]:
    if not sitting.finished:
        return []
    assert sitting.attempt is not None
    judge = say.passed if sitting.passed else say.failed
    return [judge(sitting.step.voice, sitting.step.module, sitting.attempt.id, sitting.score)]


# -- drawing and keeping ------------------------------------------------------


def _draw(house: House, module: Module, before: Sitting | None) -> Attempt:
    assert module.quiz is not None
    carried: tuple[str, ...] = ()
    if before is not None and before.attempt is not None and before.wrong:
        chosen = list(before.wrong)
        right = [q for q in before.attempt.questions if q not in before.wrong]
        carried = (*before.attempt.carried, *right)
    else:
        pool = [question.id for question in module.questions]
        chosen = house.random.sample(pool, min(module.quiz.draw, len(pool)))
    orders = {}
    if module.quiz.shuffle:
        for name in chosen:
            question = house.catalogue.question(module.id, name)
            if parts := parts_of(question):
                orders[name] = _mixed(house, question, parts)
    drawn = uuid.UUID(int=house.random.getrandbits(128), version=4)
    return Attempt(str(drawn), tuple(chosen), orders, carried)


def _mixed(house: House, question: Question, parts: Sequence[str]) -> tuple[str, ...]:
    """The parts by chance; what is to be put in order, or matched, never as it is written: that is the
    answer."""
    mixed = tuple(house.random.sample(parts, len(parts)))
    return mixed if question.choices else untold(mixed, parts)


def parts_of(question: Question) -> list[str]:
    """The ids of what may be shown in any order: not a scale's, nor true and false."""
    if question.kind in ("likert", "true_false"):
        return []
    choices = [choice.id for choice in question.choices]
    return choices + [item.id for item in (*targets(question), *question.items)]


def _keep(house: House, connection: Connection, step: Step, attempt: Attempt) -> None:
    content = {
        "id": attempt.id,
        "questions": attempt.questions,
        "orders": attempt.orders,
        "carried": attempt.carried,
    }
    house.recording.recorder.put_state(
        connection,
        say.module_iri(house.catalogue.course, step.module.id),
        dict(step.voice.actor),
        _STATE,
        json.dumps(content).encode(),
        registration=step.voice.registration,
    )


def _sitting(house: House, connection: Connection, step: Step) -> Sitting:
    document = house.recording.recorder.get_state(
        connection,
        say.module_iri(house.catalogue.course, step.module.id),
        dict(step.voice.actor),
        _STATE,
        registration=step.voice.registration,
    )
    attempt = _read(house, step.module, document.content) if document else None
    return Sitting(step, attempt, _answers_of(house, step, attempt))


def _read(house: House, module: Module, content: bytes) -> Attempt | None:
    """The kept try; None when it names questions the course no longer has, so a new one is drawn."""
    try:
        kept = json.loads(content)
        attempt = Attempt(
            id=str(kept["id"]),
            questions=tuple(map(str, kept["questions"])),
            orders={name: tuple(order) for name, order in kept["orders"].items()},
            carried=tuple(map(str, kept.get("carried", ()))),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    known = all(house.catalogue.find_question(module.id, q) for q in attempt.questions)
    return attempt if known and attempt.questions else None


def _answers_of(house: House, step: Step, attempt: Attempt | None) -> dict[str, Answered]:
    """The first answer to each question of the try (one try, one answer)."""
    answers: dict[str, Answered] = {}
    for fact in step.answers:
        if attempt is None or fact.attempt != attempt.id or fact.question in answers:
            continue
        question = house.catalogue.find_question(step.module.id, fact.question)
        if question is not None:
            try:
                answers[fact.question] = recall(question, fact, step)
            except BadInput:
                continue
    return answers
