"""A learner without a browser: takes the course through the services, as the pages do for others."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from collectif.course.content.questions import right_response
from collectif.course.services import (
    accounts,
    answering,
    playing,
    quizzing,
    reading,
    worksheets,
)
from collectif.course.services.answering import Given
from collectif.course.services.playing import read_event
from collectif.course.store import facts, people
from collectif.lrs import StatementFilter
from tests.actors import wrong_response

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collectif.course.content.model import Module, Question
    from collectif.course.learning.progress import Progress, Standing
    from collectif.course.learning.record import ModuleRecord
    from collectif.course.services.answering import Answered
    from collectif.course.services.following import Outcome
    from collectif.course.services.quizzing import Sitting
    from collectif.course.store.people import Person
    from tests.houses import Built

FILLED = {"phrase": "Trouver deux alliés d’ici juin.", "acteur": "association"}
"""The least that fills the sample's worksheet."""

_numbers = count(1)


class Pupil:
    """Somebody enrolled in the sample course."""

    def __init__(self, built: Built, name: str = "Ada Martin", **values: object) -> None:
        self.built = built
        self.house = built.house
        self.email = f"pupil-{next(_numbers)}@exemple.fr"
        given = {"name": name, "email": self.email, "language": "fr", **values}
        with self.house.database.writing() as connection:
            self.person = accounts.enrol(self.house, connection, given)

    def speaks(self, language: str) -> Pupil:
        """The same person, in another language."""
        self.person = replace(self.person, language=language)
        return self

    def comes_back(self) -> Person:
        """The person as the database has them now."""
        with self.house.database.reading() as connection:
            found = people.by_id(connection, self.person.id)
        assert found is not None
        self.person = found
        return found

    def module(self, name: str) -> Module:
        return self.house.catalogue.module(name)

    # -- steps --------------------------------------------------------------------

    def reads(self, module: str, *screens: str) -> Outcome:
        """See screens of a module (all of them when none is named)."""
        names = screens or tuple(one.id for one in self.module(module).screens)
        outcomes = [reading.see_screen(self.house, self.person, module, name) for name in names]
        return outcomes[-1]

    def answers(
        self, module: str, question: str, response: Any = None, *, sent: str = "", **more: Any
    ) -> Answered:
        """Answer a question, rightly when no response is given; `sent` is the id the page made."""
        known = self.house.catalogue.question(module, question)
        given = Given(
            sent or new_id(), self._right(known) if response is None else response, **more
        )
        return answering.answer(self.house, self.person, module, question, given)[0]

    def answers_wrongly(self, module: str, question: str) -> Answered:
        known = self.house.catalogue.question(module, question)
        return self.answers(module, question, wrong_response(known))

    def marks(self, module: str) -> Outcome:
        return reading.mark_done(self.house, self.person, module)

    def plays(
        self, module: str, event: str, time: float, segments: str = "", **more: Any
    ) -> Outcome:
        """Tell what the player tells."""
        told = {"event": event, "id": new_id(), "session": SESSION, "time": time, **more}
        return playing.play(
            self.house, self.person, module, read_event(told | {"segments": segments})
        )

    def fills(self, module: str, **values: Any) -> Outcome:
        return worksheets.save(self.house, self.person, module, values or FILLED)[1]

    # -- the quiz -----------------------------------------------------------------

    def starts(self, quiz: str, *, only_wrong: bool = False) -> Sitting:
        return quizzing.start(self.house, self.person, quiz, only_wrong=only_wrong)

    def sits(self, quiz: str) -> Sitting:
        """The quiz as it stands."""
        return quizzing.sit(self.house, self.person, quiz)

    def answers_at(
        self, quiz: str, position: int, *, right: bool = True, sent: str = ""
    ) -> tuple[Sitting, Outcome | None]:
        """Answer the question at a place of the try."""

        def read(question: Question) -> Given:
            response = self._right(question) if right else wrong_response(question)
            return Given(sent or new_id(), response)

        return quizzing.answer(self.house, self.person, quiz, position, read)

    def tries(self, quiz: str, right: int, *, only_wrong: bool = False) -> Sitting:
        """A whole try with so many right answers, the first ones."""
        sitting = self.starts(quiz, only_wrong=only_wrong)
        assert sitting.attempt is not None
        for position in range(1, len(sitting.attempt.questions) + 1):
            sitting, _outcome = self.answers_at(quiz, position, right=position <= right)
        return sitting

    # -- whole modules --------------------------------------------------------------

    def takes(self, *modules: str) -> Pupil:
        """Take modules to their ends, answering rightly."""
        for name in modules:
            module = self.module(name)
            if module.screens:
                self.reads(name)
            if module.storyboard:
                self.plays(name, "paused", 22, "0[.]22")
            for question in module.questions if module.quiz is None else ():
                self.answers(name, question.id)
            if module.worksheet:
                self.fills(name)
            if module.quiz:
                self.tries(name, module.quiz.draw)
        return self

    def takes_everything(self) -> Pupil:
        return self.takes(*(module.id for module in self.house.catalogue.modules))

    def _right(self, question: Question) -> Any:
        return right_response(question, self.person.language)

    # -- what is known of them --------------------------------------------------------

    @property
    def progress(self) -> Progress:
        return reading.course_progress(self.house, self.person)

    def standing(self, module: str) -> Standing:
        return self.progress.standings[module]

    def record(self, module: str) -> ModuleRecord:
        return self.progress.record[module]

    def given(self, module: str) -> list[tuple[str, bool | None]]:
        """Questions answered in a module, and whether rightly, oldest first."""
        with self.house.database.reading() as connection:
            found = facts.answers_in(connection, self.person.actors, module)
        return [(fact.question, fact.correct) for fact in found]

    @property
    def actor(self) -> dict[str, Any]:
        return self.house.recording.actor(self.person.pseudonym)

    @property
    def mailbox(self) -> dict[str, Any]:
        return {"mbox": f"mailto:{self.email}"}

    def statements(self, verb: str | None = None, about: str = "") -> list[dict[str, Any]]:
        """Their statements, oldest first: with a verb, about activities that end so."""
        where = StatementFilter(agent=self.person.actors[0], verb=verb, ascending=True, limit=1000)
        with self.house.database.reading() as connection:
            found = self.built.recorder.find(connection, where)
        said = [dict(one.statement) for one in found if one.statement["actor"] == self.actor]
        return [one for one in said if one["object"]["id"].endswith(about)]


SESSION = "7b1dbf1c-8cd4-4b2e-8f0e-0a3f6a1f5b11"
"""The player's name for one opening of the synthesis."""


def new_id() -> str:
    """An id that a page makes for what it sends."""
    return str(uuid.uuid4())


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make all calls at the same time, each in a thread of its own; what they answered."""
    ready = threading.Barrier(len(calls))

    def make(call: Callable[[], Any]) -> Any:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))
