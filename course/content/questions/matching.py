"""Matching: each left side has its right side; equal right sides stand for each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..fields import Fields, distinct, unique
from ..model import Item, Pair, Question
from .choices import components
from .feedback import parse_right_and_wrong
from .response import BadResponse, FeedbackLine, Mark, Response, chosen, whole


def parse(fields: Fields) -> Mapping[str, Any]:
    """Three pairs or more, each with feedback, and what to say to the whole."""
    rows = fields.rows("pairs", "a pair", 3)
    pairs = tuple(_pair(row) for row in rows)
    unique([(row, pair.id) for row, pair in zip(rows, pairs, strict=True)], "pair")
    distinct(
        [(row, pair.left) for row, pair in zip(rows, pairs, strict=True)], "left", "left sides"
    )
    if pairs and len({tuple(pair.right.items()) for pair in pairs}) == 1:
        what = f"all right sides of {fields.what} are the same"
        fields.error(fields.line("pairs"), what, "give at least two different ones")
    return {"pairs": pairs, **parse_right_and_wrong(fields)}


def _pair(row: Fields) -> Pair:
    name = row.identifier()
    row.what = f"pair `{name}`"
    pair = Pair(name, row.text("left"), row.text("right"), row.inline("feedback"))
    row.close()
    return pair


def targets(question: Question) -> tuple[Item, ...]:
    """The right sides to choose from, each text once, under the id of its first pair."""
    first: dict[tuple[tuple[str, str], ...], Item] = {}
    for pair in question.pairs:
        first.setdefault(tuple(pair.right.items()), Item(pair.id, pair.right))
    return tuple(first.values())


def _target_ids(question: Question) -> dict[str, str]:
    """Pair id → id of its right side among the targets."""
    ids = {tuple(item.text.items()): item.id for item in targets(question)}
    return {pair.id: ids[tuple(pair.right.items())] for pair in question.pairs}


def mark(question: Question, response: Response, _language: str) -> Mark:
    """Score: the share of pairs that are right; left sides may stay without an answer."""
    if not isinstance(response, Mapping):
        raise BadResponse("shape")
    wanted = _target_ids(question)
    given: dict[str, str] = {}
    for left, target in response.items():
        if target not in (None, ""):
            given[chosen(left, wanted)] = wanted[chosen(target, wanted)]
    if not given:
        raise BadResponse("empty")
    pairs = [pair for pair in question.pairs if pair.id in given]
    good = {pair.id for pair in pairs if given[pair.id] == wanted[pair.id]}
    correct = len(good) == len(question.pairs)
    lines = tuple(FeedbackLine(pair.id, pair.feedback, pair.id in good) for pair in pairs)
    return Mark(
        correct,
        len(good) / len(question.pairs),
        (*whole(correct=correct, question=question), *lines),
        "[,]".join(f"{pair.id}[.]{given[pair.id]}" for pair in pairs),
    )


def explain(question: Question) -> tuple[FeedbackLine, ...]:
    """Why each pair belongs together."""
    lines = (FeedbackLine(pair.id, pair.feedback, good=True) for pair in question.pairs)
    return (*whole(correct=True, question=question), *lines)


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `matching`: left sides are the source, right sides the target."""
    pattern = "[,]".join(f"{left}[.]{target}" for left, target in _target_ids(question).items())
    return {
        "interactionType": "matching",
        "correctResponsesPattern": [pattern],
        "source": components([(pair.id, pair.left) for pair in question.pairs]),
        "target": components([(item.id, item.text) for item in targets(question)]),
    }


def read(_question: Question, response: str) -> Response:
    pairs: dict[str, str] = {}
    for couple in response.split("[,]"):
        left, found, target = couple.partition("[.]")
        if not found:
            raise BadResponse("shape")
        if left in pairs:
            raise BadResponse("repeated")
        pairs[left] = target
    return pairs


def right(question: Question, _language: str) -> Response:
    return _target_ids(question)
