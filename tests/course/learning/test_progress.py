"""What is done, open and next, and why something is locked: on the sample course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.model import Completion, FromDate, Module
from collectif.course.learning import progress as learning
from collectif.course.learning.progress import (
    Details,
    Tick,
    completes,
    course_completed,
    is_open,
    progress,
    state,
    ticks,
    why_diagnostic_locked,
    why_locked,
)
from collectif.course.learning.record import COURSE, ModuleRecord, Record
from tests.houses import catalogue

TODAY = date(2026, 11, 23)
SAMPLE = catalogue()
REQUIRED = tuple(module.id for module in SAMPLE.required)
MODULES = tuple(module.id for module in SAMPLE.modules)

STARTED = ModuleRecord(first=1, last=2)
DONE = ModuleRecord(first=1, last=2, completed=2)
PASSED = ModuleRecord(first=1, last=2, completed=2, passed=2, best=1.0)
WAIVED = ModuleRecord(first=1, last=1, waived=1)


def done(*modules: str) -> Record:
    """These modules done to the full."""
    return dict.fromkeys(modules, PASSED)


def standing(record: Record, today: date = TODAY) -> learning.Progress:
    return progress(SAMPLE, record, today)


def opens(module: str, record: Record, today: date = TODAY) -> bool:
    one = SAMPLE.module(module)
    return is_open(one, SAMPLE.session(one.session), record, today)


def lock(module: str, record: Record, today: date = TODAY) -> tuple[tuple[str, ...], date | None]:
    found = why_locked(SAMPLE.module(module), SAMPLE, record, today)
    assert found.possible
    return found.modules, found.day


# -- the four states ----------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, "not_started"),
        (STARTED, "started"),
        (replace(STARTED, wrong=3, failures=1), "started"),
        (replace(STARTED, wrong=4), "needs_help"),
        (replace(STARTED, failures=2), "needs_help"),
        (replace(DONE, wrong=9, failures=9), "completed"),
        (replace(STARTED, passed=2), "started"),
        (WAIVED, "completed"),
    ],
)
def test_a_module_is_in_one_of_four_states(known: ModuleRecord | None, expected: str) -> None:
    assert state(known) == expected


# -- how far --------------------------------------------------------------------


def test_somebody_new_has_everything_before_them() -> None:
    found = standing({})
    assert (found.done, found.total, found.percent) == (0, len(REQUIRED), 0)
    assert found.minutes_left == sum(SAMPLE.module(name).minutes for name in REQUIRED)
    assert found.next == "s1-opening"
    assert not found.course_completed


def test_optional_modules_neither_count_nor_take_minutes() -> None:
    before, after = standing({}), standing(done("s1-tool"))
    assert (before.percent, before.minutes_left) == (after.percent, after.minutes_left)
    assert after.standings["s1-tool"].completed


def test_minutes_left_shrink_by_what_is_done() -> None:
    left = standing({}).minutes_left - SAMPLE.module("s1-lesson").minutes
    assert standing(done("s1-lesson")).minutes_left == left


def test_a_waived_module_is_done_and_passed_and_says_so() -> None:
    found = standing({"s1-quiz": WAIVED}).standings["s1-quiz"]
    assert (found.completed, found.passed, found.waived, found.score) == (True, True, True, None)


@given(st.sets(st.sampled_from(MODULES)))
def test_a_hundred_per_cent_means_all_and_nothing_less(modules: set[str]) -> None:
    found = standing(done(*modules))
    assert (found.percent == 100) is modules.issuperset(REQUIRED)
    assert (found.minutes_left == 0) is modules.issuperset(REQUIRED)
    assert 0 <= found.percent <= 100
    assert found.course_completed is modules.issuperset(REQUIRED)


def test_ninety_nine_of_a_hundred_and_one_is_not_rounded_up() -> None:
    assert learning.Progress({}, 199, 200, 5, None, course_completed=False).percent == 99
    assert learning.Progress({}, 0, 0, 0, None, course_completed=True).percent == 100


# -- what comes next --------------------------------------------------------------


def test_what_was_touched_last_goes_on_first() -> None:
    record = {"s1-lesson": replace(STARTED, last=5), "s1-expert": replace(STARTED, last=9)}
    assert standing(record).next == "s1-expert"


def test_what_was_touched_but_has_closed_since_is_not_next() -> None:
    assert standing({"s2-lesson": replace(STARTED, last=99)}).next == "s1-opening"


def test_optional_modules_are_never_what_is_next() -> None:
    assert standing(done(*REQUIRED[:-1])).next == REQUIRED[-1]
    assert standing(done(*REQUIRED)).next is None


# -- locks ----------------------------------------------------------------------


def test_the_second_session_opens_with_the_first_opening() -> None:
    assert lock("s2-lesson", {}) == (("s1-opening", "s1-lesson", "s1-quiz"), None)
    assert lock("s2-lesson", done("s1-lesson", "s1-quiz")) == (("s1-opening",), None)
    assert opens("s2-lesson", done("s1-opening", "s1-lesson", "s1-quiz"))


def test_a_quiz_that_was_completed_but_not_passed_does_not_open() -> None:
    record = {**done("s1-opening", "s1-lesson"), "s1-quiz": DONE}
    assert not opens("s2-lesson", record)
    assert lock("s2-lesson", record) == (("s1-quiz",), None)


def test_the_cheapest_way_is_shown_in_the_order_of_the_course() -> None:
    record = done("s1-opening", "s2-lesson")
    assert lock("s2-quiz", record) == (("s1-quiz",), None)
    assert lock("s2-quiz", {**record, "s1-expert": DONE}) == (("s1-quiz",), None)
    half = {**record, "s1-expert": DONE, "s1-quiz": replace(STARTED, best=0.5)}
    assert opens("s2-quiz", half)


def test_a_day_that_has_not_come_is_named() -> None:
    record = done("s1-opening", "s1-lesson", "s1-quiz")
    eve = date(2025, 12, 31)
    assert not opens("s2-lesson", record, eve)
    assert lock("s2-lesson", record, eve) == ((), eve + timedelta(days=1))


def test_what_was_done_too_early_cannot_be_undone() -> None:
    record = done("s1-opening", "s2-quiz")
    assert not opens("s2-composite", record)
    assert not why_locked(SAMPLE.module("s2-composite"), SAMPLE, record, TODAY).possible


@pytest.mark.parametrize("reached", [DONE, replace(STARTED, passed=2), WAIVED])
def test_a_rule_that_changes_never_takes_away_what_was_reached(reached: ModuleRecord) -> None:
    closed = replace(SAMPLE.module("s1-expert"), unlock=FromDate(TODAY + timedelta(days=1)))
    session = SAMPLE.session("s1")
    assert is_open(closed, session, {"s1-expert": reached}, TODAY)
    assert not is_open(closed, session, {"s1-expert": STARTED}, TODAY)


# -- the diagnostic ---------------------------------------------------------------


def test_the_diagnostic_asks_for_all_that_is_required_and_each_quiz_passed() -> None:
    assert why_diagnostic_locked(SAMPLE, {}, TODAY).modules == REQUIRED
    record = {**done(*REQUIRED), "s2-quiz": DONE}
    assert why_diagnostic_locked(SAMPLE, record, TODAY).modules == ("s2-quiz",)
    assert not course_completed(SAMPLE, record, TODAY)


def test_a_waived_course_opens_the_diagnostic_without_a_single_module() -> None:
    record = {COURSE: WAIVED}
    assert course_completed(SAMPLE, record, TODAY)
    assert why_diagnostic_locked(SAMPLE, record, TODAY).modules == ()
    assert standing(record).percent == 0


def test_a_statement_that_merely_says_the_course_is_completed_opens_nothing() -> None:
    assert not course_completed(SAMPLE, {COURSE: DONE}, TODAY)


# -- what completes one module ------------------------------------------------------


def found(module: str, **details: object) -> dict[str, tuple[bool, int, int]]:
    """Each condition of a module: met, how much there is, how much it takes."""
    given = ticks(SAMPLE.module(module), replace(Details(), **details))  # type: ignore[arg-type]
    return {tick.test: (tick.met, tick.have, tick.need) for tick in given}


def test_screens_and_questions_are_counted() -> None:
    assert found("s1-lesson") == {"seen": (False, 0, 3), "answered": (False, 0, 10)}
    seen = frozenset(("pourquoi", "acteurs", "of-an-older-version"))
    half = found("s1-lesson", screens=seen, answered=frozenset(("mot", "formes", "unknown")))
    assert half == {"seen": (False, 2, 3), "answered": (False, 2, 10)}
    questions = frozenset(one.id for one in SAMPLE.module("s1-lesson").questions)
    whole = found("s1-lesson", screens=seen | {"pratique"}, answered=questions)
    assert whole == {"seen": (True, 3, 3), "answered": (True, 10, 10)}


@pytest.mark.parametrize(
    ("played", "met", "shown"),
    [
        (0.0, False, 0),
        (0.7999, False, 79),
        (0.8, True, 80),
        (0.8 - 1e-12, True, 80),
        (1.0, True, 100),
    ],
)
def test_a_video_counts_from_its_threshold_on(played: float, met: bool, shown: int) -> None:
    assert found("s1-synthesis", played=played)["played"] == (met, shown, 80)


def test_a_threshold_between_two_per_cents_is_not_reached_by_the_lower() -> None:
    module = SAMPLE.module("s1-synthesis")
    assert module.storyboard is not None
    odd = replace(module, storyboard=replace(module.storyboard, threshold=0.845))
    tick = next(one for one in ticks(odd, Details(played=0.8449)) if one.test == "played")
    assert (tick.met, tick.have, tick.need) == (False, 84, 85)


@pytest.mark.parametrize("flag", ["passed", "filled", "marked"])
def test_facts_that_are_there_or_not(flag: str) -> None:
    module = replace(SAMPLE.module("s1-quiz"), completion=Completion("all", (flag,)))  # type: ignore[arg-type]
    assert ticks(module, Details()) == (Tick(flag, False, 0, 1),)  # type: ignore[arg-type]
    assert ticks(module, Details(**{flag: True}))[0].met


def test_one_of_several_conditions_or_all_of_them() -> None:
    expert: Module = SAMPLE.module("s1-expert")
    half = ticks(expert, Details(marked=True))
    assert completes(expert.completion, half)
    assert not completes(replace(expert.completion, mode="all"), half)


def test_a_scene_asks_its_questions_and_a_quiz_asks_none_as_a_whole() -> None:
    assert learning.asked(SAMPLE.module("s1-synthesis")) == {"retour"}
    assert learning.asked(SAMPLE.module("s1-quiz")) == frozenset()
