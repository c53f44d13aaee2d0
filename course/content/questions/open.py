"""Open answer: the learner writes, then ticks the criteria their own answer meets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..fields import Fields, unique
from ..model import Item, Question
from .choices import components
from .feedback import parse_right_and_wrong
from .long_fill_in import explain
from .response import BadResponse, FeedbackLine, Mark, Response, several, typed

__all__ = ["explain", "interaction", "mark", "parse", "read", "right"]

_TEXT = "text"
"""The step that holds what was written; no criterion may be called so."""


def parse(fields: Fields) -> Mapping[str, Any]:
    """Criteria, a model answer and what to say with it."""
    rows = fields.rows("criteria", "a criterion", 1)
    criteria = tuple(_criterion(row) for row in rows)
    unique([(row, one.id) for row, one in zip(rows, criteria, strict=True)], "criterion")
    model = fields.text("model_answer")
    return {
        "criteria": criteria,
        "model_answer": model,
        **parse_right_and_wrong(fields, wrong=False),
    }


def _criterion(row: Fields) -> Item:
    name = row.identifier()
    if name == _TEXT:
        row.error(row.line("id"), "a criterion cannot be called `text`", "choose another id")
    item = Item(name, row.text("text"))
    row.close()
    return item


def mark(question: Question, response: Response, _language: str) -> Mark:
    """Not marked by us: the score is the share of the criteria that were ticked."""
    if not isinstance(response, Mapping) or set(response) - {_TEXT, "met"}:
        raise BadResponse("shape")
    text = typed(response.get(_TEXT))
    names = [one.id for one in question.criteria]
    ticked = response.get("met") or []
    met = set(several(ticked, names)) if ticked else set()
    lines = tuple(FeedbackLine(one.id, one.text, one.id in met) for one in question.criteria)
    steps = [f"{name}[.]{'true' if name in met else 'false'}" for name in names]
    score = len(met) / len(names)
    return Mark(
        None, score, (*lines, *explain(question)), "[,]".join([*steps, f"{_TEXT}[.]{text}"])
    )


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `performance`: a step for each criterion and one for the text, which comes last."""
    steps = components([(one.id, one.text) for one in question.criteria])
    return {"interactionType": "performance", "steps": [*steps, {"id": _TEXT}]}


def read(question: Question, response: str) -> Response:
    """The steps back; the text comes last, so that it may hold any sign."""
    met: list[str] = []
    rest = response
    for one in question.criteria:
        step, found, rest = rest.partition("[,]")
        name, _, value = step.partition("[.]")
        if not found or name != one.id or value not in ("true", "false"):
            raise BadResponse("shape")
        if value == "true":
            met.append(name)
    name, _, text = rest.partition("[.]")
    if name != _TEXT:
        raise BadResponse("shape")
    return {_TEXT: typed(text), "met": met}


def right(question: Question, language: str) -> Response:
    model = question.model_answer or {}
    text = model.get(language) or next(iter(model.values()), "")
    return {_TEXT: text, "met": [one.id for one in question.criteria]}
