from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import Invalid
from collectif.lrs.forwarding.wishes import Wish, checked
from tests.lrs.spec.strategies import json_values

GOOD = Wish("Peer", "https://lrs.example.org/xapi", key="we", secret="s")


def test_a_wish_is_kept_in_its_final_form() -> None:
    wish = replace(GOOD, name="  The\tpeer ", endpoint="https://lrs.example.org/xapi/", peer="")
    kept = checked(wish)
    assert (kept.name, kept.endpoint, kept.peer) == (
        "The peer",
        "https://lrs.example.org/xapi",
        None,
    )
    assert checked(replace(GOOD, scheme="bearer", key="left over")).key == ""


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"name": ""}, "$.name"),
        ({"name": "x" * 101}, "$.name"),
        ({"name": "a\0b"}, "$.name"),
        ({"name": 7}, "$.name"),
        ({"endpoint": "x"}, "$.endpoint"),
        ({"version": "1.0"}, "$.version"),
        ({"version": None}, "$.version"),
        ({"scheme": "oauth"}, "$.scheme"),
        ({"key": ""}, "$.key"),
        ({"key": "a:b"}, "$.key"),
        ({"key": "a\r\nX: y"}, "$.key"),
        ({"secret": None}, "$.secret"),
        ({"secret": ""}, "$.secret"),
        ({"secret": "a\nb"}, "$.secret"),
        ({"scheme": "bearer", "secret": "é"}, "$.secret"),
        ({"secret": 1}, "$.secret"),
        ({"rules": {"include": {"verbs": ["x"]}}}, "$.rules.include.verbs[0]"),
        ({"rules": None}, "$.rules"),
        ({"pseudonyms": {}}, "$.pseudonyms.home_page"),
        ({"batch_statements": 0}, "$.batch_statements"),
        ({"batch_statements": True}, "$.batch_statements"),
        ({"batch_bytes": 10**9}, "$.batch_bytes"),
    ],
)
def test_the_first_fault_is_named(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked(replace(GOOD, **changed))
    assert caught.value.path == path


def test_a_refused_secret_is_not_told() -> None:
    with pytest.raises(Invalid) as caught:
        checked(replace(GOOD, secret="s3cret\n"))
    assert "s3cret" not in str(caught.value)


def test_the_present_secret_may_stay() -> None:
    assert checked(replace(GOOD, secret=None), has_secret=True).secret is None


def test_our_own_endpoint_is_refused() -> None:
    with pytest.raises(Invalid, match="not-our-own-endpoint"):
        checked(GOOD, ["https://lrs.example.org/xapi"])


@given(st.dictionaries(st.sampled_from(sorted(Wish.__dataclass_fields__)), json_values))
def test_any_json_is_a_wish_or_refused(value: dict[str, Any]) -> None:
    with suppress(Invalid):
        checked(Wish(**{"name": "x", "endpoint": "https://a.example.org", **value}))
