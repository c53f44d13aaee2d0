from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.feedback import answers, feedback_everywhere, missing
from collectif.course.content.reach import modules_in
from tests.builders import sample_course

from .promised import breaches, with_question

LANGUAGES = ("fr", "en")


def question(name):
    lesson = next(one for one in modules_in(sample_course()) if one.id == "s1-lesson")
    return replace(next(one for one in lesson.questions if one.id == name), dimension="D1")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nombre-de-cibles", ["`a`", "`b`", "`c`"]),
        ("vrai-faux", ["`true`", "`false`"]),
        ("aisance", ["`peu`", "`tout-a-fait`"]),
        ("mot", ["a right answer", "a wrong answer"]),
        ("ranger", ["a right answer", "a wrong answer"]),
        ("calcul", ["a right answer", "a wrong answer", "`0.6`"]),
        ("associer", ["a right answer", "a wrong answer", "`asso`", "`entreprise`", "`mairie`", "`region`"]),
        ("raconter", ["a right answer", "an answer: a model answer"]),
        ("convaincre", ["a right answer", "an answer: a model answer"]),
    ],
)  # fmt: skip
def test_every_answer_one_can_give_is_met_with_a_word(name, said):
    assert [answer for answer, _ in answers(question(name))] == said
    assert list(missing(question(name), LANGUAGES)) == []


def test_an_answer_without_a_word_is_named_in_its_language():
    one = question("nombre-de-cibles")
    first, *others = one.choices
    spoilt = replace(first, feedback={"fr": "Non.", "en": " "})
    assert list(missing(replace(one, choices=(spoilt, *others)), LANGUAGES)) == [
        "no feedback to `a` in en"
    ]
    assert list(missing(replace(question("mot"), feedback_wrong=None), LANGUAGES)) == [
        "no feedback to a wrong answer in fr",
        "no feedback to a wrong answer in en",
    ]


def test_a_question_says_what_it_is_for_and_its_dimension():
    one = replace(question("mot"), checks={"fr": "Retenir"}, dimension=None)
    assert list(missing(one, LANGUAGES)) == [
        "`checks` does not say in en what the question is for",
        "no `dimension`",
    ]


def test_the_whole_course_and_its_entry_check_are_looked_at():
    found = breaches(feedback_everywhere)
    assert "session_1/s1-lesson/module.yaml:1: question `mot`: no `dimension`; write it" in found
    course = with_question("mot", lambda one: replace(one, dimension="D1"))
    assert len(breaches(feedback_everywhere, course)) == len(found) - 1
    entry = tuple(replace(one, dimension=None) for one in course.entry_check)
    assert any(
        one.startswith("entry_check.yaml:1: question ")
        for one in breaches(feedback_everywhere, replace(course, entry_check=entry))
    )
