"""The learner's pages: one frozen dataclass a template, naming all that the template may use.

A template gets `page` (one of these) and, from the blueprint: `_`, `ngettext`, `t` (a `Text` in the
page's language), `lang`, `languages`, `me`, `csrf_token()`, `nonce`, `asset(name)`, `url_for`.
A host that overrides a template by its path finds here what it has to work with.

The values inside pages (`Step`, `Lock`, `Asked` …) are shared with the trainer's and the other pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..content.model import (
        CompletionTest,
        Course,
        Module,
        Question,
        Session,
        SessionSheet,
        Term,
        Text,
    )

State = Literal["locked", "not_started", "started", "completed", "passed"]
"""How a module, session or course stands; a passed module is also completed."""

Place = Literal["home", "sessions", "resources", "diagnostic", "trainer", "admin", "account", ""]
"""The entry of the menu that the page belongs to."""


# -- what surrounds every page -------------------------------------------------


@dataclass(frozen=True)
class Notice:
    """One short message at the top of a page, said once."""

    text: str
    """A sentence in the page's language."""
    tone: Literal["info", "good", "warning"] = "info"
    """How it is coloured; the icon says the same."""


@dataclass(frozen=True)
class Frame:
    """What the layout shows around any page of ours."""

    title: Text
    """The course's title."""
    sessions: tuple[tuple[str, Text], ...] = ()
    """Id and title of each session, for the menu."""
    diagnostic: Literal["locked", "open"] = "locked"
    """Whether the menu's diagnostic bears a lock."""
    path: str = ""
    """Path and query that a switch of language comes back to: the page's own, as a rule."""
    place: Place = ""
    """Which entry of the menu is the current one."""
    notice: Notice | None = None
    """What happened just before, if it is to be said."""
    own_accounts: bool = True
    """Whether people sign in here; with a host's own users the host does that."""


# -- values used inside pages --------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How much is done of something that has parts."""

    done: int
    """Required parts that are completed."""
    total: int
    """All required parts."""
    minutes_left: int
    """Minutes of what remains."""

    @property
    def percent(self) -> int:
        """Whole per cent done, rounded down, so that 100 means everything."""
        return 100 * self.done // self.total if self.total else 100


@dataclass(frozen=True)
class Tick:
    """One thing that completes a module, and whether it holds."""

    test: CompletionTest
    """Which completion test."""
    done: bool
    """Whether it holds."""
    have: int = 0
    """How far: screens seen, questions answered, per cent played or scored, fields filled."""
    need: int = 0
    """Out of how many; for `played` and `passed` the per cent to reach; 0 where counting says nothing."""


@dataclass(frozen=True)
class Completion:
    """What completes a module, in the order shown, and how it stands."""

    mode: Literal["all", "any"]
    """Whether all ticks are needed or one is enough."""
    ticks: tuple[Tick, ...]
    """Each thing to do."""
    state: State
    """How the module stands."""


@dataclass(frozen=True)
class Key:
    """One thing that helps open a lock."""

    module: Module | None
    """The module to work on; None when only a date is waited for."""
    need: Literal["completed", "passed", "score", "date"]
    """What is asked of the module, or `date`."""
    minutes: int = 0
    """Minutes the module still takes."""
    least: int = 0
    """Per cent to reach, for `score`."""
    day: date | None = None
    """The day it opens, for `date`."""
    locked: bool = False
    """Whether this module is itself still locked (it opens on the way)."""


@dataclass(frozen=True)
class Lock:
    """Why something is closed: the smallest set of things that opens it."""

    keys: tuple[Key, ...]
    """What to do, in the course's order."""
    minutes: int
    """Minutes for all of it."""


@dataclass(frozen=True)
class Step:
    """One module as a line of a list."""

    module: Module
    """The module."""
    state: State
    """How it stands."""
    completion: Completion
    """What completes it, ticked."""
    percent: int | None = None
    """Best score of a quiz in per cent; None while there is none."""
    lock: Lock | None = None
    """Why it is closed, when it is."""
    next: bool = False
    """Whether this is the one to do next."""


@dataclass(frozen=True)
class SessionCard:
    """One session as a card."""

    session: Session
    """The session."""
    number: int
    """Its place in the course, from 1; gives its colour."""
    state: State
    """How it stands."""
    progress: Progress
    """How much of it is done."""
    lock: Lock | None = None
    """Why it is closed, when it is."""


@dataclass(frozen=True)
class Resume:
    """Where to go on."""

    module: Module
    """The module to go on with."""
    number: int
    """Its session's number, from 1."""
    url: str
    """The very screen, question or second."""
    started: bool
    """Whether it was begun already."""
    minutes: int
    """Minutes it still takes."""
    detail: str = ""
    """Where exactly (“Screen 3 of 5: …”), in the page's language; may be empty."""


@dataclass(frozen=True)
class Remark:
    """One piece of feedback."""

    text: Text
    """What to say."""
    about: str = ""
    """Id of the choice, pair or criterion it is about; empty when about the whole."""
    right: bool | None = None
    """Whether that part was right; None when that means nothing."""


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer."""

    correct: bool | None
    """Right, wrong, or None for what is not marked."""
    percent: int
    """Score in per cent."""
    remarks: tuple[Remark, ...]
    """Feedback, most important first."""
    model_answer: Text | None = None
    """An answer to compare one's own with; only for open and long questions."""
    solution: str = ""
    """The right answer in the page's language, when it may be shown."""


@dataclass(frozen=True)
class Asked:
    """A question as it is asked here and now."""

    question: Question
    """The question."""
    action: str
    """Where the answer is posted."""
    answer_id: str
    """A new UUID for the next answer; the same one sent twice counts once."""
    order: tuple[str, ...] = ()
    """Ids of the choices, items or `targets()` of a matching, in the order to show; empty: as in the file."""
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field name (without prefix) → values last given; shown again. For a matching, ids of `targets()`."""
    verdict: Verdict | None = None
    """What was said to the last answer; None while there is none."""
    again: bool = True
    """Whether another answer may be given after this one."""
    tries: int = 0
    """Answers given so far."""
    error: str = ""
    """What is missing in what was just sent, in the page's language."""
    prefix: str = ""
    """Put before each field's name where several questions share a form (`<id>.`)."""


@dataclass(frozen=True)
class Follow:
    """What comes after a module."""

    module: Module | None
    """The next module; None at the course's end."""
    locked: bool = False
    """Whether it is still closed."""


# -- pages ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Page:
    """What all pages have."""

    template: ClassVar[str] = "collectif/layout.html"
    frame: Frame
    """What the layout shows around it."""


@dataclass(frozen=True, kw_only=True)
class LandingPage(Page):
    """The first page, for who is not signed in."""

    template: ClassVar[str] = "collectif/home/landing.html"
    course: Course
    """The course presented."""
    minutes: int
    """Minutes of the whole course."""
    span: tuple[int, int]
    """Minutes of its shortest and of its longest module."""
    modules: int
    """How many modules it has."""


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """Where I am, what is next."""

    template: ClassVar[str] = "collectif/home/home.html"
    resume: Resume | None
    """What to go on with; None when everything required is done."""
    progress: Progress
    """How much of the course is done."""
    sessions: tuple[SessionCard, ...]
    """The sessions in order."""
    lock: Lock | None
    """Why the diagnostic is closed; None when it is open."""
    entry_check: Literal["offered", "done", "past"]
    """Invited, done (can be looked at), or not offered any more."""
    again: Literal["", "offered", "done"] = ""
    """The same questions at the end: not yet, invited, or done (the distance can be looked at)."""
    review: int = 0
    """Questions of this week's review that wait."""


@dataclass(frozen=True, kw_only=True)
class SessionPage(Page):
    """One session: its modules in order."""

    template: ClassVar[str] = "collectif/home/session.html"
    session: Session
    """The session."""
    number: int
    """Its place, from 1."""
    progress: Progress
    """How much of it is done."""
    steps: tuple[Step, ...]
    """Its modules."""
    lock: Lock | None = None
    """Why the whole session is closed, when it is."""
    previous: Session | None = None
    """The session before."""
    next: Session | None = None
    """The session after."""
    again: Literal["", "offered", "done"] = ""
    """On the last session, once it is done: the entry check asked again."""


@dataclass(frozen=True, kw_only=True)
class SheetPage(Page):
    """A session on one page, to print."""

    template: ClassVar[str] = "collectif/home/sheet.html"
    session: Session
    """The session."""
    number: int
    """Its place, from 1."""
    sheet: SessionSheet | None = None
    """What its author wrote for it; None where the modules must do."""
    modules: Mapping[str, Module] = field(default_factory=dict)
    """The session's modules by id."""
    terms: tuple[Term, ...] = ()
    """The words to know."""
    sources: tuple[str, ...] = ()
    """The sources that the sheet cites, with their years."""


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """What this course is and who made what."""

    template: ClassVar[str] = "collectif/home/about.html"
    course: Course
    """The course."""
    minutes: int
    """Minutes of the whole course."""
    span: tuple[int, int]
    """Minutes of its shortest and of its longest module."""


@dataclass(frozen=True, kw_only=True)
class EntryCheckPage(Page):
    """Where do I stand before I start: a few ungraded questions in one form."""

    template: ClassVar[str] = "collectif/home/entry_check.html"
    questions: tuple[Asked, ...]
    """The questions; each with its `prefix`."""
    done: bool
    """Whether it was answered before."""


@dataclass(frozen=True, kw_only=True)
class LockedPage(Page):
    """A closed module, session or diagnostic that explains itself."""

    template: ClassVar[str] = "collectif/module/locked.html"
    title: Text | None
    """Title of what is closed; None for the diagnostic."""
    lock: Lock
    """What opens it."""
    back: str
    """Where to go back to."""


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """Something went wrong; said calmly."""

    template: ClassVar[str] = "collectif/errors/error.html"
    status: int
    """The status. 401, 403, 404, 409, 413 and 429 have words of their own, as have those from 500 on."""
    minutes: int = 0
    """For 429: how long to wait."""


@dataclass(frozen=True, kw_only=True)
class SignedOutPage(Page):
    """A form came when the session had ended: what was typed is carried along and sent again."""

    template: ClassVar[str] = "collectif/errors/signed_out.html"
    action: str
    """Where the form was going."""
    fields: tuple[tuple[str, str], ...]
    """Every field typed, in order, without `csrf_token`."""


PAGES: tuple[type[Page], ...] = (
    LandingPage,
    HomePage,
    SessionPage,
    SheetPage,
    AboutPage,
    EntryCheckPage,
    LockedPage,
    ErrorPage,
    SignedOutPage,
)
"""Every page of this file; a test renders each."""
