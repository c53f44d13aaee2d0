"""Cohorts, their members and those who accompany them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectif.course.store import audit, cohorts, diagnoses
from collectif.course.store.diagnoses import Diagnosis
from tests.course.store.test_people import enrol

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOW = 1_790_000_000_000_000


def cohort(connection: Connection, code: str) -> int:
    return cohorts.add(connection, f"Groupe {code}", code, NOW, None, None)


def test_a_code_opens_a_cohort_as_long_as_it_is_open(connection: Connection) -> None:
    one = cohort(connection, "AAAA")
    found = cohorts.by_code(connection, "AAAA")
    assert found == cohorts.by_id(connection, one)
    assert cohorts.by_code(connection, "BBBB") is None
    cohorts.change(connection, one, {"open": False})
    assert cohorts.by_code(connection, "AAAA") is None


def test_members_are_learners_by_name_with_all_their_identifiers(connection: Connection) -> None:
    one = cohort(connection, "AAAA")
    zoe, ada = enrol(connection, "Zoé", "z2", "z1"), enrol(connection, "Ada")
    trainer = enrol(connection, "Tom", "t")
    for person, role in ((zoe, "learner"), (ada, "learner"), (trainer, "trainer")):
        cohorts.join(connection, one, person, role, NOW)
    cohorts.join(connection, one, zoe, "trainer", NOW + 1)
    members = cohorts.learners(connection, one)
    assert [(one.name, one.actors, one.joined) for one in members] == [
        ("Ada", (), NOW),
        ("Zoé", ("z1", "z2"), NOW),
    ]
    assert sorted(connection.scalars(cohorts.actors_of(one))) == ["z1", "z2"]


def test_a_trainer_sees_their_cohorts_and_an_admin_all(connection: Connection) -> None:
    one, two = cohort(connection, "AAAA"), cohort(connection, "BBBB")
    tom, ada = enrol(connection, "Tom"), enrol(connection, "Ada")
    cohorts.join(connection, one, tom, "trainer", NOW)
    cohorts.join(connection, two, ada, "learner", NOW)
    assert [(found.id, many) for found, many in cohorts.of_trainer(connection, tom)] == [(one, 0)]
    every = [(found.id, many) for found, many in cohorts.of_trainer(connection, None)]
    assert every == [(one, 0), (two, 1)]
    assert cohorts.accompanies(connection, one, tom)
    assert not cohorts.accompanies(connection, two, tom)
    assert not cohorts.accompanies(connection, two, ada)


def test_who_leaves_is_no_member_any_more(connection: Connection) -> None:
    one, ada = cohort(connection, "AAAA"), enrol(connection, "Ada")
    cohorts.join(connection, one, ada, "learner", NOW)
    assert [found.id for found in cohorts.of_learner(connection, ada)] == [one]
    cohorts.leave(connection, one, ada)
    assert cohorts.learners(connection, one) == []
    assert cohorts.of_learner(connection, ada) == []


def test_diagnoses_are_a_persons_own_newest_first(connection: Connection) -> None:
    ada = enrol(connection, "Ada")
    common = {"person_id": ada, "variant": "v", "version": "1", "organisation": "", "answers": "{}"}
    kept = [
        Diagnosis(id=name, **common, started=at, updated=at, finished=None, overall=None)  # type: ignore[arg-type]
        for name, at in (("a", 1), ("b", 2))
    ]
    for one in kept:
        diagnoses.add(connection, one)
    assert diagnoses.of_person(connection, ada) == [kept[1], kept[0]]
    diagnoses.change(connection, "a", {"finished": 5, "overall": 2.5})
    found = diagnoses.by_id(connection, "a")
    assert found is not None and (found.finished, found.overall) == (5, 2.5)
    diagnoses.remove(connection, "a")
    assert diagnoses.by_id(connection, "a") is None


def test_the_log_shows_the_newest_first(connection: Connection) -> None:
    for number in range(3):
        audit.note(connection, NOW, None, f"action {number}", "subject")
    assert [row["action"] for row in audit.latest(connection, 2)] == ["action 2", "action 1"]
