from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.questions import (
    BadResponse,
    as_typed,
    interaction,
    mark,
    parse_response,
)
from collectif.course.content.questions.numeric import exact, understand, written

from ..reading import faults, question
from .asked import asked

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = """\
id: q
kind: numeric
prompt: {fr: "Combien ?", en: "How many?"}
checks: {fr: "Compter", en: "Counting"}
value: 19
unit: {fr: "cibles", en: "targets"}
cases:
  - {value: 17, feedback: {fr: "C’est le numéro.", en: "That is the number."}}
feedback: {right: {fr: "Oui", en: "Yes"}, wrong: {fr: "Non", en: "No"}}
"""


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("1,5", "fr", "1.5"),
        ("1.5", "fr", "1.5"),
        ("1,5", "en", "1.5"),
        ("1 000", "fr", "1000"),
        ("1\u202f000,25", "fr", "1000.25"),
        ("1\u00a0000\u00a0000", "en", "1000000"),
        ("1,000", "en", "1000"),
        ("1,000", "fr", "1"),
        ("1,000.5", "en", "1000.5"),
        ("1.000,5", "fr", "1000.5"),
        ("1.000.000", "fr", "1000000"),
        ("1,000,000", "fr", "1000000"),
        ("1'000", "fr", "1000"),
        ("−3", "fr", "-3"),
        ("+4", "en", "4"),
        (",5", "fr", "0.5"),
        ("5,", "fr", "5"),
        ("60 %", "fr", "60"),
    ],
)
def test_numbers_are_understood_as_people_type_them(typed, language, number):
    assert written(understand(typed, language, frozenset({"%"}))) == number


@pytest.mark.parametrize(
    "typed",
    [
        "dix",
        "1,2,3",
        "1.2.3",
        "1,23.456,7",
        "",
        "1e5",
        "--1",
        "٣",
        "1 000 euros",
        "9" * 41,
        "1.23,456.7",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(BadResponse, match="not_a_number"):
        understand(typed, "fr")


@pytest.mark.parametrize("typed", ["19", "19 cibles", "19 targets", " 19,0 "])
def test_the_unit_may_be_typed_too(typed, tmp_path):
    assert mark(question(QUESTION, tmp_path), typed, "fr").correct is True


@pytest.mark.parametrize(
    ("text", "number"),
    [("€0", 0), ("€800,000", 800_000), ("-€ 5", -5), ("€1.50", 1.5), ("% 20", 20)],
)
def test_the_unit_may_come_first(text: str, number: float) -> None:
    assert understand(text, "en", frozenset({"%", "€"})) == exact(number)


@pytest.mark.parametrize("text", ["€", "€€5", "€5€", "5 € 5"])
def test_a_unit_twice_or_alone_is_no_number(text: str) -> None:
    with pytest.raises(BadResponse, match="not_a_number"):
        understand(text, "en", frozenset({"%", "€"}))


def test_the_ends_of_the_tolerance_count():
    for typed in ("0,85", "0,9", "0,95"):
        assert mark(asked("numeric"), typed, "fr").correct is True
    assert mark(asked("numeric"), "0,951", "fr").correct is False


def test_a_foreseen_error_has_its_own_feedback_and_others_the_common_one(tmp_path):
    one = question(QUESTION, tmp_path)
    assert mark(one, "17", "fr").feedback[0].text["fr"] == "C’est le numéro."
    assert mark(one, "18", "fr").feedback[0].text["fr"] == "Non"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("53,846", True), ("53,85", True), ("53,8", True), ("54", True), ("54,0", False),
        ("53,9", False), ("55", False), ("50", False), ("53,8462", False),
    ],
)  # fmt: skip
def test_a_foreseen_error_is_seen_however_it_was_rounded(
    text: str, *, seen: bool, tmp_path: Path
) -> None:
    one = question(QUESTION.replace("value: 17", "value: 53.846"), tmp_path)
    said = mark(one, text, "fr").feedback[0].text["fr"]
    assert said == ("C’est le numéro." if seen else "Non")


def test_of_two_foreseen_errors_the_nearer_one_is_seen(tmp_path: Path) -> None:
    other = "\n  - {value: 17.6, feedback: {fr: Autre, en: Other}}\nfeedback: {right"
    one = question(QUESTION.replace("\nfeedback: {right", other), tmp_path)
    assert mark(one, "17", "fr").feedback[0].text["fr"] == "C’est le numéro."
    assert mark(one, "18", "fr").feedback[0].text["fr"] == "Autre"


def test_the_response_is_written_with_a_point_and_no_needless_zero():
    assert mark(asked("numeric"), "1 000,50", "fr").response == "1000.5"
    assert mark(asked("numeric"), "-0", "fr").response == "0"


def test_xapi_has_the_number_or_the_range(tmp_path):
    assert interaction(question(QUESTION, tmp_path))["correctResponsesPattern"] == ["19"]
    assert interaction(asked("numeric"))["correctResponsesPattern"] == ["0.85[:]0.95"]


def test_a_range_of_one_number_is_that_number():
    assert parse_response(asked("numeric"), "4[:]4") == "4"
    with pytest.raises(BadResponse, match="shape"):
        parse_response(asked("numeric"), "4[:]5")
    with pytest.raises(BadResponse, match="not_a_number"):
        parse_response(asked("numeric"), "quatre")


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_a_written_number_is_understood_as_itself(number):
    assert understand(written(number), "fr") == number
    assert understand(written(number).replace(".", ","), "fr") == number
    assert understand(f"{number:,}", "en") == Decimal(number)


@pytest.mark.parametrize(
    ("number", "language", "shown"),
    [
        ("2.8", "fr", "2,8"),
        ("2.8", "fr-CA", "2,8"),
        ("2.8", "en", "2.8"),
        ("-2.8", "fr", "-2,8"),
        ("2000000", "fr", "2000000"),
        ("1500000.25", "fr", "1500000,25"),
        ("1 500 000,5", "fr", "1 500 000,5"),
        ("1.500.000", "fr", "1.500.000"),
        ("1,000.5", "fr", "1,000.5"),
        ("2.8 %", "fr", "2.8 %"),
        ("environ 2.8", "fr", "environ 2.8"),
    ],
)
def test_a_number_is_shown_again_as_its_language_types_it(number, language, shown):
    assert as_typed(number, language) == shown


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    ),
    st.sampled_from(("fr", "en")),
)
def test_a_number_shown_again_is_understood_as_the_same(number, language):
    assert understand(as_typed(written(number), language), language) == number


@given(st.text("0123456789.,+- €%", min_size=1, max_size=12), st.sampled_from(("fr", "en")))
def test_whatever_was_understood_is_understood_the_same_when_shown_again(typed, language):
    units = frozenset({"%", "€"})
    try:
        number = understand(typed, language, units)
    except BadResponse:
        return
    assert understand(as_typed(typed, language), language, units) == number


def test_a_case_that_counts_as_right_is_pointed_out(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    assert faults(QUESTION.replace("value: 17", "value: 19.0"), tmp_path) == [
        "snippet.yaml:8: the case 19 counts as right, so its feedback is never shown; change the case or the tolerance"
    ]


@pytest.mark.parametrize("value", ["dix-neuf", "[19]", ".inf", ".nan", "1e99", '"19"'])
def test_a_value_that_is_no_number_is_refused(value, tmp_path):
    (fault,) = faults(QUESTION.replace("value: 19", f"value: {value}"), tmp_path)
    assert fault.startswith("snippet.yaml:5: `value` is not a number from")


def test_a_tolerance_is_not_negative(tmp_path):
    (fault,) = faults(QUESTION.replace("value: 19", "value: 19\ntolerance: -1"), tmp_path)
    assert "`tolerance` is not a number from 0" in fault
