"""Multiple choice: at least two options are correct and at least one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .choices import components, expect_correct, explain_choices, ids, parse_choices, said
from .response import Mark, Response, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question

explain = explain_choices


def parse(fields: Fields) -> Mapping[str, Any]:
    """Three choices or more."""
    choices = parse_choices(fields, 3)
    expect_correct(fields, choices, 2, max(len(choices) - 1, 2))
    return {"choices": choices}


def mark(question: Question, response: Response, language: str) -> Mark:
    """Score: (right − wrong) / all that are right, never below 0; correct only when whole."""
    names = set(several(response, ids(question)))
    wanted = set(right(question, language))
    score = max(0.0, (len(names & wanted) - len(names - wanted)) / len(wanted))
    given = [name for name in ids(question) if name in names]
    feedback = tuple(said(question, name, good=name in wanted) for name in given)
    return Mark(names == wanted, score, feedback, "[,]".join(given))


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `choice` with several ids in its pattern."""
    return {
        "interactionType": "choice",
        "correctResponsesPattern": ["[,]".join(right(question, ""))],
        "choices": components([(choice.id, choice.text) for choice in question.choices]),
    }


def read(question: Question, response: str) -> Response:
    return several(response.split("[,]"), ids(question))


def right(question: Question, _language: str) -> Response:
    return [choice.id for choice in question.choices if choice.correct]
