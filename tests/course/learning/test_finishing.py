"""What is completed by the completion of something smaller."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collectif.course.learning.finishing import Finished, finished, session_completed
from collectif.course.learning.progress import course_completed
from collectif.course.learning.record import COURSE, ModuleRecord
from tests.houses import catalogue

SAMPLE = catalogue()
TODAY = date(2026, 11, 23)
FIRST, SECOND = SAMPLE.course.sessions
DONE = ModuleRecord(1, 2, completed=2, passed=2)
STARTED = ModuleRecord(1, 2)
modules = st.sets(st.sampled_from([module.id for module in SAMPLE.modules]))


def record(names: set[str] | tuple[str, ...]) -> dict[str, ModuleRecord]:
    return dict.fromkeys(names, DONE)


def required(*sessions: str) -> set[str]:
    return {one.id for one in SAMPLE.modules if one.required and one.session in sessions}


def test_a_session_is_completed_by_all_that_it_requires_and_by_nothing_less() -> None:
    whole = record(required("s1"))
    assert session_completed(FIRST, whole)
    for name in required("s1"):
        assert not session_completed(FIRST, {**whole, name: STARTED}), name


def test_a_session_that_requires_nothing_is_never_completed() -> None:
    free = tuple(replace(module, required=False) for module in FIRST.modules)
    every = record({module.id for module in FIRST.modules})
    assert not session_completed(replace(FIRST, modules=free), every)


def test_the_last_module_finishes_its_session_and_with_all_others_the_course() -> None:
    before = record(required("s1"))
    assert finished(SAMPLE, {}, before, TODAY) == Finished((FIRST,))
    after = record(required("s1", "s2"))
    assert finished(SAMPLE, before, after, TODAY) == Finished((SECOND,), course=True)
    assert finished(SAMPLE, {}, after, TODAY) == Finished((FIRST, SECOND), course=True)


def test_a_course_of_which_somebody_has_told_is_not_told_of_again() -> None:
    after = {**record(required("s1", "s2")), COURSE: ModuleRecord(1, 1, completed=1)}
    assert finished(SAMPLE, record(required("s1")), after, TODAY) == Finished((SECOND,))


@given(modules, modules)
def test_nothing_is_finished_twice(earlier: set[str], new: set[str]) -> None:
    before, after = record(earlier), record(earlier | new)
    found = finished(SAMPLE, before, after, TODAY)
    assert not finished(SAMPLE, after, after, TODAY)
    assert not any(session_completed(session, before) for session in found.sessions)
    assert found.course <= course_completed(SAMPLE, after, TODAY)
    assert bool(found) == bool(found.sessions or found.course)
