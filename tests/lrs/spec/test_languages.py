from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.spec import rules
from collectif.lrs.spec.languages import (
    accept_languages,
    check_language,
    check_language_map,
    is_language_tag,
    one_language,
)

from . import strategies
from .examples import refused

TAGS = [
    "fr",
    "FR",
    "cmn",
    "ase",
    "de-DE",
    "es-419",
    "zh-Hant",
    "zh-Hans-CN",
    "sr-Latn-RS",
    "zh-cmn-Hans-CN",
    "de-CH-1901",
    "sl-rozaj-biske",
    "en-a-bbb-b-ccc",
    "en-u-ca-gregory-x-private",
    "x-whatever",
    "i-klingon",
    "sgn-BE-FR",
    "en-GB-oed",
    "qaa-Qaaa-QM-x-southern",
]
NO_TAGS = [
    "",
    "a",
    "something",
    "a12345678",
    "en_US",
    "en-",
    "-en",
    "en--US",
    "en-US-",
    "12",
    "fr-",
    "f",
    "en-a",
    "de-419-DE",
    "zh-z-aaa-z-bbb-c-ccc",
    "en-a-bbb-A-ccc",
    "sl-rozaj-rozaj",
    "de-1996-1996",
    "x",
    "i-nonsense",
    "fr\n",
    "frança",
    "en-x-123456789",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_of_rfc_5646_passes(tag: str) -> None:
    check_language(tag, "$")


@pytest.mark.parametrize("tag", NO_TAGS)
def test_what_is_no_tag_is_refused(tag: str) -> None:
    assert refused(check_language, tag).rule == rules.LANGUAGE


def test_singletons_may_come_again_after_the_private_x() -> None:
    assert is_language_tag("en-a-bbb-x-a-ccc")
    assert is_language_tag("x-a-bbb-a-ccc")


def test_a_long_tag_is_judged_like_a_short_one() -> None:
    assert is_language_tag("en-x-" + "-".join(["private"] * 20))
    assert not is_language_tag("en-" + "a" * 100_000)


def test_a_language_is_a_string() -> None:
    assert refused(check_language, 5).rule == rules.TYPE
    assert refused(check_language, None).rule == rules.NULL


@given(strategies.language_maps)
def test_every_language_map_passes(texts: dict[str, str]) -> None:
    check_language_map(texts, "$")


@pytest.mark.parametrize(
    ("value", "path", "rule"),
    [
        ("text", "$", rules.TYPE),
        (5, "$", rules.TYPE),
        (None, "$", rules.NULL),
        (["fr"], "$", rules.TYPE),
        ({"a12345678": "text"}, "$.a12345678", rules.LANGUAGE),
        ({"en_US": "text"}, "$.en_US", rules.LANGUAGE),
        ({"": "text"}, '$[""]', rules.LANGUAGE),
        ({"en": 5}, "$.en", rules.TYPE),
        ({"en-US": None}, '$["en-US"]', rules.NULL),
        ({"en": {"nested": "text"}}, "$.en", rules.TYPE),
    ],
)
def test_a_language_map_has_tags_for_keys_and_strings_for_values(
    value: object, path: str, rule: str
) -> None:
    error = refused(check_language_map, value)
    assert (error.path, error.rule) == (path, rule)


@pytest.mark.parametrize(
    ("header", "languages"),
    [
        (None, []),
        ("", []),
        ("fr", ["fr"]),
        ("en;q=0.5, fr", ["fr", "en"]),
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", ["fr-CH", "fr", "en", "*"]),
        ("en;q=0, fr;q=0.001", ["fr"]),
        ("da, en-gb;q=0.8, en;q=0.8", ["da", "en-gb", "en"]),
        ("fr; q=0.3 , en ;q=1.000", ["en", "fr"]),
        ("fr;Q=0.3,en;q=0.4", ["en", "fr"]),
        ("fr;q=high, ;;;, 12!, en", ["fr", "en"]),
        ("fr,,en", ["fr", "en"]),
    ],
)
def test_accepted_languages_come_in_the_order_of_their_weight(
    header: str | None, languages: list[str]
) -> None:
    assert accept_languages(header) == languages


TEXTS = {"en-US": "color", "fr": "couleur", "en-GB": "colour", "zh-Hant": "顏色"}


@pytest.mark.parametrize(
    ("languages", "tag"),
    [
        (["fr"], "fr"),
        (["FR"], "fr"),
        (["en-GB"], "en-GB"),
        (["en"], "en-US"),
        (["en-CA", "fr"], "fr"),
        (["fr-CA"], "fr"),
        (["fr-Latn-CA-x-a"], "fr"),
        (["zh-Hant-TW"], "zh-Hant"),
        (["zh"], "zh-Hant"),
        (["z"], "en-US"),
        (["de", "*"], "en-US"),
        (["de"], "en-US"),
        ([], "en-US"),
    ],
)
def test_one_language_suits_the_reader_best(languages: list[str], tag: str) -> None:
    assert one_language(TEXTS, languages) == {tag: TEXTS[tag]}


def test_an_empty_map_stays_empty_and_a_single_text_is_taken_as_it_is() -> None:
    assert one_language({}, ["fr"]) == {}
    assert one_language({"de": "Farbe"}, ["fr"]) == {"de": "Farbe"}


@given(strategies.language_maps, st.lists(strategies.language_tags, max_size=3))
def test_exactly_one_language_is_left_whatever_is_wanted(
    texts: dict[str, str], languages: list[str]
) -> None:
    left = one_language(texts, languages)
    assert len(left) == min(len(texts), 1)
    assert left.items() <= texts.items()


@given(st.text(max_size=40))
def test_no_header_is_unreadable(header: str) -> None:
    assert all(is_language_tag(tag) or tag for tag in accept_languages(header))
