"""Accounts: signing up, in and out, forgotten passwords, people of a host."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from collectif.course.config import HostLearner
from collectif.course.errors import BadInput, NotFound, TooMany
from collectif.course.services import accounts
from collectif.course.services.accounts import NewAccount
from collectif.course.store import facts, people
from collectif.course.xapi import vocabulary as say
from collectif.lrs import StatementFilter
from tests.mailboxes import sha1_of
from tests.pupils import Pupil, at_once, new_id

if TYPE_CHECKING:
    from collectif.course.store.people import Person
    from tests.conftest import Clock
    from tests.houses import Built

ADDRESS, SECRET = "ada@exemple.fr", "une phrase assez longue"


def signs_up(built: Built, email: str = ADDRESS, name: str = "Ada Martin") -> Person:
    return accounts.sign_up(built.house, NewAccount(name, email, SECRET, "fr"))


def signs_in(built: Built, email: str = ADDRESS, password: str = SECRET) -> str:
    return accounts.sign_in(built.house, email, password, "Firefox")[1]


def refusal(built: Built, **values: str) -> dict[str, str]:
    given = {"name": "Ada", "email": ADDRESS, "password": SECRET, "language": "fr", **values}
    with pytest.raises(BadInput) as refused:
        accounts.sign_up(built.house, NewAccount(**given))
    return refused.value.problems


def mailed(built: Built, email: str = ADDRESS) -> list[str]:
    """The secret tokens mailed to an address, by what the letter says."""
    tokens: list[str] = []

    def letter(person: Person, token: str) -> tuple[str, str]:
        tokens.append(token)
        return "subject", f"Bonjour {person.name}, {token}"

    accounts.forgot(built.house, email, letter)
    return tokens


# -- signing up --------------------------------------------------------------------


def test_whoever_signs_up_is_registered_under_a_pseudonym(built_on_each: Built) -> None:
    person = signs_up(built_on_each, " Ada@Exemple.FR ", "  Ada \t Martin ")
    assert (person.name, person.email, person.role) == ("Ada Martin", ADDRESS, "learner")
    where = StatementFilter(verb=say.REGISTERED)
    with built_on_each.database.reading() as connection:
        (told,) = built_on_each.recorder.find(connection, where)
        kept = people.password_of(connection, person.id)
    assert told.statement["actor"] == built_on_each.house.recording.actor(person.pseudonym)
    assert "Ada" not in str(told.statement) and ADDRESS not in str(told.statement)
    assert kept is not None and kept.startswith("$argon2id$") and SECRET not in kept
    assert person.actors[0] == f"account|https://collectif.invalid|{person.pseudonym}"
    assert set(person.actors[1:]) == {
        name
        for address in (ADDRESS, "Ada@Exemple.FR")
        for name in (f"mbox|mailto:{address}", f"mbox_sha1sum|{sha1_of(address)}")
    }


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@exemple", "@exemple.fr", "a b@exemple.fr", "a@b@c.fr", "a@exemple.f",
     "a@exemple.fr\nBcc: b@exemple.fr", "<a@exemple.fr>", "x" * 250 + "@a.fr"],
)  # fmt: skip
def test_what_is_no_address_is_refused(built: Built, address: str) -> None:
    assert refusal(built, email=address) == {"email": "not_an_address"}


@pytest.mark.parametrize("name", ["", "   ", "\0", "x" * 121])
def test_a_name_is_needed_and_not_too_long(built: Built, name: str) -> None:
    assert refusal(built, name=name) == {"name": "missing"}


def test_every_fault_is_named_at_once_and_nothing_is_kept(built: Built) -> None:
    found = refusal(built, name="", email="", password="court")
    assert found == {"name": "missing", "email": "not_an_address", "password": "too_short"}
    signs_up(built)
    assert refusal(built, email=ADDRESS.upper()) == {"email": "taken"}


def test_a_form_sent_twice_at_once_makes_one_account(built_on_each: Built) -> None:
    def sign_up() -> str:
        try:
            signs_up(built_on_each)
        except BadInput as refused:
            return refused.problems["email"]
        return "made"

    assert sorted(at_once([sign_up] * 3)) == ["made", "taken", "taken"]


# -- signing in and out -------------------------------------------------------------


def test_signing_in_gives_a_token_that_only_the_browser_has(built: Built) -> None:
    person = signs_up(built)
    token = signs_in(built, " ADA@exemple.fr")
    assert accounts.person_of(built.house, token) == person
    assert accounts.sessions(built.house, person)[0].id == accounts.digest(token) != token
    accounts.sign_out(built.house, token)
    assert accounts.person_of(built.house, token) is None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(built: Built) -> None:
    signs_up(built)
    Pupil(built, email="without@exemple.fr")
    answers = []
    for email, password in (
        (ADDRESS, "une autre phrase"),
        ("nobody@exemple.fr", SECRET),
        ("without@exemple.fr", SECRET),
        ("nobody\0@exemple.fr", SECRET),
        ("x" * 1000, "y" * 100_000),
    ):
        with pytest.raises(BadInput) as refused:
            signs_in(built, email, password)
        answers.append(refused.value.problems)
    assert answers == [{"password": "wrong"}] * 5


def test_after_eight_failures_an_address_waits_for_its_window(built: Built, clock: Clock) -> None:
    signs_up(built)
    signs_up(built, "bob@exemple.fr")
    for _ in range(8):
        with pytest.raises(BadInput):
            signs_in(built, password="au hasard, encore")
    with pytest.raises(TooMany) as refused:
        signs_in(built)
    assert 0 < refused.value.seconds <= 15 * 60
    assert signs_in(built, "bob@exemple.fr")
    clock.passes(minutes=15)
    assert signs_in(built)


def test_success_forgets_the_failures_before(built: Built) -> None:
    signs_up(built)
    for failures in (7, 2):
        for _ in range(failures):
            with pytest.raises(BadInput):
                signs_in(built, password="au hasard, encore")
        signs_in(built)


def test_unknown_addresses_are_slowed_down_like_known_ones(built: Built) -> None:
    for _ in range(8):
        with pytest.raises(BadInput):
            signs_in(built, "nobody@exemple.fr")
    with pytest.raises(TooMany):
        signs_in(built, "nobody@exemple.fr")


def test_a_sign_in_ends_by_itself(built: Built, clock: Clock) -> None:
    person = signs_up(built)
    token = signs_in(built)
    clock.passes(days=29.9)
    assert accounts.person_of(built.house, token) == person
    clock.passes(days=0.2)
    assert accounts.person_of(built.house, token) is None
    assert accounts.sessions(built.house, person) == []


def test_one_revokes_ones_own_sign_ins_and_nobody_elses(built: Built) -> None:
    ada, bob = signs_up(built), signs_up(built, "bob@exemple.fr")
    here, there = signs_in(built), signs_in(built)
    bobs = signs_in(built, "bob@exemple.fr")
    accounts.revoke(built.house, ada, accounts.digest(there))
    assert accounts.person_of(built.house, there) is None
    assert accounts.person_of(built.house, here) == ada
    with pytest.raises(NotFound):
        accounts.revoke(built.house, ada, accounts.digest(bobs))
    assert accounts.person_of(built.house, bobs) == bob


# -- one's own account ------------------------------------------------------------------


def test_name_and_language_are_ones_own_to_change(built: Built) -> None:
    person = signs_up(built)
    accounts.change_name(built.house, person, " Ada \0 Lovelace ")
    accounts.choose_language(built.house, person, "en")
    found = accounts.person_of(built.house, signs_in(built))
    assert found is not None and (found.name, found.language) == ("Ada Lovelace", "en")
    for name in ("", "x" * 121):
        with pytest.raises(BadInput, match="name"):
            accounts.change_name(built.house, person, name)


def test_a_new_password_ends_every_other_sign_in(built: Built) -> None:
    person = signs_up(built)
    here, there = signs_in(built), signs_in(built)
    with pytest.raises(BadInput, match="old: wrong"):
        accounts.change_password(built.house, person, "pas la bonne", "une nouvelle phrase", here)
    with pytest.raises(BadInput, match="new: too_short"):
        accounts.change_password(built.house, person, SECRET, "court", here)
    accounts.change_password(built.house, person, SECRET, "une nouvelle phrase", here)
    assert accounts.person_of(built.house, here) is not None
    assert accounts.person_of(built.house, there) is None
    with pytest.raises(BadInput):
        signs_in(built)
    assert signs_in(built, password="une nouvelle phrase")


# -- a forgotten password -------------------------------------------------------------------


def test_a_mailed_link_sets_a_new_password_once_and_ends_every_sign_in(built: Built) -> None:
    person = signs_up(built)
    before = signs_in(built)
    (token,) = mailed(built)
    with pytest.raises(BadInput, match="new: too_short"):
        accounts.reset_password(built.house, token, "court")
    assert accounts.token_is_good(built.house, token)
    assert accounts.reset_password(built.house, token, "une nouvelle phrase").id == person.id
    assert accounts.person_of(built.house, before) is None
    assert signs_in(built, password="une nouvelle phrase")
    assert not accounts.token_is_good(built.house, token)
    with pytest.raises(NotFound):
        accounts.reset_password(built.house, token, "encore une phrase")


def test_a_mailed_link_is_good_for_two_hours(built: Built, clock: Clock) -> None:
    signs_up(built)
    (token,) = mailed(built)
    clock.passes(minutes=119)
    assert accounts.token_is_good(built.house, token)
    clock.passes(minutes=2)
    with pytest.raises(NotFound):
        accounts.reset_password(built.house, token, "une nouvelle phrase")


def test_a_made_up_link_opens_nothing(built: Built) -> None:
    for token in ("", "x", accounts.digest("x")):
        with pytest.raises(NotFound):
            accounts.reset_password(built.house, token, "court")


def test_nobody_learns_whether_an_address_is_known(built: Built) -> None:
    signs_up(built)
    assert mailed(built, "nobody@exemple.fr") == []
    for _ in range(4):
        assert len(mailed(built)) == 1
    for _ in range(3):
        mailed(built, "nobody@exemple.fr")
    for address in (ADDRESS, "nobody@exemple.fr"):
        with pytest.raises(TooMany):
            mailed(built, address)


# -- the host's own users ----------------------------------------------------------------------


def test_a_host_person_is_made_on_first_sight_and_found_again(built_on_each: Built) -> None:
    known = HostLearner("7", "Ada\0 Martin", "Ada@Exemple.fr", "en", "trainer")
    made = accounts.host_person(built_on_each.house, known)
    assert (made.name, made.email, made.language, made.role, made.host_id) == (
        "Ada Martin",
        ADDRESS,
        "en",
        "trainer",
        "7",
    )
    assert accounts.host_person(built_on_each.house, known) == made


def test_a_host_person_is_kept_up_to_date_and_known_by_the_new_address_too(built: Built) -> None:
    before = accounts.host_person(built.house, HostLearner("7", "Ada", ADDRESS))
    after = accounts.host_person(
        built.house, HostLearner("7", "Ada L.", "al@exemple.fr", role="admin")
    )
    assert (after.id, after.pseudonym) == (before.id, before.pseudonym)
    assert (after.name, after.email, after.role) == ("Ada L.", "al@exemple.fr", "admin")
    new = {"mbox|mailto:al@exemple.fr", f"mbox_sha1sum|{sha1_of('al@exemple.fr')}"}
    assert set(after.actors) == {*before.actors, *new}


def test_the_hosts_choice_of_language_counts_on_first_sight_only(built: Built) -> None:
    made = accounts.host_person(built.house, HostLearner("7", "Ada", language="de"))
    assert made.language == "fr"
    accounts.choose_language(built.house, made, "en")
    assert (
        accounts.host_person(built.house, HostLearner("7", "Ada", language="fr")).language == "en"
    )


@pytest.mark.parametrize("email", [None, "", "no address", "x" * 300 + "@exemple.fr"])
def test_a_host_person_without_an_address_is_welcome(
    built_on_each: Built, email: str | None
) -> None:
    known = HostLearner("7", "A" * 500, email)
    assert accounts.host_person(built_on_each.house, known).email is None


def test_an_address_that_is_somebody_elses_stays_theirs(built_on_each: Built) -> None:
    owner = signs_up(built_on_each)
    known = HostLearner("7", "Ada", ADDRESS)
    made = accounts.host_person(built_on_each.house, known)
    assert made.email is None and made.id != owner.id
    assert accounts.host_person(built_on_each.house, known) == made
    assert set(made.actors).isdisjoint(owner.actors)
    moved = accounts.host_person(built_on_each.house, HostLearner("7", "Ada", "a2@exemple.fr"))
    back = accounts.host_person(built_on_each.house, known)
    assert (moved.email, back.email) == ("a2@exemple.fr", None)


def test_a_host_person_who_asks_twice_at_once_is_one_person(built_on_each: Built) -> None:
    ask = partial(accounts.host_person, built_on_each.house, HostLearner("7", "Ada", ADDRESS))
    assert len({person.id for person in at_once([ask] * 3)}) == 1


def test_a_host_person_has_no_password_of_ours(built: Built) -> None:
    accounts.host_person(built.house, HostLearner("7", "Ada", ADDRESS))
    assert mailed(built) == []
    with pytest.raises(BadInput):
        signs_in(built)


# -- the demo -------------------------------------------------------------------------------------


def test_a_demo_link_opens_for_its_person_until_the_next_is_made(
    built: Built, clock: Clock
) -> None:
    demo, real = Pupil(built, demo=True).comes_back(), Pupil(built).comes_back()
    first = accounts.demo_token(built.house, demo)
    assert accounts.demo_person(built.house, first) == demo
    second = accounts.demo_token(built.house, demo)
    with pytest.raises(NotFound):
        accounts.demo_person(built.house, first)
    clock.passes(days=8)
    with pytest.raises(NotFound):
        accounts.demo_person(built.house, second)
    with pytest.raises(NotFound):
        accounts.demo_token(built.house, real)


def test_a_password_link_is_no_demo_link(built: Built) -> None:
    signs_up(built)
    (token,) = mailed(built)
    with pytest.raises(NotFound):
        accounts.demo_person(built.house, token)


def test_statements_by_mail_address_belong_to_its_person(built: Built) -> None:
    pupil = Pupil(built)
    target = {"id": built.house.catalogue.activity("s1-expert")}
    statement = {
        "id": new_id(),
        "actor": pupil.mailbox,
        "verb": {"id": say.COMPLETED},
        "object": target,
    }
    with built.database.writing() as connection:
        built.house.recording.record(connection, [statement])
    with built.database.reading() as connection:
        found = facts.record_rows(connection, pupil.comes_back().actors)
    assert "s1-expert" in dict(found)
