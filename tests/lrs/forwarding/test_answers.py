from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.forwarding.answers import (
    MOST_SHOWN,
    Answer,
    Verdict,
    retry_after,
    told,
    verdict,
)

IDS = ["0a", "0B"]
NOW = 1_790_000_000_000_000


def test_delivered_is_what_the_answer_names() -> None:
    for names in (["0a", "0b"], ["0B", "0A"], ["0a", "0b", "0a"]):
        assert verdict(Answer(200, {}, json.dumps(names).encode()), IDS) is Verdict.DELIVERED
    for body in (b"", b"[]", b'["0a"]', b'["0a","0b","0c"]', b"{}", b"\xff", b"[1]", b"<html>"):
        assert verdict(Answer(200, {}, body), IDS) is Verdict.LATER


@pytest.mark.parametrize(
    ("statuses", "meaning"),
    [
        ((409,), Verdict.CONFLICT),
        ((401, 403), Verdict.KEY_REFUSED),
        ((400, 402, 406, 411, 412, 413, 414, 415, 422, 431, 451), Verdict.REFUSED),
        ((404, 405, 408, 410, 425, 429), Verdict.LATER),
        ((100, 201, 202, 204, 206, 301, 302, 304, 307, 308), Verdict.LATER),
        ((500, 501, 502, 503, 504, 507, 599, 999), Verdict.LATER),
    ],
)
def test_every_status_has_a_meaning(statuses: tuple[int, ...], meaning: Verdict) -> None:
    for status in statuses:
        assert verdict(Answer(status), IDS) is meaning, status


@given(st.binary(max_size=2000), st.integers(100, 999))
def test_an_answer_is_told_in_one_short_line(body: bytes, status: int) -> None:
    line = told(Answer(status, {}, body), ["secret"])
    assert line.isprintable()
    assert len(line) <= MOST_SHOWN
    assert line.startswith(f"HTTP {status}")
    assert "secret" not in line


def test_secrets_are_not_told() -> None:
    answer = Answer(401, {}, b"no such key: abc:defg (YWJjOmRlZmc=)")
    assert told(answer, ["YWJjOmRlZmc=", "defg", ""]) == "HTTP 401 no such key: abc:… (…)"


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (503, "120", 120),
        (429, " 0 ", 0),
        (429, "9999999999", 86_400),
        (503, "Mon, 21 Sep 2026 14:14:20 GMT", 60),
        (503, "Mon, 21 Sep 2020 14:14:20 GMT", 0),
        (503, "Mon, 21 Sep 2099 14:14:20 -0000", 86_400),
        (503, "soon", None),
        (503, "", None),
        (503, "-5", None),
        (503, "²", None),
        (500, "120", None),
        (200, "120", None),
    ],
)
def test_how_long_to_stay_away(status: int, header: str, seconds: int | None) -> None:
    wanted = retry_after(Answer(status, {"retry-after": header}), NOW)
    assert wanted == (None if seconds is None else seconds * 1_000_000)
    assert retry_after(Answer(503), NOW) is None


@given(st.text(max_size=40))
def test_any_wish_is_read_without_a_fault(header: str) -> None:
    wanted = retry_after(Answer(503, {"retry-after": header}), NOW)
    assert wanted is None or 0 <= wanted <= 86_400_000_000
