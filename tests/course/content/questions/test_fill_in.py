from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.questions import (
    BadResponse,
    explain,
    interaction,
    mark,
    parse_response,
)
from collectif.course.content.questions.fill_in import normal, read, said

from ..reading import advice, faults, fields, question
from .asked import asked

QUESTION = """\
id: q
kind: fill_in
prompt: {fr: "Le mot ?", en: "The word?"}
checks: {fr: "Dire", en: "Saying"}
accepted: {fr: ["cœur", "l’été"], en: ["heart"]}
feedback: {right: {fr: "Oui", en: "Yes"}, wrong: {fr: "Non", en: "No"}}
"""


@pytest.mark.parametrize(
    "text", ["confiance", " La  CONFIANCE ! ", "la-confiance.", "trust", "Trust"]
)
def test_case_accents_punctuation_and_spaces_do_not_count(text):
    assert mark(asked("fill_in"), text, "fr").correct is True


@pytest.mark.parametrize("text", ["coeur", "CŒUR", "l'ete", "L’Été"])
def test_ligatures_and_accents_may_be_left_out(text, tmp_path):
    assert mark(question(QUESTION, tmp_path), text, "fr").correct is True


def test_another_word_is_wrong_and_gets_the_hint():
    marked = mark(asked("fill_in"), "argent", "fr")
    assert (marked.correct, marked.score, marked.response) == (False, 0.0, "argent")
    assert marked.feedback[0].text["fr"] == "Pensez à ce qui soutient l’engagement."


def test_the_answer_itself_is_shown_in_the_explanation():
    answer, why = explain(asked("fill_in"))
    assert answer.text == {"fr": "confiance", "en": "trust"}
    assert why.text["en"] == "Yes, trust."


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ("", "empty"),
        ("   ", "empty"),
        (None, "shape"),
        (["x"], "shape"),
        ("x" * 20_001, "too_long"),
    ],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("fill_in"), response, "fr")
    assert refused.value.key == key


def test_xapi_lists_every_answer_with_its_language():
    assert interaction(asked("fill_in"))["correctResponsesPattern"] == [
        "{case_matters=false}{lang=fr}confiance",
        "{case_matters=false}{lang=fr}la confiance",
        "{case_matters=false}{lang=en}trust",
    ]


def test_parameters_of_another_sender_are_left_out():
    assert parse_response(asked("fill_in"), "{case_matters=false}{lang=fr}Confiance") == "Confiance"


@given(st.text(min_size=1, max_size=40), st.sampled_from(["fr", "en"]))
def test_every_typed_text_comes_back_from_xapi(text, language):
    if text.strip():
        assert read(asked("fill_in"), said(text.strip(), language)) == text.strip()


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text):
    assert normal(normal(text)) == normal(text)


def test_answers_that_cannot_be_marked_are_refused(tmp_path):
    assert faults(QUESTION.replace('"heart"', '"…"'), tmp_path) == [
        "snippet.yaml:5: `…` has no letter to compare; write a word or a number"
    ]
    assert faults(QUESTION.replace('"heart"', '"a[,]b"'), tmp_path) == [
        "snippet.yaml:5: `a[,]b` cannot be marked; leave out [,] and {…}"
    ]


def test_an_answer_is_accepted_in_every_language(tmp_path):
    (fault,) = faults(QUESTION.replace(', en: ["heart"]', ""), tmp_path)
    assert fault.startswith("snippet.yaml:5: `en` is missing in `accepted`")


def test_answers_that_count_as_the_same_are_pointed_out(tmp_path):
    from collectif.course.content import questions

    one = fields(QUESTION.replace('"heart"', '"heart", "Heart!"'), tmp_path)
    questions.parse(one)
    assert advice(one) == [
        "snippet.yaml:5: `Heart!` counts already as `heart`; case, accents and punctuation are ignored: delete it"
    ]


def test_both_feedbacks_are_needed(tmp_path):
    (fault,) = faults(QUESTION.replace(', wrong: {fr: "Non", en: "No"}', ""), tmp_path)
    assert fault.startswith("snippet.yaml:6: `wrong` is missing in `feedback` of question `q`")


def test_feedback_itself_is_needed(tmp_path):
    text = "".join(line for line in QUESTION.splitlines(keepends=True) if "feedback" not in line)
    (fault,) = faults(text, tmp_path)
    assert fault == "snippet.yaml:1: `feedback` is missing in question `q`; write `feedback: {…}`"
