from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.ops.sealing import Seal, Unsealable


@given(st.text(max_size=50), st.text(min_size=1, max_size=20))
def test_what_was_sealed_can_be_opened_with_the_same_key(secret: str, key: str) -> None:
    seal = Seal(lambda: [key])
    closed = seal.close(secret)
    assert seal.open(closed) == secret
    assert closed != seal.close(secret), "twice the same secret cannot be told"


def test_the_key_of_the_application_may_be_text_or_bytes() -> None:
    closed = Seal(lambda: ["key"]).close("secret")
    assert Seal(lambda: [b"key"]).open(closed) == "secret"
    assert "secret" not in closed


def test_a_key_that_was_replaced_still_opens_while_it_is_a_fallback() -> None:
    closed = Seal(lambda: ["old"]).close("secret")
    both = Seal(lambda: ["new", "old"])
    assert both.open(closed) == "secret"
    assert Seal(lambda: ["new"]).open(both.close("other")) == "other"
    with pytest.raises(Unsealable):
        Seal(lambda: ["new"]).open(closed)


@pytest.mark.parametrize("nonsense", ["", "x", "gAAAAA", "é"])
def test_what_nobody_sealed_is_not_opened(nonsense: str) -> None:
    with pytest.raises(Unsealable):
        Seal(lambda: ["key"]).open(nonsense)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(Unsealable, match="SECRET_KEY"):
        Seal(lambda: ["", b""]).close("secret")
