"""Fields → values and back: what a form says, and what it shows again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict

from collectif.course.content.model import Question, Worksheet
from collectif.course.content.questions import KINDS, right_response
from collectif.course.errors import BadInput
from collectif.course.web import forms
from tests.actors import wrong_response
from tests.builders import sample_course

QUESTIONS: dict[str, Question] = {
    question.kind: question
    for session in sample_course().sessions
    for module in session.modules
    for question in module.questions
}


def sheet() -> Worksheet:
    modules = [module for session in sample_course().sessions for module in session.modules]
    found = next(module.worksheet for module in modules if module.worksheet)
    assert found is not None
    return found


def form(fields: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict(
        [
            (name, str(one))
            for name, value in fields.items()
            for one in (value if isinstance(value, list | tuple) else [value])
        ]
    )


def test_the_sample_has_every_kind() -> None:
    assert set(QUESTIONS) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("prefix", ["", "mots."])
def test_a_response_survives_being_shown_and_sent_again(kind: str, prefix: str) -> None:
    question = QUESTIONS[kind]
    answers = [right_response(question, "fr")]
    if kind not in ("likert", "long_fill_in", "open"):
        answers.append(wrong_response(question))
    for response in answers:
        typed = forms.typed(question, response, 66)
        filled = form({f"{prefix}{name}": list(values) for name, values in typed.items()})
        got = forms.given(question, filled, prefix)
        assert got.certainty == 66
        again = forms.typed(question, got.response, 66)
        assert {name: sorted(values) for name, values in again.items()} == {
            name: sorted(values) for name, values in typed.items()
        }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_form_says_that_something_is_missing(kind: str) -> None:
    for filled in ({}, {"response": ""}, {"response": " \t "}, {"certainty": "3"}):
        if kind == "multiple" and "response" in filled:
            continue  # a box that was ticked has a value
        with pytest.raises(BadInput) as refusal:
            forms.given(QUESTIONS[kind], form(filled))
        assert refusal.value.problems == {"response": "missing"}


def test_the_id_that_the_page_made_comes_along() -> None:
    identifier = str(uuid.uuid4())
    question = QUESTIONS["single"]
    got = forms.given(question, form({"answer_id": identifier, "response": "a"}))
    assert (got.id, got.response, got.certainty) == (identifier, "a", None)
    assert forms.given(question, form({"response": "a"})).id == ""
    filled = form({"x.answer_id": "theirs", "answer_id": "ours", "x.response": "a"})
    assert forms.given(question, filled, "x.").id == "theirs"


@pytest.mark.parametrize(
    ("sent", "certainty"), [("1", 33), ("2", 66), ("3", 100), ("4", None), ("", None), ("x", None)]
)
def test_certainty_has_three_steps(sent: str, certainty: int | None) -> None:
    got = forms.given(QUESTIONS["single"], form({"response": "a", "certainty": sent}))
    assert got.certainty == certainty


def test_choices_ticked_twice_count_once() -> None:
    got = forms.given(QUESTIONS["multiple"], form({"response": ["don", "temps", "don"]}))
    assert got.response == ["don", "temps"]


@pytest.mark.parametrize(
    ("filled", "fault"),
    [
        ({}, "missing"),
        ({"place.objectifs": "1"}, "incomplete"),
        ({"place.objectifs": "1", "place.modele": "", "place.ecosysteme": "2"}, "incomplete"),
        ({"place.objectifs": "1", "place.modele": "1", "place.ecosysteme": "2"}, "same_place"),
        ({"place.objectifs": "²", "place.modele": "1", "place.ecosysteme": "2"}, "incomplete"),
        ({"place.objectifs": "-1", "place.modele": "1", "place.ecosysteme": "2"}, "incomplete"),
        ({"place.objectifs": "a", "place.modele": "1", "place.ecosysteme": "2"}, "incomplete"),
    ],
)
def test_an_order_with_gaps_or_doubles_is_sent_back(filled: dict[str, str], fault: str) -> None:
    with pytest.raises(BadInput) as refusal:
        forms.given(QUESTIONS["ordering"], form(filled))
    assert refusal.value.problems == {"response": fault}


@given(some.permutations(["objectifs", "modele", "ecosysteme"]), some.integers(0, 1000))
def test_only_the_order_of_the_places_counts(order: list[str], start: int) -> None:
    filled = form({f"place.{item}": start + 7 * place for place, item in enumerate(order)})
    assert forms.given(QUESTIONS["ordering"], filled).response == order


def test_pairs_are_matched_all_or_not_at_all() -> None:
    question = QUESTIONS["matching"]
    names = [pair.id for pair in question.pairs]
    all_of_them = {f"match.{name}": name for name in names}
    assert forms.given(question, form(all_of_them)).response == {name: name for name in names}
    with pytest.raises(BadInput) as refusal:
        forms.given(question, form({**all_of_them, f"match.{names[0]}": ""}))
    assert refusal.value.problems == {"response": "incomplete"}


def test_an_open_answer_carries_the_criteria_it_meets() -> None:
    question = QUESTIONS["open"]
    got = forms.given(question, form({"response": " Voilà. ", "criterion": ["objectif", "autre"]}))
    assert got.response == {"text": "Voilà.", "met": ["objectif", "autre"]}
    assert forms.given(question, form({"response": "Voilà."})).response["met"] == []


@pytest.mark.parametrize("number", ["2.8", "-2.8", "1250000.5"])
def test_a_number_is_shown_again_with_the_comma_of_french(number: str) -> None:
    shown = forms.typed(QUESTIONS["numeric"], number)
    assert shown == {"response": (number.replace(".", ","),)}


def test_what_was_typed_is_kept_without_what_is_not_the_persons() -> None:
    filled = form({"csrf_token": "t", "answer_id": "i", "response": ["a", "b"], "x.y": "z"})
    assert forms.typed_in(filled) == {"response": ("a", "b"), "x.y": ("z",)}
    assert forms.typed_in(filled, "x.") == {"y": ("z",)}


# -- worksheets ------------------------------------------------------------------------------


def test_a_worksheet_is_read_field_by_field() -> None:
    values = forms.worksheet_values(
        sheet(),
        form(
            {
                "f.phrase": "Trouver deux alliés",
                "f.acteur": "association",
                "f.apports": ["temps", "argent"],
                "f.accord": "1",
                "f.table.0.qui": "Mairie",
                "f.table.0.role": "allie",
                "f.unknown": "left out",
            }
        ),
    )
    assert values == {
        "phrase": "Trouver deux alliés",
        "nom": "",
        "acteur": "association",
        "apports": ["temps", "argent"],
        "force": "",
        "budget": "",
        "debut": "",
        "accord": "1",
        "table": [{"qui": "Mairie", "role": "allie"}],
        "impacts": [],
    }


def test_rows_come_in_the_order_of_their_numbers_whatever_the_forms_order() -> None:
    filled = form({"f.table.10.qui": "c", "f.table.2.qui": "b", "f.table.0.qui": "a"})
    rows = forms.worksheet_values(sheet(), filled)["table"]
    assert [row["qui"] for row in rows] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "name", ["f.table.x.qui", "f.table.².qui", "f.table.99999.qui", "f.table.0"]
)
def test_cells_of_no_row_are_left_out(name: str) -> None:
    assert forms.worksheet_values(sheet(), form({name: "a"}))["table"] == []


def test_kept_values_have_the_forms_that_the_page_shows() -> None:
    shown = forms.shown_values(sheet(), {"phrase": "x", "apports": ["temps"], "accord": "1"})
    assert shown["phrase"] == "x"
    assert shown["apports"] == ("temps",)
    assert shown["accord"] is True
    assert shown["table"] == ()
    assert shown["nom"] == ""
    assert set(shown) == {field.id for part in sheet().sections for field in part.fields}
    assert forms.shown_values(sheet(), {"nom": None, "apports": None})["apports"] == ()
