"""From scores to words and deeds: a message for each dimension, and ordered actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..content.model import Text
    from .model import Link, Variant
    from .result import Result

DAYS: Final = 30
"""Within how many days the first step of an action is to be done."""


@dataclass(frozen=True)
class Message:
    """What to say about one dimension: what we see, why it counts, the next step, where to learn it."""

    dimension: str
    title: Text
    level: int
    finding: Text
    why: Text
    beyond: Text | None
    """What an organisation of the next level does; None at the highest level."""
    first_step: Text
    lessons: tuple[Link, ...]
    testimony: Link
    tool: Link


@dataclass(frozen=True)
class Action:
    """One line of the plan, from the present level towards the target; `rank` counts from 1."""

    rank: int
    level: int
    target: int
    weight: int
    days: int
    """Within how many days the message's first step is to be done."""
    message: Message


def messages(variant: Variant, result: Result) -> tuple[Message, ...]:
    """A message for every dimension that has a level, in the order asked."""
    return tuple(
        message(variant, one.dimension, one.level)
        for one in result.dimensions.values()
        if one.level is not None
    )


def message(variant: Variant, dimension: str, level: int) -> Message:
    """What to say about a dimension at a level from 1 to 5; KeyError for an unknown dimension."""
    spec = variant.dimension(dimension)
    advice = spec.at(level)
    return Message(
        dimension=dimension,
        title=spec.title,
        level=level,
        finding=advice.finding,
        why=spec.why,
        beyond=spec.beyond(level),
        first_step=advice.first_step,
        lessons=advice.lessons,
        testimony=advice.testimony,
        tool=advice.tool,
    )


def plan(variant: Variant, result: Result) -> tuple[Action, ...]:
    """One action a priority, heaviest first; empty when every target is reached."""
    return tuple(
        Action(
            rank=rank,
            level=one.level,
            target=one.target,
            weight=one.weight,
            days=DAYS,
            message=message(variant, one.dimension, one.level),
        )
        for rank, one in enumerate(result.priorities, 1)
    )
