from __future__ import annotations

from dataclasses import replace

import pytest

from collectif.course.content.check import advise, advise_module, broken, check
from collectif.course.content.model import (
    ALWAYS,
    All,
    Any,
    Completed,
    Html,
    Not,
    Passed,
    ScoreAtLeast,
)
from tests.builders import sample_course

from .promised import promise
from .ruled import course_of


def faults(ruled, **lines) -> list[str]:
    return [str(problem) for problem in check(ruled, lines)]


def module(name):
    modules = [one for session in sample_course().sessions for one in session.modules]
    return next(one for one in modules if one.id == name)


def test_the_sample_has_no_fault():
    assert check(sample_course()) == ()


def test_a_cycle_is_named_once_with_its_path_and_line():
    course = course_of({"a": Completed("c"), "b": Completed("a"), "c": Completed("b")})
    assert faults(course, a=7) == [
        "session_1/a/module.yaml:7: these modules wait for each other: a → c → b → a; take one of these rules away"
    ]


def test_what_waits_for_a_cycle_is_named_with_its_way():
    course = course_of({"a": Completed("a"), "b": Completed("a"), "c": ALWAYS})
    assert faults(course) == [
        "session_1/a/module.yaml:1: these modules wait for each other: a → a; take one of these rules away",
        "session_1/b/module.yaml:1: the module `b` can never be opened (it waits for a → a); correct its `unlock` rule or its session's",
    ]


def test_two_cycles_are_two_problems():
    course = course_of(
        {"a": Completed("b"), "b": Completed("a"), "c": Completed("d"), "d": Completed("c")}
    )
    assert [fault.partition(": ")[2].partition(";")[0] for fault in faults(course)] == [
        "these modules wait for each other: a → b → a",
        "these modules wait for each other: c → d → c",
    ]


def test_a_harmless_cycle_is_none():
    course = course_of({"a": Any((Completed("b"), ALWAYS)), "b": Completed("a")})
    assert check(course) == ()


def test_a_cycle_through_the_rule_of_a_session_is_found():
    course = course_of({"a": ALWAYS})
    session = replace(course.sessions[0], unlock=Completed("a"))
    assert "a → a" in faults(replace(course, sessions=(session,)))[0]


def test_a_dead_reference_is_named_once():
    course = course_of({"a": Completed("z")})
    assert faults(course) == [
        "session_1/a/module.yaml:1: a rule speaks of `z`, which does not exist; known here: `a`",
    ]


@pytest.mark.parametrize("rule", [Passed("a"), ScoreAtLeast("a", 0.5)])
def test_a_module_without_a_score_cannot_be_passed(rule):
    (fault,) = faults(course_of({"a": ALWAYS, "b": rule}))
    assert fault == (
        "session_1/b/module.yaml:1: `a` is a lesson: it has no score to pass; write `completed: a`, or name a quiz"
    )
    assert faults(course_of({"a": ALWAYS, "b": rule}, quizzes=("a",))) == []


def test_what_is_required_may_not_be_taken_away():
    denied = {"a": ALWAYS, "b": All((Not(Completed("a")),))}
    assert faults(course_of(denied)) == [
        "session_1/b/module.yaml:1: the module `b` is required and opened by a `not`; say what must have happened instead, without `not`"
    ]
    assert faults(course_of(denied, optional=("b",))) == []


def test_neither_a_session_nor_the_course_rests_on_a_not():
    course = course_of({"a": ALWAYS}, completion=Not(Completed("a")))
    session = replace(course.sessions[0], unlock=Not(Completed("a")))
    assert [
        fault.partition(";")[0] for fault in faults(replace(course, sessions=(session,)), course=5)
    ] == [
        "course.yaml:1: the session `s1` has required modules and is opened by a `not`",
        "course.yaml:5: the course is completed by a `not`",
    ]


def test_a_course_that_cannot_be_completed_is_named():
    course = course_of({"a": ALWAYS, "b": Completed("b")}, completion=Completed("b"))
    assert faults(course, course=3)[-1] == (
        "course.yaml:3: the course can never be completed; correct what is named above"
    )


def test_the_loader_names_a_cycle_at_the_rule(sample):
    line = sample.change(
        "session_1/s1-lesson/module.yaml", "minutes: 8", "unlock: {completed: s2-quiz}\nminutes: 8"
    )
    assert sample.errors()[1].startswith(
        f"session_1/s1-lesson/module.yaml:{line}: these modules wait for each other: s1-lesson → s2-quiz → s1-lesson;"
    )


def test_the_loader_says_a_dead_reference_once_with_its_own_line(sample):
    sample.change("session_2/s2-lesson/module.yaml", "passed: s1-quiz", "passed: s1-quizz")
    named = [error for error in sample.errors() if "s1-quizz" in error]
    assert named == [
        "session_2/s2-lesson/module.yaml:10: a rule speaks of `s1-quizz`, which does not exist; did you mean `s1-quiz`?"
    ]


# -- promises -----------------------------------------------------------------


def test_a_broken_promise_is_an_error_that_keeps_nobody_from_the_course(sample):
    promise(sample, "  each_session:\n    lesson: 2\n")
    reading = sample.read()
    assert reading.errors == ()
    assert reading.course is not None
    assert reading.promised is not None
    line = 1 + sample.text("course.yaml")[: sample.text("course.yaml").index("  - id: s1")].count(
        "\n"
    )
    assert [str(problem) for problem in broken(reading.promised)] == [
        f"course.yaml:{line + number}: the session `{name}` has 1 required modules of kind lesson; the course promises exactly 2"
        for name, number in (("s1", 4), ("s2", 11))
    ]


def test_only_the_rules_that_a_course_takes_on_are_judged(sample):
    promise(sample, "  recurring_pair: true\n  same_structure: false\n")
    reading = sample.read()
    assert reading.promised is not None
    assert {problem.what.partition(" `")[0] for problem in broken(reading.promised)} == {
        "no testimony of the session"
    }


def test_promises_wait_until_the_files_have_no_fault(sample):
    promise(sample, "  each_session:\n    lesson: 2\n")
    (sample.folder / "glossary.yaml").unlink()
    assert sample.read().promised is None


# -- advice -------------------------------------------------------------------


def test_minutes_that_do_not_fit_are_remarked():
    slow = replace(module("s1-lesson"), minutes=20)
    assert [str(remark) for remark in advise_module(slow, {"minutes": 6})] == [
        "session_1/s1-lesson/module.yaml:6: `minutes: 20`, but it takes about 8 (fr); write `minutes: 8`, or add or cut text"
    ]


def test_a_small_pool_is_remarked_and_the_rest_of_the_sample_is_fine():
    assert [remark.what for remark in advise(sample_course())] == [
        "the quiz has 6 scored questions to draw from"
    ] * 2


def changed(body: str, language: str = "en"):
    lesson = module("s1-lesson")
    screen = lesson.screens[1]
    screen = replace(screen, body={**screen.body, language: Html(body)})
    return replace(lesson, screens=(lesson.screens[0], screen, *lesson.screens[2:]))


def test_languages_that_differ_are_remarked():
    remarks = [remark.what for remark in advise_module(changed("<p>Short.</p>"))]
    assert remarks == [
        "screen `acteurs`: 2 against 1 paragraphs in fr and in en",
        "screen `acteurs`: 1 against 0 frames in fr and in en",
        "screen `acteurs`: 1 against 0 pictures in fr and in en",
        "screen `acteurs`: not the same sources (S01, S02) in fr and in en",
    ]


def test_a_text_half_as_long_is_remarked():
    long = "<p>" + "word " * 60 + "</p>"
    remarks = [remark.what for remark in advise_module(changed(long))]
    assert any(" words against 60" in remark for remark in remarks)
