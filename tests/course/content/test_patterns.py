from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import Choice, Item, Question
from collectif.course.content.patterns import (
    FURTHEST,
    all_tells,
    compared,
    no_pattern,
    statements,
    tells,
    unmixed,
)
from tests.builders import sample_course

from .promised import breaches, with_module

SAID = {"fr": "dit", "en": "said"}


def single(texts, right, kind="single"):
    """A question whose options have these texts, in the same words in both languages."""
    rights = right if isinstance(right, tuple) else (right,)
    choices = tuple(
        Choice(f"c{place}", {"fr": text, "en": text}, SAID, correct=place in rights)
        for place, text in enumerate(texts)
    )
    return Question("q", kind, SAID, SAID, choices=choices)


def true_false(*, true):
    choices = (
        Choice("true", SAID, SAID, correct=true),
        Choice("false", SAID, SAID, correct=not true),
    )
    return Question("q", "true_false", SAID, SAID, choices=choices)


def course_of(*questions):
    """The sample course with these questions in its lesson and in no other module."""
    course = with_module("s1-lesson", lambda one: replace(one, questions=questions))
    sessions = tuple(
        replace(
            session,
            modules=tuple(
                one if one.id == "s1-lesson" else replace(one, questions=())
                for one in session.modules
            ),
        )
        for session in course.sessions
    )
    return replace(course, sessions=sessions)


def unsound(questions):
    return {one.name for one in tells(questions, ("fr", "en")) if not one.sound}


# -- tells --------------------------------------------------------------------


def test_always_the_second_option_is_a_pattern():
    questions = [single(["aa", "bb", "cc", "dd"], 1) for _ in range(12)]
    assert unsound(questions) == {"single: option 2"}


def test_never_the_first_option_is_a_pattern_as_well():
    questions = [single(["aa", "bb", "cc", "dd"], 1 + n % 3) for n in range(60)]
    assert unsound(questions) == {"single: option 1"}


def test_the_longest_and_the_shortest_option_are_patterns():
    sizes = [[3, 9, 5, 7], [5, 3, 9, 7], [7, 5, 3, 9], [9, 7, 5, 3]]
    longest = [single(["a" * n for n in row], row.index(9)) for row in sizes * 5]
    assert unsound(longest) == {
        f"single: the {which} option ({language})"
        for which in ("longest", "shortest")
        for language in ("fr", "en")
    }


def test_options_of_the_same_length_tell_nothing():
    found = tells([single(["aa", "bb"], 0)], ("fr",))
    assert {one.questions for one in found if "longest" in one.name} == {0}


def test_a_question_with_several_right_options_has_its_own_chance():
    questions = [single(["a", "bb", "ccc", "dd"], (0, 2), "multiple") for _ in range(4)]
    first = next(one for one in tells(questions, ("fr",)) if one.name == "multiple: option 1")
    assert (first.hits, first.questions, first.expected) == (4, 4, pytest.approx(2.0))


@given(st.integers(0, 2**32))
def test_options_mixed_by_lot_are_seldom_a_pattern(seed):
    random = Random(seed)
    questions = []
    for _ in range(80):
        texts = ["x" * random.randint(5, 60) for _ in range(4)]
        questions.append(single(texts, random.randrange(4)))
    assert len(unsound(questions)) <= 4


def test_things_ordered_by_the_alphabet_are_a_pattern():
    items = tuple(Item(text, {"fr": text, "en": text[::-1]}) for text in ("ab", "bd", "ca", "dc"))
    questions = [Question("q", "ordering", SAID, SAID, items=items) for _ in range(3)]
    assert "ordering: by the alphabet (fr)" in unsound(questions)
    assert "ordering: by the alphabet (en)" not in unsound(questions)


def test_places_are_judged_apart_where_options_are_not_mixed():
    def moved(module):
        asked = [single(["aa", "bb", "cc", "dd"], 0) for _ in range(12)]
        return replace(module, questions=tuple(asked))

    found = {one.name: one for one in all_tells(with_module("s2-lesson", moved))}
    assert found["single: option 1 (as shown)"].questions == 14
    assert not found["single: option 1 (as shown)"].sound
    quiz = {one.name: one for one in all_tells(with_module("s2-quiz", moved))}
    assert quiz["single: option 1 (as shown)"].questions == 2
    assert quiz["single: option 1"].questions > 13


# -- lengths ------------------------------------------------------------------


def test_lengths_of_right_and_wrong_options_are_compared():
    rows = [single(["a" * 10, "b" * 8, "c" * 6, "d" * 12], 3) for _ in range(20)]
    told = compared(rows, "single", "fr")
    assert (told.right, told.wrong) == (12, 8)
    assert told.z == pytest.approx(20 * (12 - 9) / math.sqrt(20 * 5))
    assert told.z > FURTHEST
    assert not told.sound


@given(st.lists(st.lists(st.integers(1, 80), min_size=2, max_size=5), min_size=1, max_size=8))
def test_the_distance_from_chance_is_zero_on_average(rows):
    """Over every way of choosing the right option the mean of the difference is nought."""
    question = rows[0]
    found = [compared([single(["x" * n for n in question], at)], "single", "fr").z for at in range(len(question))]  # fmt: skip
    assert sum(found) == pytest.approx(0, abs=1e-9)


def test_lengths_without_questions_or_differences_are_sound():
    assert compared([], "single", "fr").sound
    assert compared([single(["aa", "bb"], 1)], "single", "fr").z == 0


# -- the rule -----------------------------------------------------------------


def test_true_or_false_is_balanced_from_ten_statements_on():
    assert statements([true_false(true=True), true_false(true=False)]) == (1, 2)
    many = [true_false(true=n < 2) for n in range(10)]
    assert breaches(no_pattern, course_of(*many)) == [
        "course.yaml:1: 2 of 10 statements are true; between 35% and 65% should be"
    ]
    assert breaches(no_pattern, course_of(*many[:9])) == []
    even = [true_false(true=n % 2 == 0) for n in range(10)]
    assert breaches(no_pattern, course_of(*even)) == []


def test_a_pattern_is_said_with_what_chance_would_give():
    questions = [single(["aa", "bb", "cc", "dd"], 1) for _ in range(12)]
    assert breaches(no_pattern, course_of(*questions)) == [
        f"course.yaml:1: single: option 2{where} is right in 12 of 12, a pattern to game; chance gives 3.0: bring it between 0 and 7"
        for where in ("", " (as shown)")
    ]


def test_long_right_options_are_said_with_both_lengths():
    rows = [single(["a" * 10, "b" * 12, "c" * 6, "d" * 12], (1, 3)[n % 2]) for n in range(30)]
    found = breaches(no_pattern, course_of(*rows))
    assert any(
        "single: right options have 12 characters (fr), wrong ones 9" in one for one in found
    )


def test_a_quiz_that_mixes_nothing_may_not_ask_for_an_order():
    def still(module):
        lesson = sample_course().sessions[0].modules[3]
        asked = tuple(one for one in lesson.questions if one.kind in ("ordering", "matching"))
        return replace(
            module, questions=(*module.questions, *asked), quiz=replace(module.quiz, shuffle=False)
        )

    course = with_module("s1-quiz", still)
    assert list(unmixed(course)) == [("s1-quiz", "associer"), ("s1-quiz", "ranger")]
    assert (
        "session_1/s1-quiz/module.yaml:1: the question `ranger` is shown in the order of its answer; write `shuffle: true` under `quiz`"
    ) in breaches(no_pattern, course)
    assert list(unmixed(sample_course())) == []
