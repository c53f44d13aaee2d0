"""Which dimensions to work on first, and which to build on.

A priority weighs (target level − level) × importance; three at most. Without a target of the user's
own the next level is aimed at: level 5 everywhere is neither useful nor to be wished for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .model import LEVELS
from .result import Explanation, Priority

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Answers
    from .model import DimensionSpec, Variant
    from .result import DimensionScore

MOST_PRIORITIES: Final = 3
MOST_STRENGTHS: Final = 2


def prioritise(
    variant: Variant, scores: Mapping[str, DimensionScore], answers: Answers
) -> tuple[Priority, ...]:
    """The dimensions below their target: the heaviest, then the lowest scores, then as asked."""
    weighed = [
        (one.exact, _priority(spec, one.level, answers))
        for spec in variant.dimensions
        if (one := scores[spec.id]).exact is not None and one.level is not None
    ]
    below = [(exact, one) for exact, one in weighed if one.weight > 0]
    below.sort(key=lambda pair: (-pair[1].weight, pair[0]))
    return tuple(one for _, one in below[:MOST_PRIORITIES])


def target_of(spec: DimensionSpec, level: int, answers: Answers) -> int:
    """The level the user aims at; the next one while they have not said."""
    return answers.targets.get(spec.id, min(level + 1, LEVELS[-1]))


def importance_of(spec: DimensionSpec, answers: Answers) -> int:
    """How much the dimension matters to the user, 1 to 3; the questionnaire's own until they say."""
    return answers.importance.get(spec.id, spec.importance)


def _priority(spec: DimensionSpec, level: int, answers: Answers) -> Priority:
    target = target_of(spec, level, answers)
    importance = importance_of(spec, answers)
    weight = (target - level) * importance
    steps = []
    if spec.id not in answers.targets:
        steps.append(Explanation("target_next", {"level": level, "target": target}))
    if spec.id not in answers.importance:
        steps.append(Explanation("importance_default", {"importance": importance}))
    formula = {"target": target, "level": level, "importance": importance, "weight": weight}
    steps.append(Explanation("priority", formula))
    return Priority(spec.id, level, target, importance, weight, tuple(steps))


def find_strengths(
    variant: Variant,
    scores: Mapping[str, DimensionScore],
    answers: Answers,
    taken: frozenset[str],
) -> tuple[str, ...]:
    """The highest scores outside `taken`, then what matters most to the user, then as asked.

    They are relative: what an organisation can best build on, at whatever level.
    """
    known = [
        (exact, importance_of(spec, answers), spec.id)
        for spec in variant.dimensions
        if (exact := scores[spec.id].exact) is not None and spec.id not in taken
    ]
    known.sort(key=lambda one: (-one[0], -one[1]))
    return tuple(name for _, _, name in known[:MOST_STRENGTHS])
