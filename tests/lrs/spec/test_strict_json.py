from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.errors import BadRequest, Malformed, TooLarge
from collectif.lrs.spec.strict_json import MAX_DEPTH, is_array, loads, split_array

from . import strategies


def malformed(raw: bytes | str, max_depth: int = MAX_DEPTH) -> Malformed:
    with pytest.raises(Malformed) as caught:
        loads(raw, max_depth=max_depth)
    return caught.value


@given(strategies.json_values)
def test_what_python_writes_is_read_back(value: Any) -> None:
    assert loads(json.dumps(value)) == value
    assert loads(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a": {"a": 1}, "b": [{"a": 2}]}', {"a": {"a": 1}, "b": [{"a": 2}]}),
        (b'"\\ud83d\\ude00"', "😀"),
        (b'{"a":":","b":"\\":"}', {"a": ":", "b": '":'}),
        (b'{ ":" :\n":" }', {":": ":"}),
        (b'"\\u0000"', "\0"),
        (b"100000000000000000000001", 100000000000000000000001),
        (b"0.1", 0.1),
        (b" null ", None),
        ("{}", {}),
    ],
)
def test_odd_but_good_json_is_read(raw: bytes | str, value: object) -> None:
    assert loads(raw) == value


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b'{"a": 1, "a": 1}', "$.a"),
        (b'{"a": 1, "\\u0061": 2}', "$.a"),
        (b'{"x": [{"y": 1}, {"en-US": 1, "en-US": 2}]}', '$.x[1]["en-US"]'),
        (b'{"x": {"y": {"z": 1, "q": 1, "z": 3}}}', "$.x.y.z"),
        (b'[[0, {"a": ":", "b": 1}], {"b": 1, "b": 1}]', "$[1].b"),
        (b'{"":1,"":2}', '$[""]'),
    ],
)
def test_a_property_given_twice_is_refused_with_its_path(raw: bytes, path: str) -> None:
    error = malformed(raw)
    assert (error.what, error.path) == ("property given twice", path)
    assert error.position is not None


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b'"\\ud800"', "$"),
        (b'{"a": ["x", "\\udc00"]}', "$.a[1]"),
        (b'{"a": "\\ud83dx"}', "$.a"),
        (b'{"b": 1, "\\ud83d": 2}', "$"),
        ('{"a": "\ud83d"}', "$"),
    ],
)
def test_half_a_surrogate_pair_is_refused(raw: bytes | str, path: str) -> None:
    error = malformed(raw)
    assert (error.what, error.path) == ("half a surrogate pair", path)


@pytest.mark.parametrize(
    ("raw", "position"),
    [
        (b'{"a": "\xff"}', 7),
        (b'{"a": "\xc3("}', 7),
        (b'{"a": "\xed\xa0\x80"}', 7),
        ('{"a": "é"}'.encode("latin-1"), 7),
        ("{}".encode("utf-16"), 0),
    ],
)
def test_only_utf_8_is_read(raw: bytes, position: int) -> None:
    error = malformed(raw)
    assert (error.what, error.position) == ("not UTF-8", position)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"  ",
        b"{",
        b"[1,]",
        b'{"a":1,}',
        b"{'a':1}",
        b'{"a" 1}',
        b"{a:1}",
        b"nul",
        b"NaN",
        b"-Infinity",
        b"Infinity",
        b"1e999",
        b"-1e999",
        b"01",
        b"1.",
        b"+1",
        b"0x10",
        b'"a\nb"',
        b'"\\q"',
        b'"\\u12"',
        b"{} {}",
        b"[1] x",
        b"// no\n{}",
        b"\xef\xbb\xbf{}",
        b"9" * 5000,
        b"]",
        b'"',
        b"\x00",
    ],
)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    assert malformed(raw).path == "$"


def test_a_refusal_names_the_position() -> None:
    assert malformed(b'{"a": 1, "b": x}').position == 14
    assert malformed(b'{"a": 1').position == 7


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"[]" + b"}" * (depth - 1)


def test_json_may_be_64_levels_deep_and_no_more() -> None:
    loads(nested(64))
    assert malformed(nested(65)).what == "too deep"
    assert malformed(b"[[[]]]", max_depth=2).what == "too deep"
    assert loads(b"[[1]]", max_depth=2) == [[1]]
    assert malformed(b"[" * 200_000).what == "too deep"
    assert malformed(b"[" * 200_000 + b"]" * 200_000, max_depth=10**6).what == "too deep"


def test_what_is_too_large_is_refused_unread() -> None:
    assert loads(b"[1,2]", max_bytes=5) == [1, 2]
    with pytest.raises(TooLarge) as caught:
        loads(b"[1,2", max_bytes=3)
    assert caught.value.limit == 3


def test_a_value_inside_something_larger_is_named_by_its_path() -> None:
    with pytest.raises(Malformed) as caught:
        loads(b'{"a":1,"a":2}', path="agent")
    assert caught.value.path == "agent.a"


@given(st.binary(max_size=40) | st.text(max_size=40) | st.from_regex(r'[\[\]{}",:a\\0 ]{0,20}'))
def test_anything_is_read_or_refused(raw: bytes | str) -> None:
    try:
        value = loads(raw)
    except BadRequest:
        return
    assert loads(json.dumps(value)) == value


def test_the_values_of_an_array_keep_their_own_bytes() -> None:
    body = b' [ {"a" : 1.0} ,\n"x", [ 2 ] ] '
    assert split_array(body) == [(b'{"a" : 1.0}', {"a": 1.0}), (b'"x"', "x"), (b"[ 2 ]", [2])]
    assert is_array(body)


def test_a_value_that_is_no_array_stands_alone() -> None:
    body = b'\n {"a" : 1.0} '
    assert split_array(body) == [(b'{"a" : 1.0}', {"a": 1.0})]
    assert not is_array(body)


def test_an_empty_array_has_no_values() -> None:
    assert split_array(b"[]") == []


@given(st.lists(strategies.json_values, max_size=4))
def test_each_part_of_an_array_is_json_of_its_value(values: list[Any]) -> None:
    parts = split_array(json.dumps(values, indent=1).encode())
    assert [value for _, value in parts] == values
    assert [json.loads(raw) for raw, _ in parts] == values


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'[{"a":1}, {"b":1,"b":2}]', "$[1].b"),
        (b'[{"a":1}, {"b":["\\ud800"]}]', "$[1].b[0]"),
        (b'[{"a":1}, "\xff"]', "$[1]"),
        (b'[{"a":1}, 1e999]', "$[1]"),
        (b'[{"a":1}, nope]', "$"),
        (b'{"a":1,"a":2}', "$.a"),
        (b"[" + nested(65) + b"]", "$[0]"),
    ],
)
def test_a_fault_in_an_array_is_found_at_its_place(body: bytes, path: str) -> None:
    with pytest.raises(Malformed) as caught:
        split_array(body)
    assert caught.value.path == path


def test_each_value_of_an_array_may_be_64_levels_deep() -> None:
    assert len(split_array(b"[" + nested(64) + b"," + nested(64) + b"]")) == 2


def test_an_array_that_is_too_large_is_refused() -> None:
    with pytest.raises(TooLarge):
        split_array(b"[1,2,3]", max_bytes=6)
