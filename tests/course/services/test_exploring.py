"""Searching statements: what is found, what our people in it are called, what the log keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.services import exploring
from collectif.course.store import audit, people
from collectif.lrs import Caller, StatementQuery, statement_query
from tests.houses import build, upgrade
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collectif.course.store.people import Person
    from collectif.lrs import Database
    from tests.conftest import Clock
    from tests.houses import Built

ANYTHING = StatementQuery()
SOMEBODY = Caller("test", {"mbox": "mailto:lms@x.org"}, frozenset({"all"}))
AWAY = {"mbox": "mailto:ben@x.org"}


@pytest.fixture
def built(database: Database, clock: Clock) -> Iterator[Built]:
    upgrade(database)
    made = build(database, clock)
    yield made
    made.close()


@pytest.fixture
def ada(built: Built) -> Pupil:
    return Pupil(built)


def admin_of(built: Built) -> Person:
    with built.database.reading() as connection:
        found = people.by_id(connection, 1)
    assert found is not None
    return found


def searches(built: Built, filters: str = "everything", **asked: str) -> exploring.Found:
    query = statement_query(asked.items())
    return exploring.search(built.house, admin_of(built), query, filters)


def details(built: Built) -> list[str]:
    with built.database.reading() as connection:
        return [one["detail"] for one in audit.latest(connection)][::-1]


def posts(built: Built, *statements: dict[str, Any]) -> None:
    with built.database.writing() as connection:
        built.recorder.record(connection, statements, SOMEBODY)


def about(place: str, **changed: Any) -> dict[str, Any]:
    return {"actor": AWAY, "verb": {"id": "x:v"}, "object": {"id": place}, **changed}


def test_our_people_are_named_wherever_a_sentence_may_name_them(built: Built, ada: Pupil) -> None:
    home = built.house.recording.homepage
    named = {(home, ada.actor["account"]["name"]): "Ada Martin"}
    posts(built, about("x:o"))
    assert searches(built, verb="x:v").people == {}
    group = {"objectType": "Group", "member": [ada.actor]}
    inner = {"objectType": "SubStatement", **about("x:o", actor=ada.actor)}
    for number, changed in enumerate(
        (
            {"actor": ada.actor},
            {"actor": group},
            {"object": ada.actor},
            {"object": inner},
            {"context": {"instructor": ada.actor}},
            {"context": {"team": group}},
        )
    ):
        one = about("x:o", **changed)
        posts(built, {**one, "verb": {"id": f"x:v{number}"}})
        assert searches(built, verb=f"x:v{number}").people == named, changed


def test_people_of_a_statement_that_is_referred_to_are_named_too(built: Built, ada: Pupil) -> None:
    first = "00000000-0000-4000-8000-000000000001"
    posts(built, about("x:o", actor=ada.actor, id=first))
    reference = {"objectType": "StatementRef", "id": first}
    posts(built, {**about("x:o", object=reference), "verb": {"id": "x:cited"}})
    assert list(searches(built, verb="x:cited").people.values()) == ["Ada Martin"]


def test_an_account_elsewhere_with_the_same_name_is_somebody_else(built: Built, ada: Pupil) -> None:
    account = {"homePage": "https://elsewhere.org", "name": ada.actor["account"]["name"]}
    posts(built, about("x:o", actor={"account": account}))
    assert searches(built, verb="x:v").people == {}


def test_pages_have_a_size_that_nobody_can_exceed(
    built: Built, ada: Pupil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exploring, "STATEMENTS_A_PAGE", 2)
    monkeypatch.setattr(exploring, "MOST_STATEMENTS_A_PAGE", 3)
    posts(built, *(about(f"x:{number}") for number in range(5)))
    assert len(searches(built, verb="x:v").page.statements) == 2
    assert len(searches(built, verb="x:v", limit="1").page.statements) == 1
    assert len(searches(built, verb="x:v", limit="99999").page.statements) == 3


def test_a_search_is_noted_once_an_hour_and_never_what_it_found(
    built: Built, ada: Pupil, clock: Clock
) -> None:
    before = len(details(built))
    for filters in ("verb=x:v", "verb=x:v", "agent=a", "verb=x:v", "x" * 5_000):
        searches(built, filters)
    assert details(built)[before:] == ["verb=x:v", "agent=a", "x" * 1_000]
    searches(built, "x" * 6_000)
    clock.passes(minutes=61)
    searches(built, "agent=a")
    assert details(built)[before:] == ["verb=x:v", "agent=a", "x" * 1_000, "agent=a"]


def test_verbs_to_choose_from_come_from_the_store(built: Built, ada: Pupil) -> None:
    posts(built, {**about("x:o"), "verb": {"id": "x:v", "display": {"fr": "a vu"}}})
    assert exploring.verbs(built.house)["x:v"] == {"fr": "a vu"}
