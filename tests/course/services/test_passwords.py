"""Passwords: argon2id, and only their length is judged."""

from __future__ import annotations

import pytest

from collectif.course.services import passwords


def test_a_password_matches_what_was_kept_of_it_and_nothing_else() -> None:
    kept = passwords.hashed("une phrase assez longue")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != passwords.hashed("une phrase assez longue")
    assert passwords.matches("une phrase assez longue", kept)
    assert not passwords.matches("une phrase assez longu", kept)


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=19456,t=2,p=1$x$y"])
def test_where_nothing_was_kept_nothing_matches(kept: str | None) -> None:
    for password in ("", "nobody has this password", "x" * 100_000):
        assert not passwords.matches(password, kept)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", "too_short"),
        ("123456789", "too_short"),
        ("1234567890", None),
        ("été à Noël", None),
        ("aaaaaaaaaaaa", "too_simple"),
        ("abcabcabcabc", "too_simple"),
        ("ab cd" * 40, None),
        ("ab cd" * 40 + "x", "too_long"),
    ],
)
def test_a_new_password_is_long_and_not_one_letter(password: str, fault: str | None) -> None:
    assert passwords.fault(password) == fault
