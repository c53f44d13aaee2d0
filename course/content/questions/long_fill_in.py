"""Long answer: never marked; the learner compares with a model answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .feedback import parse_right_and_wrong
from .fill_in import read, said
from .response import FeedbackLine, Mark, Response, typed, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question

__all__ = ["explain", "interaction", "mark", "parse", "read", "right"]


def parse(fields: Fields) -> Mapping[str, Any]:
    """A model answer and what to say with it."""
    model = fields.text("model_answer")
    return {"model_answer": model, **parse_right_and_wrong(fields, wrong=False)}


def mark(question: Question, response: Response, language: str) -> Mark:
    """Not marked; the model answer is shown."""
    text = typed(response)
    return Mark(None, 0.0, explain(question), said(text, language))


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """What there is to say, then the model answer."""
    lines = [
        FeedbackLine(line.about, line.text, None) for line in whole(correct=True, question=question)
    ]
    if question.model_answer:
        lines.append(FeedbackLine("model_answer", question.model_answer, None))
    return tuple(lines)


def interaction(_question: Question) -> dict[str, Any]:
    """An xAPI `long-fill-in`; any answer is right, so there is no pattern."""
    return {"interactionType": "long-fill-in"}


def right(question: Question, language: str) -> Response:
    model = question.model_answer or {}
    return model.get(language) or next(iter(model.values()), "")
