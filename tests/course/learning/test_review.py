"""The weekly review as thinking: what was missed comes back, by rules that hold for every history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectif.course.learning.review import (
    CAPS,
    FRESH,
    LONGEST,
    MOST,
    Plan,
    Reply,
    cards,
    draw,
    interval,
    mixed,
    monday,
    plan,
    shuffled,
)
from tests.houses import catalogue

START = date(2026, 11, 23)
"""A Monday."""

LESSON = ("s1-lesson", "vrai-faux")
OTHERS = [("s1-quiz", f"q{number}") for number in range(1, 7)]
OTHERS += [("s2-quiz", f"q{number}") for number in range(1, 5)]

days = st.integers(0, 400).map(lambda number: START + timedelta(days=number))
histories = st.dictionaries(days, st.booleans(), min_size=1, max_size=12)


def at(day: date, minute: int = 0) -> int:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(minutes=minute)
    return int(moment.timestamp()) * 1_000_000


def told(
    key: tuple[str, str], day: date, *, right: bool, minute: int = 0, review: bool = False
) -> Reply:
    return Reply(*key, at(day, minute), right, review)


def planned(history: list[Reply], today: date, *, closed: str = "") -> Plan:
    return plan(catalogue(), history, today, "ada", lambda module: module.id != closed)


answered = st.builds(
    told,
    st.sampled_from([LESSON, *OTHERS]),
    days,
    right=st.booleans(),
    minute=st.integers(0, 600),
    review=st.booleans(),
)


# -- one question ------------------------------------------------------------------------


@given(histories)
def test_a_question_comes_back_after_a_day_and_within_a_year(history: dict[date, bool]) -> None:
    assert 1 <= interval(history) <= LONGEST


@given(histories, st.integers(1, 200))
def test_a_wrong_answer_never_lengthens_the_interval(history: dict[date, bool], later: int) -> None:
    then = max(history) + timedelta(days=later)
    wrong, right = interval({**history, then: False}), interval({**history, then: True})
    before = interval(history)
    assert wrong <= right
    if not all(history.values()):
        assert wrong <= before <= right


@given(histories, st.integers(1, 400))
def test_who_waited_longer_and_still_knew_it_waits_longer_again(
    history: dict[date, bool], wait: int
) -> None:
    soon, late = (max(history) + timedelta(days=wait + more) for more in (0, 30))
    assert interval({**history, soon: True}) <= interval({**history, late: True})


@given(histories)
def test_after_a_miss_it_comes_back_within_a_week_then_within_two(
    history: dict[date, bool],
) -> None:
    last = max(history)
    missed = {**history, last + timedelta(days=40): False}
    assert interval(missed) <= CAPS[0] == 7
    assert interval({**missed, last + timedelta(days=200): True}) <= CAPS[1] == 14


def test_answered_when_due_and_rightly_each_interval_is_at_least_the_one_before() -> None:
    history, found = {START: False}, [interval({START: False})]
    for _ in range(12):
        history[max(history) + timedelta(days=found[-1])] = True
        found.append(interval(history))
    assert found == sorted(found)
    assert found[0] == 1
    assert found[-1] > 60


def test_the_intervals_are_those_of_the_published_weights() -> None:
    """First stabilities 0.212 and 2.3065 days: round to one day and to two."""
    assert interval({START: False}) == 1
    assert interval({START: True}) == 2


# -- many questions ------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.lists(answered, max_size=20).flatmap(
        lambda one: st.tuples(st.just(one), st.permutations(one))
    )
)
def test_the_order_in_which_answers_arrive_does_not_matter(
    both: tuple[list[Reply], list[Reply]],
) -> None:
    one, other = both
    assert cards(one) == cards(other)
    today = START + timedelta(days=401)
    assert (planned(one, today).waiting, planned(one, today).next) == (
        planned(other, today).waiting,
        planned(other, today).next,
    )


@settings(deadline=None)
@given(st.lists(answered, max_size=20))
def test_only_what_was_missed_is_scheduled_and_always_after_its_last_answer(
    history: list[Reply],
) -> None:
    found = cards(history)
    assert {card.key for card in found} == {one.key for one in history if not one.right}
    for card in found:
        assert card.last == max(one.day for one in history if one.key == card.key)
        assert card.last < card.due <= card.last + timedelta(days=LONGEST)
    assert [card.due for card in found] == sorted(card.due for card in found)


def test_right_after_wrong_on_one_day_was_read_off_the_feedback() -> None:
    wrong = [told(LESSON, START, right=False)]
    again = [*wrong, told(LESSON, START, right=True, minute=1)]
    assert cards(again) == cards(wrong)


# -- a week ----------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(answered, max_size=30), days)
def test_a_week_asks_six_at_the_most_each_once_and_says_when_it_goes_on(
    history: list[Reply], today: date
) -> None:
    found = planned([one for one in history if one.day <= today], today)
    assert len(found.answered) + len(found.waiting) <= max(MOST, len(found.answered))
    assert len(set(found.keys)) == len(found.keys)
    assert set(found.waiting) <= found.open
    assert (found.next is None) == bool(found.waiting or (found.fresh and not found.answered))
    assert found.next is None or found.next > today


def test_the_oldest_due_come_first_and_sessions_are_mixed() -> None:
    history = [
        told(key, START + timedelta(days=number), right=False) for number, key in enumerate(OTHERS)
    ]
    found = planned(history, START + timedelta(days=60))
    assert set(found.waiting) == set(OTHERS[:6])
    assert mixed(catalogue(), [OTHERS[0], OTHERS[1], OTHERS[6]]) == (
        OTHERS[0],
        OTHERS[6],
        OTHERS[1],
    )
    assert mixed(catalogue(), [OTHERS[0], OTHERS[6]], [OTHERS[1]]) == (OTHERS[6], OTHERS[0])


def test_after_the_last_question_the_review_goes_on_next_week() -> None:
    missed = [told(key, START, right=False) for key in OTHERS]
    today = START + timedelta(days=9)
    while waiting := planned(missed, today).waiting:
        missed.append(told(waiting[0], today, right=True, minute=len(missed), review=True))
    done = planned(missed, today)
    assert len(done.answered) == MOST
    assert done.next == monday(today) + timedelta(days=7) == date(2026, 12, 7)
    assert planned(missed, today + timedelta(days=3)).waiting == ()
    assert set(planned(missed, done.next).waiting) > done.open, "those left over come first"


def test_a_question_missed_again_waits_for_the_next_week_although_it_is_due() -> None:
    tuesday = START + timedelta(days=8)
    history = [told(LESSON, START, right=False)]
    history.append(told(LESSON, tuesday, right=False, review=True))
    (card,) = cards(history)
    assert card.due == tuesday + timedelta(days=1)
    found = planned(history, card.due)
    assert (found.waiting, found.next) == ((), START + timedelta(days=14))
    assert planned(history, START + timedelta(days=14)).waiting == (LESSON,)


def test_nothing_is_due_yet_on_the_day_it_was_missed() -> None:
    found = planned([told(LESSON, START, right=False)], START)
    assert (found.waiting, found.missed, found.next) == ((), 1, START + timedelta(days=1))


@pytest.mark.parametrize(
    "key", [("s1-lesson", "gone"), ("gone", "vrai-faux"), ("s1-lesson", "aisance")]
)
def test_what_the_course_no_longer_has_or_marks_is_dropped(key: tuple[str, str]) -> None:
    found = planned([told(key, START, right=False)], START + timedelta(days=30))
    assert key not in found.keys
    assert (found.missed, found.fresh) == (0, True)


def test_nothing_is_asked_of_a_module_that_is_closed_to_the_learner() -> None:
    history = [told(OTHERS[0], START, right=False), told(LESSON, START, right=False)]
    later = START + timedelta(days=9)
    assert planned(history, later, closed="s1-quiz").waiting == (LESSON,)
    drawn = planned([], later, closed="s1-quiz").waiting
    assert {module for module, _ in drawn} == {"s2-quiz"}


# -- nothing missed ----------------------------------------------------------------------------


def test_who_missed_nothing_gets_five_of_the_quizzes_and_the_same_all_week() -> None:
    history = [told(LESSON, START, right=True)]
    found = planned(history, START)
    assert found.fresh
    assert len(found.waiting) == FRESH
    assert {module for module, _ in found.waiting} <= {"s1-quiz", "s2-quiz"}
    assert set(planned(history, START + timedelta(days=6)).waiting) == set(found.waiting)
    first, second = found.waiting[:2]
    history.append(told(first, START, right=False, review=True))
    history.append(told(second, START, right=True, minute=1, review=True))
    after = planned(history, START + timedelta(days=2))
    assert after.fresh, "one missed here comes back next week, and takes nothing off this one"
    assert dict(after.answered) == {first: False, second: True}
    assert set(after.waiting) == set(found.waiting) - {first, second}
    week = START + timedelta(days=7)
    assert planned(history, week).waiting == (first,)


@given(st.text(max_size=5), st.permutations(OTHERS))
def test_a_draw_depends_on_its_seed_and_on_nothing_else(
    seed: str, pool: list[tuple[str, str]]
) -> None:
    assert draw(pool, seed) == draw(OTHERS, seed)
    assert len(set(draw(pool, seed))) == FRESH


# -- the parts of a question ---------------------------------------------------------------------


@given(st.lists(st.text(max_size=3), unique=True, max_size=6), st.text(max_size=5))
def test_parts_are_shuffled_the_same_way_for_a_seed_and_never_left_in_place_where_that_tells(
    parts: list[str], seed: str
) -> None:
    free, telling = shuffled(parts, seed, tells=False), shuffled(parts, seed, tells=True)
    assert sorted(free) == sorted(telling) == sorted(parts)
    assert (free, telling) == (
        shuffled(parts, seed, tells=False),
        shuffled(parts, seed, tells=True),
    )
    assert len(parts) < 2 or list(telling) != parts


def test_two_choices_come_in_either_order() -> None:
    orders = {shuffled(("one", "other"), str(seed), tells=False) for seed in range(40)}
    assert orders == {("one", "other"), ("other", "one")}
