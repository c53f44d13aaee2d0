"""What all answers of the LRS have in common, and what lies beside its resources."""

from __future__ import annotations

import pytest

from ..lms import LMS, agent, statement

RESOURCES = {
    "statements": "GET, HEAD, PUT, POST, OPTIONS",
    "activities": "GET, HEAD, OPTIONS",
    "activities/state": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "activities/profile": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "agents": "GET, HEAD, OPTIONS",
    "agents/profile": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "about": "GET, HEAD, OPTIONS",
}
NOBODY = {"Authorization": None, "X-Experience-API-Version": None}


@pytest.mark.parametrize(("path", "methods"), RESOURCES.items())
def test_a_browser_of_another_origin_may_ask(lms: LMS, path: str, methods: str) -> None:
    origin = {"Origin": "https://course.example.org", "Access-Control-Request-Method": "PUT"}
    response = lms.asks("OPTIONS", path, headers={**NOBODY, **origin})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"] == methods
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    for header in ("authorization", "content-type", "if-match", "x-experience-api-version"):
        assert header in allowed


@pytest.mark.parametrize("path", [*RESOURCES, "nothing", "extensions/more/x"])
def test_every_answer_may_be_read_there_errors_too(lms: LMS, path: str) -> None:
    for headers in ({}, NOBODY):
        response = lms.asks("GET", path, headers=headers)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        exposed = response.headers["Access-Control-Expose-Headers"]
        assert "ETag" in exposed
        assert "X-Experience-API-Consistent-Through" in exposed
        assert response.headers["X-Experience-API-Version"] == "1.0.3"
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("path", "methods"), RESOURCES.items())
def test_other_methods_are_405(lms: LMS, path: str, methods: str) -> None:
    for method in {"PUT", "POST", "DELETE", "PATCH"} - set(methods.split(", ")):
        response = lms.asks(method, path)
        assert response.status_code == 405
        assert response.headers["Allow"] == methods
        assert response.json["error"]


@pytest.mark.parametrize("path", ["", "nothing", "statements/", "statements/x", "about/x", "..%2f"])
def test_what_is_not_there_is_404_in_json(lms: LMS, path: str) -> None:
    response = lms.asks("GET", path)
    assert response.status_code == 404
    assert response.json["error"]


def test_a_head_is_a_get_without_its_body(lms: LMS) -> None:
    (one,) = lms.stores(statement())
    for path, params in (
        ("statements", {"statementId": one}),
        ("statements", {"attachments": True, "statementId": one}),
        ("activities", {"activityId": "https://x.org/a"}),
        ("agents", {"agent": agent()}),
        ("activities/profile", {"activityId": "https://x.org/a"}),
        ("about", {}),
    ):
        got, head = lms.asks("GET", path, params), lms.asks("HEAD", path, params)
        assert (head.status_code, head.data) == (200, b"")
        different = {"X-Experience-API-Consistent-Through", "Content-Type"}
        assert {pair for pair in got.headers if pair[0] not in different} == {
            pair for pair in head.headers if pair[0] not in different
        }


def test_the_host_sets_the_date_not_we(lms: LMS) -> None:
    assert "Date" not in lms.gets().headers
