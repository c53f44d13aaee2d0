"""Keys, secrets and tokens: quick when known, gone when revoked, never kept in the clear."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from collectif.lrs import Conflict, Invalid, InvalidToken, NotFound, TooMany, Unauthorized
from collectif.lrs.ops.credentials import Keeper
from collectif.lrs.store import credentials as store

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
    caller = keeper.checker.check(lrs.database, made.key, made.secret)
    assert (caller.name, caller.scopes) == ("LMS", ALL)
    assert caller.authority == {
        "objectType": "Agent",
        "name": "LMS",
        "account": {"homePage": HOME, "name": made.key},
    }


def test_an_authority_may_be_given(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper, authority=agent("boss"), key="k", secret="s")
    assert keeper.checker.check(lrs.database, "k", "s").authority == agent("boss") == made.authority


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
            keeper.checker.check(lrs.database, key, secret)


def test_key_and_secret_are_not_confused_with_each_other(lrs: Mounted, keeper: Keeper) -> None:
    _create(lrs, keeper, key="ab", secret="cd")
    keeper.checker.check(lrs.database, "ab", "cd")
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "abc", "d")


def test_a_known_pair_costs_no_call(lrs: Mounted, keeper: Keeper, count_calls: Any) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with count_calls() as calls:
        for _ in range(10):
            keeper.checker.check(lrs.database, made.key, made.secret)
    assert calls == []


def test_after_some_seconds_only_the_revision_is_looked_up(
    lrs: Mounted, keeper: Keeper, clock: Clock, count_calls: Any
) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    clock.seconds += 6
    with count_calls() as calls:
        keeper.checker.check(lrs.database, made.key, made.secret)
        keeper.checker.check(lrs.database, made.key, made.secret)
    assert len(calls) == 1


def test_a_wrong_pair_is_not_hashed_again_at_once(
    lrs: Mounted, keeper: Keeper, clock: Clock, count_calls: Any
) -> None:
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "s")
    with count_calls() as calls, pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "s")
    assert calls == []
    clock.seconds += 6
    with count_calls() as calls, pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "s")
    assert len(calls) == 1


def test_a_pair_that_was_refused_works_once_it_is_made(lrs: Mounted, keeper: Keeper) -> None:
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "s")
    _create(lrs, keeper, key="k", secret="s")
    keeper.checker.check(lrs.database, "k", "s")


def test_a_revoked_key_ends_here_at_once(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        keeper.revoke(connection, made.key)
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, made.key, made.secret)


def test_a_revoked_key_ends_in_other_processes_within_seconds(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        Keeper(HOME).revoke(connection, made.key)
    clock.seconds += 6
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, made.key, made.secret)


def test_a_key_that_is_made_once_more_opens_with_its_new_secret_only(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    _create(lrs, keeper, key="k", secret="old")
    keeper.checker.check(lrs.database, "k", "old")
    other = Keeper(HOME)
    with lrs.database.writing() as connection:
        other.revoke(connection, "k")
        other.create(connection, "LMS", ALL, key="k", secret="new")
    clock.seconds += 6
    keeper.checker.check(lrs.database, "k", "new")
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "old")


def test_a_rotated_secret_ends_the_old_one(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        secret = Keeper(HOME).rotate(connection, made.key)
    clock.seconds += 6
    keeper.checker.check(lrs.database, made.key, secret)
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, made.key, made.secret)


def test_credentials_expire(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper, expires=clock.microseconds() + 2_000_000)
    keeper.checker.check(lrs.database, made.key, made.secret)
    clock.seconds += 2
    with pytest.raises(Unauthorized, match="expired"):
        keeper.checker.check(lrs.database, made.key, made.secret)


def test_the_last_use_is_noted(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper)
    clock.seconds += 60
    keeper.checker.check(lrs.database, made.key, made.secret)
    keeper.checker.note_uses(lrs.database)
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
        with pytest.raises(NotFound):
            keeper.expire(connection, "k", None)
        with pytest.raises(NotFound):
            keeper.limit(connection, "k", 5)


def test_an_authority_has_to_be_one(lrs: Mounted, keeper: Keeper) -> None:
    with pytest.raises(Invalid) as refused:
        _create(lrs, keeper, authority={"mbox": "nobody"})
    assert refused.value.path == "authority.mbox"


def test_a_key_that_no_database_could_hold_is_only_wrong(lrs: Mounted, keeper: Keeper) -> None:
    for key in ("a\0b", "k" * 100_000):
        with pytest.raises(Unauthorized):
            keeper.checker.check(lrs.database, key, "s\0")


@pytest.mark.parametrize("wrong", [{"expires": -1}, {"limit": -1}, {"limit": 10**9}])
def test_numbers_that_mean_nothing_are_refused(
    lrs: Mounted, keeper: Keeper, wrong: dict[str, int]
) -> None:
    with pytest.raises(Invalid) as refused:
        _create(lrs, keeper, **wrong)
    assert refused.value.path in wrong


# -- tokens ---------------------------------------------------------------------------------------


def _token(lrs: Mounted, keeper: Keeper, **options: Any) -> Credentials:
    return _create(lrs, keeper, kind="token", **options)


def test_who_holds_a_token_is_known(lrs: Mounted, keeper: Keeper, count_calls: Any) -> None:
    made = _token(lrs, keeper, authority=agent("boss"))
    assert made.secret.startswith(f"{made.key}_")
    caller = keeper.checker.check_token(lrs.database, made.secret)
    assert (caller.name, caller.scopes, caller.authority) == ("LMS", ALL, agent("boss"))
    with count_calls() as calls:
        keeper.checker.check_token(lrs.database, made.secret)
    assert calls == []


def test_a_token_is_kept_as_a_digest_only(lrs: Mounted, keeper: Keeper) -> None:
    made = _token(lrs, keeper)
    with lrs.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM lrs_credentials").one()
        (listed,) = keeper.every(connection)
    assert made.secret not in str(row)
    assert row.secret == sha256(made.secret.encode()).hexdigest()
    assert (listed.key, listed.kind) == (made.key, "token")


def test_other_tokens_are_refused_without_a_word_why(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    good, expired, revoked = (_token(lrs, keeper) for _ in range(3))
    with lrs.database.writing() as connection:
        keeper.expire(connection, expired.key, clock.microseconds())
        keeper.revoke(connection, revoked.key)
    said = set()
    for token in (
        f"{good.secret[:-1]}-",
        f"{good.key}_{revoked.secret[-43:]}",
        expired.secret,
        revoked.secret,
        "",
        "anything",
        good.key,
        f"{good.secret}A",
    ):
        with pytest.raises(InvalidToken) as refused:
            keeper.checker.check_token(lrs.database, token)
        said.add(refused.value.detail)
    assert len(said) == 1
    assert keeper.checker.check_token(lrs.database, good.secret).name == "LMS"


def test_a_token_is_no_secret_of_a_key_nor_the_other_way_round(
    lrs: Mounted, keeper: Keeper
) -> None:
    made = _token(lrs, keeper)
    keeper.checker.check_token(lrs.database, made.secret)
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, made.key, made.secret)
    key = made.key.replace("clf_", "clf_f")[:16]
    secret = f"{key}_{'A' * 43}"
    _create(lrs, keeper, key=key, secret=secret)
    keeper.checker.check(lrs.database, key, secret)
    with pytest.raises(InvalidToken):
        keeper.checker.check_token(lrs.database, secret)


def test_a_revoked_token_ends_here_at_once_and_elsewhere_within_seconds(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    for revoking, delay in ((keeper, 0), (Keeper(HOME), 6)):
        made = _token(lrs, keeper)
        keeper.checker.check_token(lrs.database, made.secret)
        with lrs.database.writing() as connection:
            revoking.revoke(connection, made.key)
        clock.seconds += delay
        with pytest.raises(InvalidToken):
            keeper.checker.check_token(lrs.database, made.secret)


def test_a_rotated_token_keeps_its_name_and_ends_the_old_one(lrs: Mounted, keeper: Keeper) -> None:
    made = _token(lrs, keeper)
    keeper.checker.check_token(lrs.database, made.secret)
    with lrs.database.writing() as connection:
        token = keeper.rotate(connection, made.key)
    assert token.startswith(f"{made.key}_")
    keeper.checker.check_token(lrs.database, token)
    with pytest.raises(InvalidToken):
        keeper.checker.check_token(lrs.database, made.secret)


def test_what_was_read_while_it_was_being_changed_is_not_remembered(
    lrs: Mounted, keeper: Keeper
) -> None:
    """The old secret is checked once more between the change and its commit."""
    made = _token(lrs, keeper)
    with lrs.database.writing() as connection:
        keeper.rotate(connection, made.key)
        keeper.checker.check_token(lrs.database, made.secret)
    with pytest.raises(InvalidToken):
        keeper.checker.check_token(lrs.database, made.secret)


# -- expiry ---------------------------------------------------------------------------------------


def test_the_end_can_be_moved_and_taken_away(lrs: Mounted, keeper: Keeper, clock: Clock) -> None:
    made = _create(lrs, keeper, expires=clock.microseconds())
    for ends, good in ((None, True), (clock.microseconds(), False), (2**62, True)):
        with lrs.database.writing() as connection:
            keeper.expire(connection, made.key, ends)
            (listed,) = keeper.every(connection)
        assert listed.expires == ends
        if good:
            keeper.checker.check(lrs.database, made.key, made.secret)
        else:
            with pytest.raises(Unauthorized, match="expired"):
                keeper.checker.check(lrs.database, made.key, made.secret)


# -- last use -------------------------------------------------------------------------------------


def _last_used(lrs: Mounted, keeper: Keeper, key: str) -> int | None:
    with lrs.database.reading() as connection:
        return next(one.last_used for one in keeper.every(connection) if one.key == key)


def test_uses_are_noted_once_a_minute(
    lrs: Mounted, keeper: Keeper, clock: Clock, count_calls: Any
) -> None:
    made = _create(lrs, keeper)
    begun = clock.microseconds()
    with count_calls() as calls:
        for _ in range(50):
            keeper.checker.check(lrs.database, made.key, made.secret)
            keeper.checker.note_uses(lrs.database)
            clock.seconds += 1
    assert len([one for one in calls if one.startswith("UPDATE")]) == 1
    assert _last_used(lrs, keeper, made.key) == begun
    clock.seconds += 10
    keeper.checker.check(lrs.database, made.key, made.secret)
    keeper.checker.note_uses(lrs.database)
    assert _last_used(lrs, keeper, made.key) == clock.microseconds()


def test_a_later_use_noted_by_another_process_stays(
    lrs: Mounted, keeper: Keeper, clock: Clock
) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    later = clock.microseconds() + 30_000_000
    with lrs.database.writing() as connection:
        store.set_last_used(connection, made.key, later)
    keeper.checker.note_uses(lrs.database)
    assert _last_used(lrs, keeper, made.key) == later


def test_a_use_that_cannot_be_noted_troubles_nobody(
    lrs: Mounted, keeper: Keeper, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with lrs.database.writing():
        if lrs.database.is_sqlite:  # a second transaction in this thread is refused
            keeper.checker.note_uses(lrs.database)
            assert "not noted" in caplog.text
    clock.seconds += 61
    keeper.checker.check(lrs.database, made.key, made.secret)
    keeper.checker.note_uses(lrs.database)
    assert _last_used(lrs, keeper, made.key) == clock.microseconds()


# -- limits ---------------------------------------------------------------------------------------


def test_more_than_is_granted_has_to_wait(lrs: Mounted, clock: Clock) -> None:
    keeper = Keeper(HOME, 5.0, 600.0, clock, clock.microseconds, requests=3)
    own = {None: 3, 2: 2}
    for limit, granted in own.items():
        made = _create(lrs, keeper, limit=limit)
        for _ in range(granted):
            keeper.checker.check(lrs.database, made.key, made.secret)
        with pytest.raises(TooMany) as refused:
            keeper.checker.check(lrs.database, made.key, made.secret)
        assert refused.value.retry_after == 60 // granted
        clock.seconds += refused.value.retry_after
        keeper.checker.check(lrs.database, made.key, made.secret)
    free = _create(lrs, keeper, limit=0)
    for _ in range(10):
        keeper.checker.check(lrs.database, free.key, free.secret)


def test_a_limit_can_be_changed(lrs: Mounted, keeper: Keeper) -> None:
    made = _create(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret)
    with lrs.database.writing() as connection:
        keeper.limit(connection, made.key, 1)
        assert [one.limit for one in keeper.every(connection)] == [1]
    keeper.checker.check(lrs.database, made.key, made.secret)
    with pytest.raises(TooMany):
        keeper.checker.check(lrs.database, made.key, made.secret)


def test_who_tries_too_much_in_vain_has_to_wait_and_others_do_not(
    lrs: Mounted, clock: Clock
) -> None:
    keeper = Keeper(HOME, 5.0, 600.0, clock, clock.microseconds, failures=4)
    made, token = _create(lrs, keeper), _token(lrs, keeper)
    keeper.checker.check(lrs.database, made.key, made.secret, "192.0.2.1")
    for number in range(4):
        with pytest.raises(Unauthorized):
            keeper.checker.check(lrs.database, "k", f"guess {number}", "192.0.2.1")
    for attempt in (token.secret, f"{token.secret[:-2]}__"):
        with pytest.raises(TooMany) as refused:
            keeper.checker.check_token(lrs.database, attempt, "192.0.2.1")
        assert refused.value.retry_after == 15
    keeper.checker.check_token(lrs.database, token.secret, "192.0.2.2")
    keeper.checker.check(lrs.database, made.key, made.secret, "192.0.2.1")
    clock.seconds += 601
    keeper.checker.check(lrs.database, made.key, made.secret, "192.0.2.1")


def test_the_same_mistake_again_is_no_guess(lrs: Mounted, clock: Clock) -> None:
    keeper = Keeper(HOME, 5.0, 600.0, clock, clock.microseconds, failures=2)
    for _ in range(10):
        with pytest.raises(Unauthorized):
            keeper.checker.check(lrs.database, "k", "old secret", "192.0.2.1")
    with pytest.raises(Unauthorized):
        keeper.checker.check(lrs.database, "k", "another", "192.0.2.1")
