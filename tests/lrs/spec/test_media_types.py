from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.spec import rules
from collectif.lrs.spec.media_types import check_media_type, essence, is_json, parse

from . import strategies
from .examples import refused


@pytest.mark.parametrize(
    ("text", "kind", "parameters"),
    [
        ("text/plain", "text/plain", {}),
        ("Text/PLAIN", "text/plain", {}),
        ("text/plain; charset=UTF-8", "text/plain", {"charset": "UTF-8"}),
        ("text/plain;Charset=utf-8;", "text/plain", {"charset": "utf-8"}),
        ('a/b; c="d;e"; f=g', "a/b", {"c": "d;e", "f": "g"}),
        (r'a/b; c="say \"hi\" \\"', "a/b", {"c": 'say "hi" \\'}),
        ('a/b; c=""', "a/b", {"c": ""}),
        (" application/vnd.x+json ; v=1 ", "application/vnd.x+json", {"v": "1"}),
        ('multipart/mixed; boundary="a b:c"', "multipart/mixed", {"boundary": "a b:c"}),
    ],
)
def test_a_media_type_is_read_with_its_parameters(
    text: str, kind: str, parameters: dict[str, str]
) -> None:
    assert parse(text) == (kind, parameters)
    check_media_type(text, "$")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "should fail",
        "text",
        "text/",
        "/plain",
        "text/plain/x",
        "text /plain",
        "text/plain charset=utf-8",
        "text/plain; charset",
        "text/plain; charset=",
        'text/plain; charset="utf',
        "text/plain; a=1; A=2",
        "text/plain; a=\r\nX: y",
        'text/plain; a="\n"',
        "text/pläin",
        "text/plain\r\n",
    ],
)
def test_what_is_no_media_type_is_refused(text: str) -> None:
    assert refused(check_media_type, text).rule == rules.MEDIA_TYPE
    assert essence(text) is None


def test_a_media_type_is_a_string() -> None:
    assert refused(check_media_type, 12345).rule == rules.TYPE
    assert refused(check_media_type, None).rule == rules.NULL


@pytest.mark.parametrize(
    ("text", "says_json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/jsonp", False),
        ("application/ld+json", False),
        ("", False),
        (None, False),
    ],
)
def test_json_is_known_by_its_type_alone(text: str | None, says_json: bool) -> None:
    assert is_json(text) is says_json


@given(strategies.media_types)
def test_every_media_type_passes(text: str) -> None:
    check_media_type(text, "$")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert essence(text) is None or "/" in text
