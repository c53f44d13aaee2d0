from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.questions import BadResponse, interaction, mark, parse_response
from collectif.course.content.questions.numeric import understand, written

from ..reading import faults, question
from .asked import asked

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


def test_the_ends_of_the_tolerance_count():
    for typed in ("0,85", "0,9", "0,95"):
        assert mark(asked("numeric"), typed, "fr").correct is True
    assert mark(asked("numeric"), "0,951", "fr").correct is False


def test_a_foreseen_error_has_its_own_feedback_and_others_the_common_one(tmp_path):
    one = question(QUESTION, tmp_path)
    assert mark(one, "17", "fr").feedback[0].text["fr"] == "C’est le numéro."
    assert mark(one, "18", "fr").feedback[0].text["fr"] == "Non"


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
