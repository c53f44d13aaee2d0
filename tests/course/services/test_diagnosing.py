"""Begun once the course is completed, saved as one goes, brought to a result, taken again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.diagnostics.answers import Answers
from collectif.course.diagnostics.parsing import parse
from collectif.course.errors import BadInput, Locked, NotFound, Outdated
from collectif.course.services import diagnosing
from collectif.course.store import diagnoses
from collectif.lrs import StatementFilter
from tests.conftest import Clock, make_app
from tests.course.diagnostics.world import enrol, full_form, house_of, let_in, write_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectif.course.services.house import House
    from collectif.course.store.people import Person

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def house(database_url: str, folder: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    app = make_app(database_url, folder, tmp_path, clock)
    yield house_of(app)
    house_of(app).database.engine.dispose()


@pytest.fixture
def ada(house: House) -> Person:
    return let_in(house, enrol(house, "Ada"))


def begun(house: House, person: Person, organisation: str = "Atelier du Rhône") -> str:
    return diagnosing.begin(house, person, "companies", organisation)


def finished(house: House, person: Person, **fields: str) -> str:
    """A whole diagnostic at level 3 but for these fields."""
    name = begun(house, person)
    answers = full_form(house.variants["companies"]) | {
        key.replace("__", ".").replace("_", "-"): value for key, value in fields.items()
    }
    diagnosing.save(house, person, name, "D1", answers)
    diagnosing.finish(house, person, name)
    return name


def told(house: House, person: Person, verb: str) -> list[dict[str, Any]]:
    """What was recorded of a diagnostic with this verb, oldest first."""
    actor = house.recording.identifiers(person.pseudonym, None)[0]
    where = StatementFilter(agent=actor, verb=verb, ascending=True)
    with house.database.reading() as connection:
        found = house.recording.recorder.find(connection, where)
    return [
        dict(one.statement)
        for one in found
        if "/diagnostics/" in str(one.statement["object"]["id"])
    ]


# -- the gate -------------------------------------------------------------------


def test_it_is_closed_until_the_course_is_completed_and_a_waiver_opens_it(house: House) -> None:
    eve = enrol(house, "Eve")
    with pytest.raises(Locked):
        diagnosing.enter(house, eve)
    with pytest.raises(Locked):
        diagnosing.begin(house, eve, "companies", "")
    let_in(house, eve)
    assert list(diagnosing.enter(house, eve)) == []


def test_nobody_reaches_somebody_elses(house: House, ada: Person) -> None:
    eve = let_in(house, enrol(house, "Eve"))
    name = begun(house, ada)
    for act in (diagnosing.open_sheet, diagnosing.finish, diagnosing.result, diagnosing.remove):
        with pytest.raises(NotFound):
            act(house, eve, name)
    with pytest.raises(NotFound):
        diagnosing.save(house, eve, name, "D1", {})
    assert [one.id for one in diagnosing.enter(house, ada)] == [name]
    assert list(diagnosing.enter(house, eve)) == []


@pytest.mark.parametrize("name", [NOBODY, "", "x", "\x00", "é" * 36, NOBODY.upper() + "0"])
def test_an_id_that_leads_to_nothing_is_not_found(house: House, ada: Person, name: str) -> None:
    for act in (diagnosing.open_sheet, diagnosing.finish, diagnosing.result, diagnosing.remove):
        with pytest.raises(NotFound):
            act(house, ada, name)


# -- beginning --------------------------------------------------------------------


def test_it_keeps_the_questionnaires_version_and_the_organisations_name(
    house: House, ada: Person
) -> None:
    name = diagnosing.begin(house, ada, "associations", "  Les \t Passerelles\n")
    sheet = diagnosing.open_sheet(house, ada, name)
    assert sheet.diagnosis.organisation == "Les Passerelles"
    assert sheet.diagnosis.version == sheet.variant.version
    assert sheet.variant.id == "associations"
    assert sheet.resume == "D1"
    assert not sheet.changed


def test_a_second_click_takes_up_the_one_still_empty(house: House, ada: Person) -> None:
    first = begun(house, ada)
    assert begun(house, ada) == first
    assert begun(house, ada, "Ailleurs") != first
    diagnosing.save(house, ada, first, "D1", {"item.d1-a": "2"})
    assert begun(house, ada) != first


@pytest.mark.parametrize(
    ("variant", "organisation", "problems"),
    [
        ("", "", {"variant": "missing"}),
        ("nonsense", "x" * 201, {"variant": "unknown", "organisation": "too_long"}),
        ("companies", "x" * 201, {"organisation": "too_long"}),
    ],
)
def test_what_cannot_be_begun_names_its_fields(
    house: House, ada: Person, variant: str, organisation: str, problems: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as refusal:
        diagnosing.begin(house, ada, variant, organisation)
    assert refusal.value.problems == problems


# -- saving -----------------------------------------------------------------------


def test_two_devices_lose_nothing_of_one_another(house: House, ada: Person) -> None:
    name = begun(house, ada)
    diagnosing.save(house, ada, name, "D1", {"item.d1-a": "2", "note.d1-a": "le bureau"})
    saved = diagnosing.save(house, ada, name, "D1", {"item.d1-b": "4", "target.D1": "5"})
    answers = diagnosing.open_sheet(house, ada, name).answers
    assert answers == saved.sheet.answers
    assert [answers.level(item) for item in ("d1-a", "d1-b", "d1-c")] == [2, 4, None]
    assert answers.items["d1-a"].note == "le bureau"
    assert answers.targets == {"D1": 5}


def test_answers_that_arrive_at_the_same_moment_are_all_kept(house: House, ada: Person) -> None:
    name = begun(house, ada)
    items = [item.id for item in house.variants["companies"].items][:8]

    def answer(item: str) -> None:
        diagnosing.save(house, ada, name, "D1", {f"item.{item}": "4"})

    with ThreadPoolExecutor(4) as devices:
        list(devices.map(answer, items))
    answers = diagnosing.open_sheet(house, ada, name).answers
    assert {item: answers.level(item) for item in items} == dict.fromkeys(items, 4)
    assert len(told(house, ada, ANSWERED)) == 8


def test_one_goes_on_at_the_first_dimension_with_something_missing(
    house: House, ada: Person
) -> None:
    name = begun(house, ada)
    answers = full_form(house.variants["companies"])
    for waiting in ("item.d6-b", "grade.D3", "item.d2-a"):
        del answers[waiting]
    places = [diagnosing.save(house, ada, name, "D1", answers).sheet.resume]
    for field, value in (("item.d2-a", "3"), ("grade.D3", "none"), ("item.d6-b", "unknown")):
        places.append(diagnosing.save(house, ada, name, "D1", {field: value}).sheet.resume)
    assert places == ["D2", "D3", "D6", None]


def test_each_new_level_is_told_once_and_notes_are_not(house: House, ada: Person) -> None:
    name = begun(house, ada)
    for fields in (
        {"item.d1-a": "2", "note.d1-a": "un secret"},
        {"item.d1-a": "2", "note.d1-a": "un autre"},
        {"item.d1-a": "4"},
        {"item.d1-b": "unknown"},
        {"grade.D1": "data", "proof.D1": "un secret"},
    ):
        diagnosing.save(house, ada, name, "D1", fields)
    statements = told(house, ada, ANSWERED)
    assert [one["result"]["response"] for one in statements] == ["2", "4", "unknown"]
    assert {one["object"]["id"].rpartition("/")[2] for one in statements} == {"d1-a", "d1-b"}
    assert "secret" not in str(statements)


def test_what_cannot_be_taken_is_told_and_hinders_nothing_else(house: House, ada: Person) -> None:
    name = begun(house, ada)
    typed = {"item.d1-a": "4", "item.d1-b": "9", "item.d99-z": "3", "link.D1": "javascript:x"}
    saved = diagnosing.save(house, ada, name, "D1", typed)
    assert saved.problems == {
        "item.d1-b": "not_a_level",
        "item.d99-z": "no_such_item",
        "link.D1": "not_a_link",
    }
    assert saved.sheet.answers == parse(house.variants["companies"], {"item.d1-a": "4"})
    assert diagnosing.open_sheet(house, ada, name).answers == saved.sheet.answers


def test_nothing_is_kept_of_a_dimension_that_is_none(house: House, ada: Person) -> None:
    name = begun(house, ada)
    with pytest.raises(NotFound):
        diagnosing.save(house, ada, name, "D9", {"item.d1-a": "4"})
    assert diagnosing.open_sheet(house, ada, name).answers == Answers()


# -- the result ---------------------------------------------------------------------


def test_finishing_waits_for_every_item_but_not_for_evidence(house: House, ada: Person) -> None:
    name = begun(house, ada)
    answers = {f"item.{item.id}": "3" for item in house.variants["companies"].items}
    last = answers.popitem()
    diagnosing.save(house, ada, name, "D1", answers)
    with pytest.raises(BadInput):
        diagnosing.finish(house, ada, name)
    assert diagnosing.open_sheet(house, ada, name).diagnosis.finished is None
    diagnosing.save(house, ada, name, "D1", dict([last]))
    outcome = diagnosing.finish(house, ada, name)
    assert outcome.closed
    assert outcome.result.overall.score == 2.5  # capped everywhere
    assert len(outcome.plan) == 3


def test_the_result_is_told_once_and_nothing_may_be_changed_afterwards(
    house: House, ada: Person, clock: Clock
) -> None:
    name = finished(house, ada)
    kept = diagnosing.open_sheet(house, ada, name).diagnosis
    clock.passes(days=1)
    again = diagnosing.finish(house, ada, name)
    assert not again.closed
    with pytest.raises(Outdated):
        diagnosing.save(house, ada, name, "D1", {"item.d1-a": "5"})
    assert diagnosing.open_sheet(house, ada, name).diagnosis == kept
    assert kept.overall == 3.0
    (statement,) = told(house, ada, COMPLETED)
    assert statement["result"]["score"] == {"raw": 3.0, "min": 1, "max": 5}


def test_somebody_to_whom_much_does_not_apply_gets_a_profile_without_a_score(
    house: House, ada: Person
) -> None:
    name = finished(house, ada, item__d7_a="not_applicable", item__d7_b="not_applicable")
    outcome = diagnosing.result(house, ada, name)
    assert outcome.result.overall.score is None
    assert outcome.sheet.diagnosis.overall is None
    assert [one.dimension for one in outcome.messages] == [f"D{n}" for n in (1, 2, 3, 4, 5, 6, 8)]
    (statement,) = told(house, ada, COMPLETED)
    assert "score" not in statement["result"]


def test_a_diagnostic_taken_again_knows_the_one_before(house: House, ada: Person) -> None:
    first = finished(house, ada)
    second = finished(house, ada, item__d1_a="5", item__d1_b="5", item__d1_c="5")
    begun(house, ada)
    diagnosing.begin(house, ada, "companies", "Ailleurs")
    outcome = diagnosing.result(house, ada, second)
    assert [one.id for one in outcome.earlier] == [first]
    assert outcome.before is not None
    assert outcome.before.dimensions["D1"].score == 3.0
    assert outcome.result.dimensions["D1"].score == 5.0
    assert diagnosing.result(house, ada, first).earlier == ()


def test_results_of_another_version_are_listed_but_not_compared(house: House, ada: Person) -> None:
    first, second = finished(house, ada), finished(house, ada)
    with house.database.writing() as connection:
        diagnoses.change(connection, first, {"version": "2019.1"})
    outcome = diagnosing.result(house, ada, second)
    assert [one.version for one in outcome.earlier] == ["2019.1"]
    assert outcome.before is None
    assert diagnosing.result(house, ada, first).sheet.changed


def test_what_is_finished_belongs_to_the_version_it_was_computed_by(
    house: House, ada: Person
) -> None:
    name = begun(house, ada)
    with house.database.writing() as connection:
        diagnoses.change(connection, name, {"version": "2019.1"})
    variant = house.variants["companies"]
    saved = diagnosing.save(house, ada, name, "D1", full_form(variant))
    assert saved.sheet.changed
    diagnosing.finish(house, ada, name)
    assert not diagnosing.open_sheet(house, ada, name).changed


# -- forgetting ---------------------------------------------------------------------


def test_a_removed_one_is_gone_and_one_may_remove_what_has_no_questionnaire_any_more(
    house: House, ada: Person
) -> None:
    kept, gone, orphan = finished(house, ada), finished(house, ada), begun(house, ada)
    with house.database.writing() as connection:
        diagnoses.change(connection, orphan, {"variant": "retired"})
    with pytest.raises(NotFound):
        diagnosing.open_sheet(house, ada, orphan)
    diagnosing.remove(house, ada, orphan)
    diagnosing.remove(house, ada, gone)
    assert [one.id for one in diagnosing.enter(house, ada)] == [kept]
    with pytest.raises(NotFound):
        diagnosing.remove(house, ada, gone)
