"""The pages of the self-diagnostic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from ..content.model import Module, Text
    from ..diagnostics.answers import Evidence
    from ..diagnostics.model import DimensionSpec, Item, Landmark, Variant
    from ..diagnostics.plan import Action, Message
    from ..diagnostics.result import DimensionScore, Result


@dataclass(frozen=True)
class Past:
    """One diagnostic of the person's own, as a line of a list."""

    id: str
    """Its id."""
    variant: Variant | None
    """Its questionnaire; None when the course has it no more."""
    organisation: str
    """The organisation it is about; may be empty."""
    started: str
    """When it was begun, in the page's language."""
    finished: str
    """When it was finished; empty while it is not."""
    overall: str
    """The score it came to, as shown; empty without one."""
    version: str
    """Version of the questionnaire it was computed by (or begun in)."""
    answered: int = 0
    """How many items have an answer; counted while it is not finished."""
    breaks: bool = False
    """Whether the questionnaire changed between this one and the line above: scores do not compare."""


@dataclass(frozen=True, kw_only=True)
class DiagnosticPage(Page):
    """Choose a questionnaire, go on with one begun, look at earlier results."""

    template: ClassVar[str] = "collectif/diagnostic/home.html"
    variants: tuple[Variant, ...]
    """The questionnaires to choose from."""
    begun: tuple[Past, ...]
    """One's own that are not finished, newest first."""
    past: tuple[Past, ...]
    """One's own that are finished, newest first."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Field (`variant`, `organisation`) → what was typed in the form that begins one."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong with it, in the page's language."""


@dataclass(frozen=True)
class Stage:
    """One dimension on the way through the questionnaire."""

    dimension: DimensionSpec
    """The dimension."""
    answered: int
    """How many of its items have an answer."""
    complete: bool
    """Whether nothing is missing in it, its evidence included."""

    @property
    def total(self) -> int:
        """How many items it has."""
        return len(self.dimension.items)


@dataclass(frozen=True, kw_only=True)
class DimensionPage(Page):
    """The items of one dimension, with evidence, importance and target."""

    template: ClassVar[str] = "collectif/diagnostic/dimension.html"
    id: str
    """The diagnostic's id."""
    variant: Variant
    """Its questionnaire."""
    organisation: str
    """The organisation it is about; may be empty."""
    dimension: DimensionSpec
    """The dimension shown."""
    index: int
    """Its place, from 0."""
    stages: tuple[Stage, ...]
    """Every dimension, and how far it is."""
    complete: bool
    """Whether every item of the questionnaire has an answer."""
    values: Mapping[str, str]
    """Form field → what it holds: as kept, or as typed when that could not be taken."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Form field → what is wrong with it, in the page's language."""
    saved: str = ""
    """When answers were last kept, in the page's language; empty before the first."""
    changed: str = ""
    """The version it was begun in, when the questionnaire has changed since; else empty."""

    @property
    def answered(self) -> int:
        """Items with an answer, in the whole questionnaire."""
        return sum(stage.answered for stage in self.stages)


@dataclass(frozen=True, kw_only=True)
class SavedPage(DimensionPage):
    """The parts of that page that a script puts in place after saving."""

    template: ClassVar[str] = "collectif/diagnostic/saved.html"
    sent: tuple[str, ...] = ()
    """The fields that were sent."""


@dataclass(frozen=True)
class Lead:
    """A module to go to, at the very screen when one is named."""

    module: Module
    """The module."""
    url: str
    """Its address."""


@dataclass(frozen=True)
class Told:
    """A message with the modules it leads to, found."""

    message: Message
    """What is said about the dimension."""
    lessons: tuple[Lead, ...]
    """Modules to read again."""
    testimony: Lead | None
    """The testimony that shows it."""
    tool: Lead | None
    """The worksheet that helps."""


@dataclass(frozen=True)
class Step:
    """One action of the plan."""

    action: Action
    """The action."""
    told: Told
    """Its message, with links."""
    due: str
    """The day by which the first step is to be taken, in the page's language."""
    lines: tuple[str, ...]
    """How its weight was reached, step by step, in the page's language."""


@dataclass(frozen=True)
class Said:
    """What was answered to one item."""

    item: Item
    """The item."""
    level: int | None
    """The level chosen, if it is one."""
    words: Text | None
    """The answer in words; None while there is none."""
    note: str
    """The note; may be empty."""


@dataclass(frozen=True)
class Profile:
    """One dimension of the result."""

    dimension: DimensionSpec
    """The dimension."""
    score: DimensionScore
    """How it stands."""
    figure: str
    """Its score as shown; empty without one."""
    landmark: Landmark | None
    """Its level; None without one."""
    target: int | None
    """The level aimed at; None without a level."""
    aimed: bool
    """Whether that target is the person's own, not the next level by default."""
    before: str
    """Its score of the last time, when that may be compared; else empty."""
    lines: tuple[str, ...]
    """How the number was reached, step by step, in the page's language."""
    said: tuple[Said, ...]
    """What was answered."""
    evidence: Evidence | None
    """What was given to show it."""
    day: str
    """The evidence's day, in the page's language; empty without one."""
    told: Told | None
    """What is said about it; None without a level."""


@dataclass(frozen=True, kw_only=True)
class ResultPage(Page):
    """The result: picture, strengths, priorities, plan. The same page prints."""

    template: ClassVar[str] = "collectif/diagnostic/result.html"
    id: str
    """The diagnostic's id."""
    variant: Variant
    """Its questionnaire."""
    organisation: str
    """The organisation it is about; may be empty."""
    day: str
    """When it was finished (or now), in the page's language."""
    finished: bool
    """Whether it is closed."""
    waiting: int
    """Items still without an answer."""
    ungraded: tuple[DimensionSpec, ...]
    """Dimensions with levels for which nothing was said about evidence."""
    result: Result
    """The whole result."""
    verdict: str
    """The result in one line, in the page's language."""
    landmark: Landmark | None
    """The overall level; None without one."""
    overall: tuple[str, ...]
    """How the overall number was reached, step by step."""
    limited: str
    """Which dimensions hold the overall level, said in a sentence; empty when none does."""
    radar: Markup
    """The picture, with title and description; empty with fewer than three dimensions."""
    profile: tuple[Profile, ...]
    """Each dimension, in order: the picture's data table."""
    strengths: tuple[Profile, ...]
    """The two to build on."""
    plan: tuple[Step, ...]
    """At most three actions, most important first."""
    signals: tuple[Item, ...]
    """Items answered “I don't know”."""
    last: str
    """Day of the last result that may be compared; empty without one."""
    kept: str
    """The score kept when it was finished; differs from what is shown once the questionnaire changed."""
    changed: str
    """The version it belongs to, when the questionnaire has changed since; else empty."""
    history: tuple[Past, ...]
    """Earlier results about the same organisation by the same questionnaire, newest first."""
