from __future__ import annotations

import pytest

from collectif.lrs.spec import rules
from collectif.lrs.spec.scalars import check_boolean, check_text
from collectif.lrs.spec.structure import array_of, check_array, check_object, child, constant, shown

from .examples import refused

LAMP = {"name": check_text, "isOn": check_boolean}


def check_lamp(value: object, path: str) -> None:
    check_object(value, path, LAMP, ("name",))


def test_an_object_whose_properties_are_all_known_and_right_is_given_back() -> None:
    lamp = {"isOn": True, "name": "desk"}
    assert check_object(lamp, "$", LAMP, ("name",)) is lamp


@pytest.mark.parametrize(
    ("value", "path", "rule", "detail"),
    [
        ({"isOn": True}, "$.name", rules.REQUIRED, ""),
        ({"name": "desk", "colour": "red"}, "$.colour", rules.UNKNOWN, ""),
        ({"name": "desk", "IsOn": True}, "$.IsOn", rules.CASE, "expected isOn"),
        ({"name": "desk", "is on": True}, '$["is on"]', rules.UNKNOWN, ""),
        ({"name": "desk", "isOn": "true"}, "$.isOn", rules.TYPE, "expected boolean, found string"),
        ({"name": None}, "$.name", rules.NULL, "expected string"),
        (None, "$", rules.NULL, "expected object"),
        ([], "$", rules.TYPE, "expected object, found array"),
        ("desk", "$", rules.TYPE, "expected object, found string"),
        (3.5, "$", rules.TYPE, "expected object, found number"),
    ],
)
def test_a_refusal_says_where_which_rule_and_what(
    value: object, path: str, rule: str, detail: str
) -> None:
    error = refused(check_lamp, value)
    assert (error.path, error.rule, error.detail) == (path, rule, detail)


def test_the_path_of_a_fault_leads_through_arrays() -> None:
    error = refused(array_of(check_lamp), [{"name": "a"}, {"name": 1}], "$.lamps")
    assert error.path == "$.lamps[1].name"


def test_what_is_no_array_is_refused_even_when_its_one_value_would_do() -> None:
    assert refused(array_of(check_text), "a").rule == rules.TYPE
    assert check_array([], "$", check_text) == []


def test_a_constant_is_exact_in_case() -> None:
    check = constant("Agent")
    check("Agent", "$")
    assert refused(check, "agent").detail == 'expected Agent, found "agent"'
    assert refused(check, 5).rule == rules.TYPE
    assert refused(check, None).rule == rules.NULL


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("actor", "$.actor"),
        ("mbox_sha1sum", "$.mbox_sha1sum"),
        ("http://a.b/c", '$["http://a.b/c"]'),
        ("en-US", '$["en-US"]'),
        ('say "hi"', '$["say \\"hi\\""]'),
        ("", '$[""]'),
        (7, "$[7]"),
    ],
)
def test_a_path_quotes_every_key_that_is_no_plain_name(key: object, path: str) -> None:
    assert child("$", key) == path


def test_a_long_value_is_shown_cut_off() -> None:
    assert shown("x" * 200) == '"' + "x" * 78 + "…"
    assert shown({"é": 1}) == '{"é": 1}'
