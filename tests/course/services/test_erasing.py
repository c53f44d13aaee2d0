"""Erasing a person of the course: nothing tells them any more, and progress still follows statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.errors import BadInput, NotAllowed, NotFound
from collectif.course.services import erasing, rebuilding
from collectif.course.services.erasing import Age
from collectif.course.store import audit, mails, people
from collectif.course.store.schema import metadata
from collectif.lrs import Counts
from tests.actors import Learner, Program
from tests.lrs.ops.kept import places_of

if TYPE_CHECKING:
    from flask import Flask

    from collectif.course.services.house import Rooms
    from collectif.course.store.people import Person


def rooms(app: Flask) -> Rooms:
    found: Rooms = app.extensions["collectif"]
    return found


def person(app: Flask, learner: Learner) -> Person:
    with rooms(app).house.database.reading() as connection:
        found = people.by_email(connection, learner.email)
    assert found is not None
    return found


def where_told(app: Flask, *words: str) -> list[str]:
    with rooms(app).house.database.reading() as connection:
        return places_of(connection, *words)


def is_what_statements_say(app: Flask) -> bool:
    return rebuilding.compare(rooms(app).house, rooms(app).fold).equal


def erases(app: Flask, email: str, **options: Any) -> erasing.Outcome:
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    return erasing.erase(house, upkeep, erasing.by_email(house, upkeep, email), **options)


def a_learner(app: Flask) -> Learner:
    """Somebody who has left a trace wherever the course keeps one."""
    learner = Learner(app).signs_up("Anna Arendt")
    learner.takes("s1-opening")
    learner.takes("s1-lesson")
    learner.passes("s1-quiz", right=1)
    learner.fills(learner.catalogue.module("s1-tool"))
    learner.opens("/account/forgotten")
    learner.sends("/account/forgotten", email=learner.email)
    Program(app).posts(
        {
            "actor": {"mbox": f"mailto:{learner.email}", "name": "Anna Arendt"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
            "object": {"id": learner.catalogue.activity("s2-lesson")},
        }
    )
    house = rooms(app).house
    with house.database.writing() as connection:
        mails.post(connection, "trainer@exemple.fr", "Un mot", f"Écrivez à {learner.email}", 0)
        audit.note(connection, 0, None, "looked", "statements", f"agent {learner.email}")
    return learner


def test_nothing_tells_the_person_any_more_and_progress_follows(app_on_each: Flask) -> None:
    app = app_on_each
    other = Learner(app).signs_up("Ben Bohr")
    other.takes("s1-opening")
    learner = a_learner(app)
    known = person(app, learner)
    told = (learner.email, known.pseudonym, known.registration, "Arendt")
    assert where_told(app, *told)
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    foretold = erasing.look(house, upkeep, erasing.by_email(house, upkeep, learner.email))
    done = erases(app, learner.email.upper())
    assert where_told(app, *told) == []
    assert is_what_statements_say(app)
    assert done.counts == foretold.counts
    assert done.rows == foretold.rows
    assert done.counts.statements > 10
    assert done.counts.documents > 0
    assert {
        "collectif_people",
        "collectif_identities",
        "collectif_mails",
        "collectif_tries",
    } <= set(done.rows)
    assert "Module terminé" in other.opens("/module/s1-opening/screen/programme").words
    assert learner.opens("/account", follow=False).status == 303, "they are signed out"


def test_a_trainer_becomes_nobody_in_what_they_did_for_others(app_on_each: Flask) -> None:
    app = app_on_each
    trainer = Learner(app).signs_up("Béa Trainer").becomes("trainer")
    learner = Learner(app).signs_up()
    trainer.opens("/trainer/cohort")
    trainer.sends("/trainer/cohort", name="Groupe")
    house = rooms(app).house
    with house.database.reading() as connection:
        code = connection.exec_driver_sql("SELECT code FROM collectif_cohorts").scalar_one()
    learner.opens(f"/join/{code}")
    learner.sends("/join", code=code)
    number = person(app, learner).id
    trainer.opens(f"/trainer/cohort/1/learner/{number}")
    trainer.sends(f"/trainer/cohort/1/learner/{number}/waive", module="s1-lesson", reason="Déjà vu")
    known = person(app, trainer)
    assert is_what_statements_say(app)
    done = erases(app, trainer.email)
    assert done.counts.mentions == 1
    assert done.lasting >= 2
    assert where_told(app, trainer.email, known.pseudonym, "Béa") == []
    assert is_what_statements_say(app)
    with house.database.reading() as connection:
        waivers = connection.exec_driver_sql("SELECT reason, trainer FROM collectif_waivers").all()
    assert [tuple(row) for row in waivers] == [("Déjà vu", "anonymous")]


def test_what_admins_searched_for_is_told_without_the_person(app_on_each: Flask) -> None:
    app = app_on_each
    admin = Learner(app).signs_up("Anne Admin").becomes("admin")
    learner = Learner(app).signs_up()
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    for typed in (learner.email, "https://lms.org|anna", "https://lms.org|annabel"):
        admin.opens(f"/admin/statements?agent={typed}&verb=https://w3id.org/xapi/dod-isd/verbs/saw")
    subject = erasing.by_agent(house, upkeep, "account|https://lms.org|anna")
    foretold = erasing.look(house, upkeep, subject)
    assert foretold.rows["collectif_audit"] >= 1
    erasing.erase(house, upkeep, subject)
    erases(app, learner.email)
    home = house.settings.actor_home
    with house.database.reading() as connection:
        log = audit.latest(connection)
    searched = [one["detail"] for one in log if one["action"] == "statements_searched"][::-1]
    agents = [detail.split(" ")[0].removeprefix("agent=") for detail in searched]
    others = "account|https://lms.org|annabel"
    assert agents == ["mbox|mailto:anonymous", f"account|{home}|anonymous", others]
    assert all(
        detail.endswith("verb=https://w3id.org/xapi/dod-isd/verbs/saw") for detail in searched
    )
    assert where_told(app, learner.email, "lms.org|anna ") == []


def test_answers_of_others_lose_the_address_and_nothing_else(app_on_each: Flask) -> None:
    app = app_on_each
    learner, other = Learner(app).signs_up(), Learner(app).signs_up()
    other.takes("s1-opening")
    other.takes("s1-lesson")
    program = Program(app)
    said = program.asks(verb="http://adlnet.gov/expapi/verbs/answered", limit="1")[0]
    words = {"response": f"Demander à {learner.email} !"}
    names = ("actor", "verb", "object", "context")
    again = {name: said[name] for name in names}
    assert program.posts({**again, "result": words}).status_code == 200
    erases(app, learner.email)
    with rooms(app).house.database.reading() as connection:
        responses = connection.exec_driver_sql("SELECT response FROM collectif_answers").scalars()
        assert "Demander à anonymous !" in responses.all()
    assert is_what_statements_say(app)


def test_every_table_that_belongs_to_people_is_emptied_of_them(app: Flask) -> None:
    learner = a_learner(app)
    number = person(app, learner).id
    erases(app, learner.email)
    with rooms(app).house.database.reading() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if any(key.column.table.name == "collectif_people" for key in column.foreign_keys):
                    query = f"SELECT count(*) FROM {table.name} WHERE {column.name} = {number}"
                    assert connection.exec_driver_sql(query).scalar() == 0, table.name


def test_what_was_stopped_goes_on_and_is_one_entry_of_the_audit(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectif.lrs.ops.erasing.PORTION", 5)
    learner = a_learner(app)
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    subject = erasing.by_email(house, upkeep, learner.email)
    foretold = erasing.look(house, upkeep, subject)
    assert not erasing.look(house, upkeep, subject, seconds=0).finished
    outcome = erasing.erase(house, upkeep, subject, seconds=0)
    rounds = 1
    while not outcome.finished:
        assert person(app, learner), "ours goes at the end"
        outcome = erasing.erase(house, upkeep, subject, seconds=0, entry=outcome.entry)
        rounds += 1
    assert rounds > 3
    (entry,) = erasing.log(house, upkeep)
    assert entry.counts == foretold.counts
    assert entry.finished is not None
    assert entry.who == "command line"
    assert is_what_statements_say(app)


def test_an_admin_erases_others_and_never_themselves(app: Flask) -> None:
    admin = Learner(app).signs_up("Anne Admin").becomes("admin")
    learner = Learner(app).signs_up()
    me = person(app, admin)
    with pytest.raises(NotAllowed):
        erases(app, admin.email, admin=me)
    number = person(app, learner).id
    erases(app, learner.email, admin=me)
    house = rooms(app).house
    with house.database.reading() as connection:
        newest = audit.latest(connection, 1)[0]
    assert (newest["action"], newest["subject"]) == ("erased", f"person {number}")
    assert newest["person_id"] == me.id
    (entry,) = erasing.log(house, rooms(app).lrs.upkeep)
    assert entry.who == f"person {me.id}"


@pytest.mark.parametrize(
    "text",
    [
        "{email}",
        "mailto:{email}",
        "mbox|mailto:{email}",
        '{{"mbox": "mailto:{email}"}}',
        "account|{home}|{pseudonym}",
        '{{"account": {{"homePage": "{home}", "name": "{pseudonym}"}}}}',
    ],
)
def test_whatever_names_a_person_finds_all_that_they_are_known_by(app: Flask, text: str) -> None:
    learner = Learner(app).signs_up()
    known = person(app, learner)
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    home = house.settings.actor_home
    wanted = text.format(email=learner.email, home=home, pseudonym=known.pseudonym)
    found = erasing.by_agent(house, upkeep, wanted)
    assert [one.id for one in found.people] == [known.id]
    assert found.identifiers >= set(known.actors)
    assert found == erasing.by_id(house, upkeep, known.id)


@pytest.mark.parametrize("text", ["", "   ", "anna", "x|y", "{", "{}", '{"mbox": 3}', "account|x"])
def test_what_names_nobody_is_refused(app: Flask, text: str) -> None:
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    with pytest.raises(BadInput):
        erasing.by_agent(house, upkeep, text)
    with pytest.raises(BadInput):
        erasing.by_agent(house, upkeep, f"account|{house.settings.actor_home}|anonymous")
    with pytest.raises(NotFound):
        erasing.by_id(house, upkeep, 10**30)


def test_somebody_who_is_only_in_the_lrs_is_erased_there(app: Flask) -> None:
    program = Program(app)
    program.posts(
        {
            "actor": {"mbox": "mailto:nobody@exemple.org"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
            "object": {"id": "https://exemple.org/x"},
        }
    )
    done = erases(app, "nobody@exemple.org")
    assert done.counts.statements == 1
    assert done.rows == {}
    assert erases(app, "nobody@exemple.org").counts == Counts()


# -- retention ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "days"), [("3y", 1095.75), ("18m", 547.875), ("400d", 400), (" 1Y ", 365.25)]
)
def test_ages(age: str, days: float) -> None:
    assert erasing.days(age) == days


@pytest.mark.parametrize("age", ["", "3", "y", "0d", "-3y", "3w", "1.5y", "٣y", "9999999y"])
def test_what_is_no_age_is_refused(age: str) -> None:
    with pytest.raises(BadInput):
        erasing.days(age)


def stored(app: Flask) -> list[int]:
    with rooms(app).house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT stored FROM lrs_statements ORDER BY stored")
        return list(rows.scalars())


@pytest.mark.parametrize("silent", [False, True])
def test_retention_leaves_progress_as_the_statements_have_it(
    app_on_each: Flask, silent: bool
) -> None:
    app = app_on_each
    old, active = Learner(app).signs_up(), Learner(app).signs_up()
    old.takes("s1-opening")
    active.takes("s1-opening")
    before = stored(app)[-1] + 1
    active.takes("s1-lesson")
    house, upkeep = rooms(app).house, rooms(app).lrs.upkeep
    age = Age("1y", silent=silent)
    told = erasing.retain(house, upkeep, age, before=before, dry_run=True)
    done = erasing.retain(house, upkeep, age, before=before)
    assert done.counts == told.counts
    assert done.counts.statements > 3
    assert is_what_statements_say(app)
    assert ("Module terminé" in active.opens("/module/s1-opening/screen/programme").words) is silent
    (entry,) = erasing.log(house, upkeep)
    assert entry.detail.startswith("--older-than 1y")
