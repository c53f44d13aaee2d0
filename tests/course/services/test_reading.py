"""Reading: opening a module, seeing its screens, marking one as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.errors import NotFound
from collectif.course.services import reading
from collectif.course.xapi import vocabulary as say

if TYPE_CHECKING:
    from tests.pupils import Pupil


def resumes_at(pupil: Pupil, module: str) -> str | None:
    found = reading.open_module(pupil.house, pupil.person, module)
    screen = reading.screen_to_resume(found.step)
    return screen.id if screen else None


def test_looking_at_a_module_records_nothing(pupil: Pupil) -> None:
    opened = reading.open_module(pupil.house, pupil.person, "s1-lesson")
    assert [(tick.test, tick.met) for tick in opened.ticks] == [
        ("seen", False),
        ("answered", False),
    ]
    assert [one["verb"]["id"] for one in pupil.statements()] == [say.REGISTERED]
    assert pupil.standing("s1-lesson").state == "not_started"


def test_a_screen_seen_again_tells_nothing_new(pupil: Pupil) -> None:
    first = pupil.reads("s1-expert", "echelle")
    again = pupil.reads("s1-expert", "echelle")
    assert first.step.details.screens == again.step.details.screens == {"echelle"}
    assert len(pupil.statements(say.EXPERIENCED)) == 1


def test_one_goes_on_at_the_first_screen_where_something_waits(pupil: Pupil) -> None:
    assert resumes_at(pupil, "s1-lesson") == "pourquoi"
    pupil.reads("s1-lesson", "pourquoi", "acteurs")
    assert resumes_at(pupil, "s1-lesson") == "acteurs"
    for question in ("nombre-de-cibles", "formes", "vrai-faux", "mot"):
        pupil.answers("s1-lesson", question)
    assert resumes_at(pupil, "s1-lesson") == "pratique"
    pupil.takes("s1-lesson")
    assert resumes_at(pupil, "s1-lesson") == "pourquoi"
    assert resumes_at(pupil, "s1-quiz") is None


def test_another_device_and_another_language_go_on_at_the_same_place(pupil: Pupil) -> None:
    pupil.reads("s1-lesson", "pourquoi")
    pupil.comes_back()
    assert resumes_at(pupil.speaks("en"), "s1-lesson") == "acteurs"


def test_a_module_marked_as_done_is_done_once(pupil: Pupil) -> None:
    assert pupil.marks("s1-expert").completed_now
    again = pupil.speaks("en").marks("s1-expert")
    assert (again.completed, again.completed_now) == (True, False)
    assert len(pupil.statements(say.MARKED_DONE)) == 1


def test_a_module_whose_rule_does_not_allow_it_cannot_be_marked(pupil: Pupil) -> None:
    with pytest.raises(NotFound):
        pupil.marks("s1-lesson")


@pytest.mark.parametrize(("module", "screen"), [("unknown", "a"), ("s1-lesson", "unknown")])
def test_what_is_not_there_cannot_be_read(pupil: Pupil, module: str, screen: str) -> None:
    with pytest.raises(NotFound):
        pupil.reads(module, screen)
    with pytest.raises(NotFound):
        reading.open_module(pupil.house, pupil.person, "unknown")
