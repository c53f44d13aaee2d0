"""Scopes say what a caller may do."""

from __future__ import annotations

import pytest

from collectif.lrs import Forbidden
from collectif.lrs.ops import callers
from collectif.lrs.ops.callers import SCOPES

from ..lms import caller


def test_one_of_the_scopes_is_enough() -> None:
    caller("x", "statements/write").require(callers.WRITE_STATEMENTS)
    caller("x", "define", "all").require(callers.WRITE_STATEMENTS)


def test_without_a_scope_the_refusal_names_those_that_would_do() -> None:
    with pytest.raises(Forbidden, match="all or statements/write"):
        caller("x", "all/read").require(callers.WRITE_STATEMENTS)


@pytest.mark.parametrize(
    ("scopes", "holders"),
    [
        (callers.WRITE_STATEMENTS, {"all", "statements/write"}),
        (callers.READ_STATEMENTS, {"all", "all/read", "statements/read"}),
        (callers.DEFINE, {"all", "define"}),
        (callers.READ_DOCUMENTS["state"], {"all", "all/read", "state"}),
        (callers.WRITE_DOCUMENTS["state"], {"all", "state"}),
        (callers.READ_DOCUMENTS["agent_profile"], {"all", "all/read", "profile"}),
        (callers.WRITE_DOCUMENTS["activity_profile"], {"all", "profile"}),
    ],
)
def test_who_may_what(scopes: frozenset[str], holders: set[str]) -> None:
    assert {scope for scope in SCOPES if caller("x", scope).may(scopes)} == holders
