from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.spec import rules
from collectif.lrs.spec.results import (
    check_duration,
    comparable_duration,
    is_duration,
    validate_result,
    validate_score,
)

from . import strategies
from .examples import refused


@given(strategies.results())
def test_every_result_passes(result: dict[str, Any]) -> None:
    validate_result(result, "$")


@pytest.mark.parametrize(
    ("result", "path", "rule"),
    [
        ({"success": "true"}, "$.success", rules.TYPE),
        ({"completion": 1}, "$.completion", rules.TYPE),
        ({"completion": None}, "$.completion", rules.NULL),
        ({"response": 5}, "$.response", rules.TYPE),
        ({"duration": "PA1H0M0S"}, "$.duration", rules.DURATION),
        ({"duration": 5}, "$.duration", rules.TYPE),
        ({"score": 5}, "$.score", rules.TYPE),
        ({"score": {"scaled": "1"}}, "$.score.scaled", rules.TYPE),
        ({"extensions": {"should fail": 1}}, '$.extensions["should fail"]', rules.IRI),
        ({"Success": True}, "$.Success", rules.CASE),
        ({"grade": "A"}, "$.grade", rules.UNKNOWN),
        ("passed", "$", rules.TYPE),
    ],
)
def test_a_wrong_result_is_refused(result: object, path: str, rule: str) -> None:
    error = refused(validate_result, result)
    assert (error.path, error.rule) == (path, rule)


@pytest.mark.parametrize(
    "score",
    [
        {},
        {"scaled": 1.0},
        {"scaled": -1},
        {"scaled": 0},
        {"raw": 5},
        {"raw": 5, "min": 5},
        {"raw": 5, "max": 5},
        {"raw": -3.5, "min": -4, "max": -3},
        {"min": 0, "max": 0.1},
        {"raw": 10**400, "max": 10**401},
    ],
)
def test_a_score_within_its_bounds_passes(score: object) -> None:
    validate_score(score, "$")


@pytest.mark.parametrize(
    ("score", "path", "rule"),
    [
        ({"scaled": 1.01}, "$.scaled", rules.SCALED),
        ({"scaled": -1.00001}, "$.scaled", rules.SCALED),
        ({"scaled": True}, "$.scaled", rules.TYPE),
        ({"scaled": None}, "$.scaled", rules.NULL),
        ({"raw": "100"}, "$.raw", rules.TYPE),
        ({"raw": 5, "min": 6}, "$.raw", rules.SCORE_RANGE),
        ({"raw": 5, "max": 4}, "$.raw", rules.SCORE_RANGE),
        ({"raw": 9, "min": 0, "max": 8}, "$.raw", rules.SCORE_RANGE),
        ({"min": 5, "max": 5}, "$.min", rules.SCORE_RANGE),
        ({"min": 5, "max": 4, "raw": 4}, "$.min", rules.SCORE_RANGE),
        ({"max": 4, "Raw": 4}, "$.Raw", rules.CASE),
        ({"percent": 50}, "$.percent", rules.UNKNOWN),
        (0.5, "$", rules.TYPE),
    ],
)
def test_a_score_out_of_its_bounds_is_refused(score: object, path: str, rule: str) -> None:
    error = refused(validate_score, score)
    assert (error.path, error.rule) == (path, rule)


@given(strategies.durations)
def test_every_duration_passes(text: str) -> None:
    check_duration(text, "$")


@pytest.mark.parametrize(
    "text",
    [
        "PT4H35M59.14S",
        "PT16559.14S",
        "P3Y1M29DT4H35M59.14S",
        "P3Y",
        "P4W",
        "P0.5W",
        "PT0S",
        "P1M",
        "PT1M",
        "P1Y1D",
        "PT36H",
        "PT0.123456789S",
        "PT1,5M",
    ],
)
def test_a_duration_in_units_passes(text: str) -> None:
    assert is_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1YT",
        "PA1H0M0S",
        "P4W1D",
        "P1Y4W",
        "P4WT1H",
        "1Y",
        "P1",
        "PT1",
        "P1S",
        "PT1D",
        "P1D1Y",
        "PT1S1M",
        "PT1.5H1M",
        "PT1.S",
        "PT.5S",
        "-PT1S",
        "P-1D",
        "pt1s",
        "PT1S ",
        "PT1S\n",
        "P0003-01-29T04:35:59",
        "should fail",
        "P１D",
    ],
)
def test_other_forms_of_duration_are_refused(text: str) -> None:
    assert refused(check_duration, text).rule == rules.DURATION


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("PT4H35M59.14S", "PT4H35M59.14S"),
        ("PT4H35M59.149S", "PT4H35M59.14S"),
        ("PT4H35M59.1400001S", "PT4H35M59.14S"),
        ("PT59.999S", "PT59.99S"),
        ("PT1.10S", "PT1.1S"),
        ("PT1,19S", "PT1.19S"),
        ("PT1.001S", "PT1S"),
        ("PT0.00S", "PT0S"),
        ("PT60S", "PT60S"),
        ("PT1.005H", "PT1.005H"),
        ("P4W", "P4W"),
    ],
)
def test_durations_are_compared_to_the_hundredth_of_a_second_cut_not_rounded(
    text: str, compared: str
) -> None:
    assert comparable_duration(text) == compared


@given(strategies.durations)
def test_a_comparable_duration_is_a_duration_and_its_own_comparison(text: str) -> None:
    compared = comparable_duration(text)
    assert is_duration(compared)
    assert comparable_duration(compared) == compared
