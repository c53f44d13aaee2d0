"""What admins do: roles, each change written into the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectif.course.config import HostLearner
from collectif.course.errors import BadInput, NotAllowed, NotFound
from collectif.course.services import accounts, administering
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collectif.course.store.people import Person
    from tests.houses import Built


@pytest.fixture
def admin(built_on_each: Built) -> Person:
    return Pupil(built_on_each, "Zoé Admin", role="admin").comes_back()


def log(built: Built) -> list[tuple[str, str, str]]:
    desk = administering.look(built.house, "", 1)
    return [(row["action"], row["subject"], row["detail"]) for row in desk.audit]


def test_a_role_is_changed_and_written_down(built_on_each: Built, admin: Person) -> None:
    pupil = Pupil(built_on_each)
    administering.change_role(built_on_each.house, admin, pupil.person.id, "trainer")
    assert pupil.comes_back().role == "trainer"
    assert log(built_on_each) == [
        ("role_changed", f"person {pupil.person.id}", "learner → trainer")
    ]


def test_roles_that_are_not_ours_to_change(built_on_each: Built, admin: Person) -> None:
    house = built_on_each.house
    guest = accounts.host_person(house, HostLearner("7", "Ada"))
    with pytest.raises(NotAllowed, match="own_role"):
        administering.change_role(house, admin, admin.id, "learner")
    with pytest.raises(NotAllowed, match="host_role"):
        administering.change_role(house, admin, guest.id, "trainer")
    with pytest.raises(BadInput, match="role"):
        administering.change_role(house, admin, guest.id, "owner")
    for nobody in (0, -1, 10**6, 10**30):
        with pytest.raises(NotFound):
            administering.change_role(house, admin, nobody, "trainer")
    assert log(built_on_each) == []


def test_people_are_shown_page_by_page_by_name(built_on_each: Built, admin: Person) -> None:
    house = built_on_each.house
    for number in range(administering.PAGE):
        Pupil(built_on_each, f"Ada {number:02}")
    first, second = (administering.look(house, "", page) for page in (1, 2))
    assert (first.more, second.more) == (True, False)
    assert [len(desk.people) for desk in (first, second)] == [administering.PAGE, 1]
    assert first.people[0].name == "Ada 00"
    assert [one.name for one in administering.look(house, " zoé ", 1).people] == ["Zoé Admin"]
    assert administering.look(house, "a\0b" * 100, 1).people == []
    assert administering.look(house, "", -5).people == first.people
    assert administering.look(house, "", 10**30).people == []
