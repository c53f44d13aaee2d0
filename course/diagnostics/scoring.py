"""Answers → scores and levels; every number comes with how it was made.

    score of a dimension    mean of its answered items, at least two thirds of them (2 of 3)
    evidence cap            without evidence a dimension scores 2.5 at most
    overall score           mean of all dimensions; none while one of them has no score
    weakest link            overall level ≤ 1 + lowest level among `variant.weakest_link`

Numbers are exact fractions until they are shown (`scale.py`).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from .priorities import find_strengths, prioritise
from .result import DimensionScore, Explanation, Overall, Result
from .scale import bounds, level_of, shown, two_decimals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .answers import Answers, Choice
    from .model import DimensionSpec, Grade, Variant

EVIDENCE_CAP: Final = Fraction(5, 2)
_ANSWERED_SHARE: Final = Fraction(2, 3)
_ASIDES: Final[Mapping[str, Choice | None]] = {
    "not_applicable": "not_applicable",
    "unknown": "unknown",
    "unanswered": None,
}


def score(variant: Variant, answers: Answers) -> Result:
    """The whole calculation; answers to items that the variant does not have count for nothing."""
    scores = {one.id: score_dimension(one, answers) for one in variant.dimensions}
    priorities = prioritise(variant, scores, answers)
    taken = frozenset(one.dimension for one in priorities)
    return Result(
        variant=variant.id,
        version=variant.version,
        dimensions=scores,
        overall=score_overall(variant, scores),
        strengths=find_strengths(variant, scores, answers, taken),
        priorities=priorities,
    )


def score_dimension(spec: DimensionSpec, answers: Answers) -> DimensionScore:
    """How one dimension stands, by the mean of its answered items and the evidence given."""
    chosen = {item.id: answers.level(item.id) for item in spec.items}
    levels = [choice for choice in chosen.values() if isinstance(choice, int)]
    asides = {
        key: tuple(item for item, choice in chosen.items() if choice == said)
        for key, said in _ASIDES.items()
    }
    grade = answers.grade(spec.id)
    exact, capped, steps = _mean(levels, len(spec.items), grade or "none")
    said = [Explanation(key, {"items": items}) for key, items in asides.items() if items]
    return DimensionScore(
        dimension=spec.id,
        exact=exact,
        level=None if exact is None else level_of(exact),
        grade=grade,
        capped=capped,
        not_applicable=asides["not_applicable"],
        unknown=asides["unknown"],
        explanation=(*said, *steps),
    )


def _mean(
    levels: list[int], items: int, grade: Grade
) -> tuple[Fraction | None, bool, list[Explanation]]:
    """The score of answered levels, whether it was capped, and the steps that lead to it."""
    needed = math.ceil(_ANSWERED_SHARE * items)
    if len(levels) < needed:
        return None, False, [Explanation("too_few", {"count": len(levels), "needed": needed})]
    mean = Fraction(sum(levels), len(levels))
    capped = grade == "none" and mean > EVIDENCE_CAP
    exact = EVIDENCE_CAP if capped else mean
    steps = [_mean_explained("mean", Fraction(sum(levels)), len(levels))]
    steps.append(Explanation("evidence", {"grade": grade}))
    if capped:
        cap = {"mean": two_decimals(mean), "cap": two_decimals(EVIDENCE_CAP)}
        steps.append(Explanation("evidence_cap", cap))
    return exact, capped, [*steps, _level_explained(exact)]


def score_overall(variant: Variant, scores: Mapping[str, DimensionScore]) -> Overall:
    """How the whole stands: the mean of all dimensions, its level limited by the weakest link."""
    known = {name: one.exact for name, one in scores.items() if one.exact is not None}
    if len(known) < len(scores):
        without = tuple(name for name in scores if name not in known)
        return Overall(None, None, (), (Explanation("overall_missing", {"dimensions": without}),))
    total = sum(known.values(), Fraction(0))
    mean = total / len(known)
    steps = [_mean_explained("overall_mean", total, len(known)), _level_explained(mean)]
    level = level_of(mean)
    levels = {name: level_of(known[name]) for name in variant.weakest_link}
    lowest = min(levels.values(), default=level)
    limit = lowest + 1
    if level <= limit:
        return Overall(mean, level, (), tuple(steps))
    weakest = tuple(name for name, one in levels.items() if one == lowest)
    steps.append(
        Explanation(
            "weakest_link",
            {"dimensions": weakest, "lowest": lowest, "limit": limit, "level": level},
        )
    )
    return Overall(mean, limit, weakest, tuple(steps))


def _mean_explained(key: str, total: Fraction, count: int) -> Explanation:
    mean = two_decimals(total / count)
    return Explanation(key, {"sum": two_decimals(total), "count": count, "mean": mean})


def _level_explained(exact: Fraction) -> Explanation:
    level = level_of(exact)
    low, high = bounds(level)
    return Explanation("level", {"score": shown(exact), "level": level, "low": low, "high": high})
