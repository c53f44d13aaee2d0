from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.check import FLAGGED
from collectif.course.content.course_files import read_course_file
from collectif.course.content.model import MODULE_KINDS, QuestionKind
from collectif.course.content.problems import Report
from collectif.course.content.promises import FLAGS, Span, read_promises
from collectif.course.paths import MODULES

from .promised import promise
from .reading import fields, said


def read(text, folder):
    one = fields(f"promises:\n{text}", folder)
    promises = read_promises(one)
    assert said(one) == []
    return promises


def test_a_course_need_not_promise_anything(sample):
    assert sample.read().promised is None


def test_a_number_is_exact_and_bounds_may_be_one_or_two(tmp_path):
    promises = read(
        "  each_session:\n    lesson: {least: 2, most: 3}\n    quiz: 1\n    pool: {least: 25}\n"
        "  each_synthesis:\n    minutes: {most: 4.5}\n",
        tmp_path,
    )
    assert promises.each_session == {"lesson": Span(2, 3), "quiz": Span(1, 1), "pool": Span(25)}
    assert promises.each_synthesis == {"minutes": Span(0, 4.5)}
    assert promises.whole_course == {}
    assert promises.lines["each_session.quiz"] == 4


def test_only_what_is_true_is_promised(tmp_path):
    promises = read("  no_pattern: true\n  same_structure: false\n", tmp_path)
    assert promises.flags == {"no_pattern"}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("  each_sesion: {quiz: 1}\n", "`each_sesion` is not a key of `promises`; did you mean"),
        ("  each_session: {quizz: 1}\n", "`quizz` is not a key of `each_session`; did you mean"),
        ("  each_session: {quiz: some}\n", "`quiz` is a text; write a number, or {least:"),
        ("  each_session: {quiz: {least: 3, most: 2}}\n", "`quiz` promises 3 to 2; `least` is no"),
        ("  each_session: {quiz: {at_least: 3}}\n", "`at_least` is not a key of `quiz`"),
        ("  whole_course: {question_kinds: {least: 11}}\n", "`least` is not a number from 0 to 10"),
        ("  no_pattern: perhaps\n", "`no_pattern` is a text; write true or false"),
    ],
)
def test_a_faulty_promise_is_an_error_of_the_file(sample, block, fault):
    line = promise(sample, block)
    (error,) = sample.errors()
    assert error.startswith(f"course.yaml:{line + 1}: {fault}")
    assert sample.read().promised is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_span_holds_what_lies_between_its_bounds(least, most, value):
    assert (value in Span(least, most)) == (least <= value <= most)
    assert (value in Span(least)) == (value >= least)


def test_a_span_is_said_in_words():
    assert [str(span) for span in (Span(1, 1), Span(3), Span(2, 3), Span(0, 4))] == [
        "exactly 1",
        "at least 3",
        "2 to 3",
        "0 to 4",
    ]


def test_every_promise_has_its_rule():
    assert set(FLAGGED) == set(FLAGS)


def test_what_this_course_undertakes():
    file = read_course_file(MODULES, Report())
    assert file is not None
    promises = read_promises(file.fields)
    assert promises is not None
    assert promises.flags >= {
        "recurring_pair",
        "filled_examples",
        "same_structure",
        "feedback_everywhere",
        "no_pattern",
    }
    assert set(promises.each_session) == {*MODULE_KINDS, "minutes", "pool"}
    assert promises.each_session["testimony"] == Span(3)
    assert promises.each_session["lesson"] == Span(2, 3)
    assert promises.each_session["minutes"] == Span(105, 135)
    assert promises.each_session["pool"] == Span(25, math.inf)
    assert promises.each_synthesis == {
        "scenes": Span(8, 14),
        "questions": Span(2, 2),
        "minutes": Span(3, 5),
    }
    kinds = len(get_args(QuestionKind))
    assert promises.whole_course == {
        "questions": Span(200),
        "question_kinds": Span(kinds, kinds),
        "tools": Span(12),
    }
