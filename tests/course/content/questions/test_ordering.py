from __future__ import annotations

import pytest

from collectif.course.content.questions import (
    BadResponse,
    explain,
    interaction,
    mark,
    parse_response,
)

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: ordering
prompt: {fr: "Rangez.", en: "Order."}
checks: {fr: "Ranger", en: "Ordering"}
items:
  - {id: a, text: {fr: "Un", en: "One"}}
  - {id: b, text: {fr: "Deux", en: "Two"}}
  - {id: c, text: {fr: "Trois", en: "Three"}}
feedback: {right: {fr: "Oui", en: "Yes"}, wrong: {fr: "Non", en: "No"}}
"""


def test_the_order_of_the_file_is_right():
    marked = mark(asked("ordering"), ["objectifs", "modele", "ecosysteme"], "fr")
    assert (marked.correct, marked.score) == (True, 1.0)
    assert marked.response == "objectifs[,]modele[,]ecosysteme"
    assert marked.feedback[0].text["fr"] == "Oui, dans cet ordre."


def test_the_score_is_the_share_in_the_right_place():
    marked = mark(asked("ordering"), ("objectifs", "ecosysteme", "modele"), "fr")
    assert marked.correct is False
    assert marked.score == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ([], "empty"),
        (["objectifs", "modele"], "shape"),
        (["objectifs", "objectifs", "modele"], "repeated"),
        (["objectifs", "modele", "z"], "unknown_choice"),
        ("objectifs", "shape"),
    ],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("ordering"), response, "fr")
    assert refused.value.key == key


def test_xapi_calls_it_sequencing():
    definition = interaction(asked("ordering"))
    assert definition["interactionType"] == "sequencing"
    assert definition["correctResponsesPattern"] == ["objectifs[,]modele[,]ecosysteme"]
    assert parse_response(asked("ordering"), "modele[,]objectifs") == ["modele", "objectifs"]


def test_the_explanation_is_the_right_feedback():
    assert explain(asked("ordering"))[0].text["en"] == "Yes, in this order."


def test_three_different_items_are_needed(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    assert faults(QUESTION.replace("Three", "two"), tmp_path) == [
        "snippet.yaml:8: two items read the same in en (see line 7); make them differ"
    ]
