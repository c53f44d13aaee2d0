from __future__ import annotations

from contextlib import suppress
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import Html, Question, QuestionKind
from collectif.course.content.questions import (
    KINDS,
    BadResponse,
    explain,
    interaction,
    mark,
    parse_response,
    right_response,
)

from ..reading import faults
from .asked import asked, every_question

EVERY = every_question()
TYPES = {
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric",
}  # fmt: skip


def responses(question: Question) -> st.SearchStrategy[object]:
    """Answers that a form could send, right or wrong."""
    names = [choice.id for choice in question.choices]
    text = st.text(min_size=1, max_size=80).filter(str.strip)
    match question.kind:
        case "single" | "true_false" | "likert":
            return st.sampled_from(names)
        case "multiple":
            return st.lists(st.sampled_from(names), min_size=1, unique=True)
        case "numeric":
            numbers = st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(str)
            return st.one_of(numbers, numbers.map(lambda number: number.replace(".", ",")))
        case "matching":
            ids = [pair.id for pair in question.pairs]
            return st.dictionaries(st.sampled_from(ids), st.sampled_from(ids), min_size=1)
        case "ordering":
            return st.permutations([item.id for item in question.items])
        case "open":
            ids = [one.id for one in question.criteria]
            met = st.lists(st.sampled_from(ids), unique=True)
            return st.fixed_dictionaries({"text": text, "met": met})
        case _:
            return text


def test_every_kind_has_a_row_and_a_question_in_the_sample():
    assert set(KINDS) == set(get_args(QuestionKind))
    assert {question.kind for question in EVERY} == set(KINDS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("question", EVERY, ids=lambda question: f"{question.kind}-{question.id}")
def test_the_right_answer_is_correct(question, language):
    marked = mark(question, right_response(question, language), language)
    assert marked.correct is (True if question.scored else None)
    if question.scored:
        assert marked.score == 1.0
        assert explain(question)


@given(st.sampled_from(EVERY).flatmap(lambda one: st.tuples(st.just(one), responses(one))))
def test_a_response_comes_back_from_xapi_and_is_marked_the_same(pair):
    question, response = pair
    marked = mark(question, response, "fr")
    again = mark(question, parse_response(question, marked.response), "fr")
    assert again == marked


@given(st.sampled_from(EVERY).flatmap(lambda one: st.tuples(st.just(one), responses(one))))
def test_a_mark_is_a_share_and_whole_only_when_correct(pair):
    question, response = pair
    marked = mark(question, response, "en")
    assert 0.0 <= marked.score <= 1.0
    if question.scored:
        assert marked.correct is (marked.score == 1.0)
        assert marked.feedback
    else:
        assert marked.correct is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from(EVERY), ANYTHING)
def test_anything_else_is_refused_and_never_breaks(question, response):
    with suppress(BadResponse):
        mark(question, response, "fr")


@given(st.sampled_from(EVERY), st.text(max_size=60))
def test_a_foreign_response_is_read_or_refused(question, response):
    with suppress(BadResponse):
        mark(question, parse_response(question, response), "fr")


@pytest.mark.parametrize("question", EVERY, ids=lambda question: f"{question.kind}-{question.id}")
def test_the_definition_is_what_xapi_allows(question):
    definition = interaction(question)
    assert definition["interactionType"] in TYPES
    assert set(definition["name"]) == set(definition["description"]) == {"fr", "en"}
    for key in ("choices", "scale", "source", "target", "steps"):
        ids = [part["id"] for part in definition.get(key, [])]
        assert len(ids) == len(set(ids))
        for part in definition.get(key, []):
            for text in part.get("description", {}).values():
                assert "<" not in text
                assert type(text) is str
    if question.scored:
        language, right = "en", right_response(question, "en")
        assert mark(question, right, language).correct
    assert ("correctResponsesPattern" in definition) is question.scored


def test_a_response_that_is_no_text_or_far_too_long_is_refused():
    with pytest.raises(BadResponse, match="shape"):
        parse_response(asked("single"), 3)  # type: ignore[arg-type]
    with pytest.raises(BadResponse, match="too_long"):
        parse_response(asked("single"), "x" * 40_001)


def test_prompts_hints_choices_and_feedback_are_html_and_the_rest_is_plain():
    question = asked("single")
    assert isinstance(question.prompt["fr"], Html)
    assert isinstance(question.hints[1]["en"], Html)
    assert question.hints[1]["en"] == "Fewer than <strong>twenty</strong>."
    assert isinstance(question.choices[0].text["fr"], Html)
    assert isinstance(question.choices[0].feedback["fr"], Html)
    assert not isinstance(question.checks["fr"], Html)


def test_common_keys_are_read():
    question = asked("single")
    assert (question.dimension, question.certainty, len(question.hints)) == ("D1", True, 2)
    assert asked("true_false").tags == ("piège",)


def test_a_misspelt_kind_is_named_with_the_nearest(tmp_path):
    text = 'id: q\nkind: singel\nprompt: {fr: "a", en: "b"}\nchecks: {fr: "a", en: "b"}\n'
    assert faults(text, tmp_path) == [
        "snippet.yaml:2: `singel` is no kind we know; did you mean `single`?"
    ]


def test_an_unknown_dimension_is_named(tmp_path):
    text = """\
id: q
kind: long_fill_in
dimension: D9
prompt: {fr: "a", en: "b"}
checks: {fr: "a", en: "b"}
model_answer: {fr: "a", en: "b"}
feedback: {right: {fr: "a", en: "b"}}
"""
    assert faults(text, tmp_path) == ["snippet.yaml:3: there is no dimension `D9`; one of D1, D2"]
