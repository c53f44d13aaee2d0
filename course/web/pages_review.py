"""The pages of the weekly review: what waits, one question of it, and the part that scripts swap in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from .pages import Page

if TYPE_CHECKING:
    from ..content.model import Module
    from .pages import Asked


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """The review of this week, or why there is none."""

    template: ClassVar[str] = "collectif/review/review.html"
    state: Literal["off", "waiting", "done", "later", "nothing"]
    """Turned off; questions wait; all of this week are answered; none is due yet; none to ask at all."""
    waiting: int = 0
    """How many questions wait."""
    answered: int = 0
    """How many were answered this week."""
    right: int = 0
    """How many of them rightly."""
    minutes: int = 0
    """Minutes for those that wait."""
    missed: int = 0
    """Questions on the schedule, due or not."""
    fresh: bool = False
    """Whether nothing was missed and the questions are drawn from the quizzes."""
    onward: str = ""
    """Address of the first question that waits."""
    next: str = ""
    """The day of the next review, in the page's language; empty when there will be none."""


@dataclass(frozen=True)
class ReviewDot:
    """One question of the week, as a knot on the thread."""

    position: int
    """From 1."""
    address: str
    """Where it is asked, or its answer shown."""
    outcome: Literal["waiting", "right", "wrong"]
    """How it was answered, if it was."""


@dataclass(frozen=True, kw_only=True)
class ReviewQuestionPage(Page):
    """One question of the week."""

    template: ClassVar[str] = "collectif/review/question.html"
    module: Module
    """The module the question is from."""
    number: int
    """The number of its session, from 1."""
    asked: Asked
    """The question."""
    position: int
    """Its place, from 1."""
    dots: tuple[ReviewDot, ...]
    """All questions of the week."""
    onward: str
    """Where to go next: a question that waits, or the end of the review."""
    last: bool
    """Whether no other question waits."""


@dataclass(frozen=True, kw_only=True)
class ReviewFragmentPage(ReviewQuestionPage):
    """What a script swaps in after an answer (`X-Fragment: 1`)."""

    template: ClassVar[str] = "collectif/review/fragment.html"


REVIEW_PAGES: tuple[type[Page], ...] = (ReviewPage, ReviewQuestionPage, ReviewFragmentPage)
"""Every page of this file; a test renders each."""
