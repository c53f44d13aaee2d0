from __future__ import annotations

import pytest

from collectif.lrs.errors import Invalid
from collectif.lrs.spec import rules
from collectif.lrs.spec.versions import (
    STATEMENT_DEFAULT,
    SUPPORTED,
    V1,
    V2,
    accepts_statement_version,
    check_statement_version,
    negotiate,
)


@pytest.mark.parametrize(
    ("header", "version"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.3", "1.0.3"),
        ("1.0.99", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.7", "2.0.0"),
        (" 2.0.0 ", "2.0.0"),
    ],
)
def test_a_request_follows_the_latest_version_of_its_line(header: str, version: str) -> None:
    assert negotiate(header) == version


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "0.8",
        "0.9",
        "0.95",
        "0.9.9",
        "1",
        "1.1",
        "1.1.0",
        "2",
        "2.1.0",
        "3.0.0",
        "1.0.",
        "1.0.x",
        "1.0.0.0",
        "v1.0.3",
        "1.0.3, 2.0.0",
        "２.0.0",
        "should fail",
    ],
)
def test_other_versions_and_none_at_all_are_refused(header: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        negotiate(header)
    assert caught.value.path == "X-Experience-API-Version"
    assert caught.value.rule == rules.VERSION_HEADER


@pytest.mark.parametrize(
    ("value", "in_1", "in_2"),
    [
        ("1.0", True, True),
        ("1.0.0", True, True),
        ("1.0.9", True, True),
        ("2.0", False, True),
        ("2.0.0", False, True),
        ("0.9.9", False, False),
        ("1.1.0", False, False),
        ("2.1.0", False, False),
        ("should fail", False, False),
        ("", False, False),
        ("1.0.0\n", False, False),
    ],
)
def test_a_statement_may_be_of_the_line_of_its_request_or_older(
    value: str, in_1: bool, in_2: bool
) -> None:
    assert accepts_statement_version(value, V1) is in_1
    assert accepts_statement_version(value, V2) is in_2


@pytest.mark.parametrize(
    ("value", "rule"),
    [("2.0.0", rules.VERSION), (1.0, rules.TYPE), (None, rules.NULL), ({}, rules.TYPE)],
)
def test_a_wrong_version_of_a_statement_is_refused(value: object, rule: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_statement_version(value, "$.version", V1)
    assert (caught.value.path, caught.value.rule) == ("$.version", rule)


def test_each_supported_version_says_what_a_statement_without_version_is() -> None:
    assert STATEMENT_DEFAULT.keys() == set(SUPPORTED)
    for version, default in STATEMENT_DEFAULT.items():
        assert accepts_statement_version(default, version)
