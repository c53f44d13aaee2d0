"""Secrets as hashes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

import pytest
from argon2 import PasswordHasher

from collectif.lrs.ops.secrets import Hashes
from tests.lrs.crowd import Crowd

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 8


def test_a_secret_matches_its_own_hash_only() -> None:
    hashes = Hashes()
    known = hashes.hash("open sesame")
    assert hashes.verify(known, "open sesame")
    assert not hashes.verify(known, "open barley")


def test_nothing_matches_no_hash_or_a_broken_one() -> None:
    hashes = Hashes()
    assert not hashes.verify(None, "")
    assert not hashes.verify("no hash", "no hash")


def test_the_same_secret_twice_has_two_hashes() -> None:
    hashes = Hashes()
    assert hashes.hash("s") != hashes.hash("s")


class Counting(PasswordHasher):
    """Argon2id, cheaper, that counts; `at_work` is called while it verifies."""

    def __init__(self, at_work: Callable[[], object]) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.at_work = at_work
        self.verified = 0
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        """As ever."""
        with self._lock:
            self.verified += 1
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            self.at_work()
            return super().verify(hash, password)
        finally:
            with self._lock:
                self._now -= 1


@pytest.mark.parametrize(("secret", "fits"), [("open sesame", True), ("open barley", False)])
def test_the_same_secret_shown_by_many_at_once_is_hashed_once(secret: str, *, fits: bool) -> None:
    crowd = Crowd(MANY)
    hasher = Counting(crowd.is_here)
    hashes = Hashes(hasher)
    known = hashes.hash("open sesame")
    with ThreadPoolExecutor(MANY) as pool:
        shown = [pool.submit(hashes.verify, known, crowd.word(secret)) for _ in range(MANY)]
    assert [one.result() for one in shown] == [fits] * MANY
    assert hasher.verified == 1


def test_different_secrets_at_once_have_their_own_verdicts_two_at_a_time() -> None:
    meeting = threading.Barrier(2, timeout=30)  # nobody is done before a second one is at work
    hasher = Counting(meeting.wait)
    hashes = Hashes(hasher)
    known = hashes.hash("secret 3")
    secrets = [f"secret {number}" for number in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        verdicts = list(pool.map(hashes.verify, [known] * MANY, secrets))
    assert verdicts == [number == 3 for number in range(MANY)]
    assert (hasher.verified, hasher.most) == (MANY, 2)


def test_a_secret_of_one_key_is_none_of_another_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=30)
    hashes = Hashes(Counting(meeting.wait))
    known = [hashes.hash("mine"), hashes.hash("theirs")]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(hashes.verify, known, ["mine", "mine"])) == [True, False]


def test_unknown_keys_shown_by_many_at_once_are_hashed_once_and_never_fit() -> None:
    crowd = Crowd(MANY)
    hasher = Counting(crowd.is_here)
    hashes = Hashes(hasher)
    with ThreadPoolExecutor(MANY) as pool:
        shown = [pool.submit(hashes.verify, None, crowd.word("sesame")) for _ in range(MANY)]
    assert not any(one.result() for one in shown)
    assert hasher.verified == 1
