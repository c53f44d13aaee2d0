"""What the kinds with choices share: reading them, and saying what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import Fields, distinct, unique
from ..links import plain
from ..model import Choice, Question
from .response import FeedbackLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def parse_choices(fields: Fields, least: int, *, correct: bool = True) -> tuple[Choice, ...]:
    """The choices of a question; each has its own feedback. `correct: true` marks the right ones."""
    rows = fields.rows("choices", "a choice", least)
    choices = tuple(_choice(row, correct=correct) for row in rows)
    unique([(row, choice.id) for row, choice in zip(rows, choices, strict=True)], "choice")
    distinct(
        [(row, choice.text) for row, choice in zip(rows, choices, strict=True)], "text", "choices"
    )
    return choices


def _choice(row: Fields, *, correct: bool) -> Choice:
    name = row.identifier()
    row.what = f"choice `{name}`"
    choice = Choice(
        id=name,
        text=row.inline("text"),
        feedback=row.inline("feedback"),
        correct=row.flag("correct", default=False) if correct else False,
    )
    row.close()
    return choice


def expect_correct(fields: Fields, choices: Sequence[Choice], least: int, most: int) -> None:
    """Reports a wrong number of correct choices."""
    count = sum(choice.correct for choice in choices)
    if choices and not least <= count <= most:
        wanted = "exactly one" if most == least == 1 else f"{least} to {most}"
        what = f"{count} choices of {fields.what} are `correct: true`"
        fields.error(fields.line("choices"), what, f"{wanted} must be")


def ids(question: Question) -> list[str]:
    return [choice.id for choice in question.choices]


def said(question: Question, name: str, *, good: bool | None) -> FeedbackLine:
    """The feedback of a chosen option."""
    choice = next(choice for choice in question.choices if choice.id == name)
    return FeedbackLine(choice.id, choice.feedback, good)


def explain_choices(question: Question) -> tuple[FeedbackLine, ...]:
    """The right choices with their feedback."""
    return tuple(said(question, one.id, good=True) for one in question.choices if one.correct)


def components(things: Sequence[tuple[str, Mapping[str, str]]]) -> list[dict[str, Any]]:
    """The xAPI interaction components: id and description per language."""
    return [
        {"id": name, "description": {language: plain(value) for language, value in text.items()}}
        for name, text in things
    ]
