from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.diagnostics.answers import Answer, Answers, Evidence
from collectif.course.diagnostics.parsing import (
    LONGEST_LINK,
    LONGEST_NOTE,
    PROBLEMS,
    from_json,
    parse,
    to_json,
    validate,
)
from collectif.course.errors import BadInput

from .samples import VARIANT, partial_answers, patient


def problems(form: dict[str, str]) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        parse(VARIANT, form)
    return caught.value.problems


# -- forms --------------------------------------------------------------------


def test_a_form_gives_the_answers_it_holds() -> None:
    answers = parse(
        VARIANT,
        {
            "csrf_token": "x",
            "item.d1-a": "4",
            "note.d1-a": "since spring ",
            "item.d1-b": "unknown",
            "item.d1-c": "not_applicable",
            "grade.D1": "document",
            "proof.D1": "the charter\r\nvoted in May",
            "link.D1": "https://example.org/charter",
            "day.D1": "2025-05-12",
            "importance.D1": "3",
            "target.D1": "5",
        },
    )
    assert answers == Answers(
        items={
            "d1-a": Answer(4, "since spring"),
            "d1-b": Answer("unknown"),
            "d1-c": Answer("not_applicable"),
        },
        evidence={
            "D1": Evidence(
                "document",
                "the charter\nvoted in May",
                "https://example.org/charter",
                "2025-05-12",
            )
        },
        importance={"D1": 3},
        targets={"D1": 5},
    )


def test_an_empty_field_says_nothing_but_an_empty_text_clears() -> None:
    form = {"item.d1-a": "", "note.d1-a": "", "grade.D1": "", "importance.D1": "", "target.D1": ""}
    assert parse(VARIANT, form) == Answers({"d1-a": Answer(None, "")}, {"D1": Evidence()})


def test_fields_that_are_not_ours_are_left_alone() -> None:
    assert parse(VARIANT, {"item": "4", "items.d1-a": "4", "next": "/", "note.": "x"}) == Answers()


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("item.d1-a", "6", "not_a_level"),
        ("item.d1-a", "0", "not_a_level"),
        ("item.d1-a", "3.5", "not_a_level"),
        ("item.d1-a", "maybe", "not_a_level"),
        ("item.d9-a", "3", "no_such_item"),
        ("note.d9-a", "hello", "no_such_item"),
        ("note.d1-a", "x" * (LONGEST_NOTE + 1), "too_long"),
        ("grade.D1", "certain", "not_a_grade"),
        ("grade.D9", "data", "no_such_dimension"),
        ("link.D1", "javascript:alert(1)", "not_a_link"),
        ("link.D1", "www.example.org", "not_a_link"),
        ("link.D1", "https://", "not_a_link"),
        ("link.D1", "https://exa mple.org", "not_a_link"),
        ("link.D1", "https://[broken", "not_a_link"),
        ("link.D1", "https://example.org/" + "a" * LONGEST_LINK, "too_long"),
        ("day.D1", "12/05/2025", "not_a_day"),
        ("day.D1", "2025-02-30", "not_a_day"),
        ("day.D1", "20250512", "not_a_day"),
        ("importance.D1", "4", "not_an_importance"),
        ("target.D1", "6", "not_a_target"),
        ("target.D9", "3", "no_such_dimension"),
    ],
)
def test_a_bad_value_is_named_by_its_field(field: str, typed: str, problem: str) -> None:
    assert problem in PROBLEMS
    found = problems({field: typed})
    assert list(found.values()) == [problem]
    if not problem.startswith("no_such"):
        assert list(found) == [field]


def test_every_bad_field_of_a_page_is_reported_at_once() -> None:
    assert problems({"item.d1-a": "9", "day.D1": "soon", "note.d1-b": "fine"}) == {
        "item.d1-a": "not_a_level",
        "day.D1": "not_a_day",
    }


def test_invisible_characters_are_dropped() -> None:
    answers = parse(VARIANT, {"note.d1-a": "a\x00b\ud800c\td"})
    assert answers.items["d1-a"].note == "abc\td"


@patient
@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30)))
def test_no_form_makes_anything_but_answers_or_bad_input(form: dict[str, str]) -> None:
    named = {f"{prefix}.d1-a": typed for prefix, typed in form.items()}
    for fields in (form, named):
        assert problems_of(fields) <= set(PROBLEMS)


def problems_of(form: dict[str, str]) -> set[str]:
    try:
        parse(VARIANT, form)
    except BadInput as refused:
        return set(refused.problems.values())
    return set()


# -- documents ----------------------------------------------------------------


@patient
@given(partial_answers())
def test_a_document_gives_back_the_answers(answers: Answers) -> None:
    assert from_json(to_json(answers)) == answers
    assert from_json(to_json(answers).encode()) == answers


def test_the_same_answers_give_the_same_document() -> None:
    one = Answers({"d1-a": Answer(1), "d1-b": Answer(2)})
    other = Answers({"d1-b": Answer(2), "d1-a": Answer(1)})
    assert to_json(one) == to_json(other)
    assert json.loads(to_json(one))["items"] == {"d1-a": {"level": 1}, "d1-b": {"level": 2}}


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '{"items": []}',
        '{"items": {"d1-a": 3}}',
        '{"items": {"d1-a": {"levels": 3}}}',
        '{"answers": {}}',
        b"\xff",
        "[" * 100_000,
    ],
)
def test_what_is_no_document_of_ours_is_refused(document: str | bytes) -> None:
    with pytest.raises(BadInput) as caught:
        from_json(document)
    assert caught.value.problems == {"answers": "not_a_document"}


@pytest.mark.parametrize(
    ("document", "field", "problem"),
    [
        ({"items": {"d1-a": {"level": True}}}, "item.d1-a", "not_a_level"),
        ({"items": {"d1-a": {"level": 3.0}}}, "item.d1-a", "not_a_level"),
        ({"items": {"d1-a": {"level": []}}}, "item.d1-a", "not_a_level"),
        ({"items": {"d1-a": {"note": 3}}}, "note.d1-a", "not_a_text"),
        ({"evidence": {"D1": {"grade": {}}}}, "grade.D1", "not_a_grade"),
        ({"evidence": {"D1": {"day": 3}}}, "day.D1", "not_a_text"),
        ({"importance": {"D1": {}}}, "importance.D1", "not_an_importance"),
        ({"targets": {"D1": 0}}, "target.D1", "not_a_target"),
    ],
)
def test_a_bad_value_in_a_document_is_named_as_in_the_form(
    document: Any, field: str, problem: str
) -> None:
    with pytest.raises(BadInput) as caught:
        from_json(json.dumps(document))
    assert caught.value.problems == {field: problem}


def test_a_null_says_nothing() -> None:
    assert from_json('{"items": {"d1-a": {"level": null}}}') == Answers({"d1-a": Answer()})


def test_answers_to_another_questionnaire_are_told_from_ours() -> None:
    validate(VARIANT, Answers({"d1-a": Answer(3)}, {"D1": Evidence()}, {"D2": 1}, {"D8": 5}))
    with pytest.raises(BadInput) as caught:
        validate(VARIANT, Answers({"x-1": Answer(3)}, {}, {"D9": 1}))
    assert caught.value.problems == {
        "item.x-1": "no_such_item",
        "importance.D9": "no_such_dimension",
    }
