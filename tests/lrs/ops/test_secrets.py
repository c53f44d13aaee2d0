"""Secrets as hashes."""

from __future__ import annotations

from collectif.lrs.ops.secrets import Hashes


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
