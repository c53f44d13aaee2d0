"""What a questionnaire comes to: values that explain themselves, without a word of any language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .scale import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from .model import Grade

Value = int | float | str | tuple[str, ...]

EXPLANATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "mean": ("sum", "count", "mean"),
    "too_few": ("count", "needed"),
    "not_applicable": ("items",),
    "unknown": ("items",),
    "unanswered": ("items",),
    "evidence": ("grade",),
    "evidence_cap": ("mean", "cap"),
    "level": ("score", "level", "low", "high"),
    "overall_mean": ("sum", "count", "mean"),
    "overall_missing": ("dimensions",),
    "weakest_link": ("dimensions", "lowest", "limit", "level"),
    "target_next": ("level", "target"),
    "importance_default": ("importance",),
    "priority": ("target", "level", "importance", "weight"),
}
"""Every key an `Explanation` may have, with the names of its values (docs/diagnostic.md says them)."""


@dataclass(frozen=True)
class Explanation:
    """One step of a calculation: a key of `EXPLANATIONS` and its values, for a page to put in words.

    `sum`, `mean` and `cap` have two decimals, `score`, `low` and `high` one; the rest are whole
    numbers, ids or a grade.
    """

    key: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class DimensionScore:
    """How one dimension stands; `exact` and `level` are None when too few items have a level."""

    dimension: str
    exact: Fraction | None
    level: int | None
    grade: Grade | None
    """The evidence given; None while nothing was said, which counts as none."""
    capped: bool
    """Whether the lack of evidence lowered the score."""
    not_applicable: tuple[str, ...]
    """Items answered “does not apply”."""
    unknown: tuple[str, ...]
    """Items answered “I don't know”: a signal, whatever the score."""
    explanation: tuple[Explanation, ...]

    @property
    def score(self) -> float | None:
        """As shown: 1.0 to 5.0, one decimal."""
        return None if self.exact is None else shown(self.exact)


@dataclass(frozen=True)
class Overall:
    """How the whole stands; never to be shown without the profile.

    The weakest-link rule limits the level, not the score.
    """

    exact: Fraction | None
    level: int | None
    limited_by: tuple[str, ...]
    """The dimensions that keep the level down by the weakest-link rule; empty when none does."""
    explanation: tuple[Explanation, ...]

    @property
    def score(self) -> float | None:
        """As shown: 1.0 to 5.0, one decimal."""
        return None if self.exact is None else shown(self.exact)


@dataclass(frozen=True)
class Priority:
    """A dimension below its target; `weight` is (target − level) × importance."""

    dimension: str
    level: int
    target: int
    importance: int
    weight: int
    explanation: tuple[Explanation, ...]


@dataclass(frozen=True)
class Result:
    """What a questionnaire comes to, for one variant in one version."""

    variant: str
    version: str
    dimensions: Mapping[str, DimensionScore]
    """In the order asked."""
    overall: Overall
    strengths: tuple[str, ...]
    """The two highest dimensions that are not priorities, highest first."""
    priorities: tuple[Priority, ...]
    """Three at most, heaviest first."""

    @property
    def signals(self) -> tuple[str, ...]:
        """Every item answered “I don't know”, in the order asked."""
        return tuple(item for one in self.dimensions.values() for item in one.unknown)
