from __future__ import annotations

import json

import pytest

from collectif.course.content.reading_time import session_minutes
from collectif.course.content.survey import survey, survey_lines
from tests.builders import sample_course


def test_minutes_are_told_by_session_and_module_with_optional_ones_apart():
    first = survey(sample_course())["minutes"][0]
    session = sample_course().sessions[0]
    assert first["session"] == "s1"
    assert first["required"]["en"] == session_minutes(session, "en")
    assert first["optional"] == {"fr": 10, "en": 10}
    assert sum(one["reckoned"]["fr"] for one in first["modules"] if one["required"]) == (
        pytest.approx(first["required"]["fr"])
    )
    assert first["declared"] == sum(one.minutes for one in session.modules if one.required)


def test_questions_are_counted_by_kind_session_and_dimension():
    told = survey(sample_course())["questions"]
    assert told["total"] == sum(told["by_kind"].values())
    assert told["total"] == sum(sum(kinds.values()) for kinds in told["by_session"].values())
    assert len(told["by_kind"]) == 10
    assert set(told["by_dimension"]) == set(sample_course().dimensions)


def test_places_and_balance_of_right_answers_are_told():
    told = survey(sample_course())
    assert told["positions"]["multiple"] == {"1": 1, "2": 1, "4": 1}
    assert told["true_false"] == {"true": 1, "false": 1}
    assert told["shown_in_order"] == []
    longest = next(one for one in told["tells"] if one["name"] == "single: the longest option (en)")
    assert longest["share"] == longest["hits"] / longest["questions"]
    assert {(one["kind"], one["language"]) for one in told["lengths"]} == {
        (kind, language) for kind in ("single", "multiple") for language in ("fr", "en")
    }


def test_readability_is_told_of_every_module_with_prose():
    told = survey(sample_course())["readability"]
    assert {one["module"] for one in told} >= {"s1-lesson", "s1-synthesis", "s1-tool"}
    assert all(0 < one["mean"] <= one["longest"] for one in told)


def test_the_figures_are_data_for_programs():
    told = survey(sample_course())
    assert json.loads(json.dumps(told)) == told


def test_the_figures_are_a_page_for_people():
    page = "\n".join(survey_lines(survey(sample_course())))
    for part in (
        "Minutes",
        "s1-tool",
        "optional",
        "Questions: ",
        "by dimension: D1",
        "Readability",
    ):
        assert part in page
    assert "True or false: 1 true, 1 false" in page
    assert "Shown in the order of the answer: none" in page


def test_a_pattern_is_marked():
    told = survey(sample_course())
    told["tells"][0]["sound"] = False
    assert "← a pattern" in "\n".join(survey_lines(told))
