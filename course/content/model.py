"""The course as values: what the files of `modules/` say, once read and found right.

Nothing here reads a file, knows a database or a request. A `Text` holds one sentence or page per
language; every identity (`id`) is the same in all languages, so progress never depends on the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from .partial_dates import PartialDate

Text = Mapping[str, str]
"""Language (`fr`, `en`) → plain text, or HTML (each value an `Html`) where the field says so."""


class Html(str):
    """Clean HTML made from an author's Markdown or drawing; templates print it as it is.

    Plain texts stay `str` and are escaped by templates as always, so nobody has to remember which is
    which: `{{ t(question.prompt) }}` is right for both. `links.plain` gives it back without markup.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


ModuleKind = Literal["opening", "testimony", "expert", "synthesis", "lesson", "tool", "quiz"]
MODULE_KINDS: tuple[ModuleKind, ...] = (
    "opening",
    "testimony",
    "expert",
    "synthesis",
    "lesson",
    "tool",
    "quiz",
)

QuestionKind = Literal[
    "single",
    "multiple",
    "true_false",
    "fill_in",
    "long_fill_in",
    "matching",
    "ordering",
    "numeric",
    "likert",
    "open",
]

CompletionTest = Literal["seen", "answered", "played", "passed", "filled", "marked"]


# -- questions ----------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One option of a single, multiple, true/false or Likert question; `text` and `feedback` are HTML."""

    id: str
    text: Text
    feedback: Text
    correct: bool = False


@dataclass(frozen=True)
class Pair:
    """One couple of a matching question: `left` belongs with `right`; `feedback` is HTML."""

    id: str
    left: Text
    right: Text
    feedback: Text


@dataclass(frozen=True)
class Item:
    """One thing to put in order; the file lists items in the right order."""

    id: str
    text: Text


@dataclass(frozen=True)
class NumericCase:
    """A wrong number people often give, and what to say to it (HTML)."""

    value: float
    feedback: Text


@dataclass(frozen=True)
class Question:
    """One question. Which of the optional parts are filled depends on `kind` (see `questions/`).

    `prompt`, `hints` and the feedbacks are HTML; `checks`, `unit` and `model_answer` are plain.
    """

    id: str
    kind: QuestionKind
    prompt: Text
    checks: Text
    """What the question finds out, as a learner or trainer would say it."""
    dimension: str | None = None
    hints: tuple[Text, ...] = ()
    certainty: bool = False
    """Whether the learner is also asked how sure they are."""
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    items: tuple[Item, ...] = ()
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fill-in: per language, the answers that count; compared without case, accents or spaces."""
    value: float | None = None
    tolerance: float = 0.0
    unit: Text | None = None
    cases: tuple[NumericCase, ...] = ()
    criteria: tuple[Item, ...] = ()
    """Open question: what the learner checks in their own answer."""
    model_answer: Text | None = None
    feedback_right: Text | None = None
    feedback_wrong: Text | None = None
    tags: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether an answer can be right or wrong (a Likert or open answer cannot)."""
        return self.kind not in ("likert", "open", "long_fill_in")


# -- rules --------------------------------------------------------------------


@dataclass(frozen=True)
class All:
    """Every one of `of` holds; an empty `of` holds."""

    of: tuple[Rule, ...]


@dataclass(frozen=True)
class Any:
    """At least one of `of` holds; an empty `of` never holds."""

    of: tuple[Rule, ...]


@dataclass(frozen=True)
class AtLeast:
    """`count` or more of `of` hold."""

    count: int
    of: tuple[Rule, ...]


@dataclass(frozen=True)
class Not:
    """`rule` does not hold."""

    rule: Rule


@dataclass(frozen=True)
class Completed:
    """The module is completed."""

    module: str


@dataclass(frozen=True)
class Passed:
    """The module is passed."""

    module: str


@dataclass(frozen=True)
class ScoreAtLeast:
    """The best scaled score of the module is `least` (0 to 1) or more; exactly `least` counts."""

    module: str
    least: float


@dataclass(frozen=True)
class FromDate:
    """The day is `day` or later."""

    day: date


Rule = All | Any | AtLeast | Not | Completed | Passed | ScoreAtLeast | FromDate

ALWAYS = All(())


@dataclass(frozen=True)
class Completion:
    """What completes a module: every (`all`) or one (`any`) of `tests`."""

    mode: Literal["all", "any"]
    tests: tuple[CompletionTest, ...]


# -- what a module is made of -------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """One short page of a module: `title` is plain, `body` is HTML; `questions` follow the body."""

    id: str
    title: Text
    body: Text
    questions: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the terms of the glossary that the body links to."""


@dataclass(frozen=True)
class Scene:
    """One scene of a synthesis: a drawing shown for `seconds` while its captions are read.

    `captions` holds, per language, the sentences shown one after the other, plain but for citations
    such as `[S01]`; together they are the transcript. `drawing` holds, per language, the SVG's markup,
    cleaned, with `describes` as its title.
    """

    id: str
    seconds: float
    title: Text
    captions: Mapping[str, tuple[str, ...]]
    drawing: Text
    describes: Text
    """What the drawing shows, for those who do not see it."""
    questions: tuple[str, ...] = ()
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the captions as HTML: without citations, with links to the glossary."""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the terms of the glossary that `spoken` links to."""


@dataclass(frozen=True)
class Storyboard:
    """The synthesis video: scenes in order, or a real media file with captions when the author has one."""

    scenes: tuple[Scene, ...]
    threshold: float
    """Share of the length (0 to 1) that must have been played."""
    media: Mapping[str, str] = field(default_factory=dict)
    """Language → file name of a real video in `media/`; empty while there is none."""
    tracks: Mapping[str, str] = field(default_factory=dict)
    """Language → file name of its WebVTT captions in `media/`."""
    media_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        """The length of the whole."""
        return self.media_seconds or sum(scene.seconds for scene in self.scenes)


FieldKind = Literal[
    "text", "long", "choice", "multiple", "scale", "number", "date", "check", "table"
]


@dataclass(frozen=True)
class Option:
    """One option of a worksheet's choice field."""

    id: str
    text: Text


@dataclass(frozen=True)
class Field:
    """One thing to fill in. A `table` has `columns` (fields without tables) and fixed `rows` or `blank_rows` empty ones;
    `help` is HTML."""

    id: str
    kind: FieldKind
    label: Text
    help: Text | None = None
    required: bool = False
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: tuple[Option, ...] = ()
    blank_rows: int = 0


@dataclass(frozen=True)
class Section:
    """A part of a worksheet; `intro` is HTML."""

    id: str
    title: Text
    intro: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Worksheet:
    """A practical tool to fill in. `example` maps field ids to language → value, a value being kept
    like a learner's own: text, id of an option, list of ids, number, flag, ISO day, or for a table a
    list of rows (column id → value) in the order of `rows`."""

    sections: tuple[Section, ...]
    example: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoreBand:
    """What to say (`text` is HTML) to a score between `start` and `end` per cent, both included."""

    start: int
    end: int
    text: Text


@dataclass(frozen=True)
class Quiz:
    """How a quiz draws and judges: `draw` questions out of the pool, passed from `pass_mark` (0 to 1)."""

    draw: int
    pass_mark: float
    shuffle: bool
    bands: tuple[ScoreBand, ...]


OrganisationKind = Literal[
    "association", "company", "foundation", "local_authority", "public", "network"
]


@dataclass(frozen=True)
class Organisation:
    """One side of a partnership told in a testimony."""

    name: str
    kind: OrganisationKind


@dataclass(frozen=True)
class Testimony:
    """Who speaks of what: the typed part of a testimony."""

    organisations: tuple[Organisation, ...]
    territory: Text
    category: str
    period: Text
    case: str | None
    pair: str | None
    """The recurring pair it belongs to, if it does."""
    composite: bool
    """Whether it is made up of several people's experience; the page says so in its first line."""


@dataclass(frozen=True)
class Module:
    """One step of the course, five to fifteen minutes; `session` is its session's id."""

    id: str
    session: str
    kind: ModuleKind
    title: Text
    summary: Text
    objective: Text
    """What one can do afterwards."""
    minutes: int
    required: bool
    completion: Completion
    unlock: Rule
    dimensions: tuple[str, ...]
    levers: tuple[str, ...]
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    screens: tuple[Screen, ...] = ()
    questions: tuple[Question, ...] = ()
    storyboard: Storyboard | None = None
    worksheet: Worksheet | None = None
    quiz: Quiz | None = None
    testimony: Testimony | None = None
    media: Mapping[str, str] = field(default_factory=dict)
    """File name → absolute path of what the module's `media/` holds."""
    folder: str = ""


@dataclass(frozen=True)
class Session:
    """One of the course's sessions, its modules in order."""

    id: str
    title: Text
    question: Text
    summary: Text
    unlock: Rule
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class Source:
    """Where facts come from; cited in prose as `[S01]`; `text` is HTML. See `standing.py` for the rest."""

    id: str
    text: Text
    dates: tuple[PartialDate | None, ...] = (None,)
    """When it was published, see `source_dates.py`."""
    standing: str = "H"
    quotable: bool = False
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """One word of the glossary; `definition` is HTML."""

    id: str
    term: Text
    definition: Text
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language → the words that lead here from a text, where the term and its plural do not do."""


@dataclass(frozen=True)
class KitPart:
    """A part of a sheet of the kit; `body` is HTML."""

    id: str
    title: Text
    body: Text


@dataclass(frozen=True)
class KitSheet:
    """One printable sheet of the resource centre, and the `modules` it leads to."""

    id: str
    title: Text
    summary: Text
    parts: tuple[KitPart, ...]
    modules: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True)
class Dimension:
    """One of the eight dimensions that questions and the diagnostic share."""

    id: str
    title: Text
    summary: Text
    levers: tuple[str, ...]


@dataclass(frozen=True)
class Pointer:
    """A module named on the sheet, and in a few words (plain) what it is for."""

    module: str
    text: Text


@dataclass(frozen=True)
class SessionSheet:
    """A session on one page: `messages` are HTML, `questions` and `notice` plain; `terms` are ids of
    the glossary."""

    session: str
    messages: tuple[Text, ...]
    frameworks: tuple[Pointer, ...]
    tools: tuple[Pointer, ...]
    terms: tuple[str, ...]
    questions: tuple[Text, ...]
    notice: Text | None


@dataclass(frozen=True)
class Course:
    """The whole course. `iri` is the activity id of the course; those of its parts start with it.
    `about` is HTML."""

    id: str
    iri: str
    title: Text
    subtitle: Text
    about: Text
    languages: tuple[str, ...]
    sessions: tuple[Session, ...]
    entry_check: tuple[Question, ...]
    completion: Rule
    """What completes the course, and so opens the diagnostic."""
    sources: Mapping[str, Source]
    glossary: tuple[Term, ...]
    dimensions: Mapping[str, Dimension]
    version: str
    """Digest of the files it was read from."""
    sheets: Mapping[str, SessionSheet] = field(default_factory=dict)
    """Session id → what its printed page says, for sessions that have a `sheet.yaml`."""
    kit: tuple[KitSheet, ...] = ()
    """The sheets of the resource centre."""
    as_of: PartialDate | None = None
    """Until when its facts were gathered."""
