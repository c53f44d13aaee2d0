"""The trainer's pages: their cohorts, the grid of one, one learner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .pages import Page
from .pages_account import FormPage

if TYPE_CHECKING:
    from ..content.model import Module, Session, Text
    from ..learning.distance import Travelled
    from ..learning.progress import State
    from ..services.teaching import Cell, Row
    from ..store.cohorts import Cohort, Member
    from .pages import Progress


# -- a table: what the page shows and the export writes -------------------------


@dataclass(frozen=True)
class TableCell:
    """One cell. `value` is the very text or number that the page shows and the export writes."""

    value: str | int
    """Text, whole number, or an empty text where there is nothing."""
    kind: Literal["name", "state", "number", "moment"]
    """How the page shows it."""
    state: State | None = None
    """Which of the four states it tells, for `state`."""
    waived: bool = False
    """Whether a trainer's waiver, not the learner's work, completed it."""
    worded: bool = False
    """Whether the state's words are seen, not only heard."""


@dataclass(frozen=True)
class TableHead:
    """One column's head."""

    text: str
    """All of it, as the export writes it."""
    shown: str
    """The end of `text`, which is seen; the rest is heard."""
    kind: Literal["name", "plain", "module", "score"]
    """What the column holds."""
    session: int = 0
    """Number of the session it belongs to, from 1; 0 before the modules."""
    sort: str = ""
    """Address that sorts by this column; empty when it cannot."""
    order: Literal["", "ascending", "descending"] = ""
    """How the table is sorted by this column."""


@dataclass(frozen=True)
class TableGroup:
    """Columns that belong to one session."""

    number: int
    """The session's number, from 1."""
    title: Text
    """Its title."""
    columns: int
    """How many columns it spans."""


@dataclass(frozen=True)
class TableRow:
    """One learner's line."""

    person: int
    """Their id."""
    cells: tuple[TableCell, ...]
    """One for each head."""


@dataclass(frozen=True)
class Table:
    """Learners × modules."""

    heads: tuple[TableHead, ...]
    """Every column's head."""
    groups: tuple[TableGroup, ...]
    """The sessions above the modules' columns."""
    rows: tuple[TableRow, ...]
    """The learners shown, in order."""

    @property
    def leading(self) -> int:
        """How many columns come before the modules."""
        return sum(not head.session for head in self.heads)


# -- the cohorts ----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TrainerPage(Page):
    """The cohorts that the trainer accompanies."""

    template: ClassVar[str] = "collectif/trainer/trainer.html"
    cohorts: tuple[CohortCard, ...]
    """Each of them."""


@dataclass(frozen=True)
class CohortCard:
    """One cohort as a card."""

    cohort: Cohort
    """The cohort."""
    learners: int
    """How many learn in it."""
    dates: str
    """From when to when, in the page's language; empty without dates."""


@dataclass(frozen=True, kw_only=True)
class CohortFormPage(FormPage):
    """Make a cohort, or change one."""

    template: ClassVar[str] = "collectif/trainer/cohort_form.html"
    cohort: Cohort | None
    """The one to change; None for a new one."""


@dataclass(frozen=True)
class StateCount:
    """How many learners of a cohort are in one state; a link that shows only them."""

    state: State | Literal[""]
    """The state; empty for all."""
    name: str
    """The same in words."""
    count: int
    """How many."""
    url: str
    """Address of the grid with only these."""
    current: bool
    """Whether only these are shown now."""


@dataclass(frozen=True, kw_only=True)
class CohortPage(Page):
    """The grid of one cohort."""

    template: ClassVar[str] = "collectif/trainer/cohort.html"
    cohort: Cohort
    """The cohort."""
    dates: str
    """From when to when, in the page's language; empty without dates."""
    learners: int
    """How many learn in it."""
    table: Table
    """The part of the grid that is shown."""
    counts: tuple[StateCount, ...]
    """All learners and each state."""
    states: tuple[tuple[str, str], ...]
    """Each state and its words, to choose from."""
    wish: Wish
    """What the address asks for."""
    sessions: tuple[Session, ...]
    """The course's sessions, to show one only."""
    found: int
    """How many learners match."""
    pages: tuple[str, ...]
    """Address of each page of the grid; one when all fits."""
    csv: str
    """Address of the export of what matches."""
    link: str
    """The whole address that invites."""


@dataclass(frozen=True)
class Wish:
    """Which learners, in which order, and which modules a grid shows. Fields are those of the address."""

    name: str = ""
    """Part of the name, without regard to case and accents."""
    state: State | Literal[""] = ""
    """State of the learner as a whole."""
    progress: Literal["", "none", "low", "high", "all"] = ""
    """0 %, 1 to 49, 50 to 99, 100."""
    last: Literal["", "week", "silent", "never"] = ""
    """Active in the last seven days, silent since, never yet."""
    session: str = ""
    """Id of the only session shown."""
    sort: Literal["name", "state", "progress", "last"] = "name"
    """What the lines are sorted by."""
    order: Literal["ascending", "descending"] = "ascending"
    """In which direction."""
    page: int = 1
    """Which page of the grid, from 1."""

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out."""
        return any((self.name, self.state, self.progress, self.last, self.session))


@dataclass(frozen=True, kw_only=True)
class CohortFragment(CohortPage):
    """The parts of the grid's page that change by themselves (`X-Fragment: 1`)."""

    template: ClassVar[str] = "collectif/trainer/cohort_fragment.html"


# -- one learner ----------------------------------------------------------------


@dataclass(frozen=True)
class ModuleLine:
    """One module of one learner."""

    module: Module
    """The module."""
    cell: Cell
    """How it stands."""
    state: str
    """Its state in words."""
    completed: str
    """When it was completed; empty while it is not."""
    minutes: int
    """Minutes spent in it, rounded up."""


@dataclass(frozen=True)
class SessionPart:
    """One session of one learner."""

    session: Session
    """The session."""
    number: int
    """Its number, from 1."""
    progress: Progress
    """How much of it is done."""
    lines: tuple[ModuleLine, ...]
    """Its modules."""


@dataclass(frozen=True)
class AnswerLine:
    """One answer in words: a line on the page and in the export."""

    session: str
    """Title of the session; empty for the entry check."""
    module: str
    """Title of the module."""
    question: str
    """What was asked."""
    response: str
    """What was answered."""
    correct: bool | None
    """Right, wrong, or neither."""
    verdict: str
    """The same in words."""
    percent: int | str
    """Score of the answer; empty where there is none."""
    certainty: int | str
    """How sure the learner was; empty when not asked."""
    at: str
    """When."""


@dataclass(frozen=True)
class AnswerGroup:
    """The answers given in one module, oldest first."""

    title: str
    """The module's title."""
    number: str
    """Its place in the course (“1.3”); empty for the entry check."""
    lines: tuple[AnswerLine, ...]
    """The answers."""
    wrong: int
    """How many of them are wrong."""


@dataclass(frozen=True)
class StatementLine:
    """One xAPI statement as a sentence."""

    at: str
    """When it happened."""
    sentence: str
    """Who did what."""
    details: tuple[str, ...]
    """With which result."""
    json: str
    """The statement itself."""


@dataclass(frozen=True)
class WaiverLine:
    """One waiver."""

    statement: str
    """Id of its statement; sent to take it back."""
    title: str
    """The module's title, or the whole course."""
    reason: str
    """Why."""
    trainer: str
    """Who gave it; empty when they are not known here."""
    at: str
    """When."""


@dataclass(frozen=True, kw_only=True)
class CohortLearnerPage(FormPage):
    """One learner of a cohort; the form is the waiver's."""

    template: ClassVar[str] = "collectif/trainer/learner.html"
    cohort: Cohort
    """The cohort they are seen in."""
    member: Member
    """Who."""
    row: Row
    """Their line of the grid."""
    state: str
    """Their state in words."""
    progress: Progress
    """How much of the course is done."""
    joined: str
    """When they joined the cohort."""
    last: str
    """When they last did something; empty when never."""
    minutes: int
    """Minutes spent, rounded up."""
    parts: tuple[SessionPart, ...]
    """Session by session."""
    answers: tuple[AnswerGroup, ...]
    """Every answer, module by module."""
    travelled: tuple[Travelled, ...] = ()
    """The entry check before the course and at its end; empty before it was asked again."""
    waivers: tuple[WaiverLine, ...]
    """Those given."""
    waivable: tuple[tuple[str, str], ...]
    """Id and title of what they can still be let off; the course first."""
    statements: tuple[StatementLine, ...]
    """A page of statements, newest first."""
    older: int | None
    """What asks for the statements before these (`?before=`); None at the end."""
    newest: bool
    """Whether this page of statements is the first."""


TRAINER_PAGES: tuple[type[Page], ...] = (
    TrainerPage,
    CohortFormPage,
    CohortPage,
    CohortFragment,
    CohortLearnerPage,
)
"""Every page of this file; a test renders each."""
