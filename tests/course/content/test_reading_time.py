from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.model import Html, Screen
from collectif.course.content.reading_time import asked, reckoned_minutes
from tests.builders import sample_course


def module(name):
    modules = [one for session in sample_course().sessions for one in session.modules]
    return next(one for one in modules if one.id == name)


def test_two_hundred_words_take_a_minute_and_a_question_three_quarters():
    screen = Screen("a", {"fr": ""}, {"fr": Html("<p>" + "mot " * 400 + "</p>")})
    lesson = replace(module("s1-lesson"), screens=(screen,))
    assert asked(lesson) == 10
    assert reckoned_minutes(lesson, "fr") == pytest.approx(2 + 7.5)
    assert reckoned_minutes(replace(lesson, questions=()), "fr") == pytest.approx(2)


def test_a_quiz_takes_the_time_of_the_questions_drawn():
    assert asked(module("s1-quiz")) == 4
    assert reckoned_minutes(module("s1-quiz"), "fr") == pytest.approx(3)


def test_a_synthesis_takes_its_length_and_its_questions():
    assert reckoned_minutes(module("s1-synthesis"), "fr") == pytest.approx((22 + 45) / 60)


def test_a_tool_takes_what_it_says():
    assert reckoned_minutes(module("s1-tool"), "fr") == 10
