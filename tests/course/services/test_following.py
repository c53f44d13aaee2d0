"""What follows from a step: the module, the session and the course completed, each told once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.errors import Locked
from collectif.course.services import reading
from collectif.course.xapi import statements as said
from collectif.course.xapi import vocabulary as say
from tests.houses import catalogue
from tests.pupils import Pupil, at_once, new_id

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.houses import Built

COURSE = catalogue().course


def completions(pupil: Pupil) -> list[str]:
    """The ends of the IRIs of what was completed, in the order it was told."""
    told = pupil.statements(say.COMPLETED)
    return [one["object"]["id"].removeprefix(pupil.house.catalogue.course.iri) for one in told]


def records(built: Built, *statements: dict[str, Any]) -> None:
    with built.database.writing() as connection:
        built.house.recording.record(connection, statements)


def outside(actor: dict[str, Any], verb: str, place: str) -> dict[str, Any]:
    """A statement as another program makes it."""
    target = {"id": said.module_iri(COURSE, place)}
    return {"id": new_id(), "actor": actor, "verb": {"id": verb}, "object": target}


# -- once, whatever is done again -------------------------------------------------------


def test_each_module_session_and_the_course_are_completed_exactly_once(pupil: Pupil) -> None:
    pupil.takes_everything()
    names = [f"/modules/{one.id}" for one in pupil.house.catalogue.modules]
    told = completions(pupil)
    assert sorted(told) == sorted(
        [*names, "/modules/s1-synthesis/video", "/sessions/s1", "/sessions/s2", ""]
    )
    assert told[-3:] == ["/modules/s2-quiz", "/sessions/s2", ""]
    assert pupil.progress.course_completed


def test_nothing_is_completed_again_by_doing_it_again(pupil: Pupil, clock: Clock) -> None:
    pupil.takes_everything()
    before = completions(pupil)
    clock.passes(days=9)
    pupil.reads("s1-lesson")
    for question in pupil.module("s1-lesson").questions:
        pupil.answers_wrongly("s1-lesson", question.id) if question.scored else None
    pupil.plays("s1-synthesis", "paused", 22, "0[.]22")
    pupil.fills("s1-tool", phrase="", acteur="entreprise")
    pupil.marks("s1-expert")
    pupil.marks("s1-expert")
    pupil.tries("s1-quiz", 0)
    pupil.tries("s1-quiz", 4)
    assert completions(pupil) == before
    assert pupil.progress.percent == 100


def test_a_module_completed_elsewhere_is_not_completed_again_here(pupil: Pupil) -> None:
    records(pupil.built, outside(pupil.mailbox, say.COMPLETED, "s1-testimony"))
    outcome = pupil.takes("s1-testimony").reads("s1-testimony")
    assert (outcome.completed, outcome.completed_now) == (True, False)
    assert completions(pupil) == []


def test_what_was_voided_can_be_completed_again(pupil: Pupil) -> None:
    """In another language, with the same clicks: it is a new fact, not the old one once more."""
    pupil.takes("s1-testimony")
    (completed,) = pupil.statements(say.COMPLETED)
    trainer = pupil.house.recording.actor("trainer")
    records(pupil.built, said.voided(trainer, completed["id"], pupil.house.clock()))
    assert not pupil.standing("s1-testimony").completed
    outcome = pupil.speaks("en").reads("s1-testimony")
    assert outcome.completed_now
    assert completions(pupil) == ["/modules/s1-testimony"]
    assert pupil.standing("s1-testimony").completed


def test_a_session_is_told_once_though_a_waiver_made_and_unmade_it(pupil: Pupil) -> None:
    trainer = pupil.house.recording.actor("trainer")
    module = pupil.module("s1-quiz")
    waiver = said.waived(pupil.house.voice(pupil.person), module, trainer, "déjà vu", new_id())
    records(pupil.built, waiver)
    pupil.takes(*(one.id for one in pupil.house.catalogue.session("s1").modules if not one.quiz))
    assert "/sessions/s1" in completions(pupil)
    records(pupil.built, said.voided(trainer, waiver["id"], pupil.house.clock()))
    pupil.speaks("en").takes("s1-quiz")
    assert completions(pupil).count("/sessions/s1") == 1


def test_optional_modules_are_no_part_of_what_completes_a_session(pupil: Pupil) -> None:
    pupil.takes("s1-tool")
    assert completions(pupil) == ["/modules/s1-tool"]
    pupil.takes(*(one.id for one in pupil.house.catalogue.session("s1").modules if one.required))
    assert completions(pupil)[-1] == "/sessions/s1"


def test_who_listens_hears_of_it_after_the_commit(pupil: Pupil) -> None:
    pupil.takes_everything()
    heard = pupil.built.announced
    assert heard[0] == ("module_completed", {"person": pupil.person.id, "module": "s1-opening"})
    assert heard[-1] == ("course_completed", {"person": pupil.person.id})
    assert len(heard) == len(pupil.house.catalogue.modules) + 1


# -- visits and time ----------------------------------------------------------------------


def test_a_visit_begins_with_the_first_step_and_after_a_pause(pupil: Pupil, clock: Clock) -> None:
    pupil.reads("s1-lesson", "pourquoi")
    clock.passes(minutes=20)
    pupil.reads("s1-lesson", "acteurs")
    assert len(pupil.statements(say.INITIALIZED)) == 1
    clock.passes(minutes=31)
    pupil.reads("s1-lesson", "pratique")
    assert len(pupil.statements(say.INITIALIZED)) == 2


@pytest.mark.parametrize(("minutes", "milliseconds"), [(2, 120_000), (14.9, 894_000), (16, 0)])
def test_time_between_two_screens_is_reading_unless_it_is_absence(
    pupil: Pupil, clock: Clock, minutes: float, milliseconds: int
) -> None:
    pupil.reads("s1-lesson", "pourquoi")
    clock.passes(minutes=minutes)
    pupil.reads("s1-lesson", "acteurs")
    assert pupil.record("s1-lesson").milliseconds == pytest.approx(milliseconds, abs=50)


# -- locks --------------------------------------------------------------------------------


def test_no_step_is_taken_in_a_locked_module(pupil: Pupil) -> None:
    for step in (
        lambda: pupil.reads("s2-lesson"),
        lambda: pupil.answers("s2-lesson", "raison"),
        lambda: pupil.starts("s2-quiz"),
        lambda: pupil.sits("s2-quiz"),
        lambda: reading.open_module(pupil.house, pupil.person, "s2-lesson"),
    ):
        with pytest.raises(Locked):
            step()
    assert [one["verb"]["id"] for one in pupil.statements()] == [say.REGISTERED]


def test_a_waiver_opens_and_taking_it_back_closes_again(pupil: Pupil) -> None:
    trainer = pupil.house.recording.actor("trainer")
    voice = pupil.house.voice(pupil.person)
    module = pupil.module("s2-lesson")
    waiver = said.waived(voice, module, trainer, "présente à la rencontre", new_id())
    records(pupil.built, waiver)
    assert pupil.standing("s2-lesson").is_open and pupil.standing("s2-lesson").waived
    pupil.reads("s2-lesson")
    records(pupil.built, said.voided(trainer, waiver["id"], voice.at))
    assert not pupil.standing("s2-lesson").is_open
    assert pupil.standing("s2-lesson").state == "started"
    with pytest.raises(Locked):
        pupil.reads("s2-lesson")


def test_a_waived_course_opens_the_diagnostic_until_it_is_taken_back(pupil: Pupil) -> None:
    trainer = pupil.house.recording.actor("trainer")
    voice = pupil.house.voice(pupil.person)
    waiver = said.waived(voice, None, trainer, "certifiée ailleurs", new_id())
    records(pupil.built, waiver)
    assert pupil.progress.course_completed
    records(pupil.built, said.voided(trainer, waiver["id"], voice.at))
    assert not pupil.progress.course_completed


# -- two at once ------------------------------------------------------------------------------


def test_steps_taken_on_several_devices_at_once_complete_the_module_once(
    built_on_each: Built,
) -> None:
    """Each of them alone does not complete it: none may miss what the others are just telling."""
    pupil = Pupil(built_on_each)
    module = pupil.module("s1-lesson")
    steps = [(pupil.reads, (module.id, one.id)) for one in module.screens]
    steps += [(pupil.answers, (module.id, one.id)) for one in module.questions]  # type: ignore[misc]
    at_once([partial(step, *arguments) for step, arguments in steps])
    assert completions(pupil) == ["/modules/s1-lesson"]
    assert len(pupil.statements(say.INITIALIZED)) == 1
