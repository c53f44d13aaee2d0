"""Finding one's way in a course: by id, next and previous, by kind or dimension, by activity IRI."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from .search import index_of

if TYPE_CHECKING:
    from .model import Course, Module, ModuleKind, Question, Session
    from .search import Index

Thing = TypeVar("Thing")
_SESSIONS, _MODULES, _QUESTIONS, _SCREENS = "sessions", "modules", "questions", "screens"


class NotInCourse(KeyError):
    """The course has no such session, module or question."""


PlaceKind = Literal[
    "course", "session", "module", "question", "screen", "video", "entry-check", "review"
]


AGAIN = "entry-check/again"
"""Stands where a module would for answers to the entry check asked again at the end; no module can
have this name."""


@dataclass(frozen=True)
class Place:
    """What an activity IRI means. `part` is the id of the question, or of the screen or scene; a
    question without a module is one of the entry check."""

    kind: PlaceKind
    session: str | None = None
    module: str | None = None
    part: str | None = None


class Catalogue:
    """The index of one course; made once, it answers without searching."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._sessions = {session.id: session for session in course.sessions}
        self._modules = {
            module.id: module for session in course.sessions for module in session.modules
        }
        self._order = {name: index for index, name in enumerate(self._modules)}
        self._questions = {
            module.id: {question.id: question for question in module.questions}
            for module in self._modules.values()
        }
        self._entry_questions = {question.id: question for question in course.entry_check}
        self._indexes: dict[str, Index] = {}

    # -- by id --------------------------------------------------------------------

    def session(self, id: str) -> Session:  # noqa: A002 (the word of the whole house)
        """Raises `NotInCourse`."""
        return _found(self._sessions, id)

    def module(self, id: str) -> Module:  # noqa: A002
        """Raises `NotInCourse`."""
        return _found(self._modules, id)

    def question(self, module: str, question: str) -> Question:
        """A question of a module; raises `NotInCourse`."""
        return _found(_found(self._questions, module), question)

    def entry_question(self, question: str) -> Question:
        """A question of the entry check; raises `NotInCourse`."""
        return _found(self._entry_questions, question)

    def find_module(self, id: str) -> Module | None:  # noqa: A002
        """The module, None when the course has none of that id."""
        return self._modules.get(id)

    def find_question(self, module: str, question: str) -> Question | None:
        """The question of a module, None when there is none."""
        return self._questions.get(module, {}).get(question)

    # -- in order -----------------------------------------------------------------

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Every module in the order of the course."""
        return tuple(self._modules.values())

    def position(self, module: str) -> int:
        """Where a module stands in the course, from 0; raises `NotInCourse`."""
        return _found(self._order, module)

    def next(self, module: str) -> Module | None:
        """The module after this one, across sessions; None after the last."""
        index = self.position(module) + 1
        return self.modules[index] if index < len(self.modules) else None

    def previous(self, module: str) -> Module | None:
        """The module before this one, across sessions; None before the first."""
        index = self.position(module) - 1
        return self.modules[index] if index >= 0 else None

    # -- by what they are ---------------------------------------------------------

    def of_kind(self, kind: ModuleKind) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.kind == kind)

    def of_dimension(self, dimension: str) -> tuple[Module, ...]:
        """The modules that work on a dimension of the diagnostic."""
        return tuple(module for module in self.modules if dimension in module.dimensions)

    @cached_property
    def recurring_pairs(self) -> frozenset[str]:
        """The pairs of partners whose story goes on in every session (of a course that has several)."""
        told = [
            {one.testimony.pair for one in session.modules if one.testimony and one.testimony.pair}
            for session in self.course.sessions
        ]
        return frozenset(set.intersection(*told)) if len(told) > 1 else frozenset()

    @cached_property
    def required(self) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.required)

    @cached_property
    def quizzes(self) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.quiz is not None)

    @cached_property
    def minutes(self) -> int:
        """The minutes of the whole course."""
        return sum(module.minutes for module in self.modules)

    def session_minutes(self, session: str) -> int:
        return sum(module.minutes for module in self.session(session).modules)

    # -- by what they say ---------------------------------------------------------

    def index(self, language: str) -> Index:
        """What search reads in a language of the course, built when it is first asked for."""
        if language not in self._indexes:
            self._indexes[language] = index_of(self.course, language)
        return self._indexes[language]

    # -- activity IRIs ------------------------------------------------------------

    def activity(
        self, module: str | None = None, question: str | None = None, screen: str | None = None
    ) -> str:
        """The IRI of the course, of a module, or of a question or screen of a module."""
        iri = self.course.iri
        if module is None:
            return iri
        iri = f"{iri}/{_MODULES}/{module}"
        if question is not None:
            return f"{iri}/{_QUESTIONS}/{question}"
        return iri if screen is None else f"{iri}/{_SCREENS}/{screen}"

    def session_activity(self, session: str) -> str:
        """The IRI of a session."""
        return f"{self.course.iri}/{_SESSIONS}/{session}"

    def entry_check_activity(self, question: str | None = None) -> str:
        """The IRI of the entry check, or of one of its questions."""
        iri = f"{self.course.iri}/entry-check"
        return iri if question is None else f"{iri}/{_QUESTIONS}/{question}"

    def locate(self, iri: str) -> Place | None:
        """What an activity IRI means; None when it is no part of this course."""
        if iri == self.course.iri:
            return Place("course")
        if not iri.startswith(f"{self.course.iri}/"):
            return None
        match iri.removeprefix(f"{self.course.iri}/").split("/"):
            case ["sessions", session] if session in self._sessions:
                return Place("session", session)
            case ["modules", name, *rest] if name in self._modules:
                return self._inside(self._modules[name], rest)
            case ["entry-check"]:
                return Place("entry-check")
            case ["review"]:
                return Place("review")
            case ["entry-check", "questions", question] if question in self._entry_questions:
                return Place("question", part=question)
            case ["entry-check", "again"]:
                return Place("entry-check")
            case ["entry-check", "again", "questions", name] if name in self._entry_questions:
                return Place("question", module=AGAIN, part=name)
        return None

    def _inside(self, module: Module, rest: list[str]) -> Place | None:
        match rest:
            case []:
                return Place("module", module.session, module.id)
            case ["questions", question] if question in self._questions[module.id]:
                return Place("question", module.session, module.id, question)
            case ["video"] if module.storyboard is not None:
                return Place("video", module.session, module.id)
            case ["screens", screen] if screen in screen_ids(module):
                return Place("screen", module.session, module.id, screen)
        return None


def screen_ids(module: Module) -> tuple[str, ...]:
    """The ids of a module's screens, or of its scenes."""
    if module.storyboard is not None:
        return tuple(scene.id for scene in module.storyboard.scenes)
    return tuple(screen.id for screen in module.screens)


def _found(things: dict[str, Thing], name: str) -> Thing:
    try:
        return things[name]
    except KeyError:
        raise NotInCourse(name) from None
