from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from collectif.lrs.spec import rules
from collectif.lrs.spec.extensions import check_extensions

from . import strategies
from .examples import refused


@given(strategies.extensions)
def test_the_values_of_extensions_are_never_judged(value: dict[str, Any]) -> None:
    check_extensions(value, "$")


@pytest.mark.parametrize("value", [None, "", {}, [], {"a": None}, [None, {"": ""}], 0, False])
def test_null_and_emptiness_are_welcome_inside(value: object) -> None:
    check_extensions({"http://example.org/x": value}, "$")


@pytest.mark.parametrize(
    "key", ["", "should fail", "example.org/x", "//a/b", "ab=c://should.fail.com"]
)
def test_the_keys_are_iris(key: str) -> None:
    error = refused(check_extensions, {"http://example.org/x": 1, key: 2}, "$.result.extensions")
    assert error.rule == rules.IRI
    assert error.path.startswith("$.result.extensions")


@pytest.mark.parametrize("value", ["text", 5, [], True])
def test_extensions_are_an_object(value: object) -> None:
    assert refused(check_extensions, value).rule == rules.TYPE
    assert refused(check_extensions, None).rule == rules.NULL
