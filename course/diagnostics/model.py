"""A self-assessment as values: what one file of `modules/diagnostics/` says.

A variant asks about the dimensions that the course defines. Each dimension has items; each item is
a statement with five anchored levels, from “reactive” (1) to “transforming” (5). Texts are plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..content.model import Text

Kind = Literal["company", "association", "foundation", "local_authority"]
KINDS: tuple[Kind, ...] = ("company", "association", "foundation", "local_authority")

Grade = Literal["none", "example", "document", "data"]
GRADES: tuple[Grade, ...] = ("none", "example", "document", "data")
"""How well a dimension is evidenced, from nothing to data that are followed."""

LEVELS = (1, 2, 3, 4, 5)
IMPORTANCES = (1, 2, 3)


@dataclass(frozen=True)
class Link:
    """A module of the course, or one screen of it when `screen` is not empty."""

    module: str
    screen: str = ""


@dataclass(frozen=True)
class Landmark:
    """One of the five levels: its name, how one recognises it, the evidence it supposes."""

    name: Text
    sign: Text
    proof: Text


@dataclass(frozen=True)
class Item:
    """One statement; `levels` holds the behaviour that anchors each of the five levels, in order."""

    id: str
    dimension: str
    statement: Text
    levels: tuple[Text, ...]


@dataclass(frozen=True)
class Advice:
    """What to say to a dimension at one level, and where the course helps to reach the next."""

    finding: Text
    first_step: Text
    """Something one can do within thirty days."""
    lessons: tuple[Link, ...]
    testimony: Link
    tool: Link


@dataclass(frozen=True)
class DimensionSpec:
    """One dimension as this variant asks about it; title and summary are the course's."""

    id: str
    title: Text
    summary: Text
    importance: int
    """1 to 3, until the user says otherwise."""
    why: Text
    evidence: Text
    """The question that asks for evidence, with examples."""
    advice: tuple[Advice, ...]
    """For levels 1 to 5, in order."""
    items: tuple[Item, ...]

    def at(self, level: int) -> Advice:
        """The advice for a level from 1 to 5."""
        return self.advice[level - 1]

    def beyond(self, level: int) -> Text | None:
        """What an organisation of the next level does; None when there is no next level."""
        return self.advice[level].finding if level < len(self.advice) else None


@dataclass(frozen=True)
class Variant:
    """One questionnaire, for one kind of organisation. Answers belong to its `id` and `version`."""

    id: str
    version: str
    kind: Kind
    title: Text
    intro: Text
    scale: tuple[Landmark, ...]
    not_applicable: Text
    """How the answer “does not apply” reads."""
    unknown: Text
    """How the answer “I don't know” reads."""
    weakest_link: tuple[str, ...]
    """Dimensions above whose lowest level the overall level may rise by one only."""
    evidence: Mapping[Grade, Text]
    dimensions: tuple[DimensionSpec, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order asked."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    def dimension(self, name: str) -> DimensionSpec:
        """The dimension called `name`; KeyError when the variant has none."""
        return {one.id: one for one in self.dimensions}[name]

    def item(self, name: str) -> Item:
        """The item called `name`; KeyError when the variant has none."""
        return {one.id: one for one in self.items}[name]
