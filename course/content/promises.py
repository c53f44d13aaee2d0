"""What a course promises of itself: the block `promises:` of course.yaml.

The platform takes courses of any size. What one course undertakes (so many lessons a session, so many
minutes, nothing missing in a language) is data of that course; `check.py` holds it to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from .fields import Fields, as_number
from .model import MODULE_KINDS, QuestionKind
from .paragraphs import Paragraph, paragraphs
from .problems import Problem
from .sourcing import Sourcing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import Course
    from .places import Places
    from .yaml_files import Node

EACH_SESSION = (*MODULE_KINDS, "minutes", "pool")
EACH_SYNTHESIS = ("scenes", "questions", "minutes")
WHOLE_COURSE = ("questions", "tools", "question_kinds")
FLAGS = (
    "recurring_pair",
    "filled_examples",
    "same_structure",
    "feedback_everywhere",
    "no_pattern",
    "sourced_facts",
    "honest_sources",
    "short_sentences",
    "typography",
)
"""Promises that are made or not: a rule of `check.FLAGGED` for each."""

_MOST = {"question_kinds": len(get_args(QuestionKind))}


@dataclass(frozen=True)
class Span:
    """A number between two bounds, both included."""

    least: float = 0
    most: float = math.inf

    def __contains__(self, value: float) -> bool:
        return self.least <= value <= self.most

    def __str__(self) -> str:
        if self.least == self.most:
            return f"exactly {self.least:g}"
        if self.most == math.inf:
            return f"at least {self.least:g}"
        return f"{self.least:g} to {self.most:g}"


@dataclass(frozen=True)
class Promises:
    """The bounds a course gives itself; what is absent is not promised."""

    each_session: Mapping[str, Span] = field(default_factory=dict)
    """A kind of module, `minutes` of the required modules, or `pool`: questions of its quizzes."""
    each_synthesis: Mapping[str, Span] = field(default_factory=dict)
    whole_course: Mapping[str, Span] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where course.yaml makes each promise."""


@dataclass(frozen=True)
class Promised:
    """What a rule looks at: the course, what it promised, and where its parts stand."""

    course: Course
    promises: Promises
    places: Places
    sourcing: Sourcing = field(default_factory=Sourcing)
    """What sourcing.yaml says."""
    sourcing_lines: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def written(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the course, for the rules on texts."""
        return tuple(paragraphs(self.course))

    def line(self, promise: str) -> int:
        """The line of course.yaml that makes a promise."""
        return self.promises.lines.get(promise, 1)


Rule = Callable[[Promised], Iterable[Problem]]
"""Every way in which a course breaks one of its promises."""


def read_promises(fields: Fields) -> Promises | None:
    """The block `promises:` of course.yaml, its faults reported; None when there is none."""
    group = fields.group("promises", needed=False)
    if group is None:
        return None
    lines = dict(group.node.key_lines)
    flags = frozenset(name for name in FLAGS if group.flag(name, default=False))
    promises = Promises(
        _spans(group, "each_session", EACH_SESSION, lines),
        _spans(group, "each_synthesis", EACH_SYNTHESIS, lines),
        _spans(group, "whole_course", WHOLE_COURSE, lines),
        flags,
        lines,
    )
    group.close()
    return promises


def _spans(
    fields: Fields, key: str, names: Iterable[str], lines: dict[str, int]
) -> dict[str, Span]:
    group = fields.group(key, needed=False)
    if group is None:
        return {}
    spans: dict[str, Span] = {}
    for name in names:
        node = group.get(name)
        if node is not None:
            spans[name] = _span(group, name, node)
            lines[f"{key}.{name}"] = group.line(name)
    group.close()
    return spans


def _span(group: Fields, name: str, node: Node) -> Span:
    """`3` is exactly three; `{least: 2, most: 3}` may leave out one of the two."""
    number = as_number(node)
    if number is not None:
        return Span(number, number)
    if node.kind != "mapping":
        what = f"`{name}` is {node.named}"
        group.error(node.line, what, "write a number, or {least: 2, most: 3}")
        return Span()
    bounds = Fields(node, group.context, f"`{name}`")
    most = _MOST.get(name, math.inf)
    span = Span(bounds.number("least", 0, most, 0), bounds.number("most", 0, math.inf, math.inf))
    if span.least > span.most:
        bounds.error(node.line, f"`{name}` promises {span}", "`least` is no more than `most`")
    bounds.close()
    return span
