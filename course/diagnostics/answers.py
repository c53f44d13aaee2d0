"""What somebody answered, put together from partial saves, and what is still missing.

Every part may be absent: answers are saved one at a time, from several pages or devices. `None` means
“nothing said”, an empty text “said nothing on purpose”; merging never loses what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import Grade, Variant

Choice = int | Literal["not_applicable", "unknown"]
"""A level from 1 to 5, or why there is none; “unknown” is a signal, not a zero."""


@dataclass(frozen=True)
class Answer:
    """What was said about one item."""

    level: Choice | None = None
    note: str | None = None


@dataclass(frozen=True)
class Evidence:
    """What shows a dimension: how strong, which document or fact, where, of which day (ISO 8601)."""

    grade: Grade | None = None
    note: str | None = None
    link: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class Answers:
    """All that was said about one questionnaire: `items` by item id, the rest by dimension id."""

    items: Mapping[str, Answer] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    importance: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)

    def level(self, item: str) -> Choice | None:
        """What was chosen for an item; None while nothing was."""
        return self.items[item].level if item in self.items else None

    def grade(self, dimension: str) -> Grade | None:
        """How well a dimension is evidenced; None while nothing was said."""
        return self.evidence[dimension].grade if dimension in self.evidence else None


@dataclass(frozen=True)
class Missing:
    """What has no answer yet, in the order asked; falsy when nothing is missing."""

    items: tuple[str, ...]
    evidence: tuple[str, ...]
    """Dimensions with a level somewhere whose evidence has not been graded."""

    def __bool__(self) -> bool:
        return bool(self.items or self.evidence)


def missing(variant: Variant, answers: Answers) -> Missing:
    """Which items and which evidence still wait for an answer."""
    return Missing(
        items=tuple(item.id for item in variant.items if answers.level(item.id) is None),
        evidence=tuple(
            one.id
            for one in variant.dimensions
            if answers.grade(one.id) is None
            and any(isinstance(answers.level(item.id), int) for item in one.items)
        ),
    )


def merge(earlier: Answers, later: Answers) -> Answers:
    """Both; where they speak of the same thing the later, and what the later leaves open stays."""
    return Answers(
        items=_merge_each(earlier.items, later.items),
        evidence=_merge_each(earlier.evidence, later.evidence),
        importance={**earlier.importance, **later.importance},
        targets={**earlier.targets, **later.targets},
    )


_Said = TypeVar("_Said", Answer, Evidence)


def _merge_each(earlier: Mapping[str, _Said], later: Mapping[str, _Said]) -> dict[str, _Said]:
    merged = dict(earlier)
    for key, said in later.items():
        merged[key] = _put_over(merged[key], said) if key in merged else said
    return merged


def _put_over(old: _Said, new: _Said) -> _Said:
    said = {part.name: getattr(new, part.name) for part in fields(new)}
    return replace(old, **{name: value for name, value in said.items() if value is not None})
