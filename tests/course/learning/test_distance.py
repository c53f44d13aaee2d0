"""The distance travelled between the two askings of the entry check."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.learning.distance import distance, may_ask_again, second_asking_rule
from collectif.course.learning.record import ModuleRecord
from tests.builders import sample_course

COURSE = sample_course()
QUESTIONS = COURSE.entry_check
TODAY = date(2026, 11, 23)
DONE = ModuleRecord(first=1, last=2, completed=2, passed=2, best=1.0)
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.sampled_from([*(choice.id for choice in one.choices), "gone"])
        for one in QUESTIONS
    },
)


def test_each_question_says_where_one_was_and_where_one_is() -> None:
    words, actors = distance(QUESTIONS, {"mots": "non", "acteurs": "bien"}, {"mots": "oui"})
    assert (words.before, words.now, words.moved) == (1, 3, 2)
    assert (actors.before, actors.now, actors.moved) == (2, None, None)


def test_going_down_is_told_as_it_is() -> None:
    (words, _) = distance(QUESTIONS, {"mots": "oui"}, {"mots": "un-peu"})
    assert words.moved == -1


@given(CHOICES, CHOICES)
def test_it_is_the_same_way_back(before: dict[str, str], now: dict[str, str]) -> None:
    there = distance(QUESTIONS, before, now)
    back = distance(QUESTIONS, now, before)
    assert [one.question for one in there] == list(QUESTIONS)
    for one, other in zip(there, back, strict=True):
        assert (one.moved is None) == (one.before is None or one.now is None)
        assert one.moved is None or one.moved == -(other.moved or 0)
        assert one.now is None or 1 <= one.now <= len(one.question.choices)


def test_the_questions_come_back_once_the_last_session_is_done() -> None:
    last = COURSE.sessions[-1].modules
    record = {one.id: DONE for one in last if one.required}
    assert may_ask_again(COURSE, record, TODAY)
    for name in record:
        left = {other: known for other, known in record.items() if other != name}
        assert not may_ask_again(COURSE, left, TODAY), name


def test_a_quiz_must_be_passed_and_not_only_completed() -> None:
    last = COURSE.sessions[-1].modules
    record = {one.id: ModuleRecord(first=1, last=2, completed=2) for one in last}
    assert not may_ask_again(COURSE, record, TODAY)
    assert len(second_asking_rule(COURSE).of) == len([one for one in last if one.required])  # type: ignore[union-attr]
