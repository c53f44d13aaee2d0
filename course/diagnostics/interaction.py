"""An item of the questionnaire as an xAPI interaction (xAPI 1.0.3 part 2, 2.4.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answers import Answer
    from .model import Item, Variant


def interaction(variant: Variant, item: Item) -> dict[str, Any]:
    """The definition of an item as a `likert`, without its `type`.

    The scale runs from level 1 to 5; “does not apply” and “I don't know” follow it, so that every
    answer of `response` is declared. The name is the dimension, the description the statement.
    """
    choices = [(str(level), text) for level, text in enumerate(item.levels, 1)]
    choices += [("not_applicable", variant.not_applicable), ("unknown", variant.unknown)]
    return {
        "name": dict(variant.dimension(item.dimension).title),
        "description": dict(item.statement),
        "interactionType": "likert",
        "scale": [{"id": name, "description": dict(text)} for name, text in choices],
    }


def response(answer: Answer) -> str | None:
    """The xAPI response of an answer, an id of the scale; None while no level was chosen."""
    return None if answer.level is None else str(answer.level)
