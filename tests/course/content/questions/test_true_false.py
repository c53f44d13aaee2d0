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
kind: true_false
prompt: {fr: "Vrai ?", en: "True?"}
checks: {fr: "Juger", en: "Judging"}
choices:
  - {id: "true", text: {fr: "Vrai", en: "True"}, feedback: {fr: "Non", en: "No"}}
  - {id: "false", correct: true, text: {fr: "Faux", en: "False"}, feedback: {fr: "Oui", en: "Yes"}}
"""


def test_the_right_answer_counts_and_the_other_does_not():
    question = asked("true_false")
    assert mark(question, "false", "fr").correct is True
    wrong = mark(question, "true", "fr")
    assert wrong.correct is False
    assert wrong.feedback[0].text["en"].startswith("Tempting")


def test_xapi_writes_true_and_false():
    assert interaction(asked("true_false"))["interactionType"] == "true-false"
    assert interaction(asked("true_false"))["correctResponsesPattern"] == ["false"]
    assert parse_response(asked("true_false"), "False") == "false"


def test_another_word_is_refused():
    with pytest.raises(BadResponse, match="unknown_choice"):
        mark(asked("true_false"), "peut-être", "fr")


def test_it_explains_the_right_side():
    assert [line.about for line in explain(asked("true_false"))] == ["false"]


def test_ids_may_be_written_with_or_without_quotes(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    assert faults(QUESTION.replace('"true"', "true").replace('"false"', "false"), tmp_path) == []


def test_other_ids_are_refused(tmp_path):
    assert faults(QUESTION.replace('"true"', "vrai"), tmp_path) == [
        'snippet.yaml:5: the choices of question `q` are not `true` and `false`; write two choices: id: "true" and id: "false"'
    ]
