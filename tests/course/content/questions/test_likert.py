from __future__ import annotations

import pytest

from collectif.course.content.questions import BadResponse, explain, interaction, mark

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: likert
prompt: {fr: "Je sais…", en: "I know…"}
checks: {fr: "Se situer", en: "Placing oneself"}
choices:
  - {id: peu, text: {fr: "peu", en: "little"}, feedback: {fr: "Bien", en: "Fine"}}
  - {id: bien, text: {fr: "bien", en: "well"}, feedback: {fr: "Bien", en: "Fine"}}
"""


def test_nothing_is_right_or_wrong_and_the_choice_answers():
    marked = mark(asked("likert"), "peu", "fr")
    assert marked.correct is None
    assert marked.score == 0.0
    assert marked.feedback[0].text["fr"] == "Relisez le glossaire."
    assert marked.feedback[0].good is None


def test_there_is_nothing_to_explain():
    assert explain(asked("likert")) == ()


def test_xapi_has_a_scale_in_order_and_no_pattern():
    definition = interaction(asked("likert"))
    assert definition["interactionType"] == "likert"
    assert [step["id"] for step in definition["scale"]] == ["peu", "tout-a-fait"]
    assert "correctResponsesPattern" not in definition


def test_an_unknown_step_is_refused():
    with pytest.raises(BadResponse, match="unknown_choice"):
        mark(asked("likert"), "z", "fr")


def test_no_step_may_be_called_correct(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    (fault,) = faults(QUESTION.replace("id: peu,", "id: peu, correct: true,"), tmp_path)
    assert fault.startswith("snippet.yaml:6: `correct` is not a key of choice `peu`")
