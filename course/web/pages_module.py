"""The pages inside a module: reading, synthesis, worksheet, quiz, and the parts that scripts swap in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from .pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.model import Module, Screen, Session, Storyboard, Term, Text, Worksheet
    from .pages import Asked, Completion, Follow


@dataclass(frozen=True, kw_only=True)
class ModulePage(Page):
    """What every page inside a module has."""

    module: Module
    """The module."""
    session: Session
    """Its session."""
    number: int
    """The session's number, from 1."""
    completion: Completion
    """What completes the module, ticked."""
    follow: Follow
    """What comes after it."""


@dataclass(frozen=True)
class Dot:
    """One screen among a module's screens."""

    screen: Screen
    """The screen."""
    seen: bool
    """Whether it was seen."""


@dataclass(frozen=True, kw_only=True)
class ReadingPage(ModulePage):
    """One screen of an opening, testimony, expert's view, lesson or introduction."""

    template: ClassVar[str] = "collectif/module/reading.html"
    screen: Screen
    """The screen shown."""
    index: int
    """Its place, from 0."""
    dots: tuple[Dot, ...]
    """All screens."""
    questions: tuple[Asked, ...] = ()
    """The screen's questions."""
    terms: tuple[Term, ...] = ()
    """The words of the glossary that the screen links to."""
    onward: str = ""
    """Where the last screen leads inside the module (worksheet, quiz); empty when it ends there."""
    recurring: bool = False
    """Whether the pair of this testimony is met in every session."""


@dataclass(frozen=True, kw_only=True)
class SynthesisPage(ModulePage):
    """The synthesis video: a storyboard that plays, or a real video."""

    template: ClassVar[str] = "collectif/module/synthesis.html"
    storyboard: Storyboard
    """Scenes, or media."""
    questions: Mapping[str, tuple[Asked, ...]]
    """Scene id → its questions."""
    position: float = 0.0
    """The second to resume at."""
    segments: str = ""
    """Segments played so far, as the Video Profile writes them: `0[.]12.5[,]20[.]31`."""
    terms: tuple[Term, ...] = ()
    """The words of the glossary that the captions link to."""
    speed: float = 1.0
    """The speed last chosen."""


@dataclass(frozen=True, kw_only=True)
class WorksheetPage(ModulePage):
    """A practical tool to fill in."""

    template: ClassVar[str] = "collectif/module/worksheet.html"
    worksheet: Worksheet
    """Sections and fields."""
    values: Mapping[str, object]
    """Field id → str, tuple of ids (multiple), bool (check), or tuple of {column: str} (table)."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field id → what is wrong, in the page's language."""
    saved: str = ""
    """When it was last kept (“14:32”); empty when never."""


@dataclass(frozen=True, kw_only=True)
class WorksheetPrintPage(Page):
    """A worksheet as a document to print."""

    template: ClassVar[str] = "collectif/module/worksheet_print.html"
    module: Module
    """The module."""
    worksheet: Worksheet
    """Sections and fields."""
    values: Mapping[str, object]
    """As in `WorksheetPage`."""
    version: Literal["mine", "example", "blank"]
    """One's own, the filled example, or empty lines to write on."""
    day: str
    """Today's date, written out in the page's language."""
    sources: tuple[str, ...] = ()
    """What the instructions cite, such as “S01 (2020)”."""


@dataclass(frozen=True, kw_only=True)
class QuizStartPage(ModulePage):
    """Before a quiz: what it asks, earlier tries."""

    template: ClassVar[str] = "collectif/module/quiz_start.html"
    tries: int
    """Finished tries."""
    best: int | None
    """Best score in per cent."""
    wrong: int
    """Questions answered wrong in the last finished try; 0 when none."""


@dataclass(frozen=True)
class QuizDot:
    """One question of a try, as a knot on the thread."""

    position: int
    """From 1."""
    outcome: Literal["waiting", "right", "wrong", "answered"]
    """How it was answered, if it was."""


@dataclass(frozen=True, kw_only=True)
class QuizPage(ModulePage):
    """One question of a try."""

    template: ClassVar[str] = "collectif/module/quiz.html"
    asked: Asked
    """The question."""
    position: int
    """Its place, from 1."""
    dots: tuple[QuizDot, ...]
    """All questions of the try."""
    attempt: int
    """Which try this is, from 1."""
    onward: str
    """Where to go once it is answered: the next waiting question, or the result."""
    last: bool
    """Whether `onward` is the result."""


@dataclass(frozen=True, kw_only=True)
class QuizResultPage(ModulePage):
    """After the last question."""

    template: ClassVar[str] = "collectif/module/quiz_result.html"
    percent: int
    """Score of this try."""
    passed: bool
    """Whether this try passed."""
    pass_percent: int
    """Per cent that passes."""
    band: Text | None
    """What the author says to such a score."""
    answers: tuple[Asked, ...]
    """Every question of the try, with its verdict."""
    wrong: int
    """How many were wrong."""
    attempt: int
    """Which try this was, from 1."""
    best: int
    """Best score of all tries, in per cent."""


@dataclass(frozen=True, kw_only=True)
class FragmentPage(Page):
    """What a script swaps in after a form it sent (`X-Fragment: 1`): only the parts that changed."""

    template: ClassVar[str] = "collectif/module/fragment.html"
    module: Module
    """The module."""
    completion: Completion
    """What completes it, ticked anew."""
    follow: Follow
    """What comes after it."""
    asked: Asked | None = None
    """The question that was answered."""
    quiz: QuizPage | None = None
    """The quiz page it was answered on, when it was one."""
    saved: str = ""
    """When the worksheet was kept (“14:32”)."""


MODULE_PAGES: tuple[type[Page], ...] = (
    ReadingPage,
    SynthesisPage,
    WorksheetPage,
    WorksheetPrintPage,
    QuizStartPage,
    QuizPage,
    QuizResultPage,
    FragmentPage,
)
"""Every page of this file; a test renders each."""
