from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.diagnostics.scale import HIGHEST_SHOWN, bounds, level_of, shown, two_decimals

SCORES = st.fractions(min_value=1, max_value=5)


@pytest.mark.parametrize(
    ("exact", "number", "level"),
    [
        ("1", 1.0, 1),
        ("5/3", 1.7, 1),  # 1.666…
        ("17/10", 1.7, 1),
        ("174/100", 1.7, 1),
        ("7/4", 1.8, 2),  # a half goes up: nothing lies between 1.7 and 1.8
        ("18/10", 1.8, 2),
        ("5/2", 2.5, 2),
        ("51/20", 2.6, 3),
        ("8/3", 2.7, 3),
        ("10/3", 3.3, 3),
        ("67/20", 3.4, 4),
        ("7/2", 3.5, 4),
        ("33/8", 4.1, 4),  # 4.125
        ("83/20", 4.2, 5),  # 4.15
        ("5", 5.0, 5),
    ],
)
def test_a_score_is_rounded_once_and_its_level_is_read_from_what_is_shown(
    exact: str, number: float, level: int
) -> None:
    assert shown(Fraction(exact)) == number
    assert level_of(Fraction(exact)) == level


@given(SCORES)
def test_every_score_between_1_and_5_has_a_level_and_lies_in_its_bounds(score: Fraction) -> None:
    low, high = bounds(level_of(score))
    assert low <= shown(score) <= high


@given(SCORES, SCORES)
def test_a_higher_score_never_has_a_lower_level(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert level_of(low) <= level_of(high)
    assert shown(low) <= shown(high)


def test_the_bounds_touch_without_overlapping() -> None:
    edges = [bounds(level) for level in range(1, 6)]
    assert edges == [(1.0, 1.7), (1.8, 2.5), (2.6, 3.3), (3.4, 4.1), (4.2, 5.0)]
    assert tuple(high for _, high in edges) == HIGHEST_SHOWN


def test_numbers_inside_formulas_have_two_decimals() -> None:
    assert two_decimals(Fraction(8, 3)) == 2.67
    assert two_decimals(Fraction(201, 200)) == 1.01
