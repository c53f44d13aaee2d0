from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.counting import counts, filled_examples, minutes, recurring_pair
from collectif.course.content.model import Screen
from collectif.course.content.promises import Span
from collectif.course.content.reading_time import session_minutes
from tests.builders import sample_course

from .promised import breaches, promise, with_module


def test_the_least_is_reached_by_required_modules_alone():
    assert breaches(counts, each_session={"tool": Span(1)}) == [
        "course.yaml:1: the session `s1` has 0 required modules of kind tool (1 with optional ones); the course promises at least 1",
        "course.yaml:1: the session `s2` has 0 required modules of kind tool; the course promises at least 1",
    ]


def test_the_most_counts_optional_modules_as_well():
    assert breaches(counts, each_session={"tool": Span(0, 0)}) == [
        "course.yaml:1: the session `s1` has 0 required modules of kind tool (1 with optional ones); the course promises exactly 0"
    ]


def test_what_is_promised_and_kept_is_not_mentioned():
    kept = {"lesson": Span(1, 1), "quiz": Span(1, 1), "pool": Span(3), "minutes": Span(99)}
    whole = {"questions": Span(10), "tools": Span(1, 1), "question_kinds": Span(10, 10)}
    assert breaches(counts, each_session=kept, whole_course=whole) == []
    assert breaches(counts) == []


def test_the_pool_of_each_quiz_is_counted():
    assert breaches(counts, each_session={"pool": Span(6)}) == []
    assert breaches(counts, each_session={"pool": Span(25)}) == [
        "session_1/s1-quiz/module.yaml:1: the quiz draws from 6 questions; the course promises at least 25",
        "session_2/s2-quiz/module.yaml:1: the quiz draws from 6 questions; the course promises at least 25",
    ]


def test_a_question_on_a_screen_of_a_quiz_is_not_in_its_pool():
    screen = Screen("avant", {}, {}, questions=("q1", "q2"))
    course = with_module("s1-quiz", lambda one: replace(one, screens=(screen,)))
    (found,) = breaches(counts, course, each_session={"pool": Span(6)})
    assert "the quiz draws from 4 questions" in found


def test_scenes_questions_and_minutes_of_each_synthesis_are_counted():
    promised = {"scenes": Span(8, 14), "questions": Span(2, 2), "minutes": Span(3, 5)}
    assert [one.partition(": ")[2] for one in breaches(counts, each_synthesis=promised)] == [
        "the synthesis has 2 scenes; the course promises 8 to 14",
        "the synthesis has 1 questions; the course promises exactly 2",
        "the synthesis has 0.4 minutes; the course promises 3 to 5",
    ]


def test_the_whole_course_is_counted_at_the_line_of_its_promise(sample):
    line = promise(sample, "  whole_course:\n    questions: {least: 200}\n    tools: 1\n")
    promised = sample.read().promised
    assert promised is not None
    (found,) = counts(promised)
    assert str(found).startswith(f"course.yaml:{line + 2}: the course has ")
    assert found.instead == "it promises at least 200"


def test_minutes_are_those_of_required_modules_in_every_language():
    session = sample_course().sessions[0]
    reckoned = {one: session_minutes(session, one) for one in ("fr", "en")}
    found = breaches(minutes, each_session={"minutes": Span(105, 135)})
    assert found[0] == (
        f"course.yaml:1: the session `s1` takes {reckoned['fr']:.1f} minutes (fr); "
        "the course promises 105 to 135: add or cut modules or text"
    )
    assert len(found) == 4
    assert breaches(minutes, each_session={"minutes": Span(0, 60)}) == []
    assert breaches(minutes) == []


def test_optional_minutes_are_reckoned_apart():
    session = sample_course().sessions[0]
    assert session_minutes(session, "fr", required=False) == 10
    all_required = replace(
        session, modules=tuple(replace(one, required=True) for one in session.modules)
    )
    assert session_minutes(all_required, "fr") == pytest.approx(10 + session_minutes(session, "fr"))


def test_one_pair_of_partners_comes_back_in_every_session():
    def in_pair(name):
        return lambda one: replace(one, testimony=replace(one.testimony, pair=name))

    assert breaches(recurring_pair, with_module("s1-testimony", in_pair("a-b"))) == [
        "course.yaml:1: no testimony of the session `s2` is of the recurring pair; write one with `pair: a-b`"
    ]
    course = with_module("s1-testimony", in_pair("a-b"))
    other = with_module("s2-composite", in_pair("a-b"))
    both = replace(course, sessions=(course.sessions[0], other.sessions[1]))
    assert breaches(recurring_pair, both) == []


def test_an_example_fills_every_field(sample):
    line = promise(sample, "  filled_examples: true\n")
    assert line
    promised = sample.read().promised
    assert promised is not None
    (found,) = filled_examples(promised)
    tool = sample.text("session_1/s1-tool/module.yaml").splitlines()
    assert found.file == "session_1/s1-tool/module.yaml"
    assert "{id: nom," in tool[found.line - 1]
    assert found.what == "the example leaves the field `nom` empty"


def test_an_empty_text_or_list_is_no_example():
    def emptied(module):
        example = {
            **module.worksheet.example,
            "nom": {"fr": "Nous", "en": ""},
            "apports": {"fr": []},
        }
        return replace(module, worksheet=replace(module.worksheet, example=example))

    found = breaches(filled_examples, with_module("s1-tool", emptied))
    assert [one.partition("`")[2].partition("`")[0] for one in found] == ["nom", "apports"]
