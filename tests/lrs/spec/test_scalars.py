from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from collectif.lrs.spec import rules, scalars
from collectif.lrs.spec.scalars import microseconds, timestamp, to_utc

from . import strategies
from .examples import refused

if TYPE_CHECKING:
    from collectif.lrs.spec.structure import Check

FORMS: dict[str, tuple[Check, str, list[str], list[str]]] = {
    "uuid": (
        scalars.check_uuid,
        rules.UUID,
        [
            "7a117b9d-8f54-4153-887e-ec1b8afdc320",
            "7A117B9D-8F54-4153-887E-EC1B8AFDC320",
            "00000000-0000-0000-0000-000000000000",
        ],
        [
            "",
            "7a117b9d-8f54-4153-887e-ec1b8afdc3200",
            "7a117b9d-8f54-4153-887e-ec1b8afdc32M",
            "7a117b9d8f544153887eec1b8afdc320",
            "{7a117b9d-8f54-4153-887e-ec1b8afdc320}",
            "urn:uuid:7a117b9d-8f54-4153-887e-ec1b8afdc320",
            "7a117b9d-8f54-4153-887e-ec1b8afdc320\n",
            "７a117b9d-8f54-4153-887e-ec1b8afdc320",
        ],
    ),
    "iri": (
        scalars.check_iri,
        rules.IRI,
        [
            "http://example.org",
            "http://example.org/a?b=c#d",
            "HTTP://EXAMPLE.ORG:80/../x//",
            "urn:isbn:0451450523",
            "tag:example.org,2026:thing",
            "mailto:anna@example.org",
            "http://exämple.org/學習",
            "x+y-z.1:a",
            "http://[2001:db8::1]/",
        ],
        [
            "",
            "should fail",
            "should.fail.com",
            "ab=c://should.fail.com",
            "//example.org/a",
            "/relative",
            "http:",
            ":nothing",
            "1http://example.org",
            "http://example.org/a b",
            "http://example.org/<a>",
            "http://example.org/a|b",
            "http://example.org/\x00",
            "http://example.org/\x85",
            "http://example.org\n",
            " http://example.org",
            "é:example",
        ],
    ),
    "mailto": (
        scalars.check_mailto,
        rules.MAILTO,
        ["mailto:anna@example.org", "mailto:a.b+c@sub.example.org", "mailto:ann@exämple.org"],
        [
            "",
            "mailto:should.fail.com",
            "http://should.fail.com",
            "anna@example.org",
            "MAILTO:anna@example.org",
            "mailto:anna@",
            "mailto:@example.org",
            "mailto:an na@example.org",
            "mailto:anna@example.org?subject=x",
            "mailto:anna@ben@example.org",
            "mailto:anna@example.org\n",
        ],
    ),
    "sha1": (
        scalars.check_sha1,
        rules.SHA1,
        ["767e74eab7081c41e0b83630511139d130249666", "767E74EAB7081C41E0B83630511139D130249666"],
        ["", "767e74", "g67e74eab7081c41e0b83630511139d130249666", "0" * 41],
    ),
    "sha2": (
        scalars.check_sha2,
        rules.SHA2,
        ["0" * 56, "a" * 64, "A" * 96, "f" * 128],
        ["", "should fail", "0" * 40, "0" * 65, "g" * 64],
    ),
    "timestamp": (
        scalars.check_timestamp,
        rules.TIMESTAMP,
        [
            "2013-05-18T05:32:34.804Z",
            "2013-05-18T05:32:34.804+00:00",
            "2013-05-18T05:32:34+02:00",
            "2013-05-18T05:32:34-0500",
            "2013-05-18T05:32:34+09",
            "2013-05-18t05:32:34z",
            "2013-05-18 05:32:34Z",
            "2013-05-18T05:32:34.123456789Z",
            "2013-05-18T05:32:34,5Z",
            "2013-05-18T05:32:34",
            "2013-05-18T05:32Z",
            "2031-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60+01:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ],
        [
            "",
            "should fail",
            "01/011/2015",
            "2013-05-18",
            "2013-05-18  05:32:34Z",
            "2013-05-18_05:32:34Z",
            "20130518T053234Z",
            "2013-13-18T05:32:34Z",
            "2013-02-29T05:32:34Z",
            "2013-05-18T24:00:00Z",
            "2013-05-18T05:60:00Z",
            "2013-05-18T05:32:61Z",
            "2013-05-18T05:32:60Z",
            "2013-05-18T05:32:34.Z",
            "2013-05-18T05:32:34-00",
            "2013-05-18T05:32:34-0000",
            "2013-05-18T05:32:34-00:00",
            "2013-05-18T05:32:34+24:00",
            "2013-05-18T05:32:34+02:60",
            "2013-W20-6T05:32:34Z",
            "2013-05-18T05:32:34Z\n",
            "٢٠١٣-05-18T05:32:34Z",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00Z",
        ],
    ),
}


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, _, good, _ in FORMS.values() for text in good]
)
def test_what_has_the_form_passes(check: Check, text: str) -> None:
    check(text, "$")


@pytest.mark.parametrize(
    ("check", "rule", "text"),
    [(check, rule, text) for check, rule, _, bad in FORMS.values() for text in bad],
)
def test_what_has_not_the_form_is_refused_by_its_rule(check: Check, rule: str, text: str) -> None:
    assert refused(check, text).rule == rule


@pytest.mark.parametrize("check", [check for check, *_ in FORMS.values()] + [scalars.check_text])
@pytest.mark.parametrize("value", [12345, 1.5, True, {"key": "value"}, ["a"]])
def test_only_a_string_can_have_a_form(check: Check, value: object) -> None:
    assert refused(check, value).rule == rules.TYPE
    assert refused(check, None).rule == rules.NULL


@given(strategies.uuids)
def test_every_uuid_passes(text: str) -> None:
    assert scalars.is_uuid(text)


@given(strategies.iris)
def test_every_iri_passes(text: str) -> None:
    assert scalars.is_iri(text)


def test_a_text_may_be_empty_and_a_name_holds_no_zero_character() -> None:
    scalars.check_text("", "$")
    scalars.check_text("a\0b", "$")
    scalars.check_name("Zoé", "$")
    assert refused(scalars.check_name, "a\0b").rule == rules.PLAIN_TEXT
    assert refused(scalars.check_name, 5).rule == rules.TYPE


@pytest.mark.parametrize("value", ["true", "false", 0, 1, "", []])
def test_a_boolean_is_no_word_and_no_number(value: object) -> None:
    assert refused(scalars.check_boolean, value).rule == rules.TYPE
    scalars.check_boolean(False, "$")


@pytest.mark.parametrize("value", ["100", "0.5", True, False, [], {}])
def test_a_number_is_no_word_and_no_boolean(value: object) -> None:
    assert refused(scalars.check_number, value).rule == rules.TYPE


def test_a_number_is_finite_and_may_be_enormous() -> None:
    scalars.check_number(0, "$")
    scalars.check_number(-0.5, "$")
    scalars.check_number(10**400, "$")
    assert refused(scalars.check_number, math.nan).rule == rules.VALUE
    assert refused(scalars.check_number, -math.inf).rule == rules.VALUE


@pytest.mark.parametrize(
    ("value", "rule"),
    [("27", rules.TYPE), (27.0, rules.TYPE), (True, rules.TYPE), (-1, rules.VALUE)],
)
def test_a_length_counts_octets(value: object, rule: str) -> None:
    scalars.check_length(0, "$")
    assert refused(scalars.check_length, value).rule == rule


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00Z"),
        ("2013-05-18T05:32:34.804+02:00", "2013-05-18T03:32:34.804Z"),
        ("2013-05-18T05:32:34.804Z", "2013-05-18T05:32:34.804Z"),
        ("2013-05-18T05:32:34.100+0530", "2013-05-18T00:02:34.100Z"),
        ("2013-12-31T23:30:00-01", "2014-01-01T00:30:00Z"),
        ("2013-05-18T05:32:34.123456789+00:00", "2013-05-18T05:32:34.123456789Z"),
        ("2013-05-18T05:32:34,5", "2013-05-18T05:32:34.5Z"),
        ("2013-05-18t05:32z", "2013-05-18T05:32:00Z"),
        ("2013-05-18 05:32:34Z", "2013-05-18T05:32:34Z"),
        ("2017-01-01T00:59:60.5+01:00", "2016-12-31T23:59:60.5Z"),
        ("0099-01-01T00:00:00Z", "0099-01-01T00:00:00Z"),
    ],
)
def test_in_utc_the_instant_and_every_decimal_stay(text: str, utc: str) -> None:
    assert to_utc(text) == utc


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.0000019Z", 1),
        ("1970-01-01T01:00:00.5+01:00", 500_000),
        ("1969-12-31T23:59:59Z", -1_000_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
    ],
)
def test_an_instant_is_counted_in_microseconds(text: str, instant: int) -> None:
    assert microseconds(text) == instant


@given(strategies.MICROSECONDS)
def test_writing_and_reading_an_instant_gives_it_back(instant: int) -> None:
    assert microseconds(timestamp(instant)) == instant


@given(strategies.timestamps)
def test_converting_to_utc_keeps_the_instant_and_is_done_once(text: str) -> None:
    assert microseconds(to_utc(text)) == microseconds(text)
    assert to_utc(to_utc(text)) == to_utc(text)


@given(strategies.MICROSECONDS)
def test_instants_agree_with_the_calendar_of_the_standard_library(instant: int) -> None:
    known = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    assert microseconds(known.isoformat()) == instant


@pytest.mark.parametrize("text", ["", "should fail", "2013-05-18T05:32:34-00:00"])
def test_what_is_no_timestamp_has_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        microseconds(text)
    with pytest.raises(ValueError):
        to_utc(text)
