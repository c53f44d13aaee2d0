from __future__ import annotations

import pytest

from collectif.course.content.questions import BadResponse, explain, interaction, mark

from ..reading import faults
from .asked import asked

HEAD = """\
id: q
kind: single
prompt: {fr: "Combien ?", en: "How many?"}
checks: {fr: "Compter", en: "Counting"}
choices:
"""
RIGHT = (
    '  - {id: a, correct: true, text: {fr: "Un", en: "One"}, feedback: {fr: "Oui", en: "Yes"}}\n'
)
WRONG = '  - {id: b, text: {fr: "Deux", en: "Two"}, feedback: {fr: "Non", en: "No"}}\n'


def test_the_right_choice_is_correct_and_answers_with_its_feedback():
    marked = mark(asked("single"), "b", "fr")
    assert (marked.correct, marked.score, marked.response) == (True, 1.0, "b")
    (line,) = marked.feedback
    assert line.about == "b"
    assert line.good is True
    assert line.text["fr"].startswith("Oui, dix-neuf.")


def test_a_wrong_choice_answers_with_its_own_feedback():
    marked = mark(asked("single"), "c", "en")
    assert (marked.correct, marked.score) == (False, 0.0)
    assert marked.feedback[0].text["en"] == "That is the total of the 17 goals."
    assert marked.feedback[0].good is False


def test_the_explanation_is_the_right_choice():
    assert [line.about for line in explain(asked("single"))] == ["b"]


@pytest.mark.parametrize(
    ("response", "key"),
    [("z", "unknown_choice"), ("", "empty"), (None, "empty"), (["b"], "shape"), (3, "shape")],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("single"), response, "fr")
    assert refused.value.key == key


def test_xapi_sees_a_choice_with_plain_texts_in_both_languages():
    definition = interaction(asked("single"))
    assert definition["interactionType"] == "choice"
    assert definition["correctResponsesPattern"] == ["b"]
    assert definition["choices"][1] == {"id": "b", "description": {"fr": "19", "en": "19"}}
    assert definition["description"]["fr"] == "Combien de cibles compte l’ODD\u00a017\u202f?"
    assert definition["name"]["en"] == "Knowing the structure of SDG\u00a017"


def test_exactly_one_choice_is_correct(tmp_path):
    assert faults(HEAD + RIGHT + WRONG, tmp_path) == []
    assert faults(
        HEAD + WRONG + WRONG.replace("b,", "c,").replace("Deux", "Trois").replace("Two", "Three"),
        tmp_path,
    ) == ["snippet.yaml:5: 0 choices of question `q` are `correct: true`; exactly one must be"]


def test_a_choice_without_feedback_is_named(tmp_path):
    bare = '  - {id: c, text: {fr: "Trois", en: "Three"}}\n'
    assert faults(HEAD + RIGHT + bare, tmp_path) == [
        "snippet.yaml:7: `feedback` is missing in choice `c`; write `feedback: {fr: …, en: …}`"
    ]


def test_two_choices_of_one_id_or_one_text_are_refused(tmp_path):
    assert faults(HEAD + RIGHT + WRONG.replace("id: b", "id: a"), tmp_path) == [
        "snippet.yaml:7: the choice id `a` stands twice (first on line 6); give each its own id"
    ]
    assert faults(HEAD + RIGHT + WRONG.replace("Deux", "un"), tmp_path) == [
        "snippet.yaml:7: two choices read the same in fr (see line 6); make them differ"
    ]


def test_a_question_has_at_least_two_choices(tmp_path):
    assert faults(HEAD + RIGHT, tmp_path) == [
        "snippet.yaml:5: `choices` of question `q` has 1 of at least 2; add 1 more"
    ]


def test_a_key_of_another_kind_is_unknown_here(tmp_path):
    text = HEAD + RIGHT + WRONG + 'accepted: {fr: ["un"], en: ["one"]}\n'
    (fault,) = faults(text, tmp_path)
    assert fault.startswith("snippet.yaml:8: `accepted` is not a key of question `q` (single);")
