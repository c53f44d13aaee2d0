"""Likert: choices on a scale from low to high; nothing is right or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .choices import components, ids, parse_choices, said
from .response import FeedbackLine, Mark, Response, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question


def parse(fields: Fields) -> Mapping[str, Any]:
    """Two choices or more; `correct` is not a key of theirs."""
    return {"choices": parse_choices(fields, 2, correct=False)}


def mark(question: Question, response: Response, _language: str) -> Mark:
    """Not marked; the chosen option answers with its feedback."""
    name = chosen(response, ids(question))
    return Mark(None, 0.0, (said(question, name, good=None),), name)


def explain(_question: Question) -> tuple[FeedbackLine, ...]:
    """There is no right answer to explain."""
    return ()


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `likert`: any answer is right, so there is no pattern."""
    return {
        "interactionType": "likert",
        "scale": components([(choice.id, choice.text) for choice in question.choices]),
    }


def read(question: Question, response: str) -> Response:
    return chosen(response, ids(question))


def right(question: Question, _language: str) -> Response:
    return question.choices[-1].id
