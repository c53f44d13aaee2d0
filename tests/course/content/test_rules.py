from __future__ import annotations

from datetime import date

import pytest

from collectif.course.content.model import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Completed,
    Completion,
    FromDate,
    Not,
    Passed,
    ScoreAtLeast,
)
from collectif.course.content.rules import (
    DEFAULT_COMPLETION,
    POSSIBLE_TESTS,
    default_course_rule,
    modules_of,
    read_completion,
    read_unlock,
)
from tests.builders import sample_course

from .reading import fields, said


def rule(text, tmp_path):
    one = fields(f"unlock: {text}\n", tmp_path)
    read = read_unlock(one)
    assert said(one) == []
    return read


def faults(text, tmp_path) -> list[str]:
    one = fields(f"unlock: {text}\n", tmp_path)
    read_unlock(one)
    return said(one)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ALWAYS),
        ("{completed: s1-lesson}", Completed("s1-lesson")),
        ("{passed: s1-quiz}", Passed("s1-quiz")),
        ("{score: {module: s1-quiz, least: 0.8}}", ScoreAtLeast("s1-quiz", 0.8)),
        ("{from: 2026-01-15}", FromDate(date(2026, 1, 15))),
        ("{not: {passed: s1-quiz}}", Not(Passed("s1-quiz"))),
        (
            "{all: [{completed: s1-lesson}, {any: [{passed: s1-quiz}]}]}",
            All((Completed("s1-lesson"), Any((Passed("s1-quiz"),)))),
        ),
        (
            "{at_least: {count: 1, of: [{completed: s1-lesson}, {passed: s1-quiz}]}}",
            AtLeast(1, (Completed("s1-lesson"), Passed("s1-quiz"))),
        ),
    ],
)
def test_every_form_of_rule_is_read(text, value, tmp_path):
    assert rule(text, tmp_path) == value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{complete: s1-lesson}", "`complete` is no rule; did you mean `completed`?"),
        ("{completed: s1-leson}", "a rule speaks of `s1-leson`, which does not exist; did you mean `s1-lesson`?"),
        ("{completed: a, passed: b}", "this rule is a group of 2 keys; a rule is one of:"),
        ("[]", "this rule is a list; a rule is one of:"),
        ("s1-lesson", "this rule is a text; a rule is one of:"),
        ("{all: []}", "a rule over several has no list; write a rule after each -"),
        ("{any: s1-lesson}", "a rule over several has no list; write a rule after each -"),
        ("{from: bientôt}", "`bientôt` is not a day; write it as 2026-01-15"),
        ("{score: {module: s1-quiz}}", "`least` is missing in `score`; write `least: 1`"),
        ("{score: {module: s1-quiz, least: 80}}", "`least` is not a number from 0 to 1;"),
        ("{score: {least: 0.5}}", "`module` is missing in `score`;"),
        ("{at_least: {count: 3, of: [{passed: s1-quiz}]}}", "at least 3 of only 1 can never hold; write 1 or less"),
        ("{at_least: {count: 1}}", "`of` is missing in `at_least`;"),
        ("{at_least: {count: 1, of: [{passed: s1-quiz}], mode: x}}", "`mode` is not a key of `at_least`"),
        ("{completed: [s1-lesson]}", "the module of a rule is a list; write one plain value"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_named(text, fault, tmp_path):
    (found,) = faults(text, tmp_path)
    assert found.startswith(f"snippet.yaml:1: {fault}")


def test_a_fault_deep_inside_has_its_own_line(tmp_path):
    text = "\n  all:\n    - completed: s1-lesson\n    - any:\n        - passd: s1-quiz"
    assert faults(text, tmp_path) == ["snippet.yaml:5: `passd` is no rule; did you mean `passed`?"]


def completion(text, kind, tmp_path):
    one = fields(f"completion: {text}\n", tmp_path)
    return read_completion(one, kind), said(one)


def test_completion_has_a_default_for_each_kind_that_it_can_fulfil(tmp_path):
    for kind, default in DEFAULT_COMPLETION.items():
        assert completion("", kind, tmp_path) == (default, [])
        assert set(default.tests) <= set(POSSIBLE_TESTS[kind])


def test_completion_is_all_or_any_of_its_tests(tmp_path):
    assert completion("{any: [seen, marked]}", "lesson", tmp_path) == (
        Completion("any", ("seen", "marked")),
        [],
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{all: [played]}", "a module of kind lesson can never be `played`;"),
        ("{all: [sen]}", "a module of kind lesson can never be `sen`; did you mean `seen`?"),
        ("{all: []}", "`all` of `completion` has 0 of at least 1; add 1 more"),
        ("{all: [seen], any: [seen]}", "both `all` and `any`; keep one of the two"),
        ("{every: [seen]}", "`all` is missing in `completion`;"),
        ("seen", "`completion` is a text; write its keys, one a line"),
    ],
)
def test_a_completion_that_cannot_be_is_named(text, fault, tmp_path):
    _, found = completion(text, "lesson", tmp_path)
    assert found[0].startswith(f"snippet.yaml:1: {fault}")


def test_modules_of_a_rule_come_once_in_the_order_written():
    rule = All((Completed("b"), Any((Passed("a"), Not(Completed("b")))), FromDate(date.min)))
    assert modules_of(rule) == ("b", "a")


def test_a_course_is_completed_by_its_required_modules_and_their_quizzes():
    modules = [module for session in sample_course().sessions for module in session.modules]
    rule = default_course_rule(module for module in modules if module.required)
    assert Completed("s1-lesson") in rule.of
    assert Passed("s2-quiz") in rule.of
    assert Completed("s1-tool") not in rule.of
    assert sample_course().completion == rule
