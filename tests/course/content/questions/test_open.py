from __future__ import annotations

import pytest

from collectif.course.content.questions import BadResponse, interaction, mark, parse_response

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: open
prompt: {fr: "Écrivez.", en: "Write."}
checks: {fr: "Écrire", en: "Writing"}
criteria:
  - {id: clair, text: {fr: "C’est clair", en: "It is clear"}}
model_answer: {fr: "Voilà", en: "There"}
feedback: {right: {fr: "Merci", en: "Thanks"}}
"""


def test_the_score_is_the_share_of_criteria_ticked():
    marked = mark(asked("open"), {"text": "Bonjour", "met": ["autre"]}, "fr")
    assert (marked.correct, marked.score) == (None, 0.5)
    assert [(line.about, line.good) for line in marked.feedback] == [
        ("objectif", False),
        ("autre", True),
        (None, None),
        ("model_answer", None),
    ]


def test_xapi_has_a_step_for_each_criterion_and_the_text_last():
    marked = mark(asked("open"), {"text": "a[,]b[.]c", "met": ["objectif"]}, "fr")
    assert marked.response == "objectif[.]true[,]autre[.]false[,]text[.]a[,]b[.]c"
    back = parse_response(asked("open"), marked.response)
    assert back == {"text": "a[,]b[.]c", "met": ["objectif"]}
    steps = interaction(asked("open"))["steps"]
    assert [step["id"] for step in steps] == ["objectif", "autre", "text"]


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ("Bonjour", "shape"),
        ({"text": ""}, "empty"),
        ({}, "shape"),
        ({"text": "x", "met": ["z"]}, "unknown_choice"),
        ({"text": "x", "met": "objectif"}, "shape"),
        ({"text": "x", "other": 1}, "shape"),
    ],
)
def test_what_no_form_sends_is_refused(response, key):
    with pytest.raises(BadResponse) as refused:
        mark(asked("open"), response, "fr")
    assert refused.value.key == key


@pytest.mark.parametrize(
    "response",
    [
        "Bonjour",
        "objectif[.]true",
        "objectif[.]oui[,]autre[.]true[,]text[.]x",
        "objectif[.]true[,]autre[.]true[,]x",
    ],
)
def test_a_foreign_response_of_another_shape_is_refused(response):
    with pytest.raises(BadResponse, match="shape"):
        parse_response(asked("open"), response)


def test_no_criterion_may_be_called_text(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    assert faults(QUESTION.replace("id: clair", "id: text"), tmp_path) == [
        "snippet.yaml:6: a criterion cannot be called `text`; choose another id"
    ]
