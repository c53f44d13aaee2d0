"""The form of bearer tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.ops import tokens


def test_a_token_begins_with_its_name_and_says_whose_it_is() -> None:
    key = tokens.new_key()
    token = tokens.new_token(key)
    assert token.startswith(f"{key}_")
    assert key.startswith("clf_")
    assert tokens.key_of(token) == key
    assert tokens.verify(tokens.hashed(token), token)


def test_no_two_are_alike() -> None:
    assert len({tokens.new_token("clf_000000000000") for _ in range(100)}) == 100
    assert len({tokens.new_key() for _ in range(100)}) == 100


@pytest.mark.parametrize("known", [None, "", "0" * 64, "$argon2id$v=19$é"])
def test_nothing_fits_a_hash_that_is_another(known: str | None) -> None:
    if known is not None and not known.isascii():
        known = tokens.hashed(known)
    assert not tokens.verify(known, tokens.new_token(tokens.new_key()))


@given(st.text())
def test_other_texts_are_none_of_ours(text: str) -> None:
    assert tokens.key_of(text) is None
    assert tokens.key_of(tokens.new_token(tokens.new_key()) + text) is None or text == ""
