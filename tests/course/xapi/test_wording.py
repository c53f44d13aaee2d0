"""Values of xAPI as short plain texts."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.xapi.wording import (
    LONGEST,
    amount,
    lasting,
    one_line,
    readable,
    share,
    tail,
    words,
)
from tests.lrs.spec import strategies as xapi


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Ada\n Martin\t", "Ada Martin"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth", "zerowidth"),
        ("नमस्ते 👩\u200d🚀", "नमस्ते 👩\u200d🚀"),
        ("", ""),
    ],
)
def test_a_text_is_one_line_without_signs_that_are_not_seen(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_long_text_is_cut_with_a_sign() -> None:
    assert one_line("a" * LONGEST) == "a" * LONGEST
    assert one_line("a" * 5_000) == "a" * (LONGEST - 1) + "…"


@given(st.text(max_size=2_000))
def test_no_text_is_longer_than_agreed_or_breaks_a_line(text: str) -> None:
    shown = one_line(text)
    assert len(shown) <= LONGEST
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cc", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("texts", "language", "chosen"),
    [
        ({"fr": "oui", "en": "yes"}, "fr", "oui"),
        ({"fr-CA": "oui", "en": "yes"}, "fr", "oui"),
        ({"en-GB": "yes", "fr-FR": "oui", "fr": "ouais"}, "fr", "ouais"),
        ({"de": "ja", "en-US": "yes"}, "fr", "yes"),
        ({"de": "ja"}, "fr", "ja"),
        ({"fry": "ja", "de": "doch"}, "fr", "ja"),
        ({"fr": "  ", "de": "ja"}, "fr", "ja"),
        ({"fr": ""}, "fr", ""),
        ({}, "fr", ""),
    ],
)
def test_a_language_map_is_read_in_the_nearest_language(
    texts: dict[str, str], language: str, chosen: str
) -> None:
    assert words(texts, language) == chosen


@pytest.mark.parametrize(
    ("iri", "end"),
    [
        ("http://adlnet.gov/expapi/verbs/answered", "answered"),
        ("https://example.org/verbs#read/", "read"),
        ("urn:x:walked", "walked"),
        ("tag:a.b,2026:", "a.b,2026"),
        ("x:", "x"),
        ("https://example.org", "example.org"),
    ],
)
def test_an_iri_is_known_by_its_last_part(iri: str, end: str) -> None:
    assert tail(iri) == end


@given(xapi.iris)
def test_every_iri_has_something_to_be_called_by(iri: str) -> None:
    assert tail(iri)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (3, "3"),
        (3.0, "3"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (100, "100"),
        (0, "0"),
        (1e20, "1e+20"),
        (10**400, "1e+400"),
        (1e-30, "1e-30"),
    ],
)
def test_numbers_are_short(number: float, shown: str) -> None:
    assert amount(number) == shown


@pytest.mark.parametrize(
    ("scaled", "shown"), [(1, "100"), (0.8, "80"), (2 / 3, "66.67"), (-0.25, "-25"), (0, "0")]
)
def test_a_scaled_score_is_a_share_of_a_hundred(scaled: float, shown: str) -> None:
    assert share(scaled) == shown


@pytest.mark.parametrize(
    ("duration", "parts"),
    [
        ("PT90S", [("1", "minutes"), ("30", "seconds")]),
        ("PT1.5H", [("1", "hours"), ("30", "minutes")]),
        ("PT16559.14S", [("4", "hours"), ("35", "minutes"), ("59.14", "seconds")]),
        ("PT59.999S", [("59.99", "seconds")]),
        ("P3Y1M29DT4H", [("3", "years"), ("1", "months"), ("29", "days"), ("4", "hours")]),
        ("P4W", [("4", "weeks")]),
        ("PT0S", [("0", "seconds")]),
        (f"PT{'9' * 60}S", [(f"PT{'9' * 60}S", "")]),
    ],
)
def test_durations_are_put_right(duration: str, parts: list[tuple[str, str]]) -> None:
    assert list(lasting(duration)) == parts


@given(xapi.durations)
def test_every_duration_can_be_said(duration: str) -> None:
    assert lasting(duration)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r'"Zo\u00e9"', '"Zoé"'),
        (r'"\uD83C\uDF93"', '"🎓"'),
        (r'"\\u00e9"', r'"\\u00e9"'),
        (r'"\u0022\u005c\n\u202e\u0000"', r'"\u0022\u005c\n\u202e\u0000"'),
        ("1.50", "1.50"),
    ],
)
def test_json_is_shown_with_letters(text: str, shown: str) -> None:
    assert readable(text) == shown


@given(xapi.json_values)
def test_json_that_is_shown_means_the_same(value: object) -> None:
    assert json.loads(readable(json.dumps(value))) == value
