"""Keys and secrets: quick when known, gone when revoked, never kept in the clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs import Conflict, Invalid, NotFound, Unauthorized
from collectif.lrs.ops.credentials import Keeper

from ..lms import HOME, Mounted, agent

if TYPE_CHECKING:
    from collectif.lrs import Credentials

ALL = frozenset({"all"})


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds

    def microseconds(self) -> int:
        return int(self.seconds * 1_000_000)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(clock: Clock) -> Keeper:
    return Keeper(HOME, 5.0, 600.0, clock, clock.microseconds)


def _create(lrs: Mounted, keeper: Keeper, **options: Any) -> Credentials:
    with lrs.database.writing() as connection:
        return keeper.create(connection, "LMS", ALL, **options)


def test_who_holds_key_and_secret_is_known(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper)
    caller = keeper.check(lrs.database, made.key, made.secret)
    assert (caller.name, caller.scopes) == ("LMS", ALL)
    assert caller.authority == {
        "objectType": "Agent",
        "name": "LMS",
        "account": {"homePage": HOME, "name": made.key},
    }


def test_an_authority_may_be_given(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper, authority=agent("boss"), key="k", secret="s")
    assert keeper.check(lrs.database, "k", "s").authority == agent("boss") == made.authority


def test_the_secret_is_kept_as_a_hash_only(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper)
    with lrs.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM lrs_credentials").one()
    assert made.secret not in str(row)
    assert row.secret.startswith("$argon2id$")


@pytest.mark.parametrize(("key", "secret"), [("k", "wrong"), ("unknown", "s"), ("", ""), ("k", "")])
def test_others_are_refused(lrs: Mounted, keeper: Keeper, key: str, secret: str) -> None:
    _create(lrs, keeper, key="k", secret="s")
    for _ in range(2):
        with pytest.raises(Unauthorized):
            keeper.check(lrs.database, key, secret)


def test_key_and_secret_are_not_confused_with_each_other(lrs: Mounted, keeper: Keeper) -> None:
    _create(lrs, keeper, key="ab", secret="cd")
    keeper.check(lrs.database, "ab", "cd")
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, "abc", "d")


def test_a_known_pair_costs_no_call(lrs: Mounted, keeper: Keeper, count_calls: Any) -> None:
    made = _create(lrs, keeper)
    keeper.check(lrs.database, made.key, made.secret)
    with count_calls() as calls:
        for _ in range(10):
            keeper.check(lrs.database, made.key, made.secret)
    assert calls == []


def test_after_some_seconds_only_the_revision_is_looked_up(
    lrs: Mounted, keeper: Keeper, clock: Clock, count_calls: Any
) -> None:
    made = _create(lrs, keeper)
    keeper.check(lrs.database, made.key, made.secret)
    clock.seconds += 6
    with count_calls() as calls:
        keeper.check(lrs.database, made.key, made.secret)
        keeper.check(lrs.database, made.key, made.secret)
    assert len(calls) == 1


def test_a_wrong_pair_is_not_hashed_again_at_once(
    lrs: Mounted, keeper: Keeper, clock: Clock, count_calls: Any
) -> None:
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, "k", "s")
    with count_calls() as calls, pytest.raises(Unauthorized):
        keeper.check(lrs.database, "k", "s")
    assert calls == []
    clock.seconds += 6
    with count_calls() as calls, pytest.raises(Unauthorized):
        keeper.check(lrs.database, "k", "s")
    assert len(calls) == 1


def test_a_pair_that_was_refused_works_once_it_is_made(lrs: Mounted, keeper: Keeper) -> None:
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, "k", "s")
    _create(lrs, keeper, key="k", secret="s")
    keeper.check(lrs.database, "k", "s")


def test_a_revoked_key_ends_here_at_once(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper)
    keeper.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        keeper.revoke(connection, made.key)
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, made.key, made.secret)


def test_a_revoked_key_ends_in_other_processes_within_seconds(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    made = _create(lrs, keeper)
    keeper.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        Keeper(HOME).revoke(connection, made.key)
    clock.seconds += 6
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, made.key, made.secret)


def test_a_rotated_secret_ends_the_old_one(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper)
    keeper.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        secret = Keeper(HOME).rotate(connection, made.key)
    clock.seconds += 6
    keeper.check(lrs.database, made.key, secret)
    with pytest.raises(Unauthorized):
        keeper.check(lrs.database, made.key, made.secret)


def test_credentials_expire(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper, expires=clock.microseconds() + 2_000_000)
    keeper.check(lrs.database, made.key, made.secret)
    clock.seconds += 2
    with pytest.raises(Unauthorized, match="expired"):
        keeper.check(lrs.database, made.key, made.secret)


def test_the_last_use_is_noted(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper)
    clock.seconds += 60
    keeper.check(lrs.database, made.key, made.secret)
    with lrs.database.reading() as connection:
        (listed,) = keeper.every(connection)
    assert listed.last_used == clock.microseconds()
    assert (listed.key, listed.name, listed.scopes) == (made.key, "LMS", ALL)


@pytest.mark.parametrize("scopes", [frozenset(), frozenset({"everything"})])
def test_only_scopes_of_the_standard(lrs: Mounted, keeper: Keeper, scopes: frozenset[str]) -> None:
    with lrs.database.writing() as connection, pytest.raises(Invalid) as refused:
        keeper.create(connection, "LMS", scopes)
    assert refused.value.path == "scopes"


@pytest.mark.parametrize("key", ["", "a:b", "a" * 201, "a\nb"])
def test_a_key_fits_into_basic_authentication(lrs: Mounted, keeper: Keeper, key: str) -> None:
    with pytest.raises(Invalid):
        _create(lrs, keeper, key=key)


def test_a_key_is_made_once(lrs: Mounted, keeper: Keeper) -> None:
    _create(lrs, keeper, key="k")
    with pytest.raises(Conflict):
        _create(lrs, keeper, key="k")


def test_what_is_not_there_cannot_be_changed(lrs: Mounted, keeper: Keeper) -> None:
    with lrs.database.writing() as connection:
        with pytest.raises(NotFound):
            keeper.revoke(connection, "k")
        with pytest.raises(NotFound):
            keeper.rotate(connection, "k")


def test_an_authority_has_to_be_one(lrs: Mounted, keeper: Keeper) -> None:
    with pytest.raises(Invalid) as refused:
        _create(lrs, keeper, authority={"mbox": "nobody"})
    assert refused.value.path == "authority.mbox"
