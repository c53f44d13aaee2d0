"""The weekly review as a service: the gate, answers as statements, and what they leave alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.content.questions import right_response
from collectif.course.errors import BadInput, Locked, NotFound, Outdated
from collectif.course.services import rebuilding, reviewing
from collectif.course.services.answering import Given
from collectif.course.store import facts
from collectif.course.xapi import vocabulary as say
from collectif.course.xapi.statements import waived
from tests.actors import wrong_response
from tests.pupils import Pupil, at_once, new_id

if TYPE_CHECKING:
    from collectif.course.services.reviewing import Shown
    from tests.conftest import Clock
    from tests.houses import Built

KEY = ("s1-lesson", "vrai-faux")


def finished(built: Built, *missed: str) -> Pupil:
    """Somebody who completed the course and missed questions of the lesson on the way."""
    pupil = Pupil(built)
    pupil.takes("s1-opening")
    for question in missed:
        pupil.answers_wrongly("s1-lesson", question)
    return pupil.takes_everything()


def replies(
    pupil: Pupil, key: tuple[str, str] = KEY, *, right: bool = True, sent: str = ""
) -> Shown:
    question = pupil.house.catalogue.question(*key)
    response: Any = right_response(question, "fr") if right else wrong_response(question)
    given = Given(sent or new_id(), response)
    return reviewing.answer(pupil.house, pupil.person, *key, lambda _asked: given)


def wait_for_monday(clock: Clock) -> None:
    """Let time pass to the beginning of the week after next."""
    today = datetime.fromtimestamp(clock() / 1_000_000, UTC)
    clock.passes(days=14 - today.weekday())


# -- the gate -----------------------------------------------------------------------------


def test_before_the_course_is_completed_everything_is_locked(pupil: Pupil) -> None:
    pupil.takes("s1-opening").answers_wrongly(*KEY)
    for call in (
        lambda: reviewing.plan(pupil.house, pupil.person),
        lambda: reviewing.show(pupil.house, pupil.person, *KEY),
        lambda: replies(pupil),
    ):
        with pytest.raises(Locked) as refusal:
            call()
        assert refusal.value.subject == reviewing.SUBJECT
    assert reviewing.waiting(pupil.house, pupil.person, pupil.progress.record) == 0


def test_once_completed_what_was_missed_waits_the_next_day(built: Built, clock: Clock) -> None:
    pupil = finished(built, "vrai-faux", "calcul")
    assert reviewing.plan(pupil.house, pupil.person).waiting == ()
    clock.passes(days=1)
    found = reviewing.plan(pupil.house, pupil.person)
    assert set(found.waiting) == {KEY, ("s1-lesson", "calcul")}
    assert reviewing.waiting(pupil.house, pupil.person, pupil.progress.record) == 2


# -- answers ----------------------------------------------------------------------------------


def test_an_answer_is_a_statement_of_the_review(built_on_each: Built, clock: Clock) -> None:
    pupil = finished(built_on_each, "vrai-faux")
    clock.passes(days=1)
    shown = replies(pupil)
    assert shown.answered is not None
    assert shown.answered.mark.correct
    assert shown.plan.answered == {KEY: True}
    told = pupil.statements(say.ANSWERED, "/questions/vrai-faux")[-1]
    (parent,) = told["context"]["contextActivities"]["parent"]
    assert parent["definition"]["type"] == say.REVIEW
    assert rebuilding.compare(built_on_each.house, built_on_each.fold).equal


def test_an_answer_changes_nothing_of_the_course(built_on_each: Built, clock: Clock) -> None:
    pupil = finished(built_on_each, "vrai-faux", "calcul")
    clock.passes(days=1)
    before = everything_but_reviews(built_on_each)
    replies(pupil, right=False)
    replies(pupil, ("s1-lesson", "calcul"))
    assert everything_but_reviews(built_on_each) == before
    assert not [one for one in pupil.statements(say.COMPLETED) if one["timestamp"] > "2027"]


def everything_but_reviews(built: Built) -> dict[str, list[tuple[Any, ...]]]:
    """The projections, without what says when somebody was here last."""
    with built.database.reading() as connection:
        found = facts.everything(connection)
    assert "collectif_reviews" in found
    return {
        name: [row for row in rows if row[1] != "course"]
        for name, rows in found.items()
        if name != "collectif_reviews"
    }


def test_somebody_who_reviews_was_here(built: Built, clock: Clock) -> None:
    pupil = finished(built, "vrai-faux")
    clock.passes(days=9)
    replies(pupil)
    assert pupil.record("course").last > pupil.record("s1-lesson").last


def test_right_it_waits_longer_than_wrong(built: Built, clock: Clock) -> None:
    good, bad = finished(built, "vrai-faux"), finished(built, "vrai-faux")
    wait_for_monday(clock)
    replies(good)
    replies(bad, right=False)
    later, sooner = (reviewing.plan(built.house, one.person).next for one in (good, bad))
    assert later is not None
    assert sooner is not None
    assert later >= sooner
    clock.passes(days=7)
    assert reviewing.plan(built.house, bad.person).waiting == (KEY,)


def test_the_same_answer_sent_again_changes_nothing(built: Built, clock: Clock) -> None:
    pupil, sent = finished(built, "vrai-faux"), new_id()
    clock.passes(days=1)
    first, again = replies(pupil, sent=sent), replies(pupil, right=False, sent=sent)
    assert first.answered is not None
    assert again.answered is not None
    assert again.answered.mark.correct == first.answered.mark.correct is True
    assert again.plan == first.plan


def test_another_answer_in_the_same_week_is_refused(built: Built, clock: Clock) -> None:
    pupil = finished(built, "vrai-faux")
    wait_for_monday(clock)
    replies(pupil, right=False)
    clock.passes(days=2)
    with pytest.raises(Outdated):
        replies(pupil)


def test_of_two_devices_at_once_one_is_counted(built_on_each: Built, clock: Clock) -> None:
    pupil = finished(built_on_each, "vrai-faux")
    clock.passes(days=1)

    def tries() -> bool:
        try:
            replies(pupil)
        except Outdated:
            return False
        return True

    assert sorted(at_once([tries, tries])) == [False, True]
    assert rebuilding.compare(built_on_each.house, built_on_each.fold).equal


def test_what_was_never_missed_is_not_asked(built: Built, clock: Clock) -> None:
    pupil = finished(built, "vrai-faux")
    clock.passes(days=1)
    other = ("s1-lesson", "calcul")
    assert not reviewing.show(pupil.house, pupil.person, *other).is_part
    with pytest.raises(Outdated):
        replies(pupil, other)
    with pytest.raises(NotFound):
        reviewing.show(pupil.house, pupil.person, "s1-lesson", "gone")
    with pytest.raises(NotFound):
        reviewing.show(pupil.house, pupil.person, "gone", "vrai-faux")


@pytest.mark.parametrize(
    "given", [Given("no uuid", "true"), Given(new_id(), "perhaps"), Given(new_id(), "")]
)
def test_an_answer_that_cannot_be_taken_is_told(built: Built, clock: Clock, given: Given) -> None:
    pupil = finished(built, "vrai-faux")
    clock.passes(days=1)
    with pytest.raises(BadInput):
        reviewing.answer(pupil.house, pupil.person, *KEY, lambda _asked: given)
    assert reviewing.plan(pupil.house, pupil.person).waiting == (KEY,)


def test_a_voided_answer_of_a_review_is_asked_again(built: Built, clock: Clock) -> None:
    pupil = finished(built, "vrai-faux")
    clock.passes(days=1)
    replies(pupil)
    told = pupil.statements(say.ANSWERED, "/questions/vrai-faux")[-1]
    voiding = {
        "actor": pupil.actor,
        "verb": {"id": say.VOIDED},
        "object": {"objectType": "StatementRef", "id": told["id"]},
    }
    with built.database.writing() as connection:
        built.house.recording.record(connection, [voiding])
    assert reviewing.plan(pupil.house, pupil.person).waiting == (KEY,)
    assert rebuilding.compare(built.house, built.fold).equal


def test_whoever_was_let_off_the_course_is_asked_only_of_what_they_may_see(pupil: Pupil) -> None:
    trainer = {"account": {"homePage": "https://collectif.invalid", "name": "trainer"}}
    waiver = waived(pupil.house.voice(pupil.person), None, trainer, "dispense", "1")
    with pupil.house.database.writing() as connection:
        pupil.house.recording.record(connection, [waiver])
    standings = pupil.progress.standings
    found = reviewing.plan(pupil.house, pupil.person)
    assert {module for module, _ in found.keys} == {
        name for name in ("s1-quiz", "s2-quiz") if standings[name].is_open
    }
    assert not standings["s2-quiz"].is_open


# -- nothing missed, and the switch --------------------------------------------------------------


def test_who_missed_nothing_may_answer_some_of_the_quizzes(built: Built) -> None:
    pupil = Pupil(built).takes_everything()
    found = reviewing.plan(pupil.house, pupil.person)
    assert (found.fresh, len(found.waiting)) == (True, 5)
    assert replies(pupil, found.waiting[0]).plan.answered == {found.waiting[0]: True}
    assert len(reviewing.plan(pupil.house, pupil.person).waiting) == 4


def test_whoever_turns_it_off_is_asked_nothing_until_it_is_on_again(
    built_on_each: Built, clock: Clock
) -> None:
    pupil = finished(built_on_each, "vrai-faux")
    clock.passes(days=1)
    for wanted, waits in ((False, 0), (True, 1)):
        reviewing.switch(pupil.house, pupil.person, wanted=wanted)
        assert pupil.comes_back().review is wanted
        found = reviewing.waiting(pupil.house, pupil.person, pupil.progress.record)
        assert found == waits


# -- how it is shown --------------------------------------------------------------------------------


def test_parts_keep_their_order_for_a_week_and_no_ordering_shows_its_answer(
    built: Built, clock: Clock
) -> None:
    pupil = finished(built, "ranger", "vrai-faux", "formes")
    wait_for_monday(clock)
    key = ("s1-lesson", "ranger")
    written = [item.id for item in pupil.house.catalogue.question(*key).items]
    first = reviewing.show(pupil.house, pupil.person, *key).order
    assert sorted(first) == sorted(written)
    assert list(first) != written
    clock.passes(days=6)
    assert reviewing.show(pupil.house, pupil.person, *key).order == first
    assert reviewing.show(pupil.house, pupil.person, *KEY).order == (), "true stands before false"
