"""The pages of the self-diagnostic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from .pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from ..content.model import Module
    from ..diagnostics.answers import Answers
    from ..diagnostics.model import DimensionSpec, Variant
    from ..diagnostics.plan import Action, Message
    from ..diagnostics.result import DimensionScore, Result


@dataclass(frozen=True)
class Past:
    """One diagnostic of the person's own, as a line of the history."""

    id: str
    """Its id."""
    variant: Variant
    """Its questionnaire."""
    organisation: str
    """The organisation it is about; may be empty."""
    started: str
    """When it was begun, in the page's language."""
    finished: str
    """When it was finished; empty while it is not."""
    overall: float | None
    """The score it came to, 1 to 5."""
    version: str
    """Version of the questionnaire."""
    comparable: bool
    """Whether that version is the present one, so that scores may be compared."""


@dataclass(frozen=True, kw_only=True)
class DiagnosticPage(Page):
    """Choose a questionnaire, go on with one begun, look at earlier results."""

    template: ClassVar[str] = "collectif/diagnostic/home.html"
    variants: tuple[Variant, ...]
    """The questionnaires to choose from."""
    past: tuple[Past, ...]
    """One's own diagnostics, newest first."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field → what is wrong with the form that begins one."""
    organisation: str = ""
    """What was typed."""


@dataclass(frozen=True, kw_only=True)
class DimensionPage(Page):
    """The items of one dimension, with evidence, importance and target."""

    template: ClassVar[str] = "collectif/diagnostic/dimension.html"
    id: str
    """The diagnostic's id."""
    variant: Variant
    """Its questionnaire."""
    dimension: DimensionSpec
    """The dimension shown."""
    index: int
    """Its place, from 0."""
    answers: Answers
    """What was answered so far (or typed just now)."""
    answered: Mapping[str, int]
    """Dimension → how many of its items have an answer."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Field name → what is wrong."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Field name → what was typed, when it could not be taken."""
    saved: bool = False
    """Whether something was kept just now."""


@dataclass(frozen=True)
class Told:
    """A message with the modules it leads to, found."""

    message: Message
    """What is said about the dimension."""
    lessons: tuple[Module, ...]
    """Modules to read again."""
    testimony: Module | None
    """The testimony that shows it."""
    tool: Module | None
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


@dataclass(frozen=True)
class Profile:
    """One dimension of the result."""

    dimension: DimensionSpec
    """The dimension."""
    score: DimensionScore
    """How it stands."""
    lines: tuple[str, ...]
    """How the number was reached, step by step, in the page's language."""
    target: int
    """The level aimed at."""
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
    result: Result
    """The whole result."""
    radar: Markup
    """The picture, with title and description."""
    profile: tuple[Profile, ...]
    """Each dimension, in order: the picture's data table."""
    overall: tuple[str, ...]
    """How the overall number was reached."""
    strengths: tuple[Profile, ...]
    """The two to build on."""
    plan: tuple[Step, ...]
    """At most three actions, most important first."""
    history: tuple[Past, ...]
    """Earlier results with the same questionnaire."""
