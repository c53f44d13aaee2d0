"""What other programs say of our learners: by whatever spelling, and what follows from it."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from collectif.course.services import accounts, erasing, reading, rebuilding
from collectif.course.services.accounts import NewAccount
from collectif.course.store import people
from collectif.course.xapi import vocabulary as say
from tests.actors import PASSWORD, Program
from tests.course.histories import voiding
from tests.course.test_recording import (
    SOMEBODY,
    is_what_statements_say,
    lacks_the_last_quiz,
    records,
    told,
)
from tests.houses import undone
from tests.mailboxes import sha1_of
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from collectif.course.store.people import Person
    from tests.course.histories import Statement
    from tests.houses import Built

QUIZ = "s2-quiz"
LESSON = "s1-lesson"


def quiz_of(pupil: Pupil) -> str:
    return pupil.house.catalogue.activity(QUIZ)


def wholes(pupil: Pupil) -> list[str]:
    """What their own statements say is completed as a whole: sessions and the course, in order."""
    course = pupil.house.catalogue.course.iri
    found = [one["object"]["id"] for one in pupil.statements(say.COMPLETED)]
    return [
        one.removeprefix(course).removeprefix("/")
        for one in found
        if one == course or "/sessions/" in one
    ]


def lacks_one(built: Built) -> Pupil:
    """Somebody who has done all but the last quiz."""
    pupil = Pupil(built)
    *others, last = (module.id for module in pupil.house.catalogue.modules)
    assert last == QUIZ
    pupil.takes(*others)
    pupil.comes_back()
    return pupil


# -- what is completed as a whole ---------------------------------------------------------------


def test_the_last_module_completed_elsewhere_completes_session_and_course(
    app_on_each: Flask,
) -> None:
    pupil, program = lacks_the_last_quiz(app_on_each), Program(app_on_each)
    pupil.comes_back()
    assert wholes(pupil) == ["sessions/s1"]
    assert program.posts(told(pupil.mailbox, say.PASSED, quiz_of(pupil))).status_code == 200
    assert wholes(pupil) == ["sessions/s1"]
    last = told(pupil.mailbox, say.COMPLETED, quiz_of(pupil))
    assert program.posts(last).status_code == 200
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]
    session, course = pupil.statements(say.COMPLETED)[-2:]
    for one in (session, course):
        assert one["actor"] == pupil.actor, "who speaks is the pseudonym"
        assert one["context"]["registration"] == pupil.person.registration
        assert one["authority"]["account"]["name"] == "collectif"
        assert one["result"] == {"completion": True}
        assert one["timestamp"] == "2026-11-23T11:00:00.123Z", "when it was done, not when we heard"
    for one in (session, course):
        name = f"{say.COMPLETED}|{one['object']['id']}"
        assert one["id"] == str(uuid.uuid5(uuid.UUID(last["id"]), name)), "wherever it is told"
    assert pupil.progress.course_completed
    rooms = app_on_each.extensions["collectif"]
    assert rebuilding.compare(rooms.house, rooms.fold).equal


@pytest.mark.parametrize("verbs", [(say.PASSED, say.COMPLETED), (say.COMPLETED, say.PASSED)])
def test_in_one_batch_and_in_either_order_it_is_told_once(
    built_on_each: Built, verbs: tuple[str, str]
) -> None:
    pupil = lacks_one(built_on_each)
    batch = [told(pupil.actor, verb, quiz_of(pupil)) for verb in verbs]
    records(built_on_each, batch)
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]
    records(built_on_each, batch, [told(pupil.actor, verb, quiz_of(pupil)) for verb in verbs])
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]
    assert is_what_statements_say(built_on_each)


def test_rebuilding_tells_nothing(built_on_each: Built) -> None:
    pupil = lacks_one(built_on_each)
    records(
        built_on_each, [told(pupil.actor, v, quiz_of(pupil)) for v in (say.PASSED, say.COMPLETED)]
    )
    before = pupil.statements()
    for _ in range(2):
        rebuilding.rebuild(built_on_each.house, built_on_each.fold)
    assert pupil.statements() == before


def test_it_is_told_in_the_very_transaction_or_not_at_all(built_on_each: Built) -> None:
    pupil = lacks_one(built_on_each)
    before = pupil.statements()
    batch = [told(pupil.actor, verb, quiz_of(pupil)) for verb in (say.PASSED, say.COMPLETED)]
    with undone(built_on_each.database) as connection:
        built_on_each.recorder.record(connection, batch, SOMEBODY)
    assert pupil.statements() == before


def test_what_was_completed_elsewhere_is_not_told_again_here(built: Built) -> None:
    """The last but one elsewhere, the last on our pages; then the other way round."""
    pupil = Pupil(built)
    lesson = built.house.catalogue.activity(LESSON)
    records(built, [told(pupil.actor, say.COMPLETED, lesson)])
    assert wholes(pupil) == []
    pupil.comes_back()
    pupil.takes_everything()
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]
    records(built, [told(pupil.actor, say.COMPLETED, lesson)])
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]


def test_a_session_that_was_incomplete_for_a_while_is_told_once(built: Built) -> None:
    pupil = lacks_one(built)
    passed, done = (told(pupil.actor, v, quiz_of(pupil)) for v in (say.PASSED, say.COMPLETED))
    records(built, [passed, done])
    records(built, [voiding(done)])
    assert not pupil.progress.course_completed
    records(built, [told(pupil.actor, say.COMPLETED, quiz_of(pupil))])
    assert wholes(pupil) == ["sessions/s1", "sessions/s2", ""]


def test_who_has_said_so_of_the_course_has_said_it(built: Built) -> None:
    """An LMS that tells of the course itself needs no second voice."""
    pupil = lacks_one(built)
    course = built.house.catalogue.course.iri
    batch = [
        told(pupil.actor, say.PASSED, quiz_of(pupil)),
        told(pupil.actor, say.COMPLETED, course),
        told(pupil.actor, say.COMPLETED, quiz_of(pupil)),
    ]
    records(built, batch)
    assert [one for one in wholes(pupil) if one == ""] == [""]


def test_of_strangers_and_groups_nothing_is_told(built_on_each: Built) -> None:
    pupil = lacks_one(built_on_each)
    before = pupil.statements()
    for actor in (
        {"mbox": "mailto:somebody@exemple.org"},
        {"mbox_sha1sum": sha1_of("somebody@exemple.org")},
        {"openid": "https://exemple.org/somebody"},
        {"objectType": "Group", "member": [pupil.actor]},
    ):
        batch = [told(actor, verb, quiz_of(pupil)) for verb in (say.PASSED, say.COMPLETED)]
        records(built_on_each, batch)
    assert pupil.statements() == before


def test_in_a_batch_about_many_each_has_their_own(built_on_each: Built) -> None:
    one, other, third = (lacks_one(built_on_each) for _ in range(3))
    batch = [
        told(actor, verb, quiz_of(one))
        for verb in (say.PASSED, say.COMPLETED)
        for actor in (one.actor, other.mailbox)
    ]
    records(built_on_each, batch)
    assert wholes(one) == wholes(other) == ["sessions/s1", "sessions/s2", ""]
    assert wholes(third) == ["sessions/s1"]


# -- spellings ------------------------------------------------------------------------------------


def signs_up(built: Built, email: str) -> Person:
    return accounts.sign_up(built.house, NewAccount("Ada Martin", email, PASSWORD, "fr"))


def actor_names(email: str) -> list[Statement]:
    return [{"mbox": f"mailto:{email}"}, {"mbox_sha1sum": sha1_of(email)}]


SPELLINGS: tuple[Statement, ...] = (
    *actor_names("ada.martin@exemple.fr"),
    *actor_names("Ada.Martin@Exemple.fr"),
    {"mbox": "mailto:ada.martin@EXEMPLE.FR"},
    {"mbox": "mailto:ADA.MARTIN@exemple.fr"},
    {"mbox_sha1sum": sha1_of("ada.martin@exemple.fr").upper()},
)


@pytest.mark.parametrize("actor", SPELLINGS, ids=lambda one: next(iter(one.values()))[-24:])
def test_a_learner_is_known_by_every_spelling_of_their_address(
    built_on_each: Built, actor: Statement
) -> None:
    person = signs_up(built_on_each, " Ada.Martin@Exemple.fr ")
    lesson = built_on_each.house.catalogue.activity(LESSON)
    records(built_on_each, [told(actor, say.COMPLETED, lesson)])
    assert has_done_the_lesson(built_on_each, person)
    assert is_what_statements_say(built_on_each)


def has_done_the_lesson(built: Built, person: Person) -> bool:
    with built.database.reading() as connection:
        known = people.by_id(connection, person.id)
    assert known is not None
    return reading.course_progress(built.house, known).standings[LESSON].completed


def test_another_spelling_is_voided_and_erased_like_any(built_on_each: Built) -> None:
    person = signs_up(built_on_each, "ada.martin@exemple.fr")
    lesson = built_on_each.house.catalogue.activity(LESSON)
    first, second = (
        told({"mbox": "mailto:Ada.Martin@Exemple.fr"}, verb, lesson)
        for verb in (say.COMPLETED, say.PASSED)
    )
    records(built_on_each, [first, second])
    assert has_done_the_lesson(built_on_each, person)
    records(built_on_each, [voiding(first)])
    assert not has_done_the_lesson(built_on_each, person)
    assert is_what_statements_say(built_on_each)
    upkeep = built_on_each.rooms.lrs.upkeep
    subject = erasing.by_id(built_on_each.house, upkeep, person.id)
    assert "mbox|mailto:Ada.Martin@Exemple.fr" in subject.identifiers


def test_an_address_of_nobody_stays_nobodys(built_on_each: Built) -> None:
    person = signs_up(built_on_each, "ada.martin@exemple.fr")
    lesson = built_on_each.house.catalogue.activity(LESSON)
    for email in ("Ada.Martin@exemple.org", "bada.martin@exemple.fr", "Ada.Martin@exemple.fr.org"):
        for actor in actor_names(email):
            records(built_on_each, [told(actor, say.COMPLETED, lesson)])
    assert not has_done_the_lesson(built_on_each, person)


def test_a_spelling_that_is_somebodys_stays_theirs(built_on_each: Built) -> None:
    one, other = (signs_up(built_on_each, email) for email in ("a@exemple.fr", "b@exemple.fr"))
    with built_on_each.database.writing() as connection:
        people.identify(connection, other.id, ["mbox|mailto:A@exemple.fr"])
        people.respell(connection, {"mbox|mailto:A@exemple.fr": "mbox|mailto:a@exemple.fr"})
        (known,) = people.by_actors(connection, ["mbox|mailto:A@exemple.fr"])
    assert known.id == other.id != one.id


# -- what it costs ------------------------------------------------------------------------------------


@contextmanager
def calls(built: Built) -> Iterator[list[str]]:
    """The SQL calls of what happens inside."""
    found: list[str] = []

    def called(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(" ".join(statement.split())[:100])

    event.listen(built.database.engine, "before_cursor_execute", called)
    yield found
    event.remove(built.database.engine, "before_cursor_execute", called)


@pytest.mark.parametrize("verb", [say.EXPERIENCED, say.COMPLETED])
def test_a_batch_costs_the_same_calls_for_few_and_for_many(built_on_each: Built, verb: str) -> None:
    """By any spelling, from anybody; only a session that is completed has a call of its own."""
    lesson = built_on_each.house.catalogue.activity(LESSON)
    for number in range(60):
        pupil = Pupil(built_on_each)
        pupil.email = pupil.email.replace("pupil", f"Pupil-{number}")

    def batch(count: int, domain: str) -> list[Statement]:
        return [told({"mbox": f"mailto:P{n}@{domain}"}, verb, lesson) for n in range(count)]

    records(built_on_each, batch(1, "warm.fr"))
    spent = []
    for count, domain in ((2, "two.fr"), (60, "Sixty.fr")):
        with calls(built_on_each) as found:
            records(built_on_each, batch(count, domain))
        spent.append(found)
    assert len(spent[0]) == len(spent[1]), spent


def test_nobody_is_looked_for_where_nothing_can_be_completed(built_on_each: Built) -> None:
    lesson = built_on_each.house.catalogue.activity(LESSON)
    with calls(built_on_each) as found:
        records(built_on_each, [told(Pupil(built_on_each).actor, say.EXPERIENCED, lesson)])
    assert [one for one in found if "identities" in one and one.startswith("SELECT")] == []
