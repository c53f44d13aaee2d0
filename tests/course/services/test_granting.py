"""Keys and tokens of the xAPI endpoint: made, renewed, ended, each written into the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.errors import BadInput, NotFound
from collectif.course.services import administering, granting
from collectif.course.services.granting import Wish
from collectif.lrs import ListedCredentials
from tests.pupils import Pupil

if TYPE_CHECKING:
    from collectif.course.store.people import Person
    from tests.houses import Built

DAY = 86_400_000_000
NOW = 1_790_000_000_000_000
FAR = date(2999, 5, 1)
LISTED = ListedCredentials("k", "LMS", frozenset(("all",)), {}, NOW, None, None)
WISH = Wish("LMS", frozenset(("all",)))


@pytest.fixture
def admin(built_on_each: Built) -> Person:
    return Pupil(built_on_each, "Zoé Admin", role="admin").comes_back()


def log(built: Built) -> list[tuple[str, str]]:
    rows = administering.look(built.house, "", 1).audit
    return [(row["action"], row["detail"]) for row in reversed(rows)]


# -- what to look at ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"created": NOW - 89 * DAY}, ""),
        ({"created": NOW - 90 * DAY}, "unused"),
        ({"created": NOW - 900 * DAY, "last_used": NOW - 89 * DAY}, ""),
        ({"created": NOW - 900 * DAY, "last_used": NOW - 90 * DAY}, "unused"),
        ({"expires": NOW + 14 * DAY + 1}, ""),
        ({"expires": NOW + 14 * DAY}, "ends_soon"),
        ({"expires": NOW + 1}, "ends_soon"),
        ({"expires": NOW}, "expired"),
        ({"expires": 0, "created": NOW - 900 * DAY}, "expired"),
    ],
)
def test_what_ends_soon_or_serves_nobody_is_pointed_at(changed: dict[str, Any], said: str) -> None:
    assert granting.concern(replace(LISTED, **changed), NOW) == said


@given(st.dates(date(1970, 1, 1), date(2999, 12, 31)))
def test_a_last_day_is_a_whole_day(day: date) -> None:
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    expires = int(end.timestamp()) * 1_000_000
    assert granting.last_day(expires) == day
    assert granting.last_day(expires - DAY + 1) == day


def test_no_end_is_no_day_and_the_end_of_time_is_one() -> None:
    assert granting.last_day(None) is None
    assert granting.last_day(2**63 - 1) == date(2999, 12, 31)
    assert granting.last_day(0) == date(1969, 12, 31)


# -- the authority --------------------------------------------------------------------------------


def test_an_authority_is_a_mail_address_or_an_account() -> None:
    mailbox = {"objectType": "Agent", "mbox": "mailto:a@x.org"}
    assert granting.authority_of(" a@x.org ", "", "") == mailbox
    assert granting.authority_of("mailto:a@x.org", "", "") == mailbox
    account = {"homePage": "https://x.org", "name": "lms"}
    assert granting.authority_of("", "https://x.org", "lms") == {
        "objectType": "Agent",
        "account": account,
    }
    assert granting.authority_of("", " ", "") is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("a@x.org", "https://x.org", ""), "mbox"),
        (("", "https://x.org", ""), "account"),
        (("", "", "lms"), "home"),
    ],
)
def test_half_an_authority_is_none(given: tuple[str, str, str], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        granting.authority_of(*given)
    assert list(refused.value.problems) == [field]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("nobody", "", ""), "mbox"),
        (("", "nowhere", "lms"), "home"),
    ],
)
def test_what_the_standard_does_not_take_is_a_fault_of_its_field(
    built: Built, given: tuple[str, str, str], field: str
) -> None:
    admin = Pupil(built, role="admin").comes_back()
    with pytest.raises(BadInput) as refused:
        granting.create(built.house, admin, replace(WISH, authority=granting.authority_of(*given)))
    assert refused.value.problems == {field: "invalid"}
    assert granting.look(built.house) == []


# -- making, changing, ending ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", granting.KINDS)
def test_credentials_live_from_their_making_to_their_end(
    built_on_each: Built, admin: Person, kind: Any
) -> None:
    house = built_on_each.house
    scopes = frozenset(("statements/write",))
    wish = Wish("  Moodle \n 4 ", scopes, kind, expires=FAR, limit=60)
    made = granting.create(house, admin, wish)
    known = granting.find(house, made.key)
    assert (known.name, known.scopes, known.kind, known.limit) == ("Moodle 4", scopes, kind, 60)
    assert granting.last_day(known.expires) == FAR
    assert made.secret not in str(granting.look(house))

    granting.change(house, admin, made.key, None, 0)
    known = granting.find(house, made.key)
    assert (known.expires, known.limit) == (None, 0)
    granting.change(house, admin, made.key, None, 0)

    found, secret = granting.rotate(house, admin, made.key)
    assert (found, secret != made.secret) == (known, True)
    granting.revoke(house, admin, made.key)
    assert granting.look(house) == []
    assert log(built_on_each) == [
        ("credentials_created", "Moodle 4"),
        ("credentials_changed", "expires never"),
        ("credentials_changed", "limit 0"),
        ("credentials_rotated", "Moodle 4"),
        ("credentials_revoked", "Moodle 4"),
    ]


def test_what_is_not_there_cannot_be_changed(built: Built) -> None:
    admin = Pupil(built, role="admin").comes_back()
    for act in (granting.rotate, granting.revoke):
        with pytest.raises(NotFound):
            act(built.house, admin, "none")
    with pytest.raises(NotFound):
        granting.change(built.house, admin, "none", None, None)
    with pytest.raises(NotFound):
        granting.find(built.house, "none")
    assert log(built) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"scopes": frozenset()}, "scopes"),
        ({"scopes": frozenset(("all", "everything"))}, "scopes"),
        ({"kind": "cookie"}, "kind"),
        ({"expires": date(2020, 1, 1)}, "expires"),
        ({"expires": date(3000, 1, 1)}, "expires"),
        ({"limit": -1}, "limit"),
        ({"limit": 10**9}, "limit"),
    ],
)
def test_a_wish_that_cannot_be_granted_says_why(
    built: Built, changed: dict[str, Any], field: str
) -> None:
    admin = Pupil(built, role="admin").comes_back()
    with pytest.raises(BadInput) as refused:
        granting.create(built.house, admin, replace(WISH, **changed))
    assert list(refused.value.problems) == [field]
    assert log(built) == []


def test_a_day_that_is_over_may_stay_but_not_be_chosen(built: Built) -> None:
    admin = Pupil(built, role="admin").comes_back()
    with built.database.writing() as connection:
        made = built.recorder.create_credentials(
            connection, "LMS", frozenset(("all",)), expires=5 * DAY
        )
    granting.change(built.house, admin, made.key, date(1970, 1, 5), 7)
    assert granting.find(built.house, made.key).limit == 7
    with pytest.raises(BadInput):
        granting.change(built.house, admin, made.key, date(1970, 1, 6), 7)
