from __future__ import annotations

import pytest

from collectif.course.content.questions import BadResponse, interaction, mark, parse_response

from ..reading import faults
from .asked import asked

QUESTION = """\
id: q
kind: long_fill_in
prompt: {fr: "Racontez.", en: "Tell."}
checks: {fr: "Raconter", en: "Telling"}
model_answer: {fr: "Un jour…", en: "One day…"}
feedback: {right: {fr: "Merci", en: "Thanks"}}
"""


def test_it_is_never_marked_and_shows_the_model_answer():
    marked = mark(asked("long_fill_in"), "Il était une fois…", "fr")
    assert (marked.correct, marked.score, marked.response) == (None, 0.0, "Il était une fois…")
    assert [(line.about, line.good) for line in marked.feedback] == [
        (None, None),
        ("model_answer", None),
    ]


def test_a_text_of_twenty_thousand_signs_is_taken_and_one_more_is_not():
    assert mark(asked("long_fill_in"), "x" * 20_000, "fr").response == "x" * 20_000
    with pytest.raises(BadResponse, match="too_long"):
        mark(asked("long_fill_in"), "x" * 20_001, "fr")


def test_xapi_has_no_pattern_for_it():
    definition = interaction(asked("long_fill_in"))
    assert definition["interactionType"] == "long-fill-in"
    assert "correctResponsesPattern" not in definition
    assert parse_response(asked("long_fill_in"), "{lang=fr}Bonjour") == "Bonjour"


def test_it_has_no_wrong_feedback(tmp_path):
    assert faults(QUESTION, tmp_path) == []
    text = QUESTION.replace("feedback: {", 'feedback: {wrong: {fr: "Non", en: "No"}, ')
    (fault,) = faults(text, tmp_path)
    assert fault.startswith("snippet.yaml:6: `wrong` is not a key of `feedback` of question `q`")
