"""Single choice: exactly one option is correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .choices import components, expect_correct, explain_choices, ids, parse_choices, said
from .response import Mark, Response, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question

explain = explain_choices


def parse(fields: Fields) -> Mapping[str, Any]:
    """Two choices or more, one of them correct."""
    choices = parse_choices(fields, 2)
    expect_correct(fields, choices, 1, 1)
    return {"choices": choices}


def mark(question: Question, response: Response, language: str) -> Mark:
    """Right or wrong, with the feedback of the option chosen."""
    name = chosen(response, ids(question))
    correct = name == right(question, language)
    return Mark(correct, float(correct), (said(question, name, good=correct),), name)


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `choice`."""
    return {
        "interactionType": "choice",
        "correctResponsesPattern": [right(question, "")],
        "choices": components([(choice.id, choice.text) for choice in question.choices]),
    }


def read(question: Question, response: str) -> Response:
    return chosen(response, ids(question))


def right(question: Question, _language: str) -> Response:
    return next(choice.id for choice in question.choices if choice.correct)
