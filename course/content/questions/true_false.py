"""True or false: two choices with the ids `true` and `false`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .choices import expect_correct, ids, parse_choices
from .response import Response, chosen
from .single import explain, mark, right

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields
    from ..model import Question

__all__ = ["explain", "interaction", "mark", "parse", "read", "right"]


def parse(fields: Fields) -> Mapping[str, Any]:
    """The two choices, one of them correct."""
    choices = parse_choices(fields, 2)
    expect_correct(fields, choices, 1, 1)
    if choices and {choice.id for choice in choices} != {"true", "false"}:
        what = f"the choices of {fields.what} are not `true` and `false`"
        fields.error(fields.line("choices"), what, 'write two choices: id: "true" and id: "false"')
    return {"choices": choices}


def interaction(question: Question) -> dict[str, Any]:
    """An xAPI `true-false`."""
    return {
        "interactionType": "true-false",
        "correctResponsesPattern": [right(question, "")],
    }


def read(question: Question, response: str) -> Response:
    return chosen(response.lower(), ids(question))
