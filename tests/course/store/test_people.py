"""People, the identifiers they are known under, their sign-ins and one-time tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.store import people, sign_ins, tokens

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOW = 1_790_000_000_000_000


def enrol(connection: Connection, name: str, *actors: str, **values: Any) -> int:
    row = {"name": name, "language": "fr", "pseudonym": name, "registration": name, "created": NOW}
    return people.add(connection, {**row, **values}, actors)


def test_a_person_comes_with_all_their_identifiers(connection: Connection) -> None:
    ada = enrol(connection, "Ada", "b", "a", email="ada@exemple.fr", host_id="7")
    enrol(connection, "Bob", "c")
    found = people.by_id(connection, ada)
    assert found is not None
    assert (found.name, found.role, found.demo, found.actors) == (
        "Ada",
        "learner",
        False,
        ("a", "b"),
    )
    assert people.by_email(connection, "ada@exemple.fr") == found
    assert people.by_host_id(connection, "7") == found
    assert people.by_id(connection, ada + 1000) is None


def test_an_identifier_that_is_somebodys_stays_theirs(connection: Connection) -> None:
    ada, bob = enrol(connection, "Ada", "a"), enrol(connection, "Bob", "a", "b")
    people.identify(connection, bob, ["a"])
    people.identify(connection, bob, ["c"])
    known = [people.by_id(connection, person) for person in (ada, bob)]
    assert [one.actors for one in known if one] == [("a",), ("b", "c")]


def test_what_changes_is_what_was_named(connection: Connection) -> None:
    ada = enrol(connection, "Ada", password="hash")
    people.change(connection, ada, {"name": "Ada L.", "language": "en"})
    found = people.by_id(connection, ada)
    assert found is not None
    assert (found.name, found.language, found.pseudonym) == ("Ada L.", "en", "Ada")
    assert people.password_of(connection, ada) == "hash"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Ada", "Bob_", "Bobby"]),
        ("ADA", ["Ada"]),
        ("@exemple", ["Ada"]),
        ("bob_", ["Bob_"]),
        ("%", []),
    ],
)
def test_searching_looks_at_names_and_addresses(
    connection: Connection, text: str, names: list[str]
) -> None:
    enrol(connection, "Bobby")
    enrol(connection, "Bob_")
    enrol(connection, "Ada", email="a@exemple.fr")
    assert sorted(one.name for one in people.search(connection, text, 10, 0)) == names
    assert len(people.search(connection, "", 2, 2)) == 1


# -- sign-ins -------------------------------------------------------------------


def test_a_sign_in_knows_its_person_until_it_expires(connection: Connection) -> None:
    ada = enrol(connection, "Ada")
    sign_ins.add(connection, "digest", ada, NOW, NOW + 10, "Firefox" * 100)
    found = people.by_sign_in(connection, "digest", NOW + 9)
    assert found is not None and found.id == ada
    assert people.by_sign_in(connection, "digest", NOW + 10) is None
    assert people.by_sign_in(connection, "other", NOW) is None
    assert len(sign_ins.of_person(connection, ada, NOW)[0].agent) == 200


def test_sign_ins_end_one_by_one_or_all_but_one(connection: Connection) -> None:
    ada, bob = enrol(connection, "Ada"), enrol(connection, "Bob")
    for place, name in enumerate(("one", "two", "three", "four")):
        sign_ins.add(connection, name, ada, NOW + place, NOW + 100, "")
    sign_ins.add(connection, "bobs", bob, NOW, NOW + 100, "")
    sign_ins.add(connection, "over", bob, NOW, NOW + 5, "")

    def left(person: int) -> list[str]:
        return [one.id for one in sign_ins.of_person(connection, person, NOW)]

    assert left(ada) == ["four", "three", "two", "one"]
    sign_ins.end(connection, "four")
    sign_ins.end_all(connection, ada, but="two")
    sign_ins.end_old(connection, NOW + 5)
    assert (left(ada), left(bob)) == (["two"], ["bobs"])
    sign_ins.end_all(connection, ada)
    assert (left(ada), left(bob)) == ([], ["bobs"])


# -- tokens ----------------------------------------------------------------------


def test_a_token_serves_its_purpose_once_and_in_time(connection: Connection) -> None:
    ada = enrol(connection, "Ada")
    tokens.add(connection, "t", ada, "password", NOW + 10)
    assert tokens.owner(connection, "t", "password", NOW) == ada
    assert tokens.owner(connection, "t", "demo", NOW) is None
    assert tokens.owner(connection, "t", "password", NOW + 10) is None
    tokens.use(connection, "t", NOW)
    assert tokens.owner(connection, "t", "password", NOW) is None


def test_tokens_of_a_purpose_are_dropped_together(connection: Connection) -> None:
    ada, bob = enrol(connection, "Ada"), enrol(connection, "Bob")
    for name, person in (("a", ada), ("b", bob)):
        tokens.add(connection, name, person, "demo", NOW + 10)
    tokens.add(connection, "c", ada, "password", NOW + 10)
    tokens.drop(connection, "demo", ada)
    assert tokens.owner(connection, "a", "demo", NOW) is None
    assert tokens.owner(connection, "b", "demo", NOW) == bob
    tokens.drop(connection, "demo")
    assert tokens.owner(connection, "b", "demo", NOW) is None
    assert tokens.owner(connection, "c", "password", NOW) == ada
