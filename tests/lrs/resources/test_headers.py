"""Headers every answer may carry."""

from __future__ import annotations

from flask import Response

from collectif.lrs.resources import headers

NOON = 1_767_268_800_000_000


def test_last_modified_is_in_whole_seconds() -> None:
    response = Response()
    headers.set_last_modified(response, NOON + 999_999)
    assert response.headers["Last-Modified"] == "Thu, 01 Jan 2026 12:00:00 GMT"


def test_nothing_was_never_modified() -> None:
    response = Response()
    headers.set_last_modified(response, None)
    assert "Last-Modified" not in response.headers


def test_consistent_through_is_in_microseconds() -> None:
    response = Response()
    headers.set_through(response, NOON + 1)
    assert response.headers[headers.THROUGH] == "2026-01-01T12:00:00.000001Z"


def test_an_answer_without_body_has_no_type() -> None:
    response = Response(status=204)
    headers.set_common(response, "2.0.0")
    assert "Content-Type" not in response.headers
    assert response.headers["X-Experience-API-Version"] == "2.0.0"
