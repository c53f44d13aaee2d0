"""Ordering: things to put in order; the file lists them in the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields import Fields, distinct, unique
from ..model import Item, Question
from .choices import components
from .feedback import parse_right_and_wrong
from .response import BadResponse, FeedbackLine, Mark, Response, several, whole

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse(fields: Fields) -> Mapping[str, Any]:
    """Three items or more, in the right order, and what to say to the whole."""
    rows = fields.rows("items", "an item", 3)
    items = tuple(_item(row) for row in rows)
    unique([(row, item.id) for row, item in zip(rows, items, strict=True)], "item")
    distinct([(row, item.text) for row, item in zip(rows, items, strict=True)], "text", "items")
    return {"items": items, **parse_right_and_wrong(fields)}


def _item(row: Fields) -> Item:
    item = Item(row.identifier(), row.text("text"))
    row.close()
    return item


def mark(question: Question, response: Response, language: str) -> Mark:
    """Score: the share of items in their place; correct only when all are."""
    wanted = right(question, language)
    given = several(response, wanted)
    if len(given) != len(wanted):
        raise BadResponse("shape")
    placed = sum(one == other for one, other in zip(given, wanted, strict=True))
    correct = given == wanted
    feedback = whole(correct=correct, question=question)
    return Mark(correct, placed / len(wanted), feedback, "[,]".join(given))


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """Why this is the order."""
    return whole(correct=True, question=question)


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `sequencing`."""
    return {
        "interactionType": "sequencing",
        "correctResponsesPattern": ["[,]".join(right(question, ""))],
        "choices": components([(item.id, item.text) for item in question.items]),
    }


def read(_question: Question, response: str) -> Response:
    return response.split("[,]")


def right(question: Question, _language: str) -> Response:
    return [item.id for item in question.items]
