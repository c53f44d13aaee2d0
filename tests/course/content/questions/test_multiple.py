from __future__ import annotations

import pytest

from collectif.course.content.questions import BadResponse, explain, interaction, mark

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: multiple
prompt: {fr: "Lesquels ?", en: "Which?"}
checks: {fr: "Choisir", en: "Choosing"}
choices:
  - {id: a, correct: true, text: {fr: "Un", en: "One"}, feedback: {fr: "Oui", en: "Yes"}}
  - {id: b, correct: true, text: {fr: "Deux", en: "Two"}, feedback: {fr: "Oui", en: "Yes"}}
  - {id: c, text: {fr: "Trois", en: "Three"}, feedback: {fr: "Non", en: "No"}}
"""


@pytest.mark.parametrize(
    ("response", "correct", "score"),
    [
        ({"don", "temps", "materiel"}, True, 1.0),
        (["don"], False, 1 / 3),
        (("don", "temps"), False, 2 / 3),
        (frozenset({"don", "temps", "materiel", "achat"}), False, 2 / 3),
        (["don", "achat"], False, 0.0),
        (["achat"], False, 0.0),
    ],
)
def test_the_score_is_what_is_right_less_what_is_wrong(response, correct, score):
    marked = mark(asked("multiple"), response, "fr")
    assert marked.correct is correct
    assert marked.score == pytest.approx(score)


def test_each_chosen_option_answers_in_the_order_of_the_file():
    marked = mark(asked("multiple"), ["achat", "don"], "en")
    assert [(line.about, line.good) for line in marked.feedback] == [
        ("don", True),
        ("achat", False),
    ]
    assert marked.response == "don[,]achat"


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ([], "empty"),
        ("don", "shape"),
        (["don", "don"], "repeated"),
        (["don", "z"], "unknown_choice"),
        ([["don"]], "shape"),
        (None, "shape"),
    ],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("multiple"), response, "fr")
    assert refused.value.key == key


def test_the_explanation_is_every_right_option():
    assert [line.about for line in explain(asked("multiple"))] == ["don", "temps", "materiel"]


def test_xapi_lists_the_right_ids():
    assert interaction(asked("multiple"))["correctResponsesPattern"] == ["don[,]temps[,]materiel"]


def test_at_least_two_are_right_and_one_is_not(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    one = QUESTION.replace("b, correct: true", "b")
    assert faults(one, tmp_path) == [
        "snippet.yaml:5: 1 choices of question `q` are `correct: true`; 2 to 2 must be"
    ]
    every = QUESTION.replace("id: c,", "id: c, correct: true,")
    assert "3 choices of question `q` are `correct: true`" in faults(every, tmp_path)[0]
