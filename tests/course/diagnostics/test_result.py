from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from collectif.course.diagnostics.parsing import PROBLEMS
from collectif.course.diagnostics.result import EXPLANATIONS, DimensionScore, Overall
from collectif.course.diagnostics.scoring import score

from .samples import NAMES, VARIANT, answered

DOCUMENTATION = Path(__file__).resolve().parents[3] / "docs" / "diagnostic.md"


@pytest.mark.parametrize("key", EXPLANATIONS)
def test_the_documentation_says_what_each_step_of_a_calculation_means(key: str) -> None:
    rows = [
        row for row in DOCUMENTATION.read_text(encoding="utf-8").split("\n") if f"`{key}`" in row
    ]
    assert any(all(name in row for name in EXPLANATIONS[key]) for row in rows)


def test_every_problem_with_an_answer_is_explained() -> None:
    assert all(PROBLEMS.values())


def test_a_score_is_shown_with_one_decimal_or_not_at_all() -> None:
    some = DimensionScore("D1", Fraction(11, 3), 4, "data", False, (), (), ())
    none = DimensionScore("D1", None, None, None, False, (), (), ())
    assert (some.score, none.score) == (3.7, None)
    assert (Overall(Fraction(79, 24), 3, (), ()).score, Overall(None, None, (), ()).score) == (
        3.3,
        None,
    )


def test_signals_are_all_items_nobody_could_answer_in_the_order_asked() -> None:
    levels = dict.fromkeys(NAMES, (3, 3, 3)) | {
        "D8": ("unknown", 3, 3),
        "D2": (3, "not_applicable", "unknown"),
    }
    assert score(VARIANT, answered(levels)).signals == ("d2-c", "d8-a")
